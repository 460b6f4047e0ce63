"""The user's own files as a source of documents."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from conteur.corpus.documents import SEPARATOR, is_separator_inside
from conteur.corpus.files.folder import find_files
from conteur.corpus.files.jsonl import read_jsonl
from conteur.corpus.files.text import read_texts
from conteur.corpus.source import Document
from conteur.errors import UserError
from conteur.files import sha256_of
from conteur.params import DataParams


class FilesSource:
    """The first `max_documents` (0: all) distinct documents of the files, in the order of their names.

    A document is the text without blank space around it and with LF line ends, and otherwise as it came. Of equal
    documents the first is taken and the others are counted; a 16-byte hash of each is kept for that, which costs
    about 0.1 kB of memory a document.
    """

    def __init__(self, params: DataParams) -> None:
        if "\n" in params.separator or "\r" in params.separator:
            raise UserError("data.separator: holds a line break, but it is compared with single lines; give one line")
        self._params = params
        self._files: list[dict[str, Any]] = []  # what source.json says of each file that was opened
        self._duplicates = 0
        self._unseparated: list[str] = []  # names of the .txt files without a separator

    def documents(self) -> Iterator[Document]:
        seen: set[bytes] = set()
        for name, path in find_files(Path(self._params.path), self._params.pattern):
            self._files.append({"name": name, "bytes": path.stat().st_size, "sha256": sha256_of(path)})
            for text in self._texts(path, name):
                digest = blake2b(text.encode("utf-8"), digest_size=16).digest()
                if digest in seen:
                    self._duplicates += 1
                    continue
                seen.add(digest)
                yield Document(text)
                if len(seen) == self._params.max_documents:
                    return
        if not seen:
            raise UserError(
                f"data.path: there is no text in {self._params.path}, only blank space; put your text there"
            )

    def facts(self) -> dict[str, Any]:
        return {
            "dataset": "files",
            "revision": None,
            "licence": None,
            "duplicates": self._duplicates,
            "files": self._files,
        }

    def notes(self) -> list[str]:
        notes = []
        if self._unseparated:
            first, *others = self._unseparated
            more = f" and {len(others)} more" if others else ""
            notes.append(
                f"no line of {first}{more} is data.separator={self._params.separator!r}, "
                "so each such file is taken as one document"
            )
        if self._duplicates:
            notes.append(f"{self._duplicates} documents equal an earlier one and were left out")
        return notes

    def _texts(self, path: Path, name: str) -> Iterator[str]:
        """Yield the documents of one file; raise `UserError` for an empty file and a document that cannot be kept."""
        if path.stat().st_size == 0:
            raise UserError(f"{path} is empty; fill it, or take it out of data.path")
        number = -1
        for number, raw in enumerate(self._raw_texts(path)):
            text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
            if is_separator_inside(text):
                raise UserError(
                    f"{path}, document {number + 1}: a line of it is {SEPARATOR}, which ends a document; "
                    f"set data.separator to {SEPARATOR} (.txt), or remove that line"
                )
            if text:
                yield text
        if number == 0 and path.suffix.lower() == ".txt" and self._params.separator:
            self._unseparated.append(name)

    def _raw_texts(self, path: Path) -> Iterator[str]:
        match path.suffix.lower():
            case ".txt":
                return read_texts(path, self._params.separator)
            case ".jsonl":
                return read_jsonl(path, self._params.text_field)
            case ".parquet":
                from conteur.corpus.parquet import read_columns  # 0.2 s of import that only Parquet needs

                return (text for (text,) in read_columns(path, [self._params.text_field]))
            case suffix:
                raise AssertionError(f"find_files let a {suffix} file through")
