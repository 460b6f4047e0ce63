"""Learn merges: count pretokens, then join the most frequent pair of neighbouring tokens, again and again.

Sennrich et al. 2016, algorithm 1, on bytes. As in `encode`, a token is one character and a pretoken a string of them,
so that `str.replace` merges. Two indexes keep a step from looking at the whole text again: which pretokens hold a
pair, and a heap of pairs by count.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from heapq import heapify, heappop, heappush
from operator import add
from typing import Any

from conteur.errors import UserError
from conteur.tokenizer.byte_level import BYTES_BY_CHARACTER
from conteur.tokenizer.split import splitter
from conteur.tokenizer.tokenizer import SPECIAL_TOKENS, Tokenizer

Progress = Callable[..., Iterable[Any]]  # called as tqdm is: (iterable, desc=..., unit=...)

# Pairs of equal count: the smaller pair wins, as in Hugging Face's trainer, so that both learn the same merges.
# Smaller in *its* numbering, where bytes are sorted by the character that stands for them in tokenizer.json (a space
# is written U+0120 and comes after all of ASCII). So bytes carry that rank here, and merges are renamed at the end.
_RANK_OF_BYTE = bytes(BYTES_BY_CHARACTER.index(byte) for byte in range(256))


def train_bpe(
    documents: Iterable[str],
    *,
    vocab_size: int,
    split_pattern: str,
    progress: Progress = lambda iterable, **_: iterable,
) -> Tokenizer:
    """Return the tokenizer of `vocab_size` tokens that `documents` lead to; the order of documents does not matter.

    Memory grows with the distinct pretokens, not with the text. Raises a `UserError` for documents without text and
    for a vocabulary larger than they allow.
    """
    counts = _count_pretokens(progress(documents, desc="counting words", unit=" documents"), split_pattern)
    if not counts:
        raise UserError("the training text is empty, so no tokenizer can be learned; check data in params.yaml")
    fixed = 256 + len(SPECIAL_TOKENS)
    steps = progress(range(vocab_size - fixed), desc="merging pairs", unit=" merges")
    merges = _learn_merges(counts, steps)
    if len(merges) < vocab_size - fixed:
        raise UserError(
            f"a vocabulary of {vocab_size} tokens needs {vocab_size - fixed} merges, and the training text allows "
            f"{len(merges)}; set tokenizer.vocab_size and comparison.vocab_sizes in params.yaml to at most "
            f"{len(merges) + fixed}, or take more text"
        )
    return Tokenizer(tuple(map(_rename, merges)), split_pattern)


def _count_pretokens(documents: Iterable[str], split_pattern: str) -> Counter[str]:
    split = splitter(split_pattern)
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(split(document))
    return counts


def _learn_merges(pretokens: Mapping[str, int], steps: Iterable[int]) -> list[str]:
    """Return a merge for each of `steps`, fewer if the pretokens are used up, as pairs of characters.

    Counts are exact; the heap is lazy. A pair's count only falls once the step that made it is over, so an entry of
    the heap is an upper bound: if it is stale it goes back with the true count, else it is the maximum.
    """
    words = [pretoken.encode("utf-8").translate(_RANK_OF_BYTE).decode("latin-1") for pretoken in pretokens]
    counts = list(pretokens.values())
    pair_counts: defaultdict[str, int] = defaultdict(int)
    words_with: defaultdict[str, set[int]] = defaultdict(set)  # a superset: words that lost the pair stay
    for index, word in enumerate(words):
        for pair in map(add, word, word[1:]):
            pair_counts[pair] += counts[index]
            words_with[pair].add(index)
    heap = [(-count, pair) for pair, count in pair_counts.items()]
    heapify(heap)

    merges: list[str] = []
    for _ in steps:
        best = _pop_most_frequent(heap, pair_counts)
        if best is None:
            break
        token = chr(256 + len(merges))
        merges.append(best)
        new_pairs = set()
        for index in words_with.pop(best):
            word, count = words[index], counts[index]
            words[index] = merged = word.replace(best, token)
            for pair in map(add, word, word[1:]):
                pair_counts[pair] -= count
            for pair in map(add, merged, merged[1:]):
                pair_counts[pair] += count
                if token in pair:
                    words_with[pair].add(index)
                    new_pairs.add(pair)
        for pair in new_pairs:
            heappush(heap, (-pair_counts[pair], pair))
    return merges


def _pop_most_frequent(heap: list[tuple[int, str]], pair_counts: Mapping[str, int]) -> str | None:
    while heap:
        count, pair = heappop(heap)
        if -count == pair_counts[pair]:
            return pair
        if pair_counts[pair]:
            heappush(heap, (-pair_counts[pair], pair))
    return None


def _rename(pair: str) -> tuple[int, int]:
    """Give bytes their own value again; merged tokens keep their id."""
    left, right = (BYTES_BY_CHARACTER[id] if id < 256 else id for id in map(ord, pair))
    return left, right
