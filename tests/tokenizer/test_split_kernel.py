"""The kernel that cuts bytes into pretokens, beside its slow twin: the `regex` module with the same pattern."""

import os
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Regex, pre_tokenizers

from conteur.tokenizer import SPLIT_PATTERNS
from conteur.tokenizer.split import splitter
from conteur.tokenizer.split_kernel import PATTERN_NUMBER, next_pretoken
from conteur.tokenizer.unicode_classes import DIGIT, LETTER, NEWLINE, OTHER, SPACE, unicode_classes
from tests.tokenizer.conftest import ENGLISH, FRENCH, NAUGHTY

PATTERNS = sorted(SPLIT_PATTERNS)
SURROGATES = range(0xD800, 0xE000)


def cut(document: bytes, pattern: str, before: bytes = b"", after: bytes = b"") -> list[bytes]:
    """Cut `document` with the kernel where it lies between other bytes."""
    text = np.frombuffer(before + document + after, np.uint8)
    start, end, pretokens = len(before), len(before) + len(document), []
    while start < end:
        stop = next_pretoken(address_of_bytes(text), start, end, address_of_classes(), PATTERN_NUMBER[pattern])
        pretokens.append(text[start:stop].tobytes())
        start = stop
    return pretokens


def address_of_bytes(text: np.ndarray):
    return text if os.environ.get("NUMBA_DISABLE_JIT") == "1" else text.ctypes.data


def address_of_classes():
    return address_of_bytes(unicode_classes())


def twin(document: bytes, pattern: str) -> list[bytes]:
    """Bytes that are not UTF-8 become halves of surrogate pairs, which are characters of no class to `regex`."""
    text = document.decode("utf-8", errors="surrogateescape")
    return [pretoken.encode("utf-8", errors="surrogateescape") for pretoken in splitter(pattern)(text)]


@cache
def classes_known_to_regex() -> np.ndarray:
    """Return the class of each code point by the newer Unicode of the `regex` module."""
    everything = "".join(chr(code) for code in range(0x110000) if code not in SURROGATES)
    found = np.full(0x110000, OTHER, np.uint8)
    for kind, pattern in {LETTER: r"\p{L}", DIGIT: r"\p{N}", SPACE: r"\s", NEWLINE: r"[\r\n]"}.items():
        for character in regex.findall(pattern, everything):
            found[ord(character)] = kind
    return found


@cache
def unknown() -> frozenset[str]:
    """Characters whose class has changed since the Unicode of our table."""
    return frozenset(map(chr, np.flatnonzero(classes_known_to_regex() != unicode_classes())))


TELLING = "''''  \n\n\r\t\x0b\x85\u00a0\u2028\u3000sdmtlvreSDMTLVREſK123٣½²Ⅷaé×ß中🦊e\u0301.,!?#\x00\x1c\x7f"
CHARACTERS = st.sampled_from(TELLING) | st.characters(exclude_categories=["Cs"]).filter(lambda c: c not in unknown())
TEXTS = st.text(CHARACTERS, max_size=60)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=TEXTS)
def test_the_kernel_cuts_text_as_regex_does(pattern, text):
    assert cut(text.encode(), pattern) == twin(text.encode(), pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(document=st.binary(max_size=40) | st.lists(st.sampled_from([b"\xc3", b"\xa9", b"\xe2\x82", b"\xf0", b"\xed\xa0",
       b"\x80", b"\xc0\xaf", b"\xf4\x90", b"a", b" ", b"'", b"\n", b"1", "é".encode()])).map(b"".join))  # fmt: skip
def test_bytes_that_are_not_utf8_are_characters_of_no_class(pattern, document):
    if not unknown() & set(document.decode("utf-8", errors="ignore")):
        assert cut(document, pattern) == twin(document, pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=TEXTS, before=st.binary(max_size=9), after=st.binary(max_size=9) | st.sampled_from([b"s", b"\xa9", b" x"]))
def test_what_stands_around_a_document_does_not_change_its_pretokens(pattern, text, before, after):
    assert cut(text.encode(), pattern, before, after) == cut(text.encode(), pattern)


NOT_UTF8 = [b"\xf4\x90\x80\x80a", b"\xed\xa0\x80a", b"\xe0\x9f\xbfa", b"\xf0\x8f\xbf\xbfa", b"\xc1\xbfa", b"\xf8\x88a"]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("document", NOT_UTF8)
def test_surrogates_overlong_and_too_large_codes_are_not_utf8(pattern, document):
    assert cut(document, pattern) == twin(document, pattern)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(
    "text", [*NAUGHTY, "'ſx'Sx'llx", ENGLISH * 3, FRENCH * 3, "x" * 999, " " * 999 + "é", "é" * 99 + "\n" * 99]
)
def test_texts_with_traps_are_cut_as_regex_does(pattern, text):
    assert cut(text.encode(), pattern) == twin(text.encode(), pattern)


def test_the_classes_are_those_of_hugging_face_character_by_character():
    names = {LETTER: r"\p{L}", DIGIT: r"\p{N}", SPACE: r"[^\S\r\n]", NEWLINE: r"[\r\n]"}
    found = np.full(0x110000, OTHER, np.uint8)
    for kind, pattern in names.items():
        split = pre_tokenizers.Split(Regex(pattern), "removed", invert=True)
        for first in range(0, 0x110000, 1024):
            block = "".join(chr(code) for code in range(first, first + 1024) if code not in SURROGATES)
            for pretoken, _ in split.pre_tokenize_str(block):
                found[list(map(ord, pretoken))] = kind
    assert np.array_equal(found, unicode_classes())
    assert np.bincount(found).tolist() == [971_148, 141_028, 1_911, 23, 2]  # as Unicode 16.0.0 counts them


def test_regex_knows_more_letters_and_no_other_change():
    """If this fails, `unknown` hides more than characters that are new since Unicode 16.0.0."""
    ours, theirs = unicode_classes(), classes_known_to_regex()
    assert set(ours[ours != theirs]) <= {OTHER}


def test_without_the_compiler_the_pretokens_are_the_same():
    text = "It's l'été 12345 \n\n x!? 'ſ \x00"
    program = (
        "import numpy as np\n"
        "from conteur.tokenizer.split_kernel import next_pretoken\n"
        "from conteur.tokenizer.unicode_classes import unicode_classes\n"
        f"text, start = np.frombuffer({text.encode()!r}, np.uint8), 0\n"
        "while start < len(text):\n"
        "    start = next_pretoken(text, start, len(text), unicode_classes(), 2)\n"
        "    print(start)\n"
    )
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": "src"}
    command = [sys.executable, "-W", "error", "-c", program]
    told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    assert list(map(int, told.split())) == list(np.cumsum([len(pretoken) for pretoken in cut(text.encode(), "gpt4")]))
