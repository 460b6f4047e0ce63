"""The kernels that encode, beside their slow twin: `encode` on the pretokens of `regex`."""

import os
import random
import subprocess
import sys
from functools import cache

import numba
import numpy as np
import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from conteur.tokenizer import SPLIT_PATTERNS, Tokenizer, train_bpe
from conteur.tokenizer.chunks import Chunk, chunk_of
from conteur.tokenizer.encode import character_merges, encode_pretoken
from conteur.tokenizer.encoder import Encoder
from conteur.tokenizer.encoder_reference import ReferenceEncoder
from conteur.tokenizer.split import splitter
from tests.tokenizer.conftest import ENGLISH, FRENCH, NAUGHTY
from tests.tokenizer.test_split_kernel import TEXTS, unknown

PATTERNS = sorted(SPLIT_PATTERNS)
TRAPS = ["3", "3\x00", "\x003", "x" * 15, "x" * 16, "x" * 17, "é" * 7 + "x", "é" * 8, "qzj" * 5, "qzj" * 22,
         "x" * 63, "x" * 64, "x" * 65, "abcdefgh" * 9, "-" * 63, " " * 70 + "y", "l'été" * 30, "the" * 500]  # fmt: skip


@cache
def tokenizer(pattern: str, *, wide: bool = False) -> Tokenizer:
    """Ids above 65,535 and in disorder for wide ones."""
    trained = train_bpe([ENGLISH, FRENCH, *NAUGHTY, *TRAPS], vocab_size=800, split_pattern=pattern)
    ids = random.Random(5).sample(range(200_000), len(trained.ids)) if wide else ()
    return Tokenizer(trained.merges, pattern, tuple(ids), (("<eos>", 200_001),) if wide else ())


@cache
def encoder_of(pattern: str, **options: int) -> Encoder:
    options = dict(options)
    t = tokenizer(pattern, wide=bool(options.pop("wide", False)))
    return Encoder(t.merges, t.bytes_by_number, t.ids, pattern, vocab_size=t.vocab_size, end_id=t.eos_id, **options)


@cache
def twin_of(pattern: str, *, wide: bool = False) -> ReferenceEncoder:
    t = tokenizer(pattern, wide=wide)
    return ReferenceEncoder(splitter(pattern), t._encode_bytes, vocab_size=t.vocab_size, end_id=t.eos_id)


def assert_equal(found, expected):
    assert found.ids.tolist() == expected.ids.tolist()
    assert found.starts.tolist() == expected.starts.tolist()
    assert found.ids.dtype == expected.ids.dtype


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("pattern", PATTERNS)
@given(texts=st.lists(TEXTS, max_size=5))
def test_documents_get_the_ids_of_the_twin(pattern, wide, texts):
    chunk = chunk_of([text.encode() for text in texts])
    assert_equal(encoder_of(pattern, wide=wide).encode(chunk), twin_of(pattern, wide=wide).encode(chunk))


@pytest.mark.parametrize("pattern", PATTERNS)
@given(document=st.binary(max_size=80))
def test_any_bytes_come_back(pattern, document):
    encoded = encoder_of(pattern).encode(chunk_of([document]))
    assert tokenizer(pattern).decode_bytes(encoded.ids.tolist()) == document
    if not unknown() & set(document.decode("utf-8", errors="ignore")):
        assert_equal(encoded, twin_of(pattern).encode(chunk_of([document])))


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_texts_with_traps_get_the_ids_of_the_twin(pattern, wide):
    texts = [*NAUGHTY, *TRAPS, ENGLISH, FRENCH, *TRAPS, "".join(TRAPS)]  # traps a second time: now they are known
    chunk = chunk_of([text.encode() for text in texts])
    assert_equal(encoder_of(pattern, wide=wide).encode(chunk), twin_of(pattern, wide=wide).encode(chunk))


@pytest.mark.parametrize("cached_pretokens", [2, 4, 64, 1 << 15])
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_chunks_and_the_size_of_the_tables_change_nothing(threads, cached_pretokens, corpus):
    documents = [text.encode() for text in [*corpus, *NAUGHTY, *TRAPS] * 3]
    whole = twin_of("gpt4").encode(chunk_of(documents))
    encoder = encoder_of("gpt4", threads=threads, cached_pretokens=cached_pretokens)
    for size in (1, 7, len(documents)):
        chunks = [chunk_of(documents[first : first + size]) for first in range(0, len(documents), size)]
        encoded = list(encoder.encode_chunks(iter(chunks)))
        assert np.concatenate([part.ids for part in encoded]).tolist() == whole.ids.tolist()


