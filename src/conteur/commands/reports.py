"""What the stages left under reports/, read back; where something is missing, the stage to run is named."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from conteur.errors import UserError
from conteur.files import read_json
from conteur.invocation import spelt

REPORTS = Path("reports")
T = TypeVar("T")


def read_training() -> dict[str, Any]:
    """Return what conteur.training.report wrote: parameters, tokens seen, losses in nats per token."""
    return _read(REPORTS / "train.json", "train", read_json)


def read_evaluation() -> dict[str, Any]:
    """Return what conteur.evaluation.report wrote; the entropy floor only where the corpus has one."""
    return _read(REPORTS / "evaluation.json", "evaluate", read_json)


def read_loss() -> dict[str, list[float]]:
    """Return the columns step, train_loss, validation_loss (nats per token)."""
    return _read(REPORTS / "loss.csv", "train", _read_columns)


def read_loss_by_position() -> dict[str, list[float]]:
    """Return the columns position (tokens of context) and loss_nats."""
    return _read(REPORTS / "loss_by_position.csv", "evaluate", _read_columns)


def read_samples() -> list[dict[str, str]]:
    """Return prompt and text of each sample."""
    return _read(REPORTS / "samples.jsonl", "sample", _read_lines)


def _read(path: Path, task: str, reader: Callable[[Path], T]) -> T:
    try:
        return reader(path)
    except FileNotFoundError:
        raise UserError(f"{path.as_posix()} is missing; make it: {spelt(task)}") from None
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise UserError(f"{path.as_posix()} cannot be read ({error}); delete it, then: {spelt(task)}") from None


def _read_columns(path: Path) -> dict[str, list[float]]:
    with path.open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    return {name: list(map(float, column)) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def _read_lines(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines: U+2028 is a character of a tale
    return [json.loads(line) for line in lines if line]
