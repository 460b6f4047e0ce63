"""The loss of a micro-batch, without holding its logits whole where the vocabulary is large."""

# M sequences of a micro-batch, T tokens, N = M * T, C d_model, V vocabulary

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from conteur.model import Transformer, computing_dtype

COPIES_OF_LOGITS = 3  # that training holds, in float32, of the tokens whose logits it makes at once


class TokenLoss(nn.Module):
    """Ids and targets (M, T) to the sums of `TokenSums` (2,), computed in `precision`."""

    def __init__(self, model: Transformer, precision: str, device: torch.device, z_loss: float = 0.0):
        super().__init__()
        self.sums: nn.Module = TokenSums(model, z_loss)
        self.dtype = computing_dtype(precision, device)
        self.device_type = device.type

    def forward(self, ids: Tensor, targets: Tensor) -> Tensor:
        half = self.dtype != torch.float32
        with torch.autocast(self.device_type, dtype=self.dtype if half else torch.bfloat16, enabled=half):
            return self.sums(ids, targets)


class TokenSums(nn.Module):
    """Ids and targets (M, T) to two sums over the targets (2,), in float32: their nats, and the z-loss.

    The z-loss (Chowdhery et al. 2022, PaLM, section 5) is `z_loss` times the square of the logarithm of softmax's
    denominator, which it keeps near 1.

    The logits are made for `model.tokens_at_once` tokens at a time, and made again in the backward pass. For 1024
    tokens of 256 features and a vocabulary of 32,000 on one CPU core that took 0.67 s and the whole matrix 0.74 s;
    torch's own linear_cross_entropy took 2.3 s.

    This is what is compiled. It does not set its precision itself, as torch.compile keeps nothing on disk of what does.
    """

    def __init__(self, model: Transformer, z_loss: float):
        super().__init__()
        self.model = model
        self.z_loss = z_loss

    def forward(self, ids: Tensor, targets: Tensor) -> Tensor:
        hidden = self.model.hidden(ids).flatten(0, 1)  # (N, C)
        y = targets.flatten()
        n = self.model.tokens_at_once
        if len(y) <= n:
            return self._sums(hidden, y)
        parts = zip(hidden.split(n), y.split(n), strict=True)
        return torch.stack([checkpoint(self._sums, h, t, use_reentrant=False) for h, t in parts]).sum(0)

    def _sums(self, hidden: Tensor, y: Tensor) -> Tensor:
        logits = self.model.unembedding(hidden).float()  # (N, V); a bfloat16 sum over V would lose small probabilities
        nats = functional.cross_entropy(logits, y, reduction="sum")
        penalty = self.z_loss * logits.logsumexp(-1).square().sum() if self.z_loss else torch.zeros_like(nats)
        return torch.stack((nats, penalty))
