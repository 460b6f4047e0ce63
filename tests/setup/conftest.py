"""A project so small that its two packages are made in the test."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
SCRIPT = "setup_project.bat" if os.name == "nt" else "setup_project.sh"


def make_wheel(folder: Path, name: str, version: str, files: dict[str, str]) -> Path:
    """Write a wheel of pure Python, as pip wants it."""
    info = f"{name}-{version}.dist-info"
    files = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        record = ""
        for path, text in files.items():
            archive.writestr(path, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record += f"{path},sha256={digest},{len(text.encode())}\n"
        archive.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")
    return wheel


def bare_project(folder: Path, lock: str) -> Path:
    """The setup scripts with a lock of their own, and no .venv."""
    shutil.copytree(PROJECT / "src/conteur/setup", folder / "src/conteur/setup")
    for name in ("setup_project.py", SCRIPT, "src/conteur/__init__.py"):
        shutil.copy(PROJECT / name, folder / name)
    for name in (".dvc", ".git"):
        (folder / name).mkdir()
    (folder / "requirements.lock").write_text(lock, encoding="utf-8", newline="\n")
    return folder


def run_script(
    project: Path, *words: str, first_on_path: Path | str = "", **environment: str
) -> subprocess.CompletedProcess:
    """Run the setup script of a project with this Python first on PATH, and with no network to look at."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    path = os.pathsep.join(filter(None, [str(first_on_path), str(Path(sys.executable).parent), env["PATH"]]))
    env |= {"PATH": path, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, **environment}
    start = [str(project / SCRIPT)] if os.name == "nt" else ["sh", str(project / SCRIPT)]
    return subprocess.run([*start, *words], env=env, capture_output=True, encoding="utf-8", timeout=300)


def without_warnings(stderr: str) -> list[str]:
    """The lines of stderr, but for the three of each warning: the folders of tests have long paths, say, on Windows."""
    lines = stderr.splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith("warning: ")]
    return [line for n, line in enumerate(lines) if not any(start <= n < start + 3 for start in starts)]
