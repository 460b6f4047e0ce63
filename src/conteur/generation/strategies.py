"""How the next token is drawn: four siblings that turn logits (V,) into probabilities (V,), float64 on the CPU."""

from collections.abc import Callable

import torch
from torch import Tensor
from typing_extensions import assert_never

from conteur.params import SampleParams

Strategy = Callable[[Tensor], Tensor]


def greedy(logits: Tensor) -> Tensor:
    """Give all probability to the likeliest token; the smallest id wins a tie."""
    probabilities = torch.zeros_like(logits, dtype=torch.float64)
    probabilities[logits.argmax()] = 1.0
    return probabilities


def temperature(logits: Tensor, t: float) -> Tensor:
    """Divide the logits by t before the softmax: t < 1 sharpens, t > 1 flattens (Ackley et al. 1985)."""
    return torch.softmax(logits.double() / t, dim=0)


def top_k(logits: Tensor, t: float, k: int) -> Tensor:
    """Keep the k likeliest tokens and renormalise (Fan et al. 2018, section 5.1)."""
    probabilities = temperature(logits, t)
    kept = probabilities.argsort(descending=True, stable=True)[:k]
    return _keep(probabilities, kept)


def top_p(logits: Tensor, t: float, p: float) -> Tensor:
    """Keep the fewest likeliest tokens that have probability p together (Holtzman et al. 2020, section 3.1)."""
    probabilities = temperature(logits, t)
    order = probabilities.argsort(descending=True, stable=True)
    before = probabilities[order].cumsum(0) - probabilities[order]  # what the likelier ones hold already
    return _keep(probabilities, order[before < p])


def build_strategy(params: SampleParams) -> Strategy:
    match params.strategy:
        case "greedy":
            return greedy
        case "temperature":
            return lambda logits: temperature(logits, params.temperature)
        case "top_k":
            return lambda logits: top_k(logits, params.temperature, params.top_k)
        case "top_p":
            return lambda logits: top_p(logits, params.temperature, params.top_p)
        case unreachable:
            assert_never(unreachable)


def _keep(probabilities: Tensor, kept: Tensor) -> Tensor:
    result = torch.zeros_like(probabilities)
    result[kept] = probabilities[kept]
    return result / result.sum()
