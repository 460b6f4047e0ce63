"""What is measured. Words are runs of letters, each taken with the space before it, as it stands inside a sentence."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from conteur.comparison.contenders import Contender
from conteur.comparison.languages import PASSAGES
from conteur.comparison.noise import NOISES

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_LONGEST = 12  # letters; longer words are counted with those
_RANKS = (10, 100, 1000, 10_000)  # the most frequent words of the training text, in steps

Series = dict[str, float | None]  # label -> value, None where there is nothing to measure


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


def count_tokens(contender: Contender, words: Iterable[str]) -> dict[str, int]:
    """Return in how many tokens each word is cut."""
    return {word: len(contender.encode(f" {word}")) for word in words}


def measure(
    contender: Contender,
    encoded: Sequence[Sequence[int]],
    n_bytes: int,
    words: Counter[str],
    tokens_of: Mapping[str, int],
) -> Measures:
    """Measure a text of `n_bytes` and `words` of which `encoded` are the documents; all numbers are 0 for no text."""
    n_words = max(words.total(), 1)
    return Measures(
        bytes_per_token=n_bytes / max(sum(map(len, encoded)), 1),
        tokens_per_word=sum(count * tokens_of[word] for word, count in words.items()) / n_words,
        words_split=sum(count for word, count in words.items() if tokens_of[word] > 1) / n_words,
        vocabulary_used=len(set().union(*encoded)) / contender.vocab_size,
    )


def by_frequency(words: Counter[str], trained_on: Counter[str], tokens_of: Mapping[str, int]) -> Series:
    """Return the tokens per word of the running `words`, by the rank that a word has in the training text."""
    # Words of equal count share their rank, or the order of documents would decide.
    rank_of_count = {count: rank for rank, count in reversed([*enumerate(sorted(trained_on.values(), reverse=True))])}

    def label(word: str) -> str:
        if word not in trained_on:
            return "never seen"
        rank = rank_of_count[trained_on[word]]
        return next((label for most, label in zip(_RANKS, labels, strict=False) if rank < most), "rarer")

    labels = [f"{first + 1:,}-{last:,}" for first, last in pairwise((0, *_RANKS))] + ["rarer", "never seen"]
    return _tokens_per_word(words, tokens_of, label, labels)


def by_length(words: Counter[str], tokens_of: Mapping[str, int]) -> Series:
    """Return the tokens per word of the running `words`, by the number of letters."""
    labels = [*map(str, range(1, _LONGEST)), f"{_LONGEST}+"]
    return _tokens_per_word(words, tokens_of, lambda word: labels[min(len(word), _LONGEST) - 1], labels)


def _tokens_per_word(
    words: Counter[str], tokens_of: Mapping[str, int], label: Callable[[str], str], labels: Sequence[str]
) -> Series:
    n_words: Counter[str] = Counter()
    n_tokens: Counter[str] = Counter()
    for word, count in words.items():
        n_words[label(word)] += count
        n_tokens[label(word)] += count * tokens_of[word]
    return {name: n_tokens[name] / n_words[name] if n_words[name] else None for name in labels}


def by_language(contender: Contender) -> Series:
    """Return the tokens of the same two sentences in each language."""
    return {language: float(len(contender.encode(passage))) for language, passage in PASSAGES.items()}


def by_noise(contender: Contender, text: str) -> Series:
    """Return how many more tokens `text` takes for each damage, by its kind."""
    n_tokens = len(contender.encode(text))
    series: Series = {}
    for kind, damage in NOISES.items():
        damaged, n_damages = damage(text)
        series[kind] = (len(contender.encode(damaged)) - n_tokens) / n_damages if n_damages else None
    return series


def comes_back(contender: Contender, text: str) -> bool:
    return contender.decode(contender.encode(text)) == text
