"""How a model knows the order of its tokens: four siblings with the same two methods.

`embed` changes the token embeddings once, at the bottom; `rotate` changes queries and keys in every attention.
`start` is the position of the first token given: 0 in training, the length of the cache in generation.
"""

# B batch, T tokens, C d_model, H heads, D d_head

import torch
from torch import Tensor, nn


class RotaryPosition(nn.Module):
    """Turn pairs of features of queries and keys by an angle that grows with the position.

    Su et al. 2021 (RoFormer), section 3.2.2, with the pairs (i, i + D/2) as GPT-NeoX and Llama have them.
    """

    def __init__(self, d_head: int, base: float, context_length: int):
        super().__init__()
        angles = position_angles(context_length, d_head, base)  # (T, D/2)
        self.register_buffer("cosines", angles.cos().float(), persistent=False)
        self.register_buffer("sines", angles.sin().float(), persistent=False)

    def embed(self, x: Tensor, start: int) -> Tensor:
        return x

    def rotate(self, x: Tensor, start: int) -> Tensor:
        """x (B, H, T, D); returns the shape and dtype of x."""
        T = x.shape[2]
        cosines = self.cosines[start : start + T].to(x.dtype)
        sines = self.sines[start : start + T].to(x.dtype)
        first, second = x.chunk(2, dim=-1)
        return torch.cat((first * cosines - second * sines, second * cosines + first * sines), dim=-1)


class LearnedPosition(nn.Module):
    """Add a learned vector per position (Radford et al. 2018, GPT, section 3.1)."""

    def __init__(self, context_length: int, d_model: int):
        super().__init__()
        self.vectors = nn.Parameter(torch.empty(context_length, d_model))

    def embed(self, x: Tensor, start: int) -> Tensor:
        T = x.shape[1]
        return x + self.vectors[start : start + T]

    def rotate(self, x: Tensor, start: int) -> Tensor:
        return x


class SinusoidalPosition(nn.Module):
    """Scale the embeddings by sqrt(C) and add fixed sines and cosines (Vaswani et al. 2017, sections 3.4 and 3.5)."""

    def __init__(self, context_length: int, d_model: int, base: float):
        super().__init__()
        angles = position_angles(context_length, d_model, base)  # (T, C/2)
        waves = torch.stack((angles.sin(), angles.cos()), dim=-1).flatten(1)  # (T, C): sine, cosine, sine, ...
        self.register_buffer("waves", waves.float(), persistent=False)
        self.scale = d_model**0.5

    def embed(self, x: Tensor, start: int) -> Tensor:
        T = x.shape[1]
        return x * self.scale + self.waves[start : start + T].to(x.dtype)

    def rotate(self, x: Tensor, start: int) -> Tensor:
        return x


class NoPosition(nn.Module):
    """Leave order to the causal mask alone (Haviv et al. 2022)."""

    def embed(self, x: Tensor, start: int) -> Tensor:
        return x

    def rotate(self, x: Tensor, start: int) -> Tensor:
        return x


def position_angles(n_positions: int, n_features: int, base: float) -> Tensor:
    """Return position * base^(-2i / n_features) per pair of features i: (n_positions, n_features / 2), float64."""
    frequencies = base ** (-torch.arange(0, n_features, 2, dtype=torch.float64) / n_features)
    return torch.outer(torch.arange(n_positions, dtype=torch.float64), frequencies)
