"""The training loop: forward, backward, step; a validation loss now and then; a checkpoint every so many seconds."""

# B sequences of a batch, M sequences of a micro-batch, T tokens, V vocabulary

import math
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_
from tqdm import tqdm

from conteur.errors import UserError
from conteur.model import Transformer, autocast, weights_of
from conteur.params import TrainParams
from conteur.tokens import NOT_SCORED, TrainingBatches
from conteur.training.checkpoint import CheckpointFolder, TrainingState
from conteur.training.optimizer import build_optimizers
from conteur.training.schedule import schedule


class Log(Protocol):
    """Where the numbers of a run go, such as a run of an experiment tracker."""

    def log_step(self, step: int, metrics: dict[str, float]) -> None: ...

    def flush(self) -> None:
        """Make sure that what was logged is kept: a checkpoint follows, and steps before it do not come again."""


class Trainer:
    """One run: the model, its optimizers, and the state that a checkpoint saves."""

    def __init__(self, model: Transformer, params: TrainParams, *, seed: int, device: torch.device, log: Log):
        self.model = model.to(device)
        self.params = params
        self.seed = seed
        self.device = device
        self.log = log
        self.optimizers = build_optimizers(model, params)
        self.share_of_peak = schedule(params)
        self.state = TrainingState(0, model.state_dict(), self._optimizer_states(), torch.get_num_threads())

    def _resume(self, state: TrainingState) -> None:
        torch.set_num_threads(state.threads)
        self.model.load_state_dict(state.model)
        for optimizer, saved in zip(self.optimizers, state.optimizers, strict=True):
            optimizer.load_state_dict(saved)
        self.state = state
        print(f"going on from the checkpoint of step {state.step}")

    def train(
        self,
        batches: TrainingBatches,
        validation: Callable[[], Iterator[tuple[Tensor, Tensor]]],
        checkpoints: CheckpointFolder,
    ) -> TrainingState:
        """Go on from the last checkpoint, if there is one, to the last step; return the state after it."""
        if saved := checkpoints.load():
            self._resume(saved)
        bar = tqdm(total=self.params.max_steps, initial=self.state.step, unit="step", ascii=True, disable=None)
        last_save = time.monotonic()
        try:
            while self.state.step < self.params.max_steps:
                started = time.monotonic()
                self._step(batches, started)
                if self.state.step % self.params.eval_every == 0 or self.state.step == self.params.max_steps:
                    self._evaluate(validation(), bar)
                bar.update()
                if time.monotonic() - last_save > self.params.checkpoint_every_s:
                    self.save(checkpoints)
                    last_save = time.monotonic()
        except KeyboardInterrupt:
            self.save(checkpoints)
            raise
        finally:
            bar.close()
        return self.state

    def _optimizer_states(self) -> list[dict[str, Any]]:
        return [optimizer.state_dict() for optimizer in self.optimizers]

    def save(self, checkpoints: CheckpointFolder) -> None:
        self.log.flush()
        self.state.model = self.model.state_dict()
        self.state.optimizers = self._optimizer_states()
        checkpoints.save(self.state)

    def _step(self, batches: TrainingBatches, started: float) -> None:
        step = self.state.step
        # Dropout, too, follows from seed and step alone, so a checkpoint needs no state of a generator.
        torch.manual_seed(int(np.random.SeedSequence([self.seed, step]).generate_state(1, np.uint64)[0]))
        share = self.share_of_peak(step)
        for group in self._groups():
            group["lr"] = share * group["peak_lr"]
        loss = self._finite(self._gradient(*batches.batch(step)), "training")
        norm = clip_grad_norm_(self.model.parameters(), self.params.clip_norm or math.inf).item()
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.state.step = step + 1
        self.state.interval_losses.append(loss)
        n_tokens = batches.batch_size * batches.context_length
        self.log.log_step(
            self.state.step,
            {
                "train/loss": loss,
                "train/learning_rate": share * self.params.learning_rate,
                "train/gradient_norm": norm,
                "train/tokens_per_s": n_tokens / (time.monotonic() - started),
            },
        )

    def _groups(self) -> Iterator[dict[str, Any]]:
        for optimizer in self.optimizers:
            yield from optimizer.param_groups

    def _finite(self, loss: float, split: str) -> float:
        if not math.isfinite(loss):
            raise UserError(
                f"the {split} loss is {loss} at step {self.state.step + 1}; the last checkpoint is kept. "
                f"In params.yaml, lower train.learning_rate={self.params.learning_rate:g} or raise train.warmup_steps"
            )
        return loss

    def _gradient(self, inputs: Tensor, targets: Tensor) -> float:
        """Add up the gradient of the mean loss over a batch (B, T), M rows at a time; return that loss in nats."""
        self.model.train()
        M = self.params.micro_batch_size
        total = 0.0
        for x, y in zip(inputs.split(M), targets.split(M), strict=True):
            loss = self._loss(x, y, "sum") / targets.numel()
            loss.backward()
            total += loss.item()
        return total

    def _loss(self, x: Tensor, y: Tensor, reduction: str) -> Tensor:
        with autocast(self.params.precision, self.device):
            logits = self.model(x.to(self.device))
        # Cross-entropy in float32: a bfloat16 sum over V would lose the small probabilities.
        return functional.cross_entropy(logits.flatten(0, 1).float(), y.to(self.device).flatten(), reduction=reduction)

    def _evaluate(self, windows: Iterator[tuple[Tensor, Tensor]], bar: tqdm) -> None:
        state = self.state
        train_loss = math.fsum(state.interval_losses) / len(state.interval_losses)
        validation_loss = self._finite(self._validation_loss(windows), "validation")
        state.rows.append({"step": state.step, "train_loss": train_loss, "validation_loss": validation_loss})
        state.interval_losses = []
        if validation_loss < state.best_loss:
            state.best_step, state.best_loss = state.step, validation_loss
            state.best_weights = weights_of(self.model)
        self.log.log_step(state.step, {"validation/loss": validation_loss})
        bar.write(
            f"step {state.step}/{self.params.max_steps}: loss {train_loss:.3f} nats per token, "
            f"validation {validation_loss:.3f}"
        )

    @torch.no_grad()
    def _validation_loss(self, windows: Iterator[tuple[Tensor, Tensor]]) -> float:
        self.model.eval()
        nats = n_tokens = 0
        for x, y in windows:
            nats += self._loss(x, y, "sum").item()
            n_tokens += int((y != NOT_SCORED).sum())
        return nats / n_tokens
