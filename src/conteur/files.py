"""Files as the stages write them: beside first, then moved into place; the same bytes on every system."""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conteur.errors import UserError

PAUSES_S = (0.1, 0.2, 0.4, 0.8)  # between two attempts to replace a file


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Yield a path beside `path` to write to; move it to `path` if the block succeeds, remove it if not.

    Not even a power cut leaves `path` half written. Raises a `UserError` if `path` is there and may not be replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())  # else the new name could reach the disk before the bytes do
        _move(part, path)
    finally:
        part.unlink(missing_ok=True)


def _move(part: Path, path: Path) -> None:
    """Rename `part`; Windows does not replace a file that is open: in a virus scanner, soon done, or a viewer."""
    for pause in (*PAUSES_S, None):
        try:
            part.replace(path)
            return
        except PermissionError as error:
            if pause is None:
                raise UserError(
                    f"{path} cannot be replaced ({error.strerror}); close what has it open and run the same command "
                    "again"
                ) from None
            time.sleep(pause)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with LF line ends, whole or not at all."""
    with written_beside(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Any) -> None:
    """Write `value` as indented JSON in UTF-8 that ends with a line feed, whole or not at all."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def write_jsonl(path: Path, values: Iterable[Any]) -> None:
    """Write one value a line as JSON in UTF-8, whole or not at all."""
    write_text(path, "".join(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n" for value in values))


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def six_digits(value: float) -> float:
    """Round a float to six significant digits, for reports that people compare; a whole number stays as it is."""
    return value if isinstance(value, int) else float(f"{value:.6g}")


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
