"""Count the pretokens of a corpus, in chunks and in threads; memory grows with the distinct pretokens only."""

import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from conteur.tokenizer.count_kernel import COUNT, LONG, PLACE, SECOND, absorb, count_documents
from conteur.tokenizer.sample import EvenShare
from conteur.tokenizer.split_kernel import PATTERN_NUMBER
from conteur.tokenizer.unicode_classes import unicode_classes

CHUNK_BYTES = 1 << 20
_MOST_THREADS = 8  # each has a table of its own


class Chunk(NamedTuple):
    """Documents: text[starts[i]:ends[i]] of text (n,) uint8; starts and ends (d,) int64."""

    text: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


class Pretokens(NamedTuple):
    """Distinct pretokens in any order: text (n,) uint8 has them side by side; sizes and counts (w,) int64."""

    text: np.ndarray
    sizes: np.ndarray
    counts: np.ndarray


def chunks_of_documents(documents: Iterable[str]) -> Iterator[Chunk]:
    batch: list[bytes] = []
    n_bytes = 0
    for document in documents:
        batch.append(document.encode("utf-8"))
        n_bytes += len(batch[-1])
        if n_bytes >= CHUNK_BYTES:
            yield _chunk(batch)
            batch, n_bytes = [], 0
    yield _chunk(batch)


def _chunk(documents: list[bytes]) -> Chunk:
    ends = np.cumsum([0, *map(len, documents)], dtype=np.int64)
    return Chunk(np.frombuffer(b"".join(documents), np.uint8), ends[:-1], ends[1:])


def map_text(path: Path) -> np.ndarray:
    """Map a file into memory as bytes (n,) uint8, as long as it is now: what is appended later is not seen."""
    size = path.stat().st_size
    return np.asarray(np.memmap(path, np.uint8, "r", shape=(size,))) if size else np.empty(0, np.uint8)


def chunks_of_text(text: np.ndarray, separator: str, share: EvenShare) -> Iterator[Chunk]:
    """Yield a chunk for every CHUNK_BYTES of `text`, with the documents that end there and of which `share` takes.

    A line that holds only `separator` ends a document; the line feed before it belongs to neither.
    """
    line = f"\n{separator}".encode()
    start = len(line) if bytes(text[: len(line)]) == line[1:] + b"\n" else 0
    for position in range(0, len(text), CHUNK_BYTES):
        ends = _find_lines(text, line, position, min(position + CHUNK_BYTES, len(text)))
        if position + CHUNK_BYTES >= len(text):  # the last document may have no separator behind it
            ends = np.append(ends, len(text) - 1 if text[-1] == ord("\n") else len(text))
        starts = np.append(start, ends[:-1] + len(line) + 1) if len(ends) else ends
        start = ends[-1] + len(line) + 1 if len(ends) else start
        kept = ends > starts
        if not share.is_all:
            kept &= [share.takes(size) for size in (ends - starts).tolist()]
        yield Chunk(text, starts[kept], ends[kept])


def _find_lines(text: np.ndarray, line: bytes, begin: int, end: int) -> np.ndarray:
    """Return all places from `begin` to `end` where `line` begins and is followed by a line feed or by nothing."""
    rarest = 1  # "<" is a rarer byte than a line feed
    places = np.flatnonzero(text[begin + rarest : end + rarest] == line[rarest]) + begin
    places = places[places + len(line) <= len(text)]
    for i, byte in enumerate(line):
        places = places[text[places + i] == byte]
    after = np.minimum(places + len(line), len(text) - 1)
    return places[(text[after] == ord("\n")) | (places + len(line) == len(text))]


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
