"""What stops the setup, and what it only warns of: three lines each (what, why, do this); a failure ends with its code.

Exit codes 10, 11 and 13 to 15 are given before this package can be imported, by setup_project.bat, .ps1, .sh and .py.
"""

from enum import IntEnum
from typing import NamedTuple


class Code(IntEnum):
    """The exit codes of the setup. Those of a task are the task's own."""

    USAGE = 2
    NO_PYTHON = 10
    STORE_STUB = 11  # Windows: `python` only opens the Microsoft Store
    PYTHON_VERSION = 13
    PYTHON_32_BIT = 14
    PYTHON_WITHOUT_VENV = 15
    NO_GIT = 20
    NO_SPACE = 21
    NETWORK = 22
    PROXY = 23
    CERTIFICATE = 24
    NO_WHEEL = 25  # with --offline: the folder lacks one
    PACKAGES = 26  # whatever else pip says
    PATH_TOO_LONG = 27
    BROKEN_VENV = 30
    LOCKED_VENV = 31
    VENV_IN_THE_WAY = 32
    TORCH_DOES_NOT_START = 33
    NO_TORCH = 34  # there is no build for this machine
    DVC = 35
    NEW_PROJECT = 36
    SYSTEM = 40  # the operating system refused something that none of the above foresees
    INTERRUPTED = 130


class Advice(NamedTuple):
    """What is wrong, why, and what to do about it: one line each."""

    what: str
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what}\n  why: {self.why}\n  do this: {self.remedy}"


class SetupError(Exception):
    """Ends the setup with `advice` and the exit code `code`."""

    def __init__(self, code: Code, what: str, why: str, remedy: str) -> None:
        self.code = code
        self.advice = Advice(what, why, remedy)
        super().__init__(str(self.advice))
