"""Find the lines that end documents, at the speed at which memory is read."""

import numpy as np

from conteur.tokenizer.jit import address_of, kernel, load1, load8, lowest_bit

_LOW_7_BITS = np.uint64(0x7F7F7F7F7F7F7F7F)


@kernel
def find_lines(text, line, begin, end, places):
    """Write all places from `begin` to `end` where `line` begins, followed by a line feed or by nothing; how many.

    text uint8 (n,); line uint8 (m,), which begins with a line feed; places int64, with room for end - begin of them.
    What is looked for is the byte behind the line feed, because it is rarer; eight bytes at a time.
    """
    at, line_at, n = address_of(text), address_of(line), 0
    eight = np.uint64(line[1]) * np.uint64(0x0101010101010101)
    place = begin + 1
    while place <= end and place < len(text):
        if place + 8 <= len(text):
            differ = load8(at, place) ^ eight
            equal = ~((differ & _LOW_7_BITS) + _LOW_7_BITS | differ | _LOW_7_BITS)  # the high bits of equal bytes
            if equal == np.uint64(0):
                place += 8
                continue
            place += lowest_bit(equal) >> 3
        if place <= end and _is_line(at, place - 1, len(text), line_at, len(line)):
            places[n] = place - 1
            n += 1
        place += 1
    return n


@kernel
def _is_line(text, start, text_bytes, line, line_bytes):
    stop = start + line_bytes
    if stop > text_bytes or (stop < text_bytes and load1(text, stop) != 0x0A):
        return False
    i = 0
    while i < line_bytes and load1(text, start + i) == load1(line, i):
        i += 1
    return i == line_bytes
