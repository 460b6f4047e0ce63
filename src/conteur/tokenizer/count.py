"""Count the pretokens of a corpus, in chunks and in threads; memory grows with the distinct pretokens only."""

import os
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from conteur.tokenizer.chunks import Chunk
from conteur.tokenizer.count_kernel import COUNT, LONG, PLACE, SECOND, absorb, count_documents
from conteur.tokenizer.split_kernel import PATTERN_NUMBER
from conteur.tokenizer.unicode_classes import unicode_classes

_MOST_THREADS = 8  # each has a table of its own


class Pretokens(NamedTuple):
    """Distinct pretokens in any order: text (n,) uint8 has them side by side; sizes and counts (w,) int64."""

    text: np.ndarray
    sizes: np.ndarray
    counts: np.ndarray


def count_pretokens(chunks: Iterable[Chunk], split_pattern: str, n_threads: int = 0) -> Pretokens:
    """Count the pretokens of all chunks; the result is the same for any number of threads (0: as many as cores)."""
    n_threads = n_threads or min(os.cpu_count() or 1, _MOST_THREADS)
    source = _Shared(chunks)
    with ThreadPoolExecutor(n_threads) as pool:
        jobs = [pool.submit(_count, source, PATTERN_NUMBER[split_pattern]) for _ in range(n_threads)]
        try:
            first, *others = [job.result() for job in jobs]
        finally:
            source.close()  # after Ctrl+C or an error in one thread, the others stop after their chunk
    for other in others:
        first.absorb(other)
    return first.pretokens()


class _Shared:
    """An iterator for several threads, which can be ended from outside."""

    def __init__(self, chunks: Iterable[Chunk]) -> None:
        self._chunks, self._lock, self._closed = iter(chunks), threading.Lock(), False

    def next(self) -> Chunk | None:
        with self._lock:
            return None if self._closed else next(self._chunks, None)

    def close(self) -> None:
        self._closed = True


def _count(source: _Shared, pattern: int) -> "_Table":
    table = _Table(1 << 14, 1 << 16)
    while chunk := source.next():
        table.count(chunk, pattern)
    return table


class _Table:
    """The hash table of count_kernel, and its growth."""

    def __init__(self, n_slots: int, n_arena: int) -> None:
        self.slots = np.zeros((n_slots, 4), np.uint64)
        self.arena = np.empty(n_arena, np.uint8)
        self.used = np.zeros(2, np.int64)

    def count(self, chunk: Chunk, pattern: int) -> None:
        text, starts, ends = chunk
        document = position = 0
        while True:
            table = (self.slots, self.arena, self.used)
            document, position = count_documents(
                text, starts, ends, document, position, unicode_classes(), pattern, *table
            )
            if document == len(starts):
                return
            self._make_room(1, ends[document] - position)

    def absorb(self, other: "_Table") -> None:
        self._make_room(*other.used)
        absorb(self.slots, self.arena, self.used, other.slots, other.arena)

    def _make_room(self, more: int, more_bytes: int) -> None:
        """Move to a larger table if `more` pretokens do not fit, of which the long ones have up to `more_bytes`."""
        n_slots, n_arena = len(self.slots), len(self.arena)
        while n_slots <= 2 * (self.used[0] + more):
            n_slots *= 2
        while n_arena < self.used[1] + more_bytes:
            n_arena *= 2
        larger = _Table(n_slots, n_arena)
        absorb(larger.slots, larger.arena, larger.used, self.slots, self.arena)
        self.slots, self.arena, self.used = larger.slots, larger.arena, larger.used

    def pretokens(self) -> Pretokens:
        taken = self.slots[self.slots[:, SECOND] != 0]
        is_long = taken[:, SECOND] >= LONG
        short, long = taken[~is_long], taken[is_long]
        long = long[np.argsort(long[:, PLACE])]
        sizes = (short[:, SECOND] >> np.uint64(56)).astype(np.int64)
        words = np.ascontiguousarray(short[:, :2]).astype("<u8").view(np.uint8)  # (w, 16)
        return Pretokens(
            np.concatenate([words[np.arange(16) < sizes[:, None]], self.arena[: self.used[1]]]),
            np.concatenate([sizes, (long[:, SECOND] ^ LONG).astype(np.int64)]),
            np.concatenate([short[:, COUNT], long[:, COUNT]]).astype(np.int64),
        )
