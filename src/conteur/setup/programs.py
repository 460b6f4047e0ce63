"""Running pip, dvc and git: their words go to the log, and a line every 20 s shows the person that they still work."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from conteur.setup.report import Report

SIGN_OF_LIFE_S = 20
TELLING = ("Collecting ", "Downloading ", "Building ", "Saved ")  # pip's lines that say where it is


class Done(NamedTuple):
    code: int
    output: str  # what it wrote to stdout and stderr


def environment_for_programs(environ: Mapping[str, str]) -> dict[str, str]:
    """The person's environment without what would send .venv's Python and pip elsewhere."""
    harmful = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "__PYVENV_LAUNCHER__")
    kept = {name: value for name, value in environ.items() if name.upper() not in harmful}
    return kept | {"PYTHONUTF8": "1", "PIP_USER": "0"}


def run_logged(
    command: list, report: Report, folder: Path | None = None, count_installed: Callable[[], int] = lambda: 0
) -> Done:
    """Run a program, keep what it says, and write it to the log as it comes. Raises OSError if it cannot be started.

    `count_installed` counts packages, so that the signs of life of pip can say how far it is.
    """
    words = [str(part) for part in command]
    report.note("> " + subprocess.list2cmdline(words))
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=environment_for_programs(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    lines = []

    def listen() -> None:
        with process.stdout as stream:
            for line in stream:
                lines.append(line.rstrip("\n"))
                report.note("  " + lines[-1])

    try:
        n_before = count_installed()
        wait_for(listen, lambda elapsed_s: report.say(sign_of_life(elapsed_s, lines, count_installed() - n_before)))
        return Done(process.wait(), "\n".join(lines))
    finally:
        if process.poll() is None:  # Ctrl+C
            process.kill()
            process.wait()


def wait_for(work: Callable[[], None], say: Callable[[float], None]) -> None:
    """Run `work` in a thread; Ctrl+C interrupts the wait on every system, as it would not a read from a pipe."""
    started = time.monotonic()
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    due_s = SIGN_OF_LIFE_S
    while thread.is_alive():
        thread.join(timeout=0.5)
        if time.monotonic() - started >= due_s:
            say(due_s)
            due_s += SIGN_OF_LIFE_S


def sign_of_life(elapsed_s: float, lines: list[str], n_installed: int) -> str:
    """Say what pip is at, from its last telling line: `... 40 s: Downloading torch-2.13.0 (2.5 GB)`."""
    start = f"      ... {elapsed_s:.0f} s"
    for line in map(str.strip, reversed(lines)):
        if line.startswith("Installing collected packages: "):
            return f"{start}: installing, {n_installed} of {line.count(',') + 1} packages are done"
        if line.startswith(TELLING):
            return f"{start}: {line if len(line) <= 90 else line[:87] + '...'}"
    return start


def answers(command: list, report: Report) -> bool:
    """Say whether a program runs and ends with 0."""
    try:
        return run_logged(command, report).code == 0
    except OSError:  # a .venv copied from another system: its python is no program here
        return False


def last_words(output: str) -> str:
    """The last line that names an error, or else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() and "warning" not in line.lower()]
    return (errors or lines or ["it said nothing"])[-1]
