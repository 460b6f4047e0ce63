"""Ids on disk: one flat little-endian file per split, and a meta.json that says how to read them."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError
from tqdm import tqdm

from conteur.errors import UserError
from conteur.files import read_json, write_json, written_beside

META = "meta.json"


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


def id_dtype(vocab_size: int) -> np.dtype:
    """Return the smallest of uint16 and uint32 that holds every id, little-endian on every machine."""
    return np.dtype("<u2" if vocab_size <= 2**16 else "<u4")


def write_tokens(
    splits: Mapping[str, tuple[Iterable[str], dict[str, Any]]],
    directory: Path,
    *,
    encode: Callable[[str], list[int]],
    vocab_size: int,
    eos_id: int,
    tokenizer_sha256: str,
) -> TokenMeta:
    """Write the ids of each split and what there is to know about them.

    splits: name ("train", "validation") to its documents and its facts from source.json (documents, bytes,
    sha256, entropy_bits). Memory is bounded by the longest document.
    """
    dtype = id_dtype(vocab_size)
    metas = {}
    for split, (documents, facts) in splits.items():
        progress = tqdm(documents, split, facts["documents"], unit="document", ascii=True, disable=None)
        written = _write_ids(progress, directory / f"{split}.bin", encode, eos_id, dtype)
        metas[split] = SplitMeta(
            **written, text_sha256=facts["sha256"], bytes=facts["bytes"], entropy_bits=facts["entropy_bits"]
        )
    meta = TokenMeta(dtype=dtype.str, vocab_size=vocab_size, eos_id=eos_id, tokenizer_sha256=tokenizer_sha256, **metas)
    write_json(directory / META, meta.model_dump(mode="json"))
    return meta


def _write_ids(
    documents: Iterable[str], path: Path, encode: Callable[[str], list[int]], eos_id: int, dtype: np.dtype
) -> dict[str, Any]:
    """Write the ids of each document and `eos_id` after it."""
    n_documents = n_tokens = 0
    digest = hashlib.sha256()
    with written_beside(path) as part, part.open("wb") as file:
        for document in documents:
            block = np.array([*encode(document), eos_id], dtype=dtype).tobytes()
            digest.update(block)
            file.write(block)
            n_documents += 1
            n_tokens += len(block) // dtype.itemsize
    return {"documents": n_documents, "tokens": n_tokens, "sha256": digest.hexdigest()}


def read_meta(directory: Path) -> TokenMeta:
    path = directory / META
    try:
        return TokenMeta.model_validate(read_json(path))
    except FileNotFoundError:
        raise UserError(f"{path} is missing; make it: invoke tokenize") from None
    except (ValueError, ValidationError) as error:
        raise UserError(f"{path} cannot be read ({' '.join(str(error).split())[:150]}); run: invoke tokenize") from None


def open_ids(directory: Path, split: str, meta: TokenMeta) -> np.ndarray:
    """Map the ids of `split` ("train" or "validation") into memory, read-only."""
    path = directory / f"{split}.bin"
    expected = getattr(meta, split).tokens * np.dtype(meta.dtype).itemsize
    if not path.is_file() or path.stat().st_size != expected:
        raise UserError(
            f"{path} does not hold the {expected} bytes that {META} promises; make it again: invoke tokenize"
        )
    return np.memmap(path, dtype=meta.dtype, mode="r")
