"""The feed-forward part of a block: three siblings, each (B, T, C) to (B, T, C) through F hidden features."""

from torch import Tensor, nn
from torch.nn import functional


class GeluFeedForward(nn.Module):
    """Linear, GELU, linear (Radford et al. 2018), with the tanh form of GELU that GPT-2 has (Hendrycks 2016)."""

    def __init__(self, d_model: int, d_ff: int, bias: bool):
        super().__init__()
        self.up = nn.Linear(d_model, d_ff, bias=bias)
        self.down = nn.Linear(d_ff, d_model, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(functional.gelu(self.up(x), approximate="tanh"))


class ReluSquaredFeedForward(nn.Module):
    """Linear, squared ReLU, linear (So et al. 2021, Primer, section 4)."""

    def __init__(self, d_model: int, d_ff: int, bias: bool):
        super().__init__()
        self.up = nn.Linear(d_model, d_ff, bias=bias)
        self.down = nn.Linear(d_ff, d_model, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(functional.relu(self.up(x)).square())


class SwiGluFeedForward(nn.Module):
    """A linear map gated by the SiLU of another, then a third (Shazeer 2020, equation 6). Three matrices, not two."""

    def __init__(self, d_model: int, d_ff: int, bias: bool):
        super().__init__()
        self.gate = nn.Linear(d_model, d_ff, bias=bias)
        self.up = nn.Linear(d_model, d_ff, bias=bias)
        self.down = nn.Linear(d_ff, d_model, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(functional.silu(self.gate(x)) * self.up(x))
