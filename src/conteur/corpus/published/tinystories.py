"""TinyStories V2 (Eldan & Li 2023, arXiv:2305.07759): short stories in the words of a small child, told by GPT-4."""

from collections.abc import Iterator
from typing import Any

from conteur.corpus.documents import read_documents
from conteur.corpus.download import Downloads, hub_file
from conteur.corpus.published.held_out import PublishedSplits
from conteur.corpus.published.publication import Publication
from conteur.corpus.source import Document
from conteur.params import DataParams

REPOSITORY = "roneneldan/TinyStories"
REVISION = "f54c09fd23315a6f9c86f9dc80f725de7d8f9c64"
TRAINING = (
    "TinyStoriesV2-GPT4-train.txt",
    2227753162,
    "6418d412de72888f52b5142c761ac21a582f7d1166f0bfbdb5f03ccfdec90443",
)
VALIDATION = (
    "TinyStoriesV2-GPT4-valid.txt",
    22502601,
    "6874bae9a4c1a4e7edcf0e53b86c17817e9cf881fc75ff2368da457b80c0585d",
)


class TinyStoriesSource:
    """The stories in the order of the file, in the two splits of the publisher; the text as it came, but for blank
    space around a story."""

    def __init__(self, params: DataParams, downloads: Downloads):
        self._downloads = downloads
        self._splits = PublishedSplits(params)
        self._publication = Publication(
            revision=REVISION,
            licence="CDLA-Sharing-1.0",
            attribution=f"TinyStories V2 by Ronen Eldan and Yuanzhi Li, https://huggingface.co/datasets/{REPOSITORY}.",
        )

    def documents(self) -> Iterator[Document]:
        files = [hub_file(REPOSITORY, REVISION, *pins) for pins in (VALIDATION, TRAINING)]
        # Each byte comes to lie in the download cache, in data/raw and, where the disk has no links, in DVC's cache.
        self._downloads.check_space(files, copies=3)
        validation, training = (self._publication.fetch(self._downloads, file).path for file in files)
        yield from self._splits.documents(read_documents(training), read_documents(validation))

    def facts(self) -> dict[str, Any]:
        return {**self._publication.facts("tinystories"), "duplicates": self._splits.duplicates}

    def notes(self) -> list[str]:
        return [self._publication.note(), *self._splits.notes()]
