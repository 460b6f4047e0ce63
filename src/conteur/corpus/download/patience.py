"""When to try again, how long to wait before, and when to give up."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from conteur.corpus.download.connection import TransientError
from conteur.errors import UserError

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How long to wait for what, in seconds, and how often to try again without a new byte in between."""

    timeout_s: float = 30  # without a sign of the server
    first_wait_s: float = 1  # doubled with each attempt that brings nothing new
    longest_wait_s: float = 60
    longest_retry_after_s: float = 900  # what a server may ask for
    attempts: int = 20  # a quarter of an hour: a home line comes back by itself
    attempts_unanswered: int = 6  # half a minute: where nothing has ever answered, there is no network
    sleep: Callable[[float], None] = time.sleep

    def wait_s(self, fault: TransientError, idle: int) -> float:
        """Return how long to wait before the next attempt, when `idle` attempts in a row brought nothing new."""
        if fault.is_ours and idle < 2:
            return 0
        backoff_s = min(self.first_wait_s * 2.0 ** max(idle - 1, 0), self.longest_wait_s)
        # Not all at the same moment: a classroom of laptops was refused together.
        return max(backoff_s * random.uniform(0.5, 1), fault.retry_after_s or 0)


def persevere(
    attempt: Callable[[], T],
    patience: Patience,
    name: str,
    arrived: Callable[[], int],
    has_answered: Callable[[], bool],
    say: Callable[[str], None],
) -> T:
    """Return what `attempt` returns once it raises no `TransientError`; raise `UserError` when patience ends.

    `arrived` counts the bytes that are there: as long as it reaches new heights, patience does not end.
    """
    furthest, idle = arrived(), 0
    while True:
        try:
            return attempt()
        except TransientError as fault:
            idle = 0 if arrived() > furthest else idle + 1
            furthest = max(furthest, arrived())
            kept = f"{arrived():,} bytes of it are kept" if arrived() else "nothing of it is here yet"
            later = f"{kept}: run the same command again to go on"
            if (fault.retry_after_s or 0) > patience.longest_retry_after_s:
                minutes = fault.retry_after_s / 60
                raise UserError(f"{name}: {fault} and asks to wait {minutes:.0f} minutes; {later} then") from None
            if idle >= (patience.attempts if has_answered() else patience.attempts_unanswered):
                raise UserError(f"{name}: {fault}, after {idle} attempts; {later}") from None
            wait_s = patience.wait_s(fault, idle)
            say(f"{name}: {fault}; trying again" + (f" in {wait_s:.0f} s" if wait_s >= 1 else ""))
            patience.sleep(wait_s)
