"""Who works with DVC here: .dvc/tmp/rwlock, the file in which each dvc writes what it reads and makes."""

import json
from pathlib import Path

from conteur.commands.checks.finding import Finding, deleted, fail, info, ok
from conteur.dvc import is_dvc

RWLOCK = ".dvc/tmp/rwlock"


def check_rwlock(root: Path) -> Finding:
    """Look for what a kill can leave there: half a file, or a number that another process has been given since.

    DVC itself clears entries of processes that are gone.
    """
    try:
        holders = read_holders(root)
    except ValueError as error:
        return fail(f"{RWLOCK} is damaged (by a kill, a full disk): no dvc command works ({error})", deleted(RWLOCK))
    running = running_dvc(root)
    if running:
        return info(f"dvc is running: process {running[0]}")
    strangers = sorted(pid for pid in holders if process_words(pid))
    if strangers:
        text = f"{RWLOCK} names process {strangers[0]}, no dvc: the one that had this number was killed"
        return fail(text, deleted(RWLOCK))
    return ok("no stage is locked")


def running_dvc(root: Path) -> list[int]:
    """Return the processes in the file that are alive and still a dvc."""
    try:
        return sorted(pid for pid in read_holders(root) if is_dvc(process_words(pid)))
    except ValueError:
        return []


def read_holders(root: Path) -> set[int]:
    """Return the processes that the file names; raise a `ValueError` if it cannot be read."""
    path = root / RWLOCK
    if not path.exists():
        return set()
    locks = json.loads(path.read_text(encoding="utf-8"))
    try:
        readers = [entry["pid"] for entries in locks.get("read", {}).values() for entry in entries]
        writers = [entry["pid"] for entry in locks.get("write", {}).values()]
    except (AttributeError, TypeError, KeyError):
        raise ValueError("not in the form that DVC writes") from None
    return {int(pid) for pid in readers + writers}


def process_words(pid: int) -> list[str]:
    """Return the command line of a process, [] if there is none with this number."""
    import psutil

    try:
        return psutil.Process(pid).cmdline() or ["?"]
    except psutil.NoSuchProcess:
        return []
    except psutil.Error:  # not ours to look at, so no dvc of ours
        return ["?"]
