"""The folder that the project lies in, and what was left in it."""

import shutil
import sys
import tempfile
from pathlib import Path

from conteur.commands.checks.finding import Finding, deleted, fail, info, ok, some_of, warn
from conteur.invocation import spelt
from conteur.setup.machine import better_place, trouble_with_place, windows_takes_long_paths

MB = 10**6
FULL_MB, TIGHT_MB = 500, 2000
SEARCHED_FOR_PARTS = ("data", "models", "reports", ".cache", ".")


def check_disk(root: Path) -> Finding:
    return disk_finding(shutil.disk_usage(root).free)


def disk_finding(free_bytes: int) -> Finding:
    free = f"{free_bytes / 1000 / MB:.1f} GB free on this disk"
    remedy = f"free some space; {spelt('clean')} removes what the stages made, which DVC's cache still has"
    if free_bytes < FULL_MB * MB:
        return fail(free, remedy)
    return warn(free, remedy) if free_bytes < TIGHT_MB * MB else ok(free)


def check_writable(root: Path) -> Finding:
    try:
        tempfile.TemporaryFile(dir=root).close()
    except OSError as error:
        remedy = "move the project to a folder of your own, or let yourself write to this one"
        return fail(f"no file can be made in {root.absolute()}: {error.strerror}", remedy)
    return ok("the project's folder can be written to")


def check_path(root: Path) -> Finding:
    """Look for folders that a program copies to a cloud while the stages write, and paths too long for Windows."""
    trouble = trouble_with_place(root.absolute(), sys.platform, windows_takes_long_paths())
    if trouble:
        what, why = trouble
        return warn(f"{what}: {why}", better_place(sys.platform))
    if not str(root.absolute()).isascii():
        text = f"{root.absolute()} has more than ASCII letters: DVC's own --temp and --queue fail there"
        return info(text, spelt("exp"))
    return ok("the project's path is a plain one")


def check_checkpoints(root: Path) -> Finding:
    """Tell of trainings that were stopped before their end."""
    import torch

    found, damaged = [], []
    for path in sorted((root / ".cache" / "checkpoints").glob("*/last.pt")):
        shown = path.parent.relative_to(root).as_posix()
        try:
            step = torch.load(path, map_location="cpu", weights_only=True, mmap=True)["step"]
            found.append(f"{shown} (step {step})")
        except Exception:  # torch names no error for a damaged file
            damaged.append(shown)
    if damaged:
        text = f"a damaged checkpoint: {some_of(damaged)}; that training begins anew"
        return warn(text, deleted(f"{damaged[0]}/last.pt"))
    if found:
        text = f"a training was stopped: {some_of(found)}; with the params, code and data of then it goes on from there"
        return info(text, spelt("repro"))
    return ok("no training was stopped half-way")


def check_parts(root: Path) -> Finding:
    """Look for files that a killed program was writing; it would have moved them into place when they were whole."""
    files = sorted(
        file.relative_to(root).as_posix()
        for folder in SEARCHED_FOR_PARTS
        for file in (root / folder).glob("*.part" if folder == "." else "**/*.part")
    )
    if files:
        more = ", and so the others" if files[1:] else ""
        text = f"half-written, by a killed program if none is running: {some_of(files)}"
        return warn(text, deleted(files[0]) + more)
    return ok("no half-written files")
