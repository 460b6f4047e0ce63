"""What a stage could not send to the store, kept in files: one per stage that had trouble, in the order they began."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import filelock

from conteur.errors import UserError
from conteur.tracking.remote import ACTIONS, RemoteRun, Wanted, open_run
from conteur.tracking.store import Store

_FOLDER = Path(".cache", "mlflow-unsent")


class Unsent:
    """A file of JSON lines: the run that is wanted, then the actions on it. Its writer holds a lock until it ends."""

    def __init__(self, store: Store, wanted: Wanted) -> None:
        self.path, self._lock = _new_file(store.root / _FOLDER)
        self._append({"uri": store.shown, "wanted": asdict(wanted)})

    def append(self, action: str, arguments: dict[str, Any]) -> None:
        """Keep one action; the file of an artifact is copied, because a temporary experiment deletes its own."""
        if action == "artifact":
            copies = self.path.with_suffix("")
            copy = copies / str(len(list(copies.glob("*")))) / Path(arguments["file"]).name
            copy.parent.mkdir(parents=True)
            shutil.copyfile(arguments["file"], copy)
            arguments = arguments | {"file": copy.relative_to(self.path.parent).as_posix()}
        self._append({"do": action, "with": arguments})

    def close(self) -> None:
        self._lock.release()

    def _append(self, record: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _new_file(folder: Path) -> tuple[Path, filelock.FileLock]:
    """Create and lock the file that comes after all others."""
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(path.stem) for path in folder.glob("*.jsonl")), default=0)
    while True:
        number += 1
        path = folder / f"{number:06}.jsonl"
        lock = filelock.FileLock(path.with_suffix(".lock"))
        try:
            lock.acquire(timeout=0)
            path.touch(exist_ok=False)
        except (filelock.Timeout, FileExistsError):
            lock.release()  # another process was faster
        else:
            return path, lock


def unsent_files(root: Path) -> list[Path]:
    return sorted((root / _FOLDER).glob("*.jsonl"))


def is_for(path: Path, store: Store) -> bool:
    """Say whether the file was meant for this store; `send` may send it to another one, a training does not.

    A damaged file is for none, so that it does not keep a training from its store; `send` names it.
    """
    try:
        records = _read(path)
    except UserError:
        return False
    return not records or records[0]["uri"] == store.shown


def send_unsent(client: Any, experiment_id: str, store: Store, path: Path) -> bool:
    """Send the file and delete it; return False if the process that writes it is still running.

    Doing it twice does no harm, so that it may be killed half-way. Raises what MLflow raises.
    """
    lock = filelock.FileLock(path.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        return False
    try:
        records = _read(path)
        if records:  # none: killed before the first, or another process has just sent the file
            header, *actions = records
            run = open_run(client, experiment_id, Wanted(**header["wanted"]), store.shared)
            for action in actions if run else []:
                _repeat(run, action, path.parent)
        path.unlink(missing_ok=True)
        shutil.rmtree(path.with_suffix(""), ignore_errors=True)
    finally:
        lock.release()
    return True


def _repeat(run: RemoteRun, record: dict[str, Any], folder: Path) -> None:
    action, arguments = record["do"], record["with"]
    assert action in ACTIONS, action
    if action == "artifact":
        arguments = arguments | {"file": str(folder / arguments["file"])}
    getattr(run, action)(**arguments)


def _read(path: Path) -> list[dict[str, Any]]:
    """Return the records that were written whole: a kill may have torn the last one."""
    if not path.exists():
        return []
    *lines, _ = path.read_text(encoding="utf-8", errors="replace").split("\n")
    try:
        return [json.loads(line) for line in lines]
    except json.JSONDecodeError:
        raise UserError(f"{path} is damaged and cannot be sent; delete it to go on without it") from None
