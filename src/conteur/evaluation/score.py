"""How well a model predicts the validation text."""

# B sequences, T tokens, V vocabulary

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from conteur.errors import UserError
from conteur.model import Transformer
from conteur.tokens import NOT_SCORED


@dataclass(frozen=True)
class Score:
    """Sums over all scored tokens, and what follows from them. Losses in nats; perplexity is per token.

    Bits per byte does not depend on the tokenizer, so it compares models with different vocabularies (Gao et al. 2020,
    The Pile, section 3.1): all nats, divided by ln 2 and by the bytes of text that the tokens stand for.
    """

    n_tokens: int
    n_bytes: int
    nats: float
    n_top1: int
    n_top5: int
    loss_by_position: np.ndarray  # (T,) mean nats of the token after 1, 2, ... T tokens of context

    @property
    def loss_nats(self) -> float:
        return self.nats / self.n_tokens

    @property
    def perplexity(self) -> float:
        return math.exp(self.loss_nats)

    @property
    def bits_per_byte(self) -> float:
        return self.nats / math.log(2) / self.n_bytes


@torch.no_grad()
def score(model: Transformer, windows: Iterator[tuple[Tensor, Tensor]], token_bytes: Tensor) -> Score:
    """Score each target of the windows that is not NOT_SCORED.

    Windows are inputs and targets (B, T); token_bytes (V,) is the length of each token.
    """
    device = next(model.parameters()).device
    T = model.params.context_length
    nats, count = torch.zeros(T, dtype=torch.float64), torch.zeros(T, dtype=torch.int64)
    n_bytes = n_top1 = n_top5 = 0
    for inputs, targets in windows:
        losses, hits = _losses_and_hits(model, inputs.to(device), targets.to(device))
        nats[: losses.shape[1]] += losses.cpu().double().sum(0)  # 0 where the target is NOT_SCORED
        scored = targets != NOT_SCORED
        count[: losses.shape[1]] += scored.sum(0)
        n_top1 += int(hits[:, 0].sum())
        n_top5 += int(hits.sum())
        n_bytes += int(token_bytes[targets[scored]].sum())
    seen = count > 0
    return Score(
        n_tokens=int(count.sum()),
        n_bytes=n_bytes,
        nats=float(nats.sum()),
        n_top1=n_top1,
        n_top5=n_top5,
        loss_by_position=(nats[seen] / count[seen]).numpy(),
    )


def _losses_and_hits(model: Transformer, inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Return the nats of each target (B, T), and (N, 5): whether it is the likeliest token, the second, ... the fifth.

    The logits are made a part at a time, as in training. A target NOT_SCORED has 0 nats, and is no token.
    """
    try:
        hidden, y = model.hidden(inputs).flatten(0, 1), targets.flatten()  # (N, C), (N,)
        losses, hits = [], []
        n = model.tokens_at_once
        for h, t in zip(hidden.split(n), y.split(n), strict=True):
            logits = model.unembedding(h).float()
            losses.append(functional.cross_entropy(logits, t, reduction="none", ignore_index=NOT_SCORED))
            hits.append(logits.topk(5, dim=-1).indices == t[:, None])
    except torch.OutOfMemoryError:
        raise UserError(
            f"{len(inputs)} sequences at once do not fit the memory of {inputs.device}: "
            "lower evaluate.batch_size in params.yaml"
        ) from None
    return torch.cat(losses).view_as(targets), torch.cat(hits)
