"""WikiText-2 and WikiText-103 (Merity et al. 2016, arXiv:1609.07843): the raw versions, made whole articles again."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from conteur.corpus.download import Downloads, hub_file
from conteur.corpus.parquet import read_columns
from conteur.corpus.published.held_out import PublishedSplits
from conteur.corpus.published.publication import Publication
from conteur.corpus.source import Document
from conteur.params import DataParams

REPOSITORY = "Salesforce/wikitext"
REVISION = "b08601e04326c79dfdd32d625aee71d232d685c3"
SHARDS = {"wikitext-2": 1, "wikitext-103": 2}  # of the training split; the others have one
_TITLE = re.compile(r" = [^=\s].* = \n")  # sections have two signs or more: " = = Plot = = \n"


class WikiTextSource:
    """The articles in the order of the files, in the two splits of the publisher; the published test split is not used.

    The text stays as published, with " @-@ " and spaces around signs, so that bits per byte compare with other work.
    """

    def __init__(self, params: DataParams, downloads: Downloads):
        self._dataset = params.dataset
        self._downloads = downloads
        self._splits = PublishedSplits(params)
        self._publication = Publication(
            revision=REVISION,
            licence="CC BY-SA 3.0 and GFDL",
            attribution="WikiText by Stephen Merity and others, from Wikipedia and its authors, "
            f"https://huggingface.co/datasets/{REPOSITORY}.",
        )

    def documents(self) -> Iterator[Document]:
        training, validation = self._lines("train", SHARDS[self._dataset]), self._lines("validation", 1)
        yield from self._splits.documents(articles(training), articles(validation))

    def _lines(self, split: str, shards: int) -> Iterator[str]:
        for shard in range(shards):
            path = f"{self._dataset}-raw-v1/{split}-{shard:05d}-of-{shards:05d}.parquet"
            local = self._publication.fetch(self._downloads, hub_file(REPOSITORY, REVISION, path))
            yield from (line for (line,) in read_columns(local.path, ["text"]))

    def facts(self) -> dict[str, Any]:
        return {**self._publication.facts(self._dataset), "duplicates": self._splits.duplicates}

    def notes(self) -> list[str]:
        return [self._publication.note(), *self._splits.notes()]


def articles(lines: Iterable[str]) -> Iterator[str]:
    """Yield each article, its title as first line. A title is a line " = Title = " between two empty ones."""
    article: list[str] = []
    before, title = "", None
    for line in lines:
        if title is not None:
            if line == "":
                yield "".join(article).strip()
                article = [title.strip(" =\n") + "\n\n"]
            else:
                article.append(title)
            title = None
        if before == "" and _TITLE.fullmatch(line):
            title = line
        else:
            article.append(line or "")
        before = line
    yield "".join(article).strip()
