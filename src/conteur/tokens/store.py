"""Ids on disk: two flat little-endian files per split, and a meta.json that says how to read them.

SPLIT.bin has the ids of all documents, each with the end token behind it; SPLIT.starts.bin says for each document
where in them it begins, as uint64.
"""

from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from conteur.errors import UserError
from conteur.files import read_json
from conteur.invocation import spelt

META = "meta.json"
START_DTYPE = np.dtype("<u8")


class SplitMeta(BaseModel):
    """What one split holds.

    `sha256` is of the ids, `text_sha256` of the text file that they come from; `bytes` counts its UTF-8 text without
    separators; `entropy_bits` is null where it is not known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    documents: int
    tokens: int
    sha256: str
    text_sha256: str
    bytes: int
    entropy_bits: float | None


class TokenMeta(BaseModel):
    """What data/tokens/meta.json holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    dtype: str
    vocab_size: int
    eos_id: int
    tokenizer_sha256: str
    train: SplitMeta
    validation: SplitMeta


def read_meta(directory: Path) -> TokenMeta:
    path = directory / META
    try:
        return TokenMeta.model_validate(read_json(path))
    except FileNotFoundError:
        raise UserError(f"{path} is missing; make it: {spelt('tokenize')}") from None
    except (ValueError, ValidationError) as error:
        why = " ".join(str(error).split())[:150]
        raise UserError(f"{path} cannot be read ({why}); run: {spelt('tokenize')}") from None


def open_ids(directory: Path, split: str, meta: TokenMeta) -> np.ndarray:
    """Map the ids of `split` ("train" or "validation") into memory, read-only."""
    return _open(directory / f"{split}.bin", np.dtype(meta.dtype), getattr(meta, split).tokens)


def open_starts(directory: Path, split: str, meta: TokenMeta) -> np.ndarray:
    """Map the places where the documents of `split` begin in its ids, uint64 (documents,), read-only."""
    return _open(directory / f"{split}.starts.bin", START_DTYPE, getattr(meta, split).documents)


def _open(path: Path, dtype: np.dtype, n: int) -> np.ndarray:
    expected = n * dtype.itemsize
    if not path.is_file() or path.stat().st_size != expected:
        raise UserError(
            f"{path} does not hold the {expected} bytes that {META} promises; make it again: {spelt('tokenize')}"
        )
    return np.memmap(path, dtype=dtype, mode="r")
