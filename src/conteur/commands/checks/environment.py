"""Python and its packages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from conteur.commands.checks.finding import Finding, by_script, fail, info, ok, some_of, warn
from conteur.invocation import spelt
from conteur.setup.torch_build import VERSION

LOCK = "requirements.lock"


def check_python(root: Path) -> Finding:
    """Let setup_project.py judge this Python, as it does before it makes an environment with one."""
    probe = subprocess.run(
        [sys.executable, str(root / "setup_project.py"), "--probe"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if probe.returncode:
        lines = [line.strip() for line in probe.stderr.splitlines()] or ["setup_project.py does not run"]
        said = " ".join(lines[:2]).removeprefix("error: ").replace(" why: ", "; ")
        return fail(said, f"with such a Python there, delete the folder .venv, then: {by_script('setup')}")
    bits = 64 if sys.maxsize > 2**32 else 32
    return ok(f"Python {sys.version.split()[0]}, {bits} bit")


def check_venv(root: Path) -> Finding:
    venv = root / ".venv"
    if Path(sys.prefix).resolve() == venv.resolve():
        return ok("this is the Python of .venv")
    return warn(f"this Python ({sys.executable}) is not the one of .venv", by_script("doctor"))


def check_packages(root: Path) -> Finding:
    """Compare what is installed with the lines of requirements.lock that are for this Python and system."""
    from packaging.requirements import Requirement

    missing, others, n_right = [], [], 0
    for line in (root / LOCK).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate():
            continue
        try:
            found = version(wanted.name)
        except PackageNotFoundError:
            missing.append(f"{wanted.name}{wanted.specifier}")
            continue
        if wanted.specifier.contains(found, prereleases=True):
            n_right += 1
        else:
            others.append(f"{wanted.name} is {found}, not {str(wanted.specifier).removeprefix('==')}")
    if missing:
        return fail(f"packages of {LOCK} are missing: {some_of(missing)}", by_script("setup"))
    if others:
        return warn(f"packages differ from {LOCK}: {some_of(others)}", by_script("setup"))
    return ok(f"{n_right} packages as in {LOCK}")


def check_torch_version(root: Path) -> Finding:
    try:
        found = version("torch")
    except PackageNotFoundError:
        return fail("torch is not installed", by_script("setup"))
    if found.partition("+")[0] != VERSION:
        return fail(f"torch is {found}, and the project is made for {VERSION}", by_script("setup"))
    return ok(f"torch {found} is installed")


def check_python_on_path(root: Path) -> Finding:
    return python_of_dvc_by_hand(os.environ, Path(sys.executable))


def python_of_dvc_by_hand(environ: Mapping[str, str], executable: Path) -> Finding:
    """Say which `python` a `dvc repro` typed by hand would run the stages with: dvc.yaml names no other.

    The setup scripts and tasks.py put this Python's folder in front of PATH, which the person's shell does not have.
    """
    ours = executable.parent
    folders = environ.get("PATH", "").split(os.pathsep)
    while folders and folders[0] and Path(folders[0]) == ours:
        folders.pop(0)
    path = os.pathsep.join(folders)
    activated = Path(environ.get("VIRTUAL_ENV") or ".").resolve() == ours.parent.resolve()
    if activated and str(ours) not in folders:
        return ok("`dvc` typed by hand runs the stages with this Python")
    if not shutil.which("dvc", path=path):
        return info(f"`dvc` typed by hand is not found: .venv is not activated; the tasks work ({spelt('repro')})")
    python = shutil.which("python", path=path)
    if python and Path(python).parent == ours:
        return ok("`dvc` typed by hand runs the stages with this Python")
    which = python or "no python at all"
    return warn(f"`dvc` typed by hand would run the stages with {which}", f"use the tasks: {spelt('repro')}")
