"""Tell a pretoken from others by two numbers: what counting and encoding have in common.

Most pretokens have at most 15 bytes. Read as two numbers of 8 bytes, with zeros behind the pretoken and its length as
the last byte, they are its key: without the length `3` and `3\\0` would be equal.
"""

import numpy as np

from conteur.tokenizer.jit import inlined, kernel, load1, load8

KEY_BYTES = 15

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ZERO, _ONE, _56 = (np.uint64(n) for n in (0, 1, 56))


@inlined
def key_at(text, start, size, text_bytes):
    """Return the key of the `size` bytes at `start`, 1 to 15; text_bytes: the end of all that may be read."""
    if start + 16 <= text_bytes:
        low, high = load8(text, start), load8(text, start + 8)
    else:
        low, high = _last_bytes(text, start, text_bytes)
    low &= _ALL >> np.uint64(64 - 8 * min(size, 8))
    high &= (_ONE << np.uint64(8 * max(size - 8, 0))) - _ONE
    return low, high | np.uint64(size) << _56


@kernel
def _last_bytes(text, start, text_bytes):
    """Return up to 16 bytes from `start` on as two numbers, zeros beyond the end of the array."""
    low = high = _ZERO
    for i in range(text_bytes - start):
        if i < 8:
            low |= np.uint64(load1(text, start + i)) << np.uint64(8 * i)
        else:
            high |= np.uint64(load1(text, start + i)) << np.uint64(8 * i - 64)
    return low, high
