"""Make the ids on disk from text on disk; a killed run goes on from its last checkpoint.

What is written first lies under the root of the project, outside DVC's outs, in a folder named by the fingerprint of
all that shapes it: DVC deletes an out before its stage runs. When both splits are whole, the files are moved, and what
broken runs with other settings have left is removed.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from filelock import FileLock, Timeout
from tqdm import tqdm

from conteur.errors import UserError
from conteur.files import read_json, sha256_of, write_json
from conteur.tokens.store import META, START_DTYPE, SplitMeta, TokenMeta

CHECKOUT = "checkout"  # says in which folder a run was begun
CHUNKS_PER_CHECKPOINT = 128  # mebibytes of text: what a kill can cost


class Text(NamedTuple):
    """Documents on disk. A chunk is (text, starts, ends): the bytes, and where in them its documents are."""

    n_bytes: int  # of the file, separators included
    chunks: Iterable[Any]  # the same ones, each time it is read


class Encoder(Protocol):
    """Turns chunks into (ids, starts): ids of `dtype`, and where in them each document begins."""

    dtype: np.dtype

    def encode_chunks(self, chunks: Iterable[Any]) -> Iterator[tuple[np.ndarray, np.ndarray]]: ...


def write_tokens(
    splits: Mapping[str, tuple[Text, dict[str, Any]]],
    directory: Path,
    *,
    progress_root: Path,
    code: Iterable[Path],
    encoder: Encoder,
    vocab_size: int,
    eos_id: int,
    tokenizer_sha256: str,
) -> TokenMeta:
    """Write the ids of each split, where documents begin in them, and what there is to know about them.

    splits: name ("train", "validation") to its text and its facts from source.json (documents, bytes, sha256,
    entropy_bits). code: the source files and packages on which the ids depend. Memory is bounded by what the encoder
    holds, a few chunks and its tables. Raises a `UserError` for text that is not what its facts say, and while
    another process makes the same ids.
    """
    made_from = {"texts": {split: facts["sha256"] for split, (_, facts) in splits.items()}}
    fingerprint = _fingerprint(made_from | {"tokenizer": tokenizer_sha256, "eos_id": eos_id}, code)
    progress = progress_root / fingerprint[:16]
    with _held(progress):
        metas = {split: _write_split(split, text, facts, progress, encoder) for split, (text, facts) in splits.items()}
        directory.mkdir(parents=True, exist_ok=True)
        for split in splits:
            for path in _paths(progress, split):
                shutil.move(path, directory / path.name)
        meta = TokenMeta(
            dtype=encoder.dtype.str, vocab_size=vocab_size, eos_id=eos_id, tokenizer_sha256=tokenizer_sha256, **metas
        )
        write_json(directory / META, meta.model_dump(mode="json"))
        shutil.rmtree(progress)
    _remove_leftovers(progress_root)
    return meta


def _fingerprint(facts: dict[str, Any], code: Iterable[Path]) -> str:
    files = [file for path in code for file in (sorted(path.iterdir()) if path.is_dir() else [path]) if file.is_file()]
    facts = facts | {"code": {file.as_posix(): sha256_of(file) for file in files}}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@contextmanager
def _held(progress: Path) -> Iterator[None]:
    """Hold a lock on the folder, which the system frees when its holder dies."""
    progress.mkdir(parents=True, exist_ok=True)
    lock = FileLock(progress.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UserError("another process makes these very ids; wait for it, or stop it and try again") from None
    try:
        (progress / CHECKOUT).write_bytes(os.fsencode(Path.cwd()))
        yield
    finally:
        lock.release()


def _remove_leftovers(progress_root: Path) -> None:
    """Remove what broken runs of this checkout have left, and those of checkouts that are gone.

    All copies that DVC makes for temporary experiments share `progress_root`. What another checkout has begun may go on
    there, and what a process holds does. The locks stay: without its file, two processes could hold one.
    """
    for progress in filter(Path.is_dir, progress_root.iterdir()):
        with suppress(Timeout), FileLock(progress.with_suffix(".lock"), timeout=0):
            begun_in = progress / CHECKOUT
            checkout = Path(os.fsdecode(begun_in.read_bytes())) if begun_in.exists() else Path.cwd()
            if checkout == Path.cwd() or not checkout.is_dir():
                shutil.rmtree(progress)


def _paths(folder: Path, split: str) -> tuple[Path, Path]:
    return folder / f"{split}.bin", folder / f"{split}.starts.bin"


def _write_split(split: str, text: Text, facts: dict[str, Any], progress: Path, encoder: Encoder) -> SplitMeta:
    """Write the two files of a split into `progress`, or the rest of them."""
    ids_path, starts_path = _paths(progress, split)
    state_path = progress / f"{split}.json"
    state = _last_state(state_path, ids_path, starts_path, encoder.dtype)
    bar = tqdm(
        desc=split, total=text.n_bytes, unit="B", unit_scale=True, ascii=True, disable=None, initial=state["read"]
    )
    with bar, ids_path.open("r+b") as ids_file, starts_path.open("r+b") as starts_file:
        for file in (ids_file, starts_file):
            file.seek(0, os.SEEK_END)
        for ids, starts, n_bytes, read in _encoded(text, state["chunks"], encoder):
            starts_file.write((starts + state["tokens"]).astype(START_DTYPE))
            ids_file.write(ids)
            state["chunks"] += 1
            state["tokens"] += len(ids)
            state["documents"] += len(starts)
            state["bytes"] += n_bytes
            state["read"] = max(state["read"], read)
            bar.update(state["read"] - bar.n)
            if state["chunks"] % CHUNKS_PER_CHECKPOINT == 0:
                _save_state(state, state_path, ids_file, starts_file)
        bar.update(text.n_bytes - bar.n)
        _save_state(state, state_path, ids_file, starts_file)
    for what in ("documents", "bytes"):
        if state[what] != facts[what]:
            raise UserError(
                f"the {split} text has {state[what]} {what} and source.json promises {facts[what]}; "
                "make both again: dvc repro --force download"
            )
    return SplitMeta(
        documents=state["documents"],
        tokens=state["tokens"],
        sha256=sha256_of(ids_path),
        text_sha256=facts["sha256"],
        bytes=facts["bytes"],
        entropy_bits=facts["entropy_bits"],
    )


def _encoded(text: Text, n_done: int, encoder: Encoder) -> Iterator[tuple[np.ndarray, np.ndarray, int, int]]:
    """Yield for each chunk but the first `n_done` its ids, starts and bytes of text, and where in the file it ends."""
    told: list[tuple[int, int]] = []  # of chunks that are on their way

    def noted() -> Iterator[Any]:
        for chunk in islice(text.chunks, n_done, None):
            _, starts, ends = chunk
            told.append((int((ends - starts).sum()), int(ends[-1]) if len(ends) else 0))
            yield chunk

    for ids, starts in encoder.encode_chunks(noted()):
        n_bytes, end = told.pop(0)
        yield ids, starts, n_bytes, end


def _last_state(state_path: Path, ids_path: Path, starts_path: Path, dtype: np.dtype) -> dict[str, int]:
    """Return how far an earlier run came, and cut its files to that; or start new ones."""
    try:
        state = read_json(state_path)
        sizes = {ids_path: state["tokens"] * dtype.itemsize, starts_path: state["documents"] * START_DTYPE.itemsize}
        if any(path.stat().st_size < size for path, size in sizes.items()):
            raise ValueError("a file is shorter than it was")
    except (OSError, ValueError, KeyError):  # there was none, or a power cut has damaged what it left
        state = dict.fromkeys(("chunks", "tokens", "documents", "bytes", "read"), 0)
        sizes = {ids_path: 0, starts_path: 0}
    for path, size in sizes.items():
        path.touch()
        os.truncate(path, size)
    return state


def _save_state(state: dict[str, int], state_path: Path, *files: Any) -> None:
    for file in files:
        file.flush()
        os.fsync(file.fileno())
    write_json(state_path, state)
