"""The virtual environment .venv, and the stamp that says what it was made from."""

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from conteur.setup.failure import Code, SetupError
from conteur.setup.packages import LOCK
from conteur.setup.programs import answers, last_words, run_logged
from conteur.setup.report import Report

STEPS_VERSION = 2  # raise it when a step of the setup changes, so that every environment is brought up to date
STAMP = ".venv/setup.stamp"  # the scripts look for it too: with a stamp, .venv's own Python is the one to take
ASKED = ".venv/torch.asked"  # what --torch said the last time; it outlives an interrupted setup


def venv_python(root: Path) -> Path:
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


# --- the stamp ---


def fingerprint(root: Path) -> str:
    """Hash what the environment was made from, torch apart; "" if there is none."""
    made_by = root / ".venv" / "pyvenv.cfg"  # names the Python and its version
    if not made_by.exists():
        return ""
    parts = [str(STEPS_VERSION).encode(), (root / LOCK).read_bytes(), made_by.read_bytes()]
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def write_stamp(root: Path, build: str) -> None:
    stamp = {"made_from": fingerprint(root), "torch": build}
    (root / STAMP).write_text(json.dumps(stamp) + "\n", encoding="utf-8", newline="\n")


def read_stamp(root: Path) -> dict:
    """Return the stamp; {} if there is none, or one that a power cut has damaged."""
    try:
        stamp = json.loads((root / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_ready(root: Path, report: Report) -> bool:
    """Say whether .venv is what the lock asks for. Costs two file reads, since every task begins with it."""
    stamp = read_stamp(root)
    if not stamp or stamp.get("made_from") != fingerprint(root):
        return False
    if not ((root / ".dvc").is_dir() and venv_python(root).exists()):
        return False
    # The scripts take .venv's own Python first. Another one here means that it was asked for, or that .venv's does
    # not run any more: on Windows its python.exe is there even when the Python that it was made from has gone.
    return is_this_python(root) or answers([venv_python(root), "-c", ""], report)


def is_this_python(root: Path) -> bool:
    return os.path.realpath(sys.prefix) == os.path.realpath(root / ".venv")


def torch_asked(root: Path) -> str:
    """Return what --torch said the last time, "auto" if nothing."""
    path = root / ASKED
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.exists() else "auto"


def remember_asked(root: Path, asked: str) -> None:
    (root / ASKED).write_text(asked + "\n", encoding="utf-8", newline="\n")


# --- making it ---


def make_venv(root: Path, report: Report, disk_gb: float) -> str:
    """Make .venv, unless there is one that works; one that does not is made again. Return what was done, in words."""
    venv, python = root / ".venv", venv_python(root)
    asked = ([root / "setup_project.py", "--probe"], ["-m", "pip", "--version"])
    if python.exists() and all(answers([python, *question], report) for question in asked):
        return ".venv is there and works"
    if venv.exists():
        remove_broken_venv(root, venv, report)
    check_space(root, disk_gb)
    made = run_logged([sys.executable, "-m", "venv", venv], report)
    if made.code:
        raise SetupError(
            Code.BROKEN_VENV,
            "cannot make .venv",
            last_words(made.output),
            "install Python 3.13 from https://www.python.org/downloads/, then run this again",
        )
    return f".venv with Python {sys.version.split()[0]} ({sys.executable})"


def remove_broken_venv(root: Path, venv: Path, report: Report) -> None:
    if is_this_python(root):
        raise SetupError(
            Code.BROKEN_VENV, ".venv is damaged", "its pip does not run", "delete the folder .venv, then run this again"
        )
    if any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
        raise SetupError(
            Code.VENV_IN_THE_WAY,
            f"{venv} is in the way",
            "it is no virtual environment",
            "move it elsewhere, then run this again",
        )
    report.say("      .venv does not work: making it again")
    try:
        shutil.rmtree(venv)
    except OSError as error:
        raise SetupError(
            Code.LOCKED_VENV,
            f"cannot remove the broken {venv}",
            str(error),
            "close editors, terminals and Pythons that use it, then run this again",
        ) from error


def check_space(root: Path, needed_gb: float) -> None:
    free_gb = shutil.disk_usage(root).free / 1e9
    if free_gb < needed_gb:
        raise SetupError(
            Code.NO_SPACE,
            f"not enough room on the disk of {root}",
            f"this takes about {needed_gb:g} GB, and {free_gb:.1f} GB are free",
            "free some space, or move the project to another disk, then run this again",
        )
