"""Counting pretokens: the kernel against `collections.Counter`, and files against their documents."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conteur.corpus import read_documents
from conteur.tokenizer import chunks, count, count_kernel, take_evenly, train_bpe, train_bpe_on_file
from conteur.tokenizer.chunks import chunks_of_documents, chunks_of_text, map_text
from conteur.tokenizer.count import Pretokens, count_pretokens
from conteur.tokenizer.sample import EvenShare
from conteur.tokenizer.split import splitter
from tests.tokenizer.test_file import TEXTS

SEPARATOR = "<|endoftext|>"


def as_counter(pretokens: Pretokens) -> Counter[bytes]:
    ends = np.cumsum(pretokens.sizes)
    words = [pretokens.text[end - size : end].tobytes() for size, end in zip(pretokens.sizes, ends, strict=True)]
    assert len(set(words)) == len(words)
    return Counter(dict(zip(words, pretokens.counts.tolist(), strict=True)))


def slowly(documents: list[str], split_pattern: str) -> Counter[bytes]:
    return Counter(piece.encode() for document in documents for piece in splitter(split_pattern)(document))


def counted(documents: list[str], split_pattern: str = "gpt4", n_threads: int = 1) -> Counter[bytes]:
    return as_counter(count_pretokens(chunks_of_documents(documents), split_pattern, n_threads))


@given(documents=st.lists(TEXTS, max_size=5), split_pattern=st.sampled_from(["gpt2", "gpt4", "none"]))
def test_counts_equal_those_of_the_pieces(documents, split_pattern):
    assert counted(documents, split_pattern) == slowly(documents, split_pattern)


def test_naughty_strings_are_counted(naughty):
    assert counted(naughty) == slowly(naughty, "gpt4")


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9, 14, 15, 16, 17, 23, 24, 25, 64])
def test_words_that_differ_in_one_byte_or_in_zeros_at_the_end_are_different(size):
    word = "abcdefgh" * 8
    documents = [word[:size], word[: size - 1], word[: size - 1] + "Z", word[: size - 1] + "\0", "Z" + word[1:size]]
    documents += [word[:size] + "\0" * n for n in range(20)]
    assert counted(documents * 3, "none") == slowly(documents * 3, "none")


def test_long_words_of_equal_hash_are_different():
    def mixed(eight: bytes) -> int:
        word = int.from_bytes(eight, "little") * int(count_kernel._A) % 2**64
        return word ^ word >> 32

    wanted = int.from_bytes(b"cccccccc", "little") ^ mixed(b"aaaaaaaa") ^ mixed(b"bbbbbbbb")
    words = [b"aaaaaaaacccccccc", b"bbbbbbbb" + wanted.to_bytes(8, "little")]
    text = np.frombuffer(b"".join(words), np.uint8)
    chunk = count.Chunk(text, np.array([0, 16]), np.array([16, 32]))
    found = count_pretokens([chunk, chunk], "none", 1)
    assert as_counter(found) == {words[0]: 2, words[1]: 2}


def test_tables_grow_and_lose_nothing():
    documents = [f"w{i}" for i in range(9000)] + [f"{i} is a document of more than 15 bytes" for i in range(9000)]
    documents.append("x" * 300_000)  # does not fit into what was there, doubled
    assert counted(documents * 2, "none") == slowly(documents * 2, "none")


@pytest.fixture
def corpus_file(corpus, tmp_path):
    documents = [text for text in (text.strip() for text in corpus * 5) if text]
    path = tmp_path / "train.txt"
    path.write_bytes("".join(f"{document}\n{SEPARATOR}\n" for document in documents).encode())
    return path


def counts_of_file(path, share=None, n_threads=1) -> Counter[bytes]:
    text = map_text(path)
    share = share or EvenShare(len(text), 0)
    return as_counter(count_pretokens(chunks_of_text(text, SEPARATOR, share), "gpt4", n_threads))


@pytest.mark.parametrize("n_threads", [1, 2, 5])
@pytest.mark.parametrize("chunk_bytes", [1, 13, 14, 15, 16, 1000, 1 << 20])
def test_threads_and_chunks_change_nothing(corpus_file, n_threads, chunk_bytes, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_BYTES", chunk_bytes)
    documents = list(read_documents(corpus_file))
    expected = slowly(documents, "gpt4")
    assert counts_of_file(corpus_file, n_threads=n_threads) == expected
    assert counted(documents, n_threads=n_threads) == expected


@pytest.mark.parametrize(
    ("content", "documents"),
    [
        ("", []),
        ("\n", []),
        ("a\n", ["a"]),
        ("a", ["a"]),
        (f"a\n{SEPARATOR}", ["a"]),
        (f"{SEPARATOR}\na\n{SEPARATOR}\n", ["a"]),
        (f"a\n{SEPARATOR}\n{SEPARATOR}\n\n{SEPARATOR}\nb\n{SEPARATOR}\n", ["a", "b"]),
        (f"a {SEPARATOR}\nb\n", [f"a {SEPARATOR}\nb"]),
        (f"a\n{SEPARATOR} \nb\n", [f"a\n{SEPARATOR} \nb"]),
        (f"a\n{SEPARATOR}\nb  \n\nc", ["a", "b  \n\nc"]),
        (f"<<\n<\n{SEPARATOR}<\n<{SEPARATOR}\n{SEPARATOR}\n<|", [f"<<\n<\n{SEPARATOR}<\n<{SEPARATOR}", "<|"]),
    ],
)
def test_documents_end_where_the_separator_fills_a_line(content, documents, tmp_path, monkeypatch):
    (tmp_path / "text.txt").write_bytes(content.encode())
    for chunk_bytes in (1, 5, 1 << 20):
        monkeypatch.setattr(chunks, "CHUNK_BYTES", chunk_bytes)
        assert counts_of_file(tmp_path / "text.txt") == slowly(documents, "gpt4")


@pytest.mark.parametrize("max_bytes", [0, 1, 500, 2000, 10**9])
def test_a_share_of_a_file_is_the_one_that_is_taken_of_its_documents(corpus_file, max_bytes):
    size = corpus_file.stat().st_size
    taken = list(take_evenly(read_documents(corpus_file), total_bytes=size, max_bytes=max_bytes))
    assert counts_of_file(corpus_file, EvenShare(size, max_bytes)) == slowly(taken, "gpt4")


def test_bytes_that_are_no_text_are_counted_too(tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, 200_000, dtype=np.uint8).tobytes()
    (tmp_path / "noise.bin").write_bytes(noise)
    found = counts_of_file(tmp_path / "noise.bin")
    assert sum(len(word) * n for word, n in found.items()) == len(noise) - noise.endswith(b"\n")
    assert b"\xff" in b"".join(found)


def test_what_is_appended_while_a_file_is_read_is_not_seen(corpus_file):
    before = counts_of_file(corpus_file)
    text = map_text(corpus_file)
    with corpus_file.open("ab") as file:
        file.write(b"zzzzz\n" * 1000)
    assert as_counter(count_pretokens(chunks_of_text(text, SEPARATOR, EvenShare(len(text), 0)), "gpt4")) == before
    assert counts_of_file(corpus_file) != before  # control


def test_an_error_in_the_corpus_ends_all_threads():
    def documents():
        yield from ["a" * 1000] * 5000
        raise RuntimeError("the disk")

    with pytest.raises(RuntimeError, match="the disk"):
        count_pretokens(chunks_of_documents(documents()), "gpt4", 3)


def test_a_file_is_learned_from_as_its_documents_are(corpus_file):
    documents = read_documents(corpus_file)
    from_file = train_bpe_on_file(corpus_file, separator=SEPARATOR, vocab_size=400, split_pattern="gpt4")
    assert from_file == train_bpe(documents, vocab_size=400, split_pattern="gpt4")


def test_progress_on_a_file_counts_what_was_read(corpus_file):
    seen = []

    def progress(iterable, *, desc, unit, total=None):
        items = list(iterable)
        seen.append((desc, unit, total, len(items)))
        return items

    train_bpe_on_file(corpus_file, separator=SEPARATOR, vocab_size=270, split_pattern="gpt4", progress=progress)
    assert seen == [("counting words", " MiB", 1, 1), ("merging pairs", " merges", None, 10)]
