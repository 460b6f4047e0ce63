"""How well a model predicts the validation text."""

# B sequences, T tokens, V vocabulary

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

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
        logits = model(inputs.to(device)).float()  # (B, T, V)
        y = targets.to(device)
        losses = functional.cross_entropy(logits.transpose(1, 2), y, reduction="none", ignore_index=NOT_SCORED)
        losses = losses.double().cpu()  # (B, T)
        nats[: losses.shape[1]] += losses.sum(0)  # 0 where the target is NOT_SCORED
        scored = targets != NOT_SCORED
        count[: losses.shape[1]] += scored.sum(0)
        hits = logits.topk(5, dim=-1).indices == y[..., None]  # (B, T, 5); NOT_SCORED is no id
        n_top1 += int(hits[..., 0].sum())
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
