"""The training loop: forward, backward, step; a validation loss now and then; a checkpoint every so many seconds."""

# B sequences of a batch, M sequences of a micro-batch, T tokens, V vocabulary

import math
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import clip_grads_with_norm_, get_total_norm

from conteur.errors import UserError
from conteur.invocation import spelt
from conteur.model import Transformer, training_flops_per_token, weights_of
from conteur.params import TrainParams
from conteur.tokens import NOT_SCORED, TrainingBatches
from conteur.tracking import flatten
from conteur.training.allocator import keep_freed_memory
from conteur.training.checkpoint import CheckpointFolder, TrainingState
from conteur.training.compiling import compiled
from conteur.training.interrupt import interrupt_held
from conteur.training.log import Log
from conteur.training.loss import TokenLoss
from conteur.training.memory import divisors, micro_batch_size_for, recompute_activations
from conteur.training.optimizer import build_optimizers
from conteur.training.processes import ALONE, Group, LostProcessError
from conteur.training.progress import Progress
from conteur.training.schedule import schedule
from conteur.training.watch import NATS_ABOVE, LossWatch

Validation = Callable[[int], Iterator[tuple[Tensor, Tensor]]]  # rows at a time to windows of ids and targets


class Trainer:
    """One run: the model, its optimizers, and the state that a checkpoint saves."""

    def __init__(
        self,
        model: Transformer,
        params: TrainParams,
        *,
        seed: int,
        device: torch.device,
        log: Log,
        group: Group = ALONE,
    ):
        keep_freed_memory()
        self.model = model.to(device)
        self.params = params
        self.seed = seed
        self.device = device
        self.log = log
        self.group = group
        self.optimizers = build_optimizers(model, params)
        self.share_of_peak = schedule(params)
        self.plain_loss = self._token_loss()
        self.fast_loss: nn.Module | None = None  # made at the first step, when a checkpoint has settled the threads
        if params.activation_checkpointing:
            recompute_activations(model)
        # float16 ends at 6e-8: small gradients are kept by scaling the loss (Micikevicius et al. 2018, section 3.2).
        self.scaler = torch.amp.GradScaler(device.type, enabled=self.plain_loss.dtype == torch.float16)
        weights, shape = model.state_dict(), flatten(model.params)
        self.state = TrainingState(0, weights, shape, self._optimizer_states(), torch.get_num_threads())
        self.state.micro_batch_size = micro_batch_size_for(model.params, params, model.vocab_size, device)
        self.checkpoints: CheckpointFolder | None = None  # of `train`
        self.last_save = time.monotonic()
        self.watch = LossWatch()

    def _token_loss(self) -> TokenLoss:
        return TokenLoss(self.model, self.params.precision, self.device, self.params.z_loss)

    def _fast_loss_for(self, ids: Tensor, targets: Tensor) -> nn.Module:
        """Return the loss as the steps use it: shared by the group, and compiled if that works for such rows."""
        loss = self._token_loss()
        shared = self.group.sharing_gradients(loss)

        def try_out(sums: nn.Module) -> None:
            loss.sums = sums
            with self.group.keeping_gradients(shared):
                total = shared(ids.to(self.device), targets.to(self.device)).sum()
                torch.autograd.grad(total, list(self.model.parameters()), allow_unused=True)  # theirs stays as it is

        n_tokens = self.params.max_steps * self.params.batch_size * self.model.params.context_length
        recomputed = self.params.activation_checkpointing
        loss.sums = compiled(
            loss.sums, self.params.compile, self.device, n_tokens, try_out, self.group, recomputed=recomputed
        )
        return shared

    def _resume(self, state: TrainingState) -> None:
        torch.set_num_threads(state.threads)
        self.model.load_state_dict(state.model)
        for optimizer, saved in zip(self.optimizers, state.optimizers, strict=True):
            knobs = [{name: group[name] for name in group if name != "params"} for group in optimizer.param_groups]
            optimizer.load_state_dict(saved)
            for group, own in zip(optimizer.param_groups, knobs, strict=True):
                group.update(own)  # they may be others than those of the run that the state is of
        if state.scaler:
            self.scaler.load_state_dict(state.scaler)
        self.state = state
        if self.group.leads:
            print(f"going on from the checkpoint of step {state.step}")

    def train(
        self,
        batches: TrainingBatches,
        validation: Validation,
        checkpoints: CheckpointFolder,
        start: Path | None = None,
    ) -> TrainingState:
        """Go on from the last checkpoint, if there is one, to the last step; return the state after it.

        `validation` gives the windows to score. `start` is a checkpoint of another run, to begin with.
        """
        self.checkpoints = checkpoints
        if saved := self.group.from_lead(self._saved(start) if self.group.leads else None):
            self._resume(saved)
        progress = self._progress()
        try:
            self._evaluate_if_due(validation, progress)  # the stop came while this was measured
            while self.state.step < self.params.max_steps:
                self._step(batches, progress)
                self._evaluate_if_due(validation, progress)
        except (KeyboardInterrupt, LostProcessError):  # the state is that after the last whole step
            self.save()
            raise
        finally:
            progress.close()
        return self.state

    def _saved(self, start: Path | None) -> TrainingState | None:
        if saved := self.checkpoints.load():
            return saved
        return self.checkpoints.load_start(start, self.state, self.params.max_steps) if start else None

    def _progress(self) -> Progress:
        return Progress(
            self.state.step,
            self.params.max_steps,
            flops_per_token=training_flops_per_token(self.model),
            device=self.device,
            dtype=self.plain_loss.dtype,
            n_devices=self.group.size,
            visible=self.group.leads,
        )

    def _optimizer_states(self) -> list[dict[str, Any]]:
        return [optimizer.state_dict() for optimizer in self.optimizers]

    def save(self) -> None:
        """Write the state into the folder of `train`."""
        if not self.group.leads:
            return
        if not all(weight.isfinite().all() for weight in self.model.parameters()):
            return  # the next loss says so, and ends the run; what is kept is sound
        self.log.flush()
        self.state.model = self.model.state_dict()
        self.state.optimizers = self._optimizer_states()
        self.state.scaler = self.scaler.state_dict()
        with interrupt_held():  # of which torch would make an error of its own, amid its writing
            self.checkpoints.save(self.state)
        self.last_save = time.monotonic()

    def _step(self, batches: TrainingBatches, progress: Progress) -> None:
        started = time.perf_counter()  # Windows' monotonic() can stand still for 16 ms, longer than a step
        step = self.state.step
        share = self.share_of_peak(step)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = share * group["peak_lr"]
        loss = self._learning(self._gradient(*batches.batch(step)), progress)
        for optimizer in self.optimizers:
            self.scaler.unscale_(optimizer)
        norm = self._clipped_norm()
        # What is too large for float16 is no sign of trouble: the scale is halved, and this step learns nothing.
        if self.scaler.get_scale() <= 1:
            self._finite(norm, "gradient norm")
        # What the last step made is saved now that loss and gradient have shown it to be sound.
        sound = math.isfinite(norm) and not self.watch.steps_above
        if sound and time.monotonic() - self.last_save > self.params.checkpoint_every_s:
            self.save()
        with interrupt_held():
            for optimizer in self.optimizers:
                if math.isfinite(norm):
                    self.scaler.step(optimizer)
                optimizer.zero_grad()
            self.scaler.update()
            self.state.step = step + 1
            self.state.interval_losses.append(loss)
            n_tokens = batches.batch_size * batches.context_length
            self.state.tokens_seen += n_tokens
            tokens_per_s = n_tokens / (time.perf_counter() - started)
            self.log.log_step(
                self.state.step,
                {
                    "train/loss": loss,
                    **self._rates(share),
                    "train/gradient_norm": norm,
                    "train/tokens_per_s": tokens_per_s,
                },
            )
        progress.step(loss, tokens_per_s)

    def _rates(self, share: float) -> dict[str, float]:
        """Name the learning rates of a step: Muon's matrices have one of their own."""
        rates = {"train/learning_rate": share * self.params.learning_rate}
        if self.params.optimizer.kind == "muon":
            rates["train/matrix_learning_rate"] = share * self.params.optimizer.matrix_learning_rate
        return rates

    def _clipped_norm(self) -> float:
        """Clip the gradient if its norm is above clip_norm; return that norm."""
        weights = [weight for weight in self.model.parameters() if weight.grad is not None]
        norm = get_total_norm([weight.grad for weight in weights])
        limit = self.params.clip_norm
        if limit and norm > limit:  # most are not, and are spared the multiplication by one
            clip_grads_with_norm_(weights, limit, norm)
        return norm.item()

    def _learning(self, loss: float, progress: Progress) -> float:
        """Return the loss of a batch, if it is that of a model that learns."""
        chance = math.log(self.model.vocab_size)
        if self.state.step == 0:
            self.state.first_loss = loss  # of weights that are sure of what is not so, it is above that of guessing
        if self._finite(loss, "training loss") > max(chance, self.state.first_loss) + NATS_ABOVE:
            self._stop(f"the training loss is {loss:.1f} nats, and ln V = {chance:.1f} is what guessing gives")
        if said := self.watch.see(loss):
            progress.write(f"step {self.state.step + 1}: {said}")
        if self.watch.diverging:
            self._stop(f"the training loss is {loss:.1f} nats, and its mean had been {self.watch.lowest_mean:.1f}")
        return loss

    def _finite(self, number: float, name: str) -> float:
        if not math.isfinite(number):
            self._stop(f"the {name} is {number}")
        return number

    def _stop(self, why: str) -> NoReturn:
        rates = f"train.learning_rate={self.params.learning_rate:g}"
        if self.params.optimizer.kind == "muon":
            rates += f" and train.optimizer.matrix_learning_rate={self.params.optimizer.matrix_learning_rate:g}"
        raise UserError(
            f"{why} at step {self.state.step + 1}; {self._kept()}. "
            f"In params.yaml, lower {rates}, or raise train.warmup_steps"
        )

    def _kept(self) -> str:
        """Say what there is to go on from, with other params, too."""
        if not (kept := self.checkpoints and self.checkpoints.kept()):
            return "nothing had been saved yet"
        return f"the last checkpoint is kept, to go on from with other params: {spelt(f'train --resume-from {kept}')}"

    def _gradient(self, inputs: Tensor, targets: Tensor) -> float:
        """Add up the gradient of the mean loss over a batch (B, T), M rows at a time; return that loss in nats."""
        self.model.train()
        own = self.group.own_rows(inputs), self.group.own_rows(targets)
        if self.fast_loss is None and self.group.size > 1 and self.params.micro_batch_size == "auto":
            self._agree_on_what_fits(*own)
        while True:
            try:
                return self.group.sum(self._accumulated(*own, targets.numel()))[0]
            except torch.OutOfMemoryError:
                pass  # not here: while the error is handled, its frames keep their tensors
            self._take_fewer_rows()

    def _agree_on_what_fits(self, inputs: Tensor, targets: Tensor) -> None:
        """Find rows that fit in all processes before they share gradients: amid that, the others would only wait."""
        while True:
            M, short_of_memory = self.state.micro_batch_size, 0
            try:
                sums = self.plain_loss(inputs[:M].to(self.device), targets[:M].to(self.device))
                torch.autograd.grad(sums.sum(), list(self.model.parameters()), allow_unused=True)
            except torch.OutOfMemoryError:
                short_of_memory = 1
            sums = None  # and with it what its backward pass would need
            if self.group.sum(short_of_memory)[0] == 0:
                return
            self._take_fewer_rows()

    def _accumulated(self, inputs: Tensor, targets: Tensor, n_targets: int) -> float:
        M = self.state.micro_batch_size
        parts = list(zip(inputs.split(M), targets.split(M), strict=True))
        self.fast_loss = self.fast_loss or self._fast_loss_for(*parts[0])
        # Dropout, too, follows from seed and step alone, so a checkpoint needs no state of a generator.
        seeds = np.random.SeedSequence([self.seed, self.state.step, self.group.rank])
        torch.manual_seed(int(seeds.generate_state(1, np.uint64)[0]))
        total = 0.0
        for x, y in parts[:-1]:
            with self.group.keeping_gradients(self.fast_loss):
                total += self._add_gradient(x, y, n_targets)
        return total + self._add_gradient(*parts[-1], n_targets)

    def _add_gradient(self, x: Tensor, y: Tensor, n_targets: int) -> float:
        def forward_and_backward() -> float:
            loss = self.fast_loss(x.to(self.device), y.to(self.device)) / n_targets
            # The group takes the mean of its gradients, and the loss is the sum of its shares.
            self.scaler.scale(loss.sum() * self.group.size).backward()
            return loss[0].item()

        return self.group.together(forward_and_backward)

    def _take_fewer_rows(self) -> None:
        """Halve the micro-batch, or say what else to try; the step that did not fit begins again."""
        M = self.state.micro_batch_size
        fewer = [size for size in divisors(M) if size <= M / 2]
        sharing = self.group.size > 1 and self.fast_loss is not None
        if self.params.micro_batch_size != "auto" or sharing or not fewer:
            remedy = f"train.micro_batch_size: {fewer[-1]}" if fewer else "train.activation_checkpointing: true"
            raise UserError(
                f"{M} sequences at once do not fit the memory of {self.device}; {self._kept()}. "
                f"In params.yaml, set {remedy}" + ("" if fewer else ", or lower model.context_length")
            )
        self.state.micro_batch_size = fewer[-1]
        if self.group.leads:
            print(f"{M} sequences at once do not fit the memory of {self.device}: going on with {fewer[-1]}")
        self.fast_loss = None  # to be compiled for these rows
        for parameter in self.model.parameters():
            parameter.grad = None
        torch.cuda.empty_cache()

    def _evaluate_if_due(self, validation: Validation, progress: Progress) -> None:
        state = self.state
        at_interval = state.step % self.params.eval_every == 0 or state.step == self.params.max_steps
        if not (at_interval and state.interval_losses):  # without losses the evaluation of this step is recorded
            return
        validation_loss = self._finite(self._validation_loss(validation(state.micro_batch_size)), "validation loss")
        train_loss = math.fsum(state.interval_losses) / len(state.interval_losses)
        with interrupt_held():
            state.rows.append({"step": state.step, "train_loss": train_loss, "validation_loss": validation_loss})
            state.interval_losses = []
            if validation_loss < state.best_loss:
                state.best_step, state.best_loss = state.step, validation_loss
                state.best_weights = weights_of(self.model)
            self.log.log_step(state.step, {"validation/loss": validation_loss})
        progress.write(
            f"step {state.step}/{self.params.max_steps}: loss {train_loss:.3f} nats per token, "
            f"validation {validation_loss:.3f}"
        )

    @torch.no_grad()
    def _validation_loss(self, windows: Iterator[tuple[Tensor, Tensor]]) -> float:
        self.model.eval()
        nats = n_tokens = 0
        for x, y in islice(windows, self.group.rank, None, self.group.size):
            nats += self.plain_loss(x.to(self.device), y.to(self.device))[0].item()
            n_tokens += int((y != NOT_SCORED).sum())
        nats, n_tokens = self.group.sum(nats, n_tokens)
        return nats / n_tokens
