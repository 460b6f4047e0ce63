"""Learning rate as a function of the step, as a share of its peak: optimizers with different peaks follow one curve."""

import math
from collections.abc import Callable

from typing_extensions import assert_never

from conteur.params import ScheduleParams, TrainParams


def schedule(params: TrainParams) -> Callable[[int], float]:
    """Return step (0 to max_steps - 1) to share of the peak.

    Warm-up: (step + 1) / (warmup_steps + 1). After it, with t the share of the remaining way from 0 to 1 and f the
    final fraction: f + (1 - f) * shape(t), where shape(t) is (1 + cos(pi * t)) / 2 for cosine (Loshchilov
    & Hutter 2017, equation 5), 1 - t for linear, 1 for constant, and for wsd (warm-up, stable, decay; Hu et al. 2024,
    MiniCPM, section 4) 1 until only the decay fraction d remains, then (1 - t) / d.
    """
    warmup_steps, final = params.warmup_steps, params.schedule.final_fraction
    remaining_steps = params.max_steps - warmup_steps
    shape = _shape(params.schedule)

    def share(step: int) -> float:
        if step < warmup_steps:
            return (step + 1) / (warmup_steps + 1)
        return final + (1 - final) * shape((step - warmup_steps) / remaining_steps)

    return share


def _shape(params: ScheduleParams) -> Callable[[float], float]:
    match params.kind:
        case "cosine":
            return lambda t: (1 + math.cos(math.pi * t)) / 2
        case "linear":
            return lambda t: 1 - t
        case "wsd":
            return lambda t: min(1.0, (1 - t) / params.decay_fraction)
        case "constant":
            return lambda t: 1.0
        case unreachable:
            assert_never(unreachable)
