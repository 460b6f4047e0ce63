"""Where the numbers of a run go."""

from typing import Protocol


class Log(Protocol):
    """Takes the numbers of each step, such as a run of an experiment tracker."""

    def log_step(self, step: int, metrics: dict[str, float]) -> None: ...

    def flush(self) -> None:
        """Make sure that what was logged is kept: a checkpoint follows, and steps before it do not come again."""


class NoLog:
    """Takes the numbers that another process logs."""

    def log_step(self, step: int, metrics: dict[str, float]) -> None: ...

    def flush(self) -> None: ...
