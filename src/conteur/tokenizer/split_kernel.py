"""Cut UTF-8 bytes into pretokens where they lie: `split` does the same to a `str`, with the `regex` module.

Each function takes the place where something begins and returns the place where it ends. A document is
text[start:end]: nothing before or after it is looked at, because the end of the text matters to the patterns.
"""

import numpy as np

from conteur.tokenizer.jit import inlined, kernel, load1, load8, lowest_bit
from conteur.tokenizer.unicode_classes import DIGIT, LETTER, NEWLINE, OTHER, SPACE

NONE, GPT2, GPT4 = range(3)
PATTERN_NUMBER = {"none": NONE, "gpt2": GPT2, "gpt4": GPT4}

_SPACE_BYTE, _APOSTROPHE = 0x20, 0x27


@kernel
def next_pretoken(text, start, end, classes, pattern):
    """Return the end of the pretoken that begins at `start` of the document that ends at `end`; start < end.

    text and classes: `address_of` the bytes, uint8, and of `unicode_classes()`; pattern: a PATTERN_NUMBER.
    Joined again, the pretokens are the document. A byte that is no part of UTF-8 counts as one character of no class.
    """
    if pattern == NONE:
        return end
    if load1(text, start) == _APOSTROPHE:
        stop = _contraction_end(text, start, end, pattern)
        if stop > start:
            return stop
    kind, size = character(text, start, end, classes)
    stop = start + size
    if kind == LETTER:
        return letters_end(text, stop, end, classes)
    if kind == DIGIT:
        return run_end(text, stop, end, classes, DIGIT, 2 if pattern == GPT4 else end)
    if stop < end:
        after, size = character(text, stop, end, classes)
        is_space = load1(text, start) == _SPACE_BYTE
        if after == LETTER and (is_space or (pattern == GPT4 and kind != NEWLINE)):
            return letters_end(text, stop + size, end, classes)
        if after == DIGIT and is_space and pattern == GPT2:
            return run_end(text, stop, end, classes, DIGIT, end)
        if after == OTHER and is_space:
            kind = OTHER
    if kind != OTHER:
        return _white_space_end(text, start, end, classes, pattern)
    stop = run_end(text, stop, end, classes, OTHER, end)
    while pattern == GPT4 and stop < end and (load1(text, stop) == 0x0A or load1(text, stop) == 0x0D):
        stop += 1
    return stop


@kernel
def character(text, start, end, classes):
    """Return the class and the number of bytes of the character at `start`."""
    first = load1(text, start)
    if first < 0x80:
        return load1(classes, first), 1
    size = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    if not 0xC2 <= first <= 0xF4 or start + size > end:
        return OTHER, 1
    code = first & (0x7F >> size)
    for i in range(start + 1, start + size):
        if load1(text, i) & 0xC0 != 0x80:
            return OTHER, 1
        code = code << 6 | (load1(text, i) & 0x3F)
    too_long = code < 0x800 if size == 3 else code < 0x10000 if size == 4 else False
    if too_long or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return OTHER, 1
    return load1(classes, code), size


@kernel
def run_end(text, start, end, classes, kind, most):
    """Return where the run of at most `most` characters of class `kind` at `start` ends."""
    stop, n = start, 0
    while stop < end and n < most:
        found, size = character(text, stop, end, classes)
        if found != kind:
            break
        stop += size
        n += 1
    return stop


_LOW_7_BITS = np.uint64(0x7F7F7F7F7F7F7F7F)
_HIGH_BIT = np.uint64(0x8080808080808080)
_LOWER_CASE = np.uint64(0x2020202020202020)
_UP_TO_A = np.uint64(0x1F1F1F1F1F1F1F1F)  # 0x80 - "a"
_BEYOND_Z = np.uint64(0x0505050505050505)  # 0x80 - "z" - 1


@inlined
def not_ascii_letters(word):
    """Return the high bit of each of the 8 bytes of `word` that is no letter of ASCII.

    All 8 are compared with "a" and "z" at once: with the high bits taken off, adding 0x80 - "a" to a byte sets its
    high bit if it is "a" or more, and never carries into the next byte. Upper case becomes lower case by one bit.
    """
    folded = (word & _LOW_7_BITS) | _LOWER_CASE
    letters = (folded + _UP_TO_A) & ~(folded + _BEYOND_Z) & ~word
    return ~letters & _HIGH_BIT


@kernel
def letters_end(text, start, end, classes):
    """Return where the run of letters at `start` ends; eight letters of ASCII at a time."""
    stop = start
    while stop < end:
        if stop + 8 <= end:
            n = lowest_bit(not_ascii_letters(load8(text, stop))) >> 3
            stop += n
            if n == 8:
                continue
            if load1(text, stop) < 0x80:
                break
        kind, size = character(text, stop, end, classes)
        if kind != LETTER:
            break
        stop += size
    return stop


@kernel
def _contraction_end(text, start, end, pattern):
    """Return where 's, 't, 'm, 'd, 'll, 've or 're at `start` ends, or `start` if none is there.

    gpt4 ignores case, by the rules of Unicode: they make U+017F, an old form of s with the bytes C5 BF, an s too.
    """
    first = load1(text, start + 1) if start + 1 < end else 0
    second = load1(text, start + 2) if start + 2 < end else 0
    if pattern == GPT4 and first == 0xC5 and second == 0xBF:
        return start + 3
    if pattern == GPT4:
        first, second = first | 0x20, second | 0x20
    if first == 0x73 or first == 0x64 or first == 0x6D or first == 0x74:  # s d m t
        return start + 2
    if first == 0x6C and second == 0x6C:  # ll
        return start + 3
    if (first == 0x76 or first == 0x72) and second == 0x65:  # ve re
        return start + 3
    return start


@kernel
def _white_space_end(text, start, end, classes, pattern):
    """Return where white space is cut: by `\\s++$`, gpt4's `\\s*[\\r\\n]`, `\\s+(?!\\S)` or `\\s`, in this order."""
    stop = last = start  # `last` is where the last character begins
    after_newline = start
    while stop < end:
        kind, size = character(text, stop, end, classes)
        if kind != SPACE and kind != NEWLINE:
            break
        last = stop
        stop += size
        if kind == NEWLINE:
            after_newline = stop
    if stop == end:
        return stop
    if pattern == GPT4 and after_newline > start:
        return after_newline
    return last if last > start else stop
