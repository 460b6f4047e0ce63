"""Whether a training still learns: each loss beside those before it."""

import math
import statistics
from collections import deque

N_LOSSES = 50  # that a loss is compared with
SPIKE = 6.0  # standard deviations above their mean
NATS_ABOVE = 2.0  # the lowest mean so far
STEPS_ABOVE = 3  # in a row; fewer may be a batch of unusual text


class LossWatch:
    """Tells a loss that jumps, and one that stays far above what the model had reached."""

    def __init__(self):
        self.last: deque[float] = deque(maxlen=N_LOSSES)
        self.lowest_mean = math.inf
        self.steps_above = 0

    def see(self, loss: float) -> str:
        """Take in the loss of a step, in nats per token; return what a person should know of it, or nothing."""
        said = ""
        if len(self.last) == N_LOSSES:
            mean = statistics.fmean(self.last)
            self.lowest_mean = min(self.lowest_mean, mean)
            deviation = statistics.fmean((other - mean) ** 2 for other in self.last) ** 0.5  # pstdev is 10 times slower
            if loss > mean + SPIKE * deviation:
                said = f"the loss jumped to {loss:.3f}; the {N_LOSSES} before it had {mean:.3f}"
        self.steps_above = self.steps_above + 1 if loss > self.lowest_mean + NATS_ABOVE else 0
        self.last.append(loss)
        return said

    @property
    def diverging(self) -> bool:
        return self.steps_above >= STEPS_ABOVE
