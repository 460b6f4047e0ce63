"""Learn merges as the paper has it: join the most frequent pair of neighbouring tokens, again and again.

Sennrich et al. 2016, algorithm 1, on bytes. This is the algorithm to read and to follow with a pencil; it looks at the
whole text again in every step. `train_kernel` learns the same merges and touches only what a step changes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from conteur.tokenizer.byte_level import RANK_OF_BYTE

Pair = tuple[int, int]


def learn_merges(pretokens: Mapping[bytes, int], n_merges: int, min_frequency: int = 1) -> list[Pair]:
    """Return up to `n_merges` pairs of ids, the i-th of which becomes token 256 + i.

    Fewer come back when no pair of neighbours occurs `min_frequency` times any more.
    """
    words = {tuple(pretoken): count for pretoken, count in pretokens.items()}
    merges: list[Pair] = []
    while len(merges) < n_merges:
        counts = count_pairs(words)
        best = min(counts, key=lambda pair: (-counts[pair], *map(rank, pair)), default=None)
        if best is None or counts[best] < min_frequency:
            break
        words = {merge(word, best, 256 + len(merges)): count for word, count in words.items()}
        merges.append(best)
    return merges


def count_pairs(words: Mapping[tuple[int, ...], int]) -> Counter[Pair]:
    counts: Counter[Pair] = Counter()
    for word, count in words.items():
        for pair in pairwise(word):
            counts[pair] += count
    return counts


def merge(word: Sequence[int], pair: Pair, token: int) -> tuple[int, ...]:
    """Replace `pair` by `token` wherever it stands in `word`, from left to right."""
    merged: list[int] = []
    for id in word:
        if merged and (merged[-1], id) == pair:
            merged[-1] = token
        else:
            merged.append(id)
    return tuple(merged)


def rank(id: int) -> int:
    """Order pairs of equal count: the smaller one wins, as in Hugging Face's trainer, so that both learn the same.

    Smaller in *its* numbering, where bytes are sorted by the character that stands for them in tokenizer.json (a space
    is written U+0120 and comes after all of ASCII).
    """
    return RANK_OF_BYTE[id] if id < 256 else id
