"""Text with small damage, always the same: each kind returns the damaged text and the number of damages."""

import unicodedata
from collections.abc import Callable
from itertools import count, cycle

import regex

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_SENTENCE_END = regex.compile(r"(?<=\p{L}[.!?])(?=\s)")
_EMOJI = ("🦊", "😀", "❤️", "👩🏽‍🚀")  # a character, two of them, a picture of five
_TYPO_EVERY = 5  # words of at least four letters


def typos(text: str) -> tuple[str, int]:
    """Swap the two letters in the middle of every fifth longer word."""
    longer = count(1)
    damages = 0

    def swap(match: regex.Match) -> str:
        nonlocal damages
        word = match.group()
        if len(word) < 4 or next(longer) % _TYPO_EVERY:
            return word
        middle = len(word) // 2
        swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
        damages += swapped != word
        return swapped

    return _WORD.sub(swap, text), damages


def upper_case(text: str) -> tuple[str, int]:
    return _each_word(text, str.upper)


def no_accents(text: str) -> tuple[str, int]:
    return _each_word(text, _without_marks)


def emoji(text: str) -> tuple[str, int]:
    """Put a picture behind every sentence."""
    pictures = cycle(_EMOJI)
    return _SENTENCE_END.subn(lambda _: f" {next(pictures)}", text)


def _each_word(text: str, change: Callable[[str], str]) -> tuple[str, int]:
    damages = sum(change(word) != word for word in _WORD.findall(text))
    return _WORD.sub(lambda match: change(match.group()), text), damages


def _without_marks(word: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFD", word) if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", "".join(letters))


NOISES: dict[str, Callable[[str], tuple[str, int]]] = {
    "two letters swapped": typos,
    "upper case": upper_case,
    "accents removed": no_accents,
    "an emoji added": emoji,
}
