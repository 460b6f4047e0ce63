"""Wikipedia in any of its languages, from the parquet files that Wikimedia makes of its dump of November 2023."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from conteur.corpus.download import Downloads, RemoteFile, hub_file, hub_listing
from conteur.corpus.parquet import read_columns
from conteur.corpus.published.cleaning import clean_article, is_list
from conteur.corpus.published.publication import Publication
from conteur.corpus.source import Document
from conteur.errors import UserError
from conteur.params import DataParams

REPOSITORY = "wikimedia/wikipedia"
REVISION = "b04c8d1ceb2f5cd4588862100d08de323dccfbaa"
DUMP = "20231101"
SHARDS = {"fr": 17}  # of other languages the hub is asked


class WikipediaSource:
    """The first `max_documents` (0: all) articles of at least `min_characters` that are no lists, in the order of the
    files, which is that of the numbers of the pages: the oldest first.

    A file is downloaded when the articles of those before it do not suffice.
    """

    def __init__(self, params: DataParams, downloads: Downloads):
        self._params = params
        self._downloads = downloads
        self._language = params.dataset.removeprefix("wikipedia-")
        self._left_out: Counter[str] = Counter()
        self._publication = Publication(
            revision=REVISION,
            licence="CC BY-SA 3.0 and GFDL",
            attribution=f"Articles of https://{self._language}.wikipedia.org by their authors, of November 2023, "
            f"https://huggingface.co/datasets/{REPOSITORY}.",
        )

    def documents(self) -> Iterator[Document]:
        taken = 0
        for shard in self._shards():
            path = self._publication.fetch(self._downloads, shard).path
            for title, text in read_columns(path, ["title", "text"]):
                document = clean_article(title, text)
                if reason := self._objection(title, document):
                    self._left_out[reason] += 1
                    continue
                yield Document(document)
                taken += 1
                if taken == self._params.max_documents:
                    return

    def _objection(self, title: str, document: str) -> str | None:
        body = len(document) - len(title)
        if body <= 0 or body < self._params.min_characters:
            return "too_short"
        return "lists" if is_list(document) else None

    def _shards(self) -> list[RemoteFile]:
        """Return the files of the language in the order of their numbers."""
        folder = f"{DUMP}.{self._language}"
        if count := SHARDS.get(self._language):
            names = [f"{folder}/train-{number:05d}-of-{count:05d}.parquet" for number in range(count)]
        else:
            listing = self._downloads.fetch_json(
                f"wikipedia-{REVISION[:8]}/{folder}/files.json", hub_listing(REPOSITORY, REVISION, folder)
            )
            names = sorted(found["path"] for found in listing or [] if found["path"].endswith(".parquet"))
        if not names:
            raise UserError(
                f"data.dataset: there is no Wikipedia in {self._language!r}; the code stands before .wikipedia.org in "
                "the addresses of its articles"
            )
        return [hub_file(REPOSITORY, REVISION, name) for name in names]

    def facts(self) -> dict[str, Any]:
        return {
            **self._publication.facts(self._params.dataset),
            "left_out": {reason: self._left_out[reason] for reason in ("too_short", "lists")},
        }

    def notes(self) -> list[str]:
        left_out = (
            f"{self._left_out['too_short']} articles under data.min_characters and {self._left_out['lists']} lists"
        )
        return [self._publication.note(), f"{left_out} were left out"]
