"""Cut a pretoken off the text and tell it from others by two numbers: what counting and encoding have in common.

A text is made of words, and most words have at most 15 bytes, so 16 bytes are looked at at once, as two numbers. They
tell where the word ends, without a loop, and cut to the length of the word, with the length as their last byte, they
are its key: without the length `3` and `3\0` would be equal.
"""

import numpy as np

from conteur.tokenizer.jit import inlined, kernel, load1, load8, lowest_bit
from conteur.tokenizer.split_kernel import NONE, letters_end, next_pretoken, not_ascii_letters
from conteur.tokenizer.unicode_classes import OTHER

KEY_BYTES = 15

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ZERO, _ONE, _EIGHT, _56 = (np.uint64(n) for n in (0, 1, 8, 56))
_FIRST = np.uint64(0x80)  # the mark of `not_ascii_letters` for the first of its 8 bytes


@inlined
def cut(text, start, end, text_bytes, classes, pattern):
    """Return where the pretoken at `start` of a document ends that ends at `end`, and 16 bytes as two numbers.

    text, classes and pattern as for `next_pretoken`; text_bytes: the end of all that may be read.
    """
    stop, low, high = start, _ZERO, _ZERO
    if start + 16 <= end and pattern != NONE:
        low, high = load8(text, start), load8(text, start + 8)
        stop = start + _word_bytes(low, high)
        if stop == start:
            stop += _sign_bytes(low, classes)
        elif stop == start + 16 or load1(text, stop) >= 0x80:
            stop = letters_end(text, stop, end, classes)
    else:
        low, high = _bytes_at(text, start, text_bytes)
    if stop == start:
        stop = next_pretoken(text, start, end, classes, pattern)
    return stop, low, high


@inlined
def _word_bytes(low, high):
    """Return how many of 16 bytes are a space and letters of ASCII, or letters of ASCII; 0 for anything else."""
    others = not_ascii_letters(low)
    after = others & ~_FIRST
    if others & _FIRST and ((low & np.uint64(0xFF)) != np.uint64(0x20) or after & (_FIRST << _EIGHT)):
        return 0
    return lowest_bit(after) >> 3 if after else 8 + (lowest_bit(not_ascii_letters(high)) >> 3)


@inlined
def _sign_bytes(low, classes):
    """Return 1 if 8 bytes begin with a sign of ASCII and a space, which no pattern puts together; else 0."""
    first, second = np.int64(low) & 0xFF, np.int64(low) >> 8 & 0xFF
    return np.int64(second == 0x20 and first < 0x80 and load1(classes, first) == OTHER)


@kernel
def _bytes_at(text, start, text_bytes):
    """Return 16 bytes from `start` on as two numbers, zeros beyond the end of the array."""
    if start + 16 <= text_bytes:
        return load8(text, start), load8(text, start + 8)
    low = high = _ZERO
    for i in range(text_bytes - start):
        if i < 8:
            low |= np.uint64(load1(text, start + i)) << np.uint64(8 * i)
        else:
            high |= np.uint64(load1(text, start + i)) << np.uint64(8 * i - 64)
    return low, high


@inlined
def key_of(low, high, size):
    """Return the first `size` of 16 bytes, 1 to 15, with zeros behind them and the size as the last byte."""
    low &= _ALL >> np.uint64(64 - 8 * min(size, 8))
    high &= (_ONE << np.uint64(8 * max(size - 8, 0))) - _ONE
    return low, high | np.uint64(size) << _56
