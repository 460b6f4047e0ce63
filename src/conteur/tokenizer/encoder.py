"""Encode much text at once: the kernels, the tables that they need, and threads over chunks of documents."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np

from conteur.tokenizer.chunks import Chunk, Encoded, chunk_of, id_dtype
from conteur.tokenizer.encode_kernel import BATCH, LONG_SLOT_BYTES, SLOT_BYTES, Memory, encode_documents
from conteur.tokenizer.merge_kernel import NO_MERGE, SHORT, Merges, fill_pairs
from conteur.tokenizer.split_kernel import NONE, PATTERN_NUMBER
from conteur.tokenizer.unicode_classes import unicode_classes

CACHED_PRETOKENS = 1 << 19  # of up to 15 bytes: 16 MB a thread
_LONG_PRETOKENS = 1 << 15  # 4 MB a thread
_MOST_THREADS = 8  # so that the tables of all of them stay below 160 MB


class Encoder:
    """The ids of documents by the kernels; the same whatever the number of threads and the size of the tables."""

    def __init__(
        self,
        merges: Sequence[tuple[int, int]],
        tokens: list[bytes],
        ids: Sequence[int],
        split_pattern: str,
        *,
        vocab_size: int,
        end_id: int = -1,
        threads: int = 1,
        cached_pretokens: int = CACHED_PRETOKENS,
    ) -> None:
        """merges, ids and split_pattern: those of a `Tokenizer`; tokens: its `bytes_by_number`.

        end_id is put after each document unless it is -1; threads: 0 takes one per processor, up to 8;
        cached_pretokens: a power of two from 2 on.
        """
        self.threads = threads or min(os.cpu_count() or 1, _MOST_THREADS)
        self.end_id = end_id
        self.dtype = id_dtype(vocab_size)
        self._pattern = PATTERN_NUMBER[split_pattern]
        self._cached_pretokens = cached_pretokens
        self._ids = np.array(ids, np.uint32)
        self._merges = _merge_tables(np.array(merges, np.int64).reshape(-1, 2), tokens)
        self._seeded = self._empty_memory()
        self._encode(chunk_of(tokens), NONE, self._seeded, -1)  # the table knows each token from the start
        self.forget()

    def forget(self) -> None:
        """Take the tables back to what they were at first, when they knew the tokens and no other pretoken."""
        self._memories: SimpleQueue[Memory] = SimpleQueue()
        for _ in range(self.threads):
            memory = self._empty_memory()
            memory.slots[:] = self._seeded.slots
            memory.long_slots[:] = self._seeded.long_slots
            self._memories.put(memory)

    def encode(self, chunk: Chunk) -> Encoded:
        """Return the ids of one chunk; runs on the calling thread, as many at once as there are `threads`."""
        memory = self._memories.get()
        try:
            return self._encode(chunk, self._pattern, memory, self.end_id)
        finally:
            self._memories.put(memory)

    def encode_chunks(self, chunks: Iterable[Chunk]) -> Iterator[Encoded]:
        """Yield the ids of one chunk after the other, in their order; at most `threads` + 1 are on their way."""
        if self.threads == 1:
            yield from map(self.encode, chunks)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            waiting: deque[Future[Encoded]] = deque()
            for chunk in chunks:
                waiting.append(pool.submit(self.encode, chunk))
                if len(waiting) > self.threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _encode(self, chunk: Chunk, pattern: int, memory: Memory, end_id: int) -> Encoded:
        text = chunk.text.view(np.ndarray)[:]
        text.flags.writeable = False  # numba compiles anew for arrays that could be written to
        starts, ends = (np.ascontiguousarray(places, np.int64) for places in (chunk.starts, chunk.ends))
        # Kernels do not look at bounds.
        assert text.dtype == np.uint8 and text.ndim == 1 and text.flags.c_contiguous and len(starts) == len(ends)
        assert not len(starts) or (starts.min() >= 0 and (starts <= ends).all() and ends.max() <= len(text))
        room = int((ends - starts).sum()) + len(starts) + 4
        out = np.empty(room, self.dtype)  # the system gives memory only for the part that is written to
        out_starts = np.empty(len(starts), np.int64)
        n = encode_documents(text, starts, ends, pattern, memory, end_id, out, out_starts)
        return Encoded(out[:n], out_starts)

    def _empty_memory(self) -> Memory:
        return Memory(
            classes=unicode_classes(),
            ids=self._ids,
            slots=_aligned_zeros(self._cached_pretokens * SLOT_BYTES),
            slots_mask=self._cached_pretokens // 2 - 1,
            long_slots=_aligned_zeros(min(self._cached_pretokens, _LONG_PRETOKENS) * LONG_SLOT_BYTES),
            long_mask=min(self._cached_pretokens, _LONG_PRETOKENS) - 1,
            batch=np.empty(4 * BATCH, np.uint64),
            tokens=np.empty(SHORT + 1, np.uint32),
            found=np.empty(SHORT + 1, np.uint32),
            merges=self._merges,
        )


def _merge_tables(merges: np.ndarray, tokens: Sequence[bytes]) -> Merges:
    """Return what merges (m, 2) are looked up in; tokens: the bytes of each token by its number."""
    slots = 1 << max(4, (2 * len(merges)).bit_length())
    pairs = np.zeros(2 * slots, np.uint64)
    fill_pairs(pairs, merges[:, 0].copy(), merges[:, 1].copy())
    of_bytes = np.full((256, 256), NO_MERGE, np.uint32)
    of_two_bytes = np.flatnonzero((merges < 256).all(axis=1))
    of_bytes[merges[of_two_bytes, 0], merges[of_two_bytes, 1]] = 256 + of_two_bytes
    seams = np.ones((256, 256), np.uint8)
    for left, right in merges.tolist():  # neighbours in a token are neighbours in its halves, or where they meet
        seams[tokens[left][-1], tokens[right][0]] = 0
    return Merges(of_bytes.ravel(), pairs, seams.ravel(), slots - 1)


def _aligned_zeros(n_bytes: int) -> np.ndarray:
    """Return uint64 (n_bytes / 8,) that begins where a line of the processor's cache does."""
    room = np.empty(n_bytes // 8 + 8, np.uint64)  # not np.zeros: NumPy asks Linux for huge pages here only
    room[:] = 0
    first = -room.ctypes.data % 64 // 8
    return room[first : first + n_bytes // 8]
