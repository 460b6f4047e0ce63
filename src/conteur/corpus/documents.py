"""The text format of a split: UTF-8, LF, and after each document a line that holds only `SEPARATOR`."""

from collections.abc import Iterator
from pathlib import Path

SEPARATOR = "<|endoftext|>"  # of TinyStories V2, and of the tokenizers that read it


def read_documents(path: Path) -> Iterator[str]:
    """Yield the documents of a split file one by one, without blank space around them; a blank one is empty."""
    lines: list[str] = []
    with path.open(encoding="utf-8", newline="\n") as file:  # a carriage return inside a document is text
        for line in file:
            if line.rstrip("\n") == SEPARATOR:
                yield "".join(lines).strip()
                lines.clear()
            else:
                lines.append(line)
    if last := "".join(lines).strip():  # a file from elsewhere may leave out the last separator
        yield last


def is_separator_inside(text: str) -> bool:
    """Tell whether a line of `text` would be taken for the end of the document."""
    return SEPARATOR in text and SEPARATOR in text.split("\n")
