"""Bring one file whole onto the disk: attempt after attempt, each from where the last one ended."""

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from conteur.corpus.download.connection import Answer, Connection, TransientError
from conteur.corpus.download.patience import Patience, persevere
from conteur.corpus.download.remote import RemoteFile
from conteur.corpus.download.status import check_answer
from conteur.errors import UserError
from conteur.files import sha256_of

_SPARE_BYTES = 50_000_000  # left free, so that the system and this program can still write their small files
_WRONG_CONTENTS = 2  # so many times the whole file may come with wrong content


@dataclass(frozen=True)
class Content:
    """What a file has to be; `etag` is what the last host called it, if that name is good for `If-Range`."""

    size: int  # bytes
    sha256: str  # hexadecimal
    etag: str | None = None


class Transfer:
    """One file on its way. `part` holds its first bytes and nothing else; `remember` keeps what it has to be."""

    def __init__(
        self,
        file: RemoteFile,
        part: Path,
        content: Content | None,
        remember: Callable[[Content], None],
        connection: Connection,
    ):
        self._file = file
        self._part = part
        self._content = content
        self._remember = remember
        self._connection = connection
        self._sends_parts = True  # until the server shows that it cannot
        self._wrong_contents = 0

    def run(self, patience: Patience) -> Content:
        """Fill `part`; return what it is. Raises `UserError` when patience ends, with the part kept."""
        name = Path(self._file.name).name
        with tqdm(desc=name, unit="B", unit_scale=True, ascii=True, disable=None) as bar:
            return persevere(
                lambda: self._attempt(bar),
                patience,
                name,
                arrived=self._have,
                has_answered=lambda: self._connection.has_answered,
                say=lambda line: bar.write(line, file=sys.stderr),
            )

    def _have(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0

    def _attempt(self, bar: tqdm) -> Content:
        if not self._content or self._have() < self._content.size:
            have = self._have() if self._sends_parts else 0
            with self._connection.get(self._file.url, self._headers(have)) as answer:
                start = self._start_of(answer, have)
                self._check_space(start)
                self._receive(answer, start, bar)
        return self._checked()

    def _headers(self, have: int) -> dict[str, str]:
        if not have:
            return {}
        etag = self._content.etag if self._content else None
        return {"Range": f"bytes={have}-"} | ({"If-Range": etag} if etag else {})

    def _start_of(self, answer: Answer, have: int) -> int:
        """Return the position in the file of the first byte of the answer; raise if it is not of our file."""
        if answer.status == 416:  # ours is shorter than the file, so it was a good range
            self._sends_parts = False
            raise TransientError(f"{answer.host} cannot send the rest alone")
        check_answer(answer, self._file.url)
        content = self._announced(answer)
        if answer.status == 206:
            found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("Content-Range", ""))
            if not found or int(found[1]) != have or found[2] not in ("*", str(content.size)):
                raise TransientError(f"{answer.host} sends another part than was asked for")
        else:
            length = answer.headers.get("Content-Length", str(content.size))
            if length != str(content.size):
                raise TransientError(f"{answer.host} announces {length} bytes where the file has {content.size}")
            if have and content.etag:
                # Another machine of a CDN gives the same content another name. The hub, or our pin, vouches for the
                # content, so nothing is thrown away: go on without asking for the name.
                self._keep(replace(content, etag=None))
                raise TransientError(f"{answer.host} gives the file a new ETag", is_ours=True)
            have = 0
        etag = answer.headers.get("ETag", "")
        self._keep(replace(content, etag=etag if etag.startswith('"') else None))  # a weak one is not for If-Range
        return have

    def _announced(self, answer: Answer) -> Content:
        """Return what the file has to be: what is pinned, or else what the hub's headers say."""
        revision = self._file.revision or ""
        commit = answer.home.get("X-Repo-Commit", revision)
        if commit != revision:
            raise UserError(f"{self._file.url}: answered for revision {commit[:8]}; check HF_ENDPOINT")
        size, sha256 = answer.home.get("X-Linked-Size", ""), answer.home.get("X-Linked-Etag", "").strip('"').lower()
        if not size.isdecimal() or not re.fullmatch(r"[0-9a-f]{64}", sha256):
            if self._content:
                return self._content
            raise UserError(
                f"{self._file.url}: the answer announces no size and sha256, as the hub's do; check HF_ENDPOINT"
            )
        announced = Content(int(size), sha256)
        known = self._content
        if known and replace(known, etag=None) == announced:
            return known
        if self._file.sha256:
            raise UserError(
                f"{self._file.url}: announced as another file than the one that is pinned; check HF_ENDPOINT"
            )
        self._keep(announced)
        if self._have():  # of the file as it was
            self._part.unlink()
            raise TransientError("the file has changed on the hub, so the part is thrown away", is_ours=True)
        return announced

    def _keep(self, content: Content) -> None:
        if content != self._content:
            self._content = content
            self._remember(content)

    def _check_space(self, start: int) -> None:
        to_come = self._content.size - start
        free = shutil.disk_usage(self._part.parent).free + self._have() - start
        if free < to_come + _SPARE_BYTES:
            raise UserError(
                f"{self._file.name}: {tqdm.format_sizeof(to_come, 'B')} are to come and "
                f"{tqdm.format_sizeof(free, 'B')} are free on the disk of {self._part.parent}; free some space and run "
                "the same command again"
            )

    def _receive(self, answer: Answer, start: int, bar: tqdm) -> None:
        size = self._content.size
        bar.total, bar.initial, bar.n = size, start, start
        self._part.touch()
        with self._part.open("r+b", buffering=0) as file:
            file.truncate(start)
            file.seek(start)
            for piece in answer.body:
                if file.tell() + len(piece) > size:
                    raise TransientError(f"{answer.host} sends more than the {size} bytes of the file")
                file.write(piece)
                bar.update(len(piece))
        if self._have() < size:
            raise TransientError(f"{answer.host} ended after {self._have()} of {size} bytes")

    def _checked(self) -> Content:
        """Return what the full part is, if it is right; else throw it away and raise."""
        if sha256_of(self._part) == self._content.sha256:
            return self._content
        self._part.unlink()
        self._keep(replace(self._content, etag=None))
        self._wrong_contents += 1
        if self._wrong_contents == _WRONG_CONTENTS:
            raise UserError(
                f"{self._file.name}: came {_WRONG_CONTENTS} times with the right size and wrong content (sha256) from "
                f"{self._file.url} and was thrown away; try again later, or from another network"
            )
        raise TransientError("the content is wrong (sha256) and thrown away")
