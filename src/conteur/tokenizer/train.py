"""From a corpus to a tokenizer: count pretokens, lay them out for the kernel, learn merges."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import numpy as np

from conteur.errors import UserError
from conteur.tokenizer.byte_level import BYTES_BY_CHARACTER, RANK_OF_BYTE
from conteur.tokenizer.chunks import CHUNK_BYTES, chunks_of_documents, chunks_of_text, map_text
from conteur.tokenizer.sample import EvenShare
from conteur.tokenizer.tokenizer import SPECIAL_TOKENS, Tokenizer

if TYPE_CHECKING:
    from conteur.tokenizer.count import Pretokens

MIN_VOCAB_SIZE = 256 + len(SPECIAL_TOKENS)
_MOST_PLACES = 2**31 - 1  # the kernel counts them in 32 bits

Progress = Callable[..., Iterable[Any]]  # called as tqdm is: (iterable, desc=..., unit=..., total=...)


def no_progress(iterable: Iterable[Any], **_: Any) -> Iterable[Any]:
    return iterable


def train_bpe(
    documents: Iterable[str],
    *,
    vocab_size: int,
    split_pattern: str,
    min_frequency: int = 1,
    n_threads: int = 0,
    progress: Progress = no_progress,
) -> Tokenizer:
    """Return the tokenizer of `vocab_size` tokens that `documents` lead to; the order of documents does not matter.

    Nor does the number of threads (0: as many as cores). Memory grows with the distinct pretokens, not with the text.
    Raises a `UserError` for documents without text and for a vocabulary larger than they allow.
    """
    from conteur.tokenizer.count import count_pretokens  # numba, which those who only encode do without

    chunks = chunks_of_documents(progress(documents, desc="counting words", unit=" documents"))
    pretokens = count_pretokens(chunks, split_pattern, n_threads)
    return _train(pretokens, vocab_size, split_pattern, min_frequency, progress)


def train_bpe_on_file(
    path: Path,
    *,
    separator: str,
    vocab_size: int,
    split_pattern: str,
    min_frequency: int = 1,
    max_bytes: int = 0,
    n_threads: int = 0,
    progress: Progress = no_progress,
) -> Tokenizer:
    """Do the same with a file of documents, each followed by a line `separator`; it is mapped, never read whole.

    Of a file larger than `max_bytes`, about as much is taken, evenly from beginning to end; 0 takes all.
    """
    from conteur.tokenizer.count import count_pretokens

    text = map_text(path)
    chunks = chunks_of_text(text, separator, EvenShare(len(text), max_bytes))
    n_chunks = -(-len(text) // CHUNK_BYTES)
    chunks = progress(chunks, desc="counting words", unit=" MiB", total=n_chunks)
    pretokens = count_pretokens(chunks, split_pattern, n_threads)
    return _train(pretokens, vocab_size, split_pattern, min_frequency, progress)


def _train(
    pretokens: "Pretokens", vocab_size: int, split_pattern: str, min_frequency: int, progress: Progress
) -> Tokenizer:
    if vocab_size < MIN_VOCAB_SIZE:
        raise UserError(
            f"a vocabulary of {vocab_size} tokens is too small: 256 bytes and {len(SPECIAL_TOKENS)} special tokens are "
            f"always in it; set tokenizer.vocab_size in params.yaml to {MIN_VOCAB_SIZE} or more"
        )
    if not len(pretokens.counts):
        raise UserError("the training text is empty, so no tokenizer can be learned; check data in params.yaml")
    if len(pretokens.text) + len(pretokens.sizes) >= _MOST_PLACES:
        raise UserError(
            f"the distinct words of the training text have {len(pretokens.text) / 1e9:.1f} GB, and at most 2.1 GB can "
            "be learned from; set tokenizer.max_bytes in params.yaml to take less text"
        )
    n_merges = vocab_size - MIN_VOCAB_SIZE
    merges = learn_merges_of(pretokens, n_merges, min_frequency, progress)
    if len(merges) < n_merges:
        frequent = f" of pairs that occur {min_frequency} times (tokenizer.min_frequency)" if min_frequency > 1 else ""
        raise UserError(
            f"a vocabulary of {vocab_size} tokens needs {n_merges} merges, and the training text allows "
            f"{len(merges)}{frequent}; set tokenizer.vocab_size and comparison.vocab_sizes in params.yaml to at most "
            f"{len(merges) + MIN_VOCAB_SIZE}, or take more text"
        )
    return Tokenizer(tuple(merges), split_pattern)


def learn_merges_of(
    pretokens: "Pretokens", n_merges: int, min_frequency: int = 1, progress: Progress = no_progress
) -> list[tuple[int, int]]:
    """Run the kernel in a thread of its own, so that its progress can be shown and Ctrl+C ends it."""
    from conteur.tokenizer.train_kernel import lay_out, learn_merges

    symbol, word = lay_out(pretokens.text, pretokens.sizes, np.frombuffer(RANK_OF_BYTE, np.uint8))
    state = np.zeros(2, np.int64)
    with ThreadPoolExecutor(1) as thread:
        job = thread.submit(learn_merges, symbol, word, pretokens.counts, n_merges, min_frequency, state)
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
