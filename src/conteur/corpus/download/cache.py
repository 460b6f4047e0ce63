"""The download cache: whole files that are right, and beside them the parts of those on their way."""

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from tqdm import tqdm

from conteur.corpus.download.connection import Connection, TransientError
from conteur.corpus.download.patience import Patience, persevere
from conteur.corpus.download.remote import RemoteFile
from conteur.corpus.download.status import check_answer
from conteur.corpus.download.transfer import Content, Transfer
from conteur.errors import UserError
from conteur.files import read_json, sha256_of, write_json


@dataclass(frozen=True)
class LocalFile:
    """A file in the cache, just checked."""

    path: Path
    size: int  # bytes
    sha256: str  # hexadecimal


class Downloads:
    """Brings files into `folder`. Processes may share the folder: each file has its lock.

    Beside a file lies what it has to be, in `.json`, and while it is on its way its first bytes, in `.part`: a later
    process goes on from them, and what is whole needs no network any more.
    """

    def __init__(self, folder: Path, patience: Patience | None = None):
        self._folder = folder
        self._patience = patience or Patience()
        self._connection = Connection(self._patience.timeout_s)

    def fetch(self, file: RemoteFile) -> LocalFile:
        """Return the file, from the cache if it is there and right.

        Raises `UserError` when it cannot be had; what has arrived is kept then, unless its content is known as wrong.
        """
        path = self._folder / file.name
        with _alone(path):
            note = _beside(path, ".json")
            content = _known(file, note)
            if path.exists():
                if content and path.stat().st_size == content.size and sha256_of(path) == content.sha256:
                    return LocalFile(path, content.size, content.sha256)
                print(f"{path} is damaged: downloading it again", file=sys.stderr)
                path.unlink()

            def remember(content: Content) -> None:
                write_json(note, asdict(content))

            part = _beside(path, ".part")
            content = Transfer(file, part, content, remember, self._connection).run(self._patience)
            part.replace(path)
            return LocalFile(path, content.size, content.sha256)

    def check_space(self, files: Sequence[RemoteFile], copies: int) -> None:
        """Raise `UserError` if the disk has no room for what is missing of files of known size, and for their text.

        `copies` counts the cache and what the pipeline makes of it; said before an hour of downloading, not after.
        """
        missing = sum(file.size - self._arrived(file) for file in files)
        needed = missing + (copies - 1) * sum(file.size for file in files)
        self._folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self._folder).free
        if free < needed:
            raise UserError(
                f"the disk of {self._folder} has {tqdm.format_sizeof(free, 'B')} free, and this corpus needs "
                f"{tqdm.format_sizeof(needed, 'B')}: {copies} copies, in .cache, in data/raw and in DVC's cache; "
                "free some space and run the same command again"
            )

    def _arrived(self, file: RemoteFile) -> int:
        path = self._folder / file.name
        found = [one.stat().st_size for one in (path, _beside(path, ".part")) if one.exists()]
        return min(max(found, default=0), file.size)

    def fetch_json(self, name: str, url: str) -> Any:
        """Return the JSON at `url`, which is kept in the cache as `name` and asked for once; None if it is not there.

        Raises `UserError` when it cannot be had.
        """
        path = self._folder / name

        def attempt() -> Any:
            with self._connection.get(url, {}) as answer:
                if answer.status == 404:
                    return None
                check_answer(answer, url)
                try:
                    return json.loads(b"".join(answer.body))
                except ValueError:
                    raise TransientError(f"{answer.host} sends something else than JSON") from None

        with _alone(path):
            if path.exists():
                return read_json(path)
            connection = self._connection
            value = persevere(
                attempt, self._patience, path.name, lambda: 0, lambda: connection.has_answered, _say_on_stderr
            )
            if value is not None:
                write_json(path, value)
            return value


def _say_on_stderr(line: str) -> None:
    print(line, file=sys.stderr)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _known(file: RemoteFile, note: Path) -> Content | None:
    """Return what the file has to be: what is pinned, or else what the hub announced when it was last asked."""
    try:
        remembered = Content(**read_json(note))
    except (FileNotFoundError, ValueError, TypeError):  # a power cut can leave an empty note
        remembered = None
    if file.size is None or file.sha256 is None:
        return remembered
    pinned = Content(file.size, file.sha256)
    return remembered if remembered and replace(remembered, etag=None) == pinned else pinned


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock of a file, which the system frees when its holder dies; wait for another holder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(_beside(path, ".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print(f"another process is downloading {path.name}: waiting for it", file=sys.stderr)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
