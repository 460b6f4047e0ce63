"""The vocabularies themselves: what they have in common, their longest tokens, and those that save the most."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from conteur.comparison.contenders import Contender, as_text

N_SHOWN = 12


class Token(NamedTuple):
    text: str
    bytes_saved: float  # share of the text's bytes that it saves: those of all its occurrences but one each


def tokens_of(contender: Contender) -> frozenset[bytes]:
    """Return the tokens of at least two bytes, as the bytes they stand for; all have the single bytes."""
    return frozenset(token for token in map(contender.token_bytes, range(contender.vocab_size)) if len(token) > 1)


def overlap(one: frozenset[bytes], other: frozenset[bytes]) -> float:
    """Return the share of `one` that `other` has too."""
    return len(one & other) / max(len(one), 1)


def longest(contender: Contender) -> list[str]:
    """Return the tokens of the most bytes, the longest first."""
    return [as_text(token) for token in sorted(tokens_of(contender), key=lambda token: (-len(token), token))[:N_SHOWN]]


def most_useful(contender: Contender, encoded: Iterable[Sequence[int]]) -> list[Token]:
    """Return the tokens that save the most bytes of the text of which `encoded` are the documents."""
    counts: Counter[int] = Counter()
    for ids in encoded:
        counts.update(ids)
    size = {id: len(contender.token_bytes(id)) for id in counts}
    total = max(sum(counts[id] * size[id] for id in counts), 1)
    saved = {id: counts[id] * (size[id] - 1) for id in counts if size[id] > 1}
    best = sorted(saved, key=lambda id: (-saved[id], contender.token_bytes(id)))[:N_SHOWN]
    return [Token(contender.piece(id), saved[id] / total) for id in best]
