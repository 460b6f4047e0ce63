"""What the setup tells: steps on the screen, everything in a log file."""

import sys
import time
from contextlib import suppress
from pathlib import Path

from conteur.setup.failure import Advice

LOG = ".cache/setup.log"
LONGEST_LOG = 2_000_000  # bytes; then it begins anew


class Report:
    """Says steps and warnings to the person, and keeps them and all that programs print in a log.

    The log is a help, not a need: where it cannot be written, the setup goes on without it.
    """

    def __init__(self, log: Path) -> None:
        self.log = log

    def begin(self, title: str) -> None:
        """Begin a part of the log; a log that has grown long begins anew."""
        with suppress(OSError):
            if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
                self.log.unlink()
        self.note(f"\n=== {time.strftime('%Y-%m-%d %H:%M:%S')}, {title} ===")

    def step(self, n: int, n_steps: int, text: str) -> None:
        self.say(f"[{n}/{n_steps}] {text}")

    def say(self, text: str) -> None:
        print(text, flush=True)
        self.note(text)

    def warn(self, advice: Advice) -> None:
        print(f"warning: {advice}", file=sys.stderr, flush=True)
        self.note(f"warning: {advice}")

    def note(self, text: str) -> None:
        with suppress(OSError):
            self.log.parent.mkdir(exist_ok=True)
            with self.log.open("a", encoding="utf-8", errors="replace", newline="\n") as log:
                log.write(text + "\n")
