"""write_corpus: two splits that share nothing, the same bytes for the same params, nothing half-written."""

import hashlib
import json
import math
import random
from collections import Counter
from pathlib import Path

import pytest

from conteur.corpus import SEPARATOR, read_documents, write_corpus
from conteur.corpus.splits import is_validation
from conteur.corpus.write import bits_of
from conteur.errors import UserError

NO_CACHE = Path("nowhere")  # of downloads: these sources need none


def splits_in(folder):
    return [list(read_documents(folder / f"{name}.txt")) for name in ("train", "validation")]


def test_the_same_params_give_the_same_bytes(data_params, tmp_path):
    for folder in ("a", "b"):
        write_corpus(data_params(), tmp_path / folder, NO_CACHE)
    names = sorted(file.name for file in (tmp_path / "a").iterdir())
    assert names == ["source.json", "train.txt", "validation.txt"]
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    write_corpus(data_params(seed=2), tmp_path / "b", NO_CACHE)
    assert (tmp_path / "a" / "train.txt").read_bytes() != (tmp_path / "b" / "train.txt").read_bytes()


def test_source_json_says_what_lies_in_the_splits(data_params, tmp_path):
    facts = write_corpus(data_params(language="fr"), tmp_path, NO_CACHE)
    assert json.loads((tmp_path / "source.json").read_text(encoding="utf-8")) == facts
    assert (facts["dataset"], facts["language"], facts["licence"]) == ("fables", "fr", "MIT")
    for name, documents in zip(("train", "validation"), splits_in(tmp_path), strict=True):
        split = facts["splits"][name]
        assert split["documents"] == len(documents)
        assert split["bytes"] == sum(len(text.encode("utf-8")) for text in documents)
        assert split["sha256"] == hashlib.sha256((tmp_path / f"{name}.txt").read_bytes()).hexdigest()
        assert 60 < split["entropy_bits"] / len(documents) < 140
    assert sum(split["documents"] for split in facts["splits"].values()) == 200


def test_files_end_each_document_with_a_line_and_have_lf_line_ends(data_params, tmp_path):
    write_corpus(data_params(), tmp_path, NO_CACHE)
    raw = (tmp_path / "train.txt").read_bytes()
    train, _ = splits_in(tmp_path)
    assert raw == "".join(f"{text}\n{SEPARATOR}\n" for text in train).encode("utf-8")
    assert b"\r" not in raw


def test_more_documents_extend_each_split_and_move_none(data_params, tmp_path):
    write_corpus(data_params(max_documents=150), tmp_path / "few", NO_CACHE)
    write_corpus(data_params(max_documents=400), tmp_path / "many", NO_CACHE)
    for few, many in zip(splits_in(tmp_path / "few"), splits_in(tmp_path / "many"), strict=True):
        assert many[: len(few)] == few
        assert len(many) > len(few)


def test_no_document_is_in_two_splits_whatever_the_order_and_the_company(data_params, tmp_path):
    texts = [f"document {number}" for number in range(300)]
    shuffled = [*texts, *texts[:100], *(f"new {number}" for number in range(50))]
    random.Random(5).shuffle(shuffled)
    for name, given in (("sorted", texts), ("shuffled", shuffled)):
        (tmp_path / f"{name}.txt").write_text("\n##\n".join(given), encoding="utf-8", newline="\n")
        params = data_params(dataset="files", path=str(tmp_path / f"{name}.txt"), separator="##", max_documents=0)
        write_corpus(params, tmp_path / name, NO_CACHE)
    train, validation = map(set, splits_in(tmp_path / "sorted"))
    assert train | validation == set(texts)
    assert not train & validation
    other_train, other_validation = map(set, splits_in(tmp_path / "shuffled"))
    assert train <= other_train
    assert validation <= other_validation


def test_the_validation_fraction_is_kept_and_a_larger_one_only_adds():
    texts = [str(number) for number in range(20_000)]
    small, large = ({text for text in texts if is_validation(text, fraction)} for fraction in (0.05, 0.2))
    assert small < large
    assert abs(len(small) - 1000) < 150  # five standard deviations
    assert abs(len(large) - 4000) < 280


@pytest.mark.parametrize(
    ("fraction", "empty", "advice"), [(1e-9, "validation", "larger"), (1 - 1e-9, "training", "smaller")]
)
def test_an_empty_split_is_an_error_and_leaves_what_was_there(data_params, tmp_path, fraction, empty, advice):
    write_corpus(data_params(), tmp_path, NO_CACHE)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(UserError) as caught:
        write_corpus(data_params(validation_fraction=fraction, max_documents=17), tmp_path, NO_CACHE)
    assert f"the {empty} split would be empty: 17 documents" in str(caught.value)
    assert f"a {advice} data.validation_fraction" in str(caught.value)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_documents_come_back_as_they_went(tmp_path):
    texts = [
        "one",
        "two\n\nlines",
        f"a {SEPARATOR} inside a line",
        "a\rcarriage return, a\u2028line separator",
        "é" * 9,
    ]
    path = tmp_path / "split.txt"
    path.write_text("".join(f"{text}\n{SEPARATOR}\n" for text in texts), encoding="utf-8", newline="\n")
    assert list(read_documents(path)) == texts


def test_a_last_document_without_separator_is_read_too(tmp_path):
    path = tmp_path / "split.txt"
    path.write_text(f"one\n{SEPARATOR}\ntwo\n", encoding="utf-8", newline="\n")
    assert list(read_documents(path)) == ["one", "two"]


def test_the_entropy_is_the_sum_of_the_surprisals():
    assert bits_of(Counter({(1, 2): 3, (1, 8): 2, (3, 4): 1})) == round(3 + 6 + math.log2(4 / 3), 3)
    assert bits_of(Counter()) == 0
