"""Find the lines that end documents, at the speed at which memory is read."""

import numpy as np

from conteur.tokenizer.jit import address_of, kernel, load1, lowest_bit, where_between


@kernel
def find_lines(text, line, begin, end, places):
    """Write all places from `begin` to `end` where `line` begins, followed by a line feed or by nothing; how many.

    text uint8 (n,); line uint8 (m,), which begins with a line feed; places int64, with room for end - begin of them.
    What is looked for is the byte behind the line feed, because it is rarer; 64 bytes at a time.
    """
    at, line_at, n, rarer = address_of(text), address_of(line), 0, np.int64(line[1])
    first = begin + 1
    while first <= end and first < len(text):
        n_bytes = 64 if first + 64 <= len(text) else 1
        found = where_between(at, first, rarer, rarer) if n_bytes == 64 else np.uint64(load1(at, first) == rarer)
        while found:
            place = first + lowest_bit(found) - 1
            if place < end and _is_line(at, place, len(text), line_at, len(line)):
                places[n] = place
                n += 1
            found &= found - np.uint64(1)
        first += n_bytes
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
