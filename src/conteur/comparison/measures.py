"""What is measured. Words are runs of letters, each taken with the space before it, as it stands inside a sentence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from conteur.comparison.contenders import Contender

_WORD = regex.compile(r"[\p{L}\p{M}]+")


@dataclass(frozen=True)
class Measures:
    bytes_per_token: float  # of the text; more is better: a model sees more text at once
    tokens_per_word: float  # over the running words, "fertility" (Rust et al. 2021); 1 is best
    words_split: float  # share of the running words that take more than one token; 0 is best
    vocabulary_used: float  # share of the tokens that occur in the text; the others are learned for nothing


def count_words(documents: Iterable[str]) -> Counter[str]:
    words: Counter[str] = Counter()
    for document in documents:
        words.update(_WORD.findall(document))
    return words


def measure(contender: Contender, encoded: Sequence[Sequence[int]], n_bytes: int, words: Counter[str]) -> Measures:
    """Measure a text of `n_bytes` and `words` of which `encoded` are the documents; all numbers are 0 for no text."""
    n_tokens = sum(map(len, encoded))
    tokens_of = {word: len(contender.encode(f" {word}")) for word in words}
    n_words = words.total()
    return Measures(
        bytes_per_token=n_bytes / max(n_tokens, 1),
        tokens_per_word=sum(count * tokens_of[word] for word, count in words.items()) / max(n_words, 1),
        words_split=sum(count for word, count in words.items() if tokens_of[word] > 1) / max(n_words, 1),
        vocabulary_used=len(set().union(*encoded)) / contender.vocab_size,
    )


def comes_back(contender: Contender, text: str) -> bool:
    return contender.decode(contender.encode(text)) == text
