"""Tiny Shakespeare (Karpathy 2015): scenes from the plays in one text without any mark where one ends."""

from collections.abc import Iterable, Iterator
from typing import Any

from conteur.corpus.download import Downloads, RemoteFile
from conteur.corpus.published.publication import Publication
from conteur.corpus.source import Document
from conteur.params import DataParams

REVISION = "6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e"
URL = f"https://raw.githubusercontent.com/karpathy/char-rnn/{REVISION}/data/tinyshakespeare/input.txt"
SIZE = 1115394
SHA256 = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"
PASSAGE_CHARACTERS = 2000  # some 15 speeches: enough for an answer to stand beside its question


class TinyShakespeareSource:
    """Passages of whole speeches, each the shortest of at least `PASSAGE_CHARACTERS`, in the order of the text."""

    def __init__(self, params: DataParams, downloads: Downloads):
        self._downloads = downloads
        self._max_documents = params.max_documents
        self._publication = Publication(
            revision=REVISION,
            licence="public domain",
            attribution="Tiny Shakespeare, chosen by Andrej Karpathy from the plays, https://github.com/karpathy/char-rnn.",
        )

    def documents(self) -> Iterator[Document]:
        file = RemoteFile("tiny-shakespeare/input.txt", URL, SIZE, SHA256)
        text = self._publication.fetch(self._downloads, file).path.read_text(encoding="utf-8")
        for number, passage in enumerate(passages(text.strip().split("\n\n"), PASSAGE_CHARACTERS), 1):
            yield Document(passage)
            if number == self._max_documents:
                return

    def facts(self) -> dict[str, Any]:
        return self._publication.facts("tiny-shakespeare")

    def notes(self) -> list[str]:
        return [self._publication.note()]


def passages(speeches: Iterable[str], characters: int) -> Iterator[str]:
    """Join neighbours, with an empty line between, until they have so many characters; the last may have less."""
    passage: list[str] = []
    for speech in speeches:
        passage.append(speech)
        if sum(map(len, passage)) >= characters:
            yield "\n\n".join(passage)
            passage = []
    if passage:
        yield "\n\n".join(passage)
