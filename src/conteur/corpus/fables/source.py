"""The fables as a source of documents."""

from collections.abc import Iterator
from typing import Any

from conteur.corpus.fables import english, french
from conteur.corpus.fables.grammar import Node, tell
from conteur.corpus.fables.notation import parse_grammar
from conteur.corpus.fables.stream import Stream
from conteur.corpus.source import Document
from conteur.params import DataParams

REVISION = 1  # of the tales: raised when the same seed tells other tales than before


def grammar_of(language: str) -> Node:
    """Build the grammar of `en` or `fr`; takes some tens of milliseconds."""
    match language:
        case "en":
            return parse_grammar(english.RULES, english.LEXICONS)
        case "fr":
            return parse_grammar(french.RULES, french.LEXICONS)
        case _:
            raise ValueError(f"no fables are written in {language!r} yet; en and fr are")


class FablesSource:
    """The first `max_documents` tales of a seed. Tale number k depends on the seed, the language and k only."""

    def __init__(self, params: DataParams) -> None:
        self._params = params

    def documents(self) -> Iterator[Document]:
        start = grammar_of(self._params.language)
        for number in range(self._params.max_documents):
            told = tell(start, Stream(self._params.seed, self._params.language, number).below)
            yield Document(told.text, [(option.weight, option.total) for option in told.options])

    def facts(self) -> dict[str, Any]:
        return {
            "dataset": "fables",
            "language": self._params.language,
            "seed": self._params.seed,
            "revision": REVISION,
            "licence": "MIT",
        }

    def notes(self) -> list[str]:
        return []
