"""The kernel that cuts 64 bytes at once, beside `next_pretoken` and the `regex` module."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conteur.tokenizer.split_kernel import GPT2, GPT4, PATTERN_NUMBER, next_pretoken
from conteur.tokenizer.window_kernel import NO_WINDOW, WINDOW_BYTES, cut
from tests.tokenizer.conftest import ENGLISH, FRENCH, NAUGHTY
from tests.tokenizer.test_split_kernel import PATTERNS, TEXTS, address_of_bytes, address_of_classes, twin

# Each stands for others of its kind.
KINDS = ["a", "Ùb", " ", "\n", "\t", ".", "'", "«", "—", "’", "×", "÷", "œ", "1", "ж", "\u00a0", "s", "v", "D"]
PIECES = st.sampled_from(
    [*KINDS, "x" * 70, "  ", "\r\n", "'LL", "'ſ", "·", "\u2028", "²", "中", "🦊", "\x00", "\x1c", "\x7f"]
)
MANY = st.lists(PIECES, max_size=60).map("".join)
BEHIND = [b"", b"s" * 64, b"\xa9" * 64, b" x" * 32, b"\n" * 64]  # no document, but it makes the last bytes of one fast


def cut_one(text: np.ndarray, start: int, end: int, pattern: int, window: tuple) -> tuple:
    first, simple, ends = window
    window = first, np.uint64(simple), np.uint64(ends)  # what the compiler returns to Python are plain numbers
    return cut(address_of_bytes(text), start, end, len(text), address_of_classes(), pattern, window)


def cut_at_once(document: bytes, pattern: str, behind: bytes) -> list[bytes]:
    text = np.frombuffer(document + behind, np.uint8)
    start, window, pretokens = 0, NO_WINDOW, []
    while start < len(document):
        stop, window = cut_one(text, start, len(document), PATTERN_NUMBER[pattern], window)
        pretokens.append(text[start:stop].tobytes())
        start = stop
    return pretokens


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=MANY | TEXTS, behind=st.sampled_from(BEHIND))
def test_text_is_cut_as_regex_does(pattern, text, behind):
    assert cut_at_once(text.encode(), pattern, behind) == twin(text.encode(), pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_any_three_kinds_of_characters_in_a_row_are_cut_as_regex_does(pattern):
    text = " ".join(f"xy{''.join(three)}zz" for three in itertools.product(KINDS, repeat=3))
    assert cut_at_once(text.encode(), pattern, b"") == twin(text.encode(), pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=MANY.map(lambda text: text[:60]), more=TEXTS)
def test_a_document_ends_where_it_ends(pattern, text, more):
    assert cut_at_once(text.encode(), pattern, more.encode() + b"a" * 64) == twin(text.encode(), pattern)


@pytest.mark.parametrize("behind", BEHIND, ids=["nothing", "letters", "halves", "words", "lines"])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_texts_with_traps_are_cut_as_regex_does(pattern, behind):
    for text in [*NAUGHTY, ENGLISH, FRENCH, FRENCH.upper(), ENGLISH.replace(" ", "")]:
        assert cut_at_once(text.encode(), pattern, behind) == twin(text.encode(), pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(document=st.lists(st.binary(max_size=3) | PIECES.map(str.encode), max_size=40).map(b"".join))
def test_bytes_that_are_not_utf8_are_cut_as_by_next_pretoken(pattern, document):
    text, start, expected = np.frombuffer(document, np.uint8), 0, []
    while start < len(document):
        stop = next_pretoken(
            address_of_bytes(text), start, len(document), address_of_classes(), PATTERN_NUMBER[pattern]
        )
        expected.append(document[start:stop])
        start = stop
    assert cut_at_once(document, pattern, b"a" * 64) == expected


@pytest.mark.parametrize("pattern", [GPT2, GPT4])
@pytest.mark.parametrize("text", ["The fox, an old one, said: (yes) ", "Là-bas « l'été » à Noël — « où ? » "])
def test_one_look_is_enough_for_64_bytes_of_a_text(pattern, text):
    """Control of the tests above: they do not only see `next_pretoken`."""
    text = np.frombuffer((text * 3).encode(), np.uint8)
    stop, (first, simple, ends) = cut_one(text, 0, len(text), pattern, NO_WINDOW)
    assert first == 0
    while ends:
        assert int(simple) >> stop & 1 or text[stop] in "«—'".encode()
        stop, (first, simple, ends) = cut_one(text, stop, len(text), pattern, (first, simple, ends))
        assert first == 0
    assert WINDOW_BYTES - 12 < stop < WINDOW_BYTES
