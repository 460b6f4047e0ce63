"""Letters, digits and white space of Unicode 16.0.0, one table for all systems and versions of Python.

The engines of tiktoken and of Hugging Face tokenizers both know Unicode 16.0.0 (measured: tiktoken 0.14, tokenizers
0.23.3). `unicodedata` has the version of its Python and the `regex` module a newer one, so with them the same text
would be cut differently on two machines. The ranges are in `unicode_classes.txt`. Written once, by

    pip install unicodedata2==16.0.0
    python -m conteur.tokenizer.unicode_classes
"""

from functools import cache
from pathlib import Path

import numpy as np

UNICODE_VERSION = "16.0.0"
OTHER, LETTER, DIGIT, SPACE, NEWLINE = range(5)  # NEWLINE is white space too; a byte that is not UTF-8 is OTHER

_TABLE = Path(__file__).with_suffix(".txt")
_CLASS_OF_NAME = {"L": LETTER, "N": DIGIT, "s": SPACE, "n": NEWLINE}


@cache
def unicode_classes() -> np.ndarray:
    """Return the class of each code point, uint8 (0x110000,), read-only."""
    classes = np.full(0x110000, OTHER, np.uint8)
    for line in _TABLE.read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            name, first, last = line.split()
            classes[int(first, 16) : int(last, 16) + 1] = _CLASS_OF_NAME[name]
    classes.flags.writeable = False
    return classes


def _write_table() -> None:
    """Write the ranges: L is \\p{L}, N is \\p{N}, s is \\s but for n, which is CR and LF."""
    import unicodedata2

    assert unicodedata2.unidata_version == UNICODE_VERSION
    white_space = {*range(0x09, 0x0E), 0x20, 0x85}  # and the category Z, as UTS 18, annex C says

    def name_of(code: int) -> str:
        category = unicodedata2.category(chr(code))
        if code in (0x0A, 0x0D):
            return "n"
        return "s" if code in white_space or category[0] == "Z" else category[0]

    ranges: list[list] = []
    for code in range(0x110000):
        name = name_of(code)
        if ranges and ranges[-1][0] == name:
            ranges[-1][2] = code
        else:
            ranges.append([name, code, code])
    lines = [f"# Unicode {UNICODE_VERSION}: class, first and last code point; all others are of no class"]
    lines += [f"{name} {first:04X} {last:04X}" for name, first, last in ranges if name in _CLASS_OF_NAME]
    _TABLE.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    _write_table()
