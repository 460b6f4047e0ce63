"""Text on a console: as it comes, in columns, or folded to the width of the window."""

import shutil
import textwrap
from collections.abc import Iterable

NARROWEST, WIDEST = 60, 100  # columns: a tale is hard to read in lines that are longer


def show(pieces: Iterable[str]) -> str:
    """Print each piece the moment it comes; return all of them together."""
    shown = []
    for piece in pieces:
        print(piece, end="", flush=True)
        shown.append(piece)
    return "".join(shown)


def console_width() -> int:
    """Return the columns to use; 80 where there is no console."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns - 1))


def aligned(rows: list[tuple[str, ...]]) -> str:
    """Return a line for each row, its cells below those of the row before, two spaces apart."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def folded(text: str, width: int, indent: str = "  ") -> str:
    """Fold each paragraph of `text` into lines of at most `width` columns that start with `indent`."""
    fold = textwrap.TextWrapper(
        width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, break_long_words=True
    )
    return "\n".join("\n".join(fold.wrap(paragraph)) for paragraph in text.strip("\n").split("\n"))


def ends_a_sentence(text: str) -> bool:
    return text.rstrip().rstrip("\"'\u201d\u2019\u00bb)").rstrip().endswith((".", "!", "?", "\u2026"))
