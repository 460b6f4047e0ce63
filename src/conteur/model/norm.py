"""Root-mean-square norm; the layer norm beside it is torch's own."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class RMSNorm(nn.Module):
    """Scale each vector to root-mean-square 1, then by a learned gain (Zhang & Sennrich 2019, eq. 4).

    x (..., C) to the shape and dtype of x; eps stands inside the root, as Llama has it.
    """

    def __init__(self, n_features: int, eps: float):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(n_features))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        # The gain takes the dtype of x: under autocast, mixed types would leave torch's fused kernel.
        return functional.rms_norm(x, self.gain.shape, self.gain.to(x.dtype), self.eps)
