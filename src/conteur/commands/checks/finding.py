"""What a check says."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["ok", "info", "warn", "FAIL"]


@dataclass(frozen=True)
class Finding:
    """One line, and below it what to do.

    ok: as it should be. info: good to know. warn: the project works, but not as well or not as one may expect.
    FAIL: some command of the project fails.
    """

    level: Level
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{self.level:<4}  {self.text}"
        return f"{line}\n      do: {self.remedy}" if self.remedy else line


def ok(text: str) -> Finding:
    return Finding("ok", text)


def info(text: str, remedy: str = "") -> Finding:
    return Finding("info", text, remedy)


def warn(text: str, remedy: str) -> Finding:
    return Finding("warn", text, remedy)


def fail(text: str, remedy: str) -> Finding:
    return Finding("FAIL", text, remedy)


def some_of(names: list[str], n_shown: int = 3) -> str:
    """Name the first few: `a, b, c and 4 more`."""
    more = f" and {len(names) - n_shown} more" if len(names) > n_shown else ""
    return ", ".join(names[:n_shown]) + more


def python_typed() -> str:
    """Return what starts this Python in a shell whose folder is the project's root, whether or not it is activated."""
    path = Path(sys.executable)
    shown = str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
    return f'"{shown}"' if " " in shown else shown


def by_script(task: str) -> str:
    """Return what to type for a task where .venv, and so invoke, may be what is broken."""
    script = r".\setup_project.bat" if os.name == "nt" else "./setup_project.sh"
    return f"{script} {task}"


def moved_aside(file: str) -> str:
    """Return what to type to move a file in the project's root out of the way; PowerShell knows these words too."""
    return f"{'move' if os.name == 'nt' else 'mv'} {file} {file}.old"


def deleted(file: str) -> str:
    """Return what to type to delete a file of the project."""
    return f"del {file}".replace("/", "\\") if os.name == "nt" else f"rm {file}"
