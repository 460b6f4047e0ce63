"""From documents to a tokenizer: count pretokens, lay them out for the kernel, learn merges."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import numpy as np

from conteur.errors import UserError
from conteur.tokenizer.byte_level import BYTES_BY_CHARACTER, RANK_OF_BYTE
from conteur.tokenizer.split import splitter
from conteur.tokenizer.tokenizer import SPECIAL_TOKENS, Tokenizer

MIN_VOCAB_SIZE = 256 + len(SPECIAL_TOKENS)

Progress = Callable[..., Iterable[Any]]  # called as tqdm is: (iterable, desc=..., unit=...)


def train_bpe(
    documents: Iterable[str],
    *,
    vocab_size: int,
    split_pattern: str,
    min_frequency: int = 1,
    progress: Progress = lambda iterable, **_: iterable,
) -> Tokenizer:
    """Return the tokenizer of `vocab_size` tokens that `documents` lead to; the order of documents does not matter.

    Memory grows with the distinct pretokens, not with the text. Raises a `UserError` for documents without text and
    for a vocabulary larger than they allow.
    """
    if vocab_size < MIN_VOCAB_SIZE:
        raise UserError(
            f"a vocabulary of {vocab_size} tokens is too small: 256 bytes and {len(SPECIAL_TOKENS)} special tokens are "
            f"always in it; set tokenizer.vocab_size in params.yaml to {MIN_VOCAB_SIZE} or more"
        )
    counts = _count_pretokens(progress(documents, desc="counting words", unit=" documents"), split_pattern)
    if not counts:
        raise UserError("the training text is empty, so no tokenizer can be learned; check data in params.yaml")
    n_merges = vocab_size - MIN_VOCAB_SIZE
    merges = _learn_merges(counts, n_merges, min_frequency, progress)
    if len(merges) < n_merges:
        frequent = f" of pairs that occur {min_frequency} times (tokenizer.min_frequency)" if min_frequency > 1 else ""
        raise UserError(
            f"a vocabulary of {vocab_size} tokens needs {n_merges} merges, and the training text allows "
            f"{len(merges)}{frequent}; set tokenizer.vocab_size and comparison.vocab_sizes in params.yaml to at most "
            f"{len(merges) + MIN_VOCAB_SIZE}, or take more text"
        )
    return Tokenizer(tuple(merges), split_pattern)


def _count_pretokens(documents: Iterable[str], split_pattern: str) -> Counter[str]:
    split = splitter(split_pattern)
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(split(document))
    return counts


def _learn_merges(
    pretokens: Mapping[str, int], n_merges: int, min_frequency: int, progress: Progress
) -> list[tuple[int, int]]:
    """Run the kernel in a thread of its own, so that its progress can be shown and Ctrl+C ends it."""
    from conteur.tokenizer.train_kernel import END, learn_merges  # numba, which those who only encode do without

    words = [pretoken.encode("utf-8") for pretoken in pretokens]
    symbol, word = _lay_out(b"".join(words), np.array([len(word) for word in words]), END)
    counts = np.array(list(pretokens.values()), dtype=np.int64)
    state = np.zeros(2, np.int64)
    with ThreadPoolExecutor(1) as thread:
        job = thread.submit(learn_merges, symbol, word, counts, n_merges, min_frequency, state)
        try:
            for step in progress(range(n_merges), desc="merging pairs", unit=" merges"):
                while state[0] <= step and not job.done():
                    sleep(0.01)
                if state[0] <= step:
                    break
        finally:
            state[1] = not job.done()
        merges = job.result()
    # The kernel breaks ties by id, so it gets bytes as their rank; merged tokens have the same id here and there.
    return [tuple(BYTES_BY_CHARACTER[id] if id < 256 else id for id in pair) for pair in merges.tolist()]


def _lay_out(text: bytes, lengths: np.ndarray, end: int) -> tuple[np.ndarray, np.ndarray]:
    """Return symbol and word as `learn_merges` wants them, for the pretokens that stand side by side in `text`."""
    ranks = np.frombuffer(text.translate(RANK_OF_BYTE), dtype=np.uint8)
    word_of_byte = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    place = np.arange(1, len(ranks) + 1) + word_of_byte  # `end` stands before each pretoken
    symbol = np.full(len(ranks) + len(lengths) + 1, end, dtype=np.int32)
    word = np.zeros_like(symbol)
    symbol[place], word[place] = ranks, word_of_byte
    return symbol, word
