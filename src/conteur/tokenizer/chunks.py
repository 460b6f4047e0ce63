"""Documents as bytes where they lie, and their ids: what is counted and encoded, a mebibyte at a time."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from conteur.tokenizer.sample import EvenShare

CHUNK_BYTES = 1 << 20


class Chunk(NamedTuple):
    """Documents: text[starts[i]:ends[i]] of text (n,) uint8, an array or a memory map; starts and ends (d,) int64."""

    text: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


class Encoded(NamedTuple):
    """Their ids (t,) one document behind the other, of `id_dtype`; starts (d,) int64: where each begins in `ids`."""

    ids: np.ndarray
    starts: np.ndarray


def id_dtype(vocab_size: int) -> np.dtype:
    """Return the smallest of uint16 and uint32 that holds every id, little-endian on every machine."""
    return np.dtype("<u2" if vocab_size <= 2**16 else "<u4")


def chunks_of_documents(documents: Iterable[str]) -> Iterator[Chunk]:
    batch: list[bytes] = []
    n_bytes = 0
    for document in documents:
        batch.append(document.encode("utf-8"))
        n_bytes += len(batch[-1])
        if n_bytes >= CHUNK_BYTES:
            yield chunk_of(batch)
            batch, n_bytes = [], 0
    yield chunk_of(batch)


def chunk_of(documents: list[bytes]) -> Chunk:
    ends = np.cumsum([0, *map(len, documents)], dtype=np.int64)
    return Chunk(np.frombuffer(b"".join(documents), np.uint8), ends[:-1], ends[1:])


def map_text(path: Path) -> np.ndarray:
    """Map a file into memory as bytes (n,) uint8, as long as it is now: what is appended later is not seen."""
    size = path.stat().st_size
    return np.asarray(np.memmap(path, np.uint8, "r", shape=(size,))) if size else np.empty(0, np.uint8)


def chunks_of_text(text: np.ndarray, separator: str, share: EvenShare | None = None) -> Iterator[Chunk]:
    """Yield a chunk for every CHUNK_BYTES of `text`, with all documents that end there, or those `share` takes.

    A line that holds only `separator` ends a document; the line feed before it belongs to neither.
    """
    from conteur.tokenizer.line_kernel import find_lines  # numba, which those who encode a line do without

    line = f"\n{separator}".encode()
    line_bytes, places = np.frombuffer(line, np.uint8), np.empty(CHUNK_BYTES, np.int64)
    text = text.view()
    text.flags.writeable = False  # numba compiles anew for arrays that could be written to
    start = len(line) if bytes(text[: len(line)]) == line[1:] + b"\n" else 0
    for position in range(0, len(text), CHUNK_BYTES):
        found = find_lines(text, line_bytes, position, min(position + CHUNK_BYTES, len(text)), places)
        ends = places[:found].copy()
        if position + CHUNK_BYTES >= len(text):  # the last document may have no separator behind it
            ends = np.append(ends, len(text) - 1 if text[-1] == ord("\n") else len(text))
        starts = np.append(start, ends[:-1] + len(line) + 1) if len(ends) else ends
        start = ends[-1] + len(line) + 1 if len(ends) else start
        kept = ends > starts
        if share and not share.is_all:
            kept &= [share.takes(size) for size in (ends - starts).tolist()]
        yield Chunk(text, starts[kept], ends[kept])
