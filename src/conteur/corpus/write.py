"""Write the two splits of a corpus and what is known about them, one document in memory at a time."""

import hashlib
import math
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from tqdm import tqdm

from conteur.corpus.documents import SEPARATOR
from conteur.corpus.fables import FablesSource
from conteur.corpus.files import FilesSource
from conteur.corpus.source import Document, Source
from conteur.corpus.splits import is_validation
from conteur.errors import UserError
from conteur.files import write_json, written_beside
from conteur.params import DataParams


def write_corpus(params: DataParams, directory: Path, cache: Path) -> dict[str, Any]:
    """Write train.txt, validation.txt and source.json into `directory`; return what source.json holds.

    What comes from the network is kept in `cache`.
    The files are moved into place when both splits are whole. Raises `UserError` for input that cannot be used and
    for a split that would be empty.
    """
    source = _source_of(params, cache)
    with _split(directory / "train.txt") as train, _split(directory / "validation.txt") as validation:
        for document in _with_progress(source.documents(), params.max_documents or None):
            held_out = document.is_held_out
            if held_out is None:
                held_out = is_validation(document.text, params.validation_fraction)
            (validation if held_out else train).add(document)
        _check_not_empty(train.documents, validation.documents, params.validation_fraction)
    facts = {**source.facts(), "splits": {"train": train.facts(), "validation": validation.facts()}}
    write_json(directory / "source.json", facts)
    for note in source.notes():
        print(f"note: {note}", file=sys.stderr)
    return facts


def _source_of(params: DataParams, cache: Path) -> Source:
    match params.dataset:
        case "fables":
            return FablesSource(params)
        case "files":
            return FilesSource(params)
    from conteur.corpus import published  # 0.4 s of import that only the network needs
    from conteur.corpus.download import Downloads

    downloads = Downloads(cache)
    match params.dataset:
        case "tinystories":
            return published.TinyStoriesSource(params, downloads)
        case "tiny-shakespeare":
            return published.TinyShakespeareSource(params, downloads)
        case "wikitext-2" | "wikitext-103":
            return published.WikiTextSource(params, downloads)
        case _:
            return published.WikipediaSource(params, downloads)


def _with_progress(documents: Iterator[Document], total: int | None) -> Iterator[Document]:
    return iter(tqdm(documents, "documents", total, unit="", ascii=True, disable=not sys.stderr.isatty()))


def _check_not_empty(train: int, validation: int, fraction: float) -> None:
    if train and validation:
        return
    if not validation:
        empty, way = "validation", "larger"
    else:
        empty, way = "training", "smaller"
    raise UserError(
        f"the {empty} split would be empty: {train + validation} documents at data.validation_fraction={fraction}; "
        "take more documents (data.max_documents), cut the text into more (data.separator), "
        f"or set a {way} data.validation_fraction in params.yaml"
    )


@contextmanager
def _split(path: Path) -> Iterator["_SplitWriter"]:
    with written_beside(path) as part, part.open("wb") as file:
        yield _SplitWriter(file)


class _SplitWriter:
    """Writes documents to a file and counts what source.json says of them."""

    def __init__(self, file: BinaryIO) -> None:
        self.documents = 0
        self._file = file
        self._bytes = 0
        self._sha256 = hashlib.sha256()
        self._odds: Counter[tuple[int, int]] | None = Counter()

    def add(self, document: Document) -> None:
        text = document.text.encode("utf-8")
        line = b"%b\n%b\n" % (text, SEPARATOR.encode("ascii"))
        self._file.write(line)
        self._sha256.update(line)
        self.documents += 1
        self._bytes += len(text)
        if document.odds is None or self._odds is None:
            self._odds = None
        else:
            self._odds.update(document.odds)

    def facts(self) -> dict[str, Any]:
        return {
            "documents": self.documents,
            "bytes": self._bytes,
            "sha256": self._sha256.hexdigest(),
            "entropy_bits": None if self._odds is None else bits_of(self._odds),
        }


def bits_of(odds: Counter[tuple[int, int]]) -> float:
    """Return what the choices cost together, in bits: the sum of -log2(weight / total) over all of them.

    Counted in integers first, and summed exactly: the order of the documents and the system's log2, which may differ
    in its last digit, do not show in the three decimals that are kept.
    """
    return round(math.fsum(count * math.log2(total / weight) for (weight, total), count in odds.items()), 3)
