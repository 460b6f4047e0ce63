"""Learning rate as a function of the step."""

import math
from collections.abc import Callable

from typing_extensions import assert_never

from conteur.params import TrainParams


def learning_rate_schedule(params: TrainParams) -> Callable[[int], float]:
    """Return step (0 to max_steps - 1) to learning rate.

    Warm-up: peak * (step + 1) / (warmup_steps + 1). After it, with t the share of the remaining way from 0 to 1 and f
    the final fraction: peak * (f + (1 - f) * shape(t)), where shape(t) is (1 + cos(pi * t)) / 2 for cosine (Loshchilov
    & Hutter 2017, equation 5), 1 - t for linear, and 1 for constant.
    """
    peak, warmup_steps, final = params.learning_rate, params.warmup_steps, params.schedule.final_fraction
    remaining_steps = params.max_steps - warmup_steps
    shape = _shape(params.schedule.kind)

    def learning_rate(step: int) -> float:
        if step < warmup_steps:
            return peak * (step + 1) / (warmup_steps + 1)
        return peak * (final + (1 - final) * shape((step - warmup_steps) / remaining_steps))

    return learning_rate


def _shape(kind: str) -> Callable[[float], float]:
    match kind:
        case "cosine":
            return lambda t: (1 + math.cos(math.pi * t)) / 2
        case "linear":
            return lambda t: 1 - t
        case "constant":
            return lambda t: 1.0
        case unreachable:
            assert_never(unreachable)
