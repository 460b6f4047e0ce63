"""Bytes as printable characters, the alphabet in which Hugging Face's byte-level vocabularies are written.

A byte that is a visible Latin-1 character stands for itself; the 68 others become U+0100, U+0101, ... in order. So a
space is written as U+0120 and a line feed as U+010A, and every token can be read in a JSON file.
"""

_VISIBLE = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]

# All bytes, sorted by the character that stands for them.
BYTES_BY_CHARACTER = _VISIBLE + [byte for byte in range(256) if byte not in _VISIBLE]
RANK_OF_BYTE = bytes(BYTES_BY_CHARACTER.index(byte) for byte in range(256))  # where a byte stands in that order

_CHARACTERS = [*map(chr, _VISIBLE), *(chr(0x100 + i) for i in range(256 - len(_VISIBLE)))]
_CHARACTER_OF_BYTE = dict(zip(BYTES_BY_CHARACTER, _CHARACTERS, strict=True))
_BYTE_OF_CHARACTER = {character: byte for byte, character in _CHARACTER_OF_BYTE.items()}


def to_characters(token: bytes) -> str:
    return "".join(map(_CHARACTER_OF_BYTE.__getitem__, token))


def from_characters(name: str) -> bytes:
    """Return the bytes written as `name`; KeyError if a character stands for no byte."""
    return bytes(map(_BYTE_OF_CHARACTER.__getitem__, name))
