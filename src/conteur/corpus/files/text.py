"""Documents of a UTF-8 text file, read in blocks, so that a file larger than the memory can be cut."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

from conteur.errors import UserError

_BLOCK_BYTES = 1 << 20
_NOT_UTF8 = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of the file without their ends (LF, CRLF or CR) and without a byte order mark."""
    pieces: list[str] = []  # of a line that goes on in the next block
    for text in _decoded_blocks(path):
        first, *others = text.split("\n")
        pieces.append(first)
        for line in others:
            yield "".join(pieces)
            pieces = [line]
    if last := "".join(pieces):
        yield last


def read_texts(path: Path, separator: str) -> Iterator[str]:
    """Yield what stands between the lines that equal `separator`; with `""` the whole file. May be blank."""
    lines: list[str] = []
    for line in read_lines(path):
        if separator and line == separator:
            yield "\n".join(lines)
            lines = []
        else:
            lines.append(line)
    yield "\n".join(lines)


def _decoded_blocks(path: Path) -> Iterator[str]:
    """Yield the text in pieces with LF line ends; raise `UserError` with the offset of a byte that is not text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    newlines = io.IncrementalNewlineDecoder(None, translate=True)  # joins a CR and LF that two blocks share
    offset = 0  # of the first byte that is not decoded yet
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK_BYTES)
            if offset == 0:
                _refuse_other_encodings(path, block)
            held_back = len(decoder.getstate()[0])  # bytes of a character that the last block cut
            if (nul := block.find(b"\0")) >= 0:
                raise UserError(
                    f"{path}: byte {offset + held_back + nul} is NUL, so this is not a text file; "
                    "take it out of data.path or exclude it with data.pattern"
                )
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                raise UserError(f"{path}: not UTF-8 at byte {offset + error.start}; save the file as UTF-8") from None
            if offset == 0:
                text = text.removeprefix("\ufeff")
            offset += held_back + len(block) - len(decoder.getstate()[0])
            yield newlines.decode(text, final=not block)
            if not block:
                return


def _refuse_other_encodings(path: Path, start: bytes) -> None:
    for mark, name in _NOT_UTF8.items():
        if start.startswith(mark):
            raise UserError(f"{path}: byte 0 begins a {name} file; save it as UTF-8")
