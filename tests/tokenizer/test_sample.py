"""A share of a corpus, taken evenly while it streams by."""

import pytest

from conteur.tokenizer import take_evenly

DOCUMENTS = [f"{i:04d}é" for i in range(1000)]  # 6 bytes each
TOTAL = 6000


@pytest.mark.parametrize("max_bytes", [0, TOTAL, TOTAL + 1])
def test_no_limit_or_a_wide_one_takes_all(max_bytes):
    assert list(take_evenly(DOCUMENTS, total_bytes=TOTAL, max_bytes=max_bytes)) == DOCUMENTS


@pytest.mark.parametrize("max_bytes", [1, 6, 599, 1500, 5999])
def test_what_is_taken_differs_from_the_limit_by_less_than_one_document(max_bytes):
    taken = sum(len(document.encode()) for document in take_evenly(DOCUMENTS, total_bytes=TOTAL, max_bytes=max_bytes))
    assert max_bytes - 6 < taken < max_bytes + 6


def test_every_tenth_of_the_corpus_gives_its_tenth():
    taken = list(take_evenly(DOCUMENTS, total_bytes=TOTAL, max_bytes=1500))
    tenths = [sum(i * 100 <= int(document[:4]) < i * 100 + 100 for document in taken) for i in range(10)]
    assert tenths == [25] * 10


def test_long_documents_are_as_likely_as_short_ones():
    documents = ["x" * (1 if i % 2 else 99) for i in range(1000)]
    taken = list(take_evenly(documents, total_bytes=50_000, max_bytes=5_000))
    assert sum(len(document) == 99 for document in taken) >= 40
    assert sum(map(len, taken)) < 5_000 + 99


def test_sizes_are_counted_in_bytes():
    documents = ["é" * 100, *"e" * 100]
    assert list(take_evenly(documents, total_bytes=300, max_bytes=200)) == ["é" * 100]


def test_documents_are_read_as_they_are_wanted():
    endless = (f"{i}" for i in iter(int, 1))
    assert next(take_evenly(endless, total_bytes=10**9, max_bytes=10)) == "0"
