"""Corpora whose publisher has held some documents out: the split is kept, and nothing may stand on both sides of it."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import islice

from conteur.corpus.source import Document
from conteur.params import DataParams


class PublishedSplits:
    """Joins the two published splits into one stream of documents.

    Of `max_documents` the share `validation_fraction` is taken from the published validation split and the rest from
    the training split, from the beginning of each; 0 takes both whole. A training document that equals one of the
    published validation documents is left out and counted in `duplicates`; for that a 16-byte hash of each validation
    document is kept.
    """

    def __init__(self, params: DataParams):
        self.duplicates = 0
        validation = round(params.max_documents * params.validation_fraction)
        self._most_of_validation = validation if params.max_documents else None
        self._most_of_training = params.max_documents - validation if params.max_documents else None

    def documents(self, training: Iterable[str], validation: Iterable[str]) -> Iterator[Document]:
        """Yield the documents of both splits that are not blank, those of the validation split first."""
        held_out = set()
        for number, text in enumerate(filter(None, validation)):
            held_out.add(_digest(text))  # of all, also those not taken, so that a larger number moves no document
            if self._most_of_validation is None or number < self._most_of_validation:
                yield Document(text, is_held_out=True)
        others = self._without(held_out, filter(None, training))
        yield from (Document(text, is_held_out=False) for text in islice(others, self._most_of_training))

    def _without(self, held_out: set[bytes], texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            if _digest(text) in held_out:
                self.duplicates += 1
            else:
                yield text

    def notes(self) -> list[str]:
        if not self.duplicates:
            return []
        return [f"{self.duplicates} training documents equal one of the validation split and were left out"]


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8"), digest_size=16).digest()
