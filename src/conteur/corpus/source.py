"""What every source of text offers, so that a new one is a new file and one more case in `write.py`."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol


class Document(NamedTuple):
    """A text, and what its source alone can know of it.

    `odds`: the (weight, total) of each choice that led to a text which the source made itself. `is_held_out`: the
    split that the publisher has put it in; None leaves that to us.
    """

    text: str
    odds: Sequence[tuple[int, int]] | None = None
    is_held_out: bool | None = None


class Source(Protocol):
    def documents(self) -> Iterator[Document]:
        """Yield the documents one by one; never holds more than one file of them in memory."""

    def facts(self) -> dict[str, Any]:
        """Return what source.json says of the source; to be asked after the last document."""

    def notes(self) -> list[str]:
        """Return what the person should know, a line each; to be asked after the last document."""
