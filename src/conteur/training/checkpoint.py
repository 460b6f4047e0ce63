"""What survives a kill: the state of an unfinished run, in a folder named by the fingerprint of all that shapes it.

The folder lies under the root of the project, outside DVC's outs: DVC deletes an out before its stage runs, and a
checkpoint that outlived a change of params would give DVC's run-cache the result of other params.
"""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from conteur.errors import UserError
from conteur.files import sha256_of, written_beside

CHECKPOINT = "last.pt"
FINISHED = "finished.pt"
# Of the model's params, those that may be others when its weights are trained on: they do not change what these mean.
FREE = {"attention_backend", "context_length", "dropout", "init"}


@dataclass
class TrainingState:
    """All that the next step depends on, besides params, data and code."""

    step: int  # optimizer steps done
    model: dict[str, Tensor]
    model_params: dict[str, str]  # by their keys, such as norm.kind
    optimizers: list[dict[str, Any]]
    threads: int  # torch sums in another order with another number of threads
    micro_batch_size: int = 0  # and with other micro-batches, which `auto` makes smaller when they do not fit
    scaler: dict[str, Any] = field(default_factory=dict)  # of float16; empty for others
    first_loss: float = 0.0  # nats per token
    tokens_seen: int = 0
    rows: list[dict[str, float]] = field(default_factory=list)  # of loss.csv
    interval_losses: list[float] = field(default_factory=list)  # of the steps since the last row
    best_step: int = 0
    best_loss: float = float("inf")
    best_weights: dict[str, Tensor] = field(default_factory=dict)

    def layout(self) -> tuple[dict[str, torch.Size], list[list[int]]]:
        """Return the shapes of the model, and how many of its tensors each group of each optimizer has."""
        groups = [[len(group["params"]) for group in optimizer["param_groups"]] for optimizer in self.optimizers]
        return {name: weight.shape for name, weight in self.model.items()}, groups


class CheckpointFolder:
    """Where one run keeps its state until it is done."""

    def __init__(self, root: Path, fingerprint: str, tokenizer_sha256: str = ""):
        self.path = root / ".cache" / "checkpoints" / fingerprint[:16]
        self.of = {"fingerprint": fingerprint, "tokenizer_sha256": tokenizer_sha256}

    def save(self, state: TrainingState) -> None:
        with written_beside(self.path / CHECKPOINT) as part, part.open("wb") as file:
            try:
                torch.save(self.of | vars(state), file)
            except RuntimeError as error:  # torch hides the system's own words, such as "no space left", behind its own
                raise error.__context__ if isinstance(error.__context__, OSError) else error from None

    def load(self) -> TrainingState | None:
        """Return the saved state, or None if there is none to go on from."""
        path = self.path / CHECKPOINT
        if not path.exists():
            return None
        try:
            saved = torch.load(path, map_location="cpu", weights_only=True)
        except (OSError, MemoryError):  # it may be sound, and is not to be replaced by a run that starts anew
            raise
        except Exception as error:  # torch names no error for a damaged file
            print(f"warning: {path} is damaged ({type(error).__name__}): training starts anew", file=sys.stderr)
            return None
        assert {name: saved.pop(name) for name in self.of} == self.of, f"{path} belongs to another run"
        return TrainingState(**saved)

    def kept(self) -> str:
        """Return where the saved state lies, from the root of the project, or nothing if there is none."""
        path = self.path / CHECKPOINT
        return Path(*path.parts[-4:]).as_posix() if path.exists() else ""

    def finish(self) -> None:
        """Keep the state of the last run that ended, and of no other: somebody may want to train it longer."""
        (self.path / CHECKPOINT).replace(self.path.parent / FINISHED)
        shutil.rmtree(self.path, ignore_errors=True)

    def load_start(self, path: Path, fresh: TrainingState, max_steps: int) -> TrainingState:
        """Return the state of another run, for this one to go on from with params of its own.

        `fresh` is what this run would begin with; what does not fit it, or is not before `max_steps`, is refused.
        """
        try:
            saved = torch.load(path, map_location="cpu", weights_only=True)
            of = {name: saved.pop(name) for name in self.of}
            state = TrainingState(**saved)
        except Exception as error:  # torch names no error for a file that is none of its own
            raise UserError(f"{path.as_posix()} is no checkpoint of a training, or a damaged one: delete it") from error
        if of["tokenizer_sha256"] != self.of["tokenizer_sha256"]:
            raise UserError(
                f"{path.as_posix()} was trained on the ids of another tokenizer: set tokenizer.* and data.* in "
                "params.yaml as they were then, or delete it"
            )
        asked = fresh.model_params
        others = [f"model.{k}={v}" for k, v in state.model_params.items() if k not in FREE and asked.get(k) != v]
        if others:
            trouble = f"is of another model: set {', '.join(others)}"
        elif state.layout() != fresh.layout():
            trouble = "is of another model or optimizer: set model.* and train.optimizer.kind as they were then"
        elif state.step >= max_steps:
            trouble = f"has {state.step} steps behind it: raise train.max_steps={max_steps}"
        else:
            state.micro_batch_size, state.threads = fresh.micro_batch_size, fresh.threads
            state.best_step, state.best_loss, state.best_weights = 0, float("inf"), {}  # maybe on other text, or more
            return state
        raise UserError(f"{path.as_posix()} {trouble} in params.yaml, or delete it")


def run_fingerprint(params: Any, data: Any, code: Iterable[Path]) -> str:
    """Hash what a training depends on: params and hashes of its data (JSON), source files, PyTorch's version."""
    sources = {
        file.as_posix(): sha256_of(file)
        for path in code
        for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])
    }
    facts = {"params": params, "data": data, "code": sources, "torch": torch.__version__}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