def test_documents_are_where_they_are_said_to_be():
    text = b"skip An old fox<|>skipL'\xc3\xa9t\xc3\xa9 skip"
    chunk = Chunk(np.frombuffer(text, np.uint8), np.array([5, 22, 3]), np.array([15, 29, 3]))
    expected = twin_of("gpt4").encode(chunk_of([b"An old fox", "L'été".encode(), b""]))
    assert_equal(encoder_of("gpt4").encode(chunk), expected)


def test_a_document_outside_of_the_text_is_refused():
    text = np.zeros(9, np.uint8)
    for start, end in [(-1, 3), (0, 10), (5, 4)]:
        with pytest.raises(AssertionError):
            encoder_of("gpt4").encode(Chunk(text, np.array([start]), np.array([end])))


def test_forgetting_changes_no_id():
    chunk = chunk_of([ENGLISH.encode(), FRENCH.encode()])
    encoder = encoder_of("gpt4", cached_pretokens=16)
    first = encoder.encode(chunk)
    encoder.forget()
    assert_equal(encoder.encode(chunk), first)


RUNS = [b"a" * 40_000, b"ab" * 30_000, b"x" * 65 + b"abc" * 9_999, bytes(random.Random(1).choices(b"abcxq", k=70_000))]


@pytest.mark.parametrize("run", RUNS, ids=["equal letters", "two letters", "three letters", "letters by chance"])
def test_a_long_word_is_merged_as_by_the_twin(run):
    """A quadratic scan would take minutes for these."""
    t = train_bpe([RUNS[0][:999].decode(), "abcabc abab " * 9], vocab_size=275, split_pattern="gpt4")
    encoded = t.encoder().encode(chunk_of([run]))
    assert encoded.ids.tolist() == encode_pretoken(run, character_merges(t.merges))
    assert len(encoded.ids) < len(run)  # control: something was merged


def test_a_line_of_18_megabytes_of_spaces_is_encoded_whole():
    """Its tokens take 36 MB, which the system takes back as soon as they are free: too early would be a crash."""
    n = 18_000 if numba.config.DISABLE_JIT else 18_000_000  # plain Python frees nothing too early, and is slow
    t = train_bpe(["  "], vocab_size=261, split_pattern="gpt4")
    ids = t.encoder().encode(chunk_of([b" " * n])).ids
    assert len(ids) == n // 2
    assert (ids == 256).all()


def test_a_file_of_random_bytes_gets_the_ids_of_the_twin():
    everything = "".join(map(chr, range(0x600))).encode() + random.Random(2).randbytes(100_000)
    if unknown() & set(everything.decode("utf-8", errors="ignore")):
        everything = bytes(byte for byte in everything if byte < 0xD4)  # no character that `regex` knows better
    document = b"".join(c.encode(errors="surrogateescape") for c in everything.decode(errors="surrogateescape")
                        if c not in unknown())  # fmt: skip
    assert_equal(encoder_of("gpt4").encode(chunk_of([document])), twin_of("gpt4").encode(chunk_of([document])))


@pytest.mark.parametrize("pattern", ["gpt2", "gpt4"])
def test_ids_are_those_of_tiktoken(pattern, corpus):
    t = tokenizer(pattern)
    peer = tiktoken.Encoding(
        "peer", pat_str=SPLIT_PATTERNS[pattern], mergeable_ranks=dict(zip(t.bytes_by_number, t.ids, strict=True)),
        special_tokens={},
    )  # fmt: skip
    texts = [*corpus, *NAUGHTY, *TRAPS]
    encoded = t.encoder().encode(chunk_of([text.encode() for text in texts]))
    assert encoded.ids.tolist() == [id for text in texts for id in peer.encode_ordinary(text)]


def test_without_the_compiler_the_ids_are_the_same():
    documents = [text.encode() for text in [FRENCH, *TRAPS[:-1], *NAUGHTY]]
    program = (
        "from tests.tokenizer.test_encoder import Encoder, chunk_of, tokenizer\n"
        "t = tokenizer('gpt4')\n"
        "encoder = Encoder(t.merges[:99], t.bytes_by_number[:355], t.ids[:355], 'gpt4', vocab_size=900,"
        " cached_pretokens=16)\n"
        f"print(encoder.encode(chunk_of({documents!r})).ids.tolist())\n"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(["src", "."])}
    command = [sys.executable, "-W", "error", "-c", program]
    told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    t = tokenizer("gpt4")
    encoder = Encoder(t.merges[:99], t.bytes_by_number[:355], t.ids[:355], "gpt4", vocab_size=900)
    assert told == f"{encoder.encode(chunk_of(documents)).ids.tolist()}\n"
