"""How a model knows the order of its tokens: siblings that act at one of three places.

`embed` changes the token embeddings once, at the bottom; `rotate` changes queries and keys in every attention; `bias`
is added to the scores of every attention. `start` is the position of the first token given: 0 in training, the length
of the cache in generation.
"""

# B batch, T tokens, S tokens with the cached ones, C d_model, H heads, D d_head

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


class Position(nn.Module):
    """Nothing at any of the three places; each sibling does one of them."""

    def embed(self, x: Tensor, start: int) -> Tensor:
        """x (B, T, C), the token embeddings; returns the shape of x."""
        return x

    def rotate(self, x: Tensor, start: int) -> Tensor:
        """x (B, H, T, D), queries or keys; returns the shape and dtype of x."""
        return x

    def bias(self, T: int, S: int) -> Tensor | None:
        """Return what to add to the scores (H, T, S) of the last T of S tokens; None adds nothing."""
        return None


class RotaryPosition(Position):
    """Turn pairs of features of queries and keys by an angle that grows with the position.

    Su et al. 2021 (RoFormer), section 3.2.2, with the pairs (i, i + D/2) as GPT-NeoX and Llama have them.
    """

    def __init__(self, d_head: int, base: float, context_length: int):
        super().__init__()
        angles = position_angles(context_length, d_head, base)  # (T, D/2)
        self.register_buffer("cosines", angles.cos().float(), persistent=False)
        self.register_buffer("sines", angles.sin().float(), persistent=False)

    def rotate(self, x: Tensor, start: int) -> Tensor:
        T = x.shape[2]
        cosines = self.cosines[start : start + T].to(x.dtype)
        sines = self.sines[start : start + T].to(x.dtype)
        first, second = x.chunk(2, dim=-1)
        return torch.cat((first * cosines - second * sines, second * cosines + first * sines), dim=-1)


class LearnedPosition(Position):
    """Add a learned vector per position (Radford et al. 2018, GPT, section 3.1)."""

    def __init__(self, context_length: int, d_model: int):
        super().__init__()
        self.vectors = nn.Parameter(torch.empty(context_length, d_model))

    def embed(self, x: Tensor, start: int) -> Tensor:
        T = x.shape[1]
        return x + self.vectors[start : start + T]


class SinusoidalPosition(Position):
    """Scale the embeddings and add fixed sines and cosines (Vaswani et al. 2017, sections 3.4 and 3.5).

    The paper scales by sqrt(C), for embeddings that begin small; normed ones are as large as the waves without that.
    """

    def __init__(self, context_length: int, d_model: int, base: float, scale: float):
        super().__init__()
        angles = position_angles(context_length, d_model, base)  # (T, C/2)
        waves = torch.stack((angles.sin(), angles.cos()), dim=-1).flatten(1)  # (T, C): sine, cosine, sine, ...
        self.register_buffer("waves", waves.float(), persistent=False)
        self.scale = scale

    def embed(self, x: Tensor, start: int) -> Tensor:
        T = x.shape[1]
        return x * self.scale + self.waves[start : start + T].to(x.dtype)


class RelativePosition(Position):
    """Add a learned number per head to each score, by the distance from the query back to the key.

    Raffel et al. 2020 (T5), section 2.1: distances share `n_buckets` numbers, and all layers share them. Unlike T5, the
    scores are still divided by sqrt(D).
    """

    def __init__(self, n_heads: int, context_length: int, n_buckets: int, max_distance: int):
        super().__init__()
        self.biases = nn.Parameter(torch.empty(n_buckets, n_heads))
        buckets = distance_buckets(context_length, n_buckets, max_distance)
        self.register_buffer("buckets", buckets, persistent=False)

    def bias(self, T: int, S: int) -> Tensor:
        places = torch.arange(S, device=self.buckets.device)
        distances = (places[S - T :, None] - places[None, :]).clamp(min=0)  # (T, S); the mask hides what lies ahead
        return functional.embedding(self.buckets[distances], self.biases).permute(2, 0, 1)


class NoPosition(Position):
    """Leave order to the causal mask alone (Haviv et al. 2022)."""


def distance_buckets(n_distances: int, n_buckets: int, max_distance: int) -> Tensor:
    """Return the bucket of each distance 0, 1, ...: (n_distances,), int64.

    The first half of the buckets hold one distance each; the others grow, each by the same factor, up to
    `max_distance`, and the last one holds all that is farther (Raffel et al. 2020, section 2.1).
    """
    exact = n_buckets // 2
    distances = torch.arange(n_distances, dtype=torch.float64)
    growth = (distances.clamp(min=exact) / exact).log() / math.log(max_distance / exact)  # 0 at exact, 1 at the maximum
    far = exact + (growth * (n_buckets - exact)).long()
    return torch.where(distances < exact, distances.long(), far.clamp(max=n_buckets - 1))


def position_angles(n_positions: int, n_features: int, base: float) -> Tensor:
    """Return position * base^(-2i / n_features) per pair of features i: (n_positions, n_features / 2), float64."""
    frequencies = base ** (-torch.arange(0, n_features, 2, dtype=torch.float64) / n_features)
    return torch.outer(torch.arange(n_positions, dtype=torch.float64), frequencies)
