"""Root-mean-square norm; the layer norm beside it is torch's own."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class RMSNorm(nn.Module):
    """Scale each vector to root-mean-square 1, then by a learned gain if there is one (Zhang & Sennrich 2019, eq. 4).

    x (..., C) to the shape and dtype of x; eps stands inside the root, as Llama has it.
    """

    def __init__(self, n_features: int, eps: float, gain: bool):
        super().__init__()
        self.shape = (n_features,)
        self.gain = nn.Parameter(torch.ones(n_features)) if gain else None
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        # The gain takes the dtype of x: under autocast, mixed types would leave torch's fused kernel.
        gain = None if self.gain is None else self.gain.to(x.dtype)
        return functional.rms_norm(x, self.shape, gain, self.eps)
