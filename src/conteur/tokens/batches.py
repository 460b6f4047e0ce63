"""Batches for training and windows for scoring, cut from one long row of ids.

The order is counter-based: the batch of any step follows from the seed and the step alone, so a resumed run needs no
state and reads exactly what an unbroken one would have read.
"""

# N ids of the split, T context_length, W windows of an epoch, B sequences of a batch

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from conteur.errors import UserError


class TrainingBatches:
    """Windows of T + 1 ids in an order that is shuffled anew each epoch.

    Each epoch also cuts the text at another offset below T, so that no token always stands at the same place of a
    window. Each window comes up once per epoch.
    """

    def __init__(self, ids: np.ndarray, context_length: int, batch_size: int, seed: int):
        check_long_enough("training", len(ids), context_length, n_windows=2)  # two, as each epoch is cut elsewhere
        self.ids = ids
        self.context_length = context_length
        self.batch_size = batch_size
        self.seed = seed
        self.n_windows = (len(ids) - context_length) // context_length  # what fits behind the largest offset
        self._epoch = -1

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        """Return inputs (B, T) and targets (B, T), int64; the targets are the inputs shifted by one."""
        first = step * self.batch_size
        rows = np.stack([self._window(index) for index in range(first, first + self.batch_size)])
        window = torch.from_numpy(rows.astype(np.int64))
        return window[:, :-1], window[:, 1:]

    def _window(self, index: int) -> np.ndarray:
        epoch, place = divmod(index, self.n_windows)
        if epoch != self._epoch:
            self._start_epoch(epoch)
        start = self._offset + int(self._order[place]) * self.context_length
        return self.ids[start : start + self.context_length + 1]

    def _start_epoch(self, epoch: int) -> None:
        # Raw Philox numbers and an argsort, not Generator.permutation: NumPy promises only the raw stream for ever.
        raw = np.random.Philox(key=[self.seed, epoch]).random_raw(self.n_windows + 1)
        self._order = np.argsort(raw[1:], kind="stable")
        self._offset = int(raw[0] % np.uint64(self.context_length))
        self._epoch = epoch


def scoring_windows(
    ids: np.ndarray, context_length: int, batch_size: int, max_tokens: int = 0
) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield inputs and targets (B, T) that score each id but the first exactly once, in the order of the text.

    The last batch may have fewer rows, and a last row of its own may be shorter. `max_tokens` > 0 stops after the
    window in which that many targets are reached.
    """
    check_long_enough("validation", len(ids), context_length)
    n_targets = len(ids) - 1
    if max_tokens:
        n_targets = min(n_targets, -(-max_tokens // context_length) * context_length)
    starts = range(0, n_targets - context_length + 1, context_length)
    for first in range(0, len(starts), batch_size):
        rows = [ids[start : start + context_length + 1] for start in starts[first : first + batch_size]]
        yield _inputs_and_targets(np.stack(rows))
    if tail := n_targets % context_length:
        yield _inputs_and_targets(ids[None, n_targets - tail : n_targets + 1])


def check_long_enough(split: str, n_ids: int, context_length: int, n_windows: int = 1) -> None:
    """Raise a `UserError` if the split is shorter than `n_windows` contexts and one token to predict."""
    if n_ids < n_windows * context_length + 1:
        raise UserError(
            f"params.yaml: model.context_length={context_length} needs {n_windows * context_length + 1} tokens of "
            f"{split} text, and there are {n_ids}; lower it to {max((n_ids - 1) // n_windows, 0)} or less, or add text"
        )


def _inputs_and_targets(rows: np.ndarray) -> tuple[Tensor, Tensor]:
    window = torch.from_numpy(rows.astype(np.int64))
    return window[:, :-1], window[:, 1:]
