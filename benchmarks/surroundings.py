"""What a report says of its making, so that it can be made again: the command, the machine and the versions."""

import os
import platform
import shlex
import sys
from importlib.metadata import version
from pathlib import Path

from conteur.files import write_text


def command() -> str:
    """Return the command line of this program as `python -m` takes it; of a path only the name."""
    module = f"benchmarks.{Path(sys.argv[0]).stem}"
    options = [Path(option).name if Path(option).exists() else option for option in sys.argv[1:]]
    return f"python -m {module} {shlex.join(options)}".strip()


def describe(corpus: Path, text: str) -> None:
    """Say of a corpus what `descriptions` will put into the reports."""
    write_text(_description(corpus), text + "\n")


def descriptions(corpora: list[Path]) -> str:
    """Return a list, in Markdown, of what is said of these corpora."""
    said = {path.stem: _description(path) for path in corpora}
    return "".join(f"- {name}: {path.read_text(encoding='utf-8')}" for name, path in said.items() if path.exists())


def _description(corpus: Path) -> Path:
    return corpus.with_suffix(".about")


def versions(*packages: str) -> str:
    return ", ".join(f"{package} {version(package)}" for package in packages)


def machine() -> str:
    """Return the processor as the system names it, how many there are of them, and the version of Python."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} processors, Python {platform.python_version()}"
