"""Documents as bytes in one array, and their ids in another: what goes into an encoder and comes out of it."""

from typing import NamedTuple

import numpy as np


class Block(NamedTuple):
    """Documents to encode; d of them."""

    text: np.ndarray  # uint8 (n,), an array or a memory map
    starts: np.ndarray  # int64 (d,): where each document begins in `text`
    ends: np.ndarray  # int64 (d,): where it ends


class Encoded(NamedTuple):
    """Their ids, one document behind the other."""

    ids: np.ndarray  # uint16 or uint32 (t,)
    starts: np.ndarray  # int64 (d,): where each document begins in `ids`


def block_of(documents: list[bytes]) -> Block:
    ends = np.cumsum([0, *map(len, documents)], dtype=np.int64)
    return Block(np.frombuffer(b"".join(documents), np.uint8), ends[:-1], ends[1:])


def id_dtype(vocab_size: int) -> np.dtype:
    """Return the smallest of uint16 and uint32 that holds every id, little-endian on every machine."""
    return np.dtype("<u2" if vocab_size <= 2**16 else "<u4")
