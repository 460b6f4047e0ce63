"""Random numbers whose stream is specified, so that a seed tells the same tales on every system and Python.

Block number b of tale number k is BLAKE2b of the text "seed language k b", read as 16 little-endian 32-bit numbers.
Nothing carries over from one tale to the next: tale k can be told without the tales before it.
"""

import struct
from hashlib import blake2b

_BLOCK = struct.Struct("<16I")


class Stream:
    """The numbers of one tale."""

    def __init__(self, seed: int, language: str, number: int) -> None:
        self._name = f"{seed} {language} {number}"
        self._block = 0
        self._words: list[int] = []

    def below(self, total: int) -> int:
        """Draw from 0 ... `total` - 1, each exactly as likely as the others; `total` is at most 2**32."""
        fair = 2**32 - 2**32 % total  # numbers from here on would favour the small remainders: draw again
        while (word := self._next()) >= fair:
            pass
        return word % total

    def _next(self) -> int:
        if not self._words:
            digest = blake2b(f"{self._name} {self._block}".encode("ascii")).digest()
            self._words = list(reversed(_BLOCK.unpack(digest)))
            self._block += 1
        return self._words.pop()
