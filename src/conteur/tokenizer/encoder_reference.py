"""What `encoder` does, in plain Python: to read, to test the kernels against, and for split patterns of others."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from conteur.tokenizer.chunks import Chunk, Encoded, id_dtype


class ReferenceEncoder:
    """Encodes with a regular expression and `encode`, at 3 to 7 MB/s."""

    threads = 1

    def __init__(
        self,
        split: Callable[[str], list[str]],
        encode_pretoken: Callable[[bytes], list[int]],
        *,
        vocab_size: int,
        end_id: int = -1,
    ) -> None:
        self.dtype = id_dtype(vocab_size)
        self.end_id = end_id
        self._split = split
        self._encode_pretoken = encode_pretoken

    def encode(self, chunk: Chunk) -> Encoded:
        ids: list[int] = []
        starts = []
        for start, end in zip(chunk.starts.tolist(), chunk.ends.tolist(), strict=True):
            starts.append(len(ids))
            # A byte that is not UTF-8 becomes half of a surrogate pair, a character of no class, and a byte again.
            for pretoken in self._split(chunk.text[start:end].tobytes().decode("utf-8", errors="surrogateescape")):
                ids += self._encode_pretoken(pretoken.encode("utf-8", errors="surrogateescape"))
            ids += [self.end_id] * (self.end_id >= 0)
        return Encoded(np.array(ids, self.dtype), np.array(starts, np.int64))

    def encode_chunks(self, chunks: Iterable[Chunk]) -> Iterator[Encoded]:
        return map(self.encode, chunks)
