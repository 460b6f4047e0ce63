"""One trainer per run: a lock that the system frees when its holder dies, and what to do with an orphan."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from conteur.dvc import is_dvc
from conteur.errors import UserError
from conteur.files import read_json, write_json

SECONDS_FOR_AN_ORPHAN_TO_END = 30


@contextmanager
def exclusive_run(folder: Path) -> Iterator[None]:
    """Hold the run in `folder`; raise a `UserError` if another trainer holds it and somebody waits for that one.

    When dvc is killed alone, its trainer lives on without anyone to take its result: that one is stopped, and the
    caller goes on from its last checkpoint.
    """
    lock = FileLock(folder.with_suffix(".lock"))
    owner = folder.with_suffix(".owner.json")
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _stop_orphan(owner)
        lock.acquire(timeout=SECONDS_FOR_AN_ORPHAN_TO_END)
    try:
        write_json(owner, {"trainer": _identity(psutil.Process()), "launcher": _identity(_launcher())})
        yield
        owner.unlink()
    finally:
        lock.release()


def _stop_orphan(owner: Path) -> None:
    try:
        identities = read_json(owner)
    except (FileNotFoundError, ValueError):  # it has only just started
        identities = {"trainer": None, "launcher": None}
    trainer = _alive(identities["trainer"])
    if trainer and identities["launcher"] and not _alive(identities["launcher"]):
        print(f"a trainer of this run (process {trainer.pid}) outlived the dvc that started it: stopping it, going on")
        trainer.kill()
        trainer.wait(SECONDS_FOR_AN_ORPHAN_TO_END)
        return
    who = f"process {trainer.pid}" if trainer else "another process"
    raise UserError(f"{who} is training this very run; wait for it, or stop it and run the same command again")


def _launcher() -> psutil.Process | None:
    """Return the dvc that started this process, if one did."""
    for parent in psutil.Process().parents():
        try:
            if is_dvc(parent.cmdline()):
                return parent
        except psutil.Error:  # gone, or not ours to look at
            continue
    return None


def _identity(process: psutil.Process | None) -> list[float] | None:
    return [process.pid, process.create_time()] if process else None


def _alive(identity: list[float] | None) -> psutil.Process | None:
    """Return the process with this number and this time of birth: a number alone is given again to others."""
    if identity is None:
        return None
    try:
        process = psutil.Process(int(identity[0]))
        same = abs(process.create_time() - identity[1]) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return None
    return process if same else None
