"""Text from a model, one token at a time."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from conteur.generation.strategies import Strategy
from conteur.model import Cache, Transformer


def generate(
    model: Transformer,
    prompt: Sequence[int],
    strategy: Strategy,
    *,
    max_new_tokens: int,
    key: tuple[int, int],
    stop_id: int | None = None,
    never: Sequence[int] = (),
) -> Iterator[int]:
    """Yield the ids that follow `prompt` until `stop_id` (not yielded) or `max_new_tokens`.

    `never` are ids that must not come, such as special tokens that training never showed. The draws follow from `key`
    alone, two integers below 2^64. Beyond the context the older half is forgotten and the newer half read again, so
    that text can go on.
    """
    assert prompt, "a prompt needs one token at least, such as the end of the document before"
    context = model.params.context_length
    numbers = np.random.Philox(key=list(key))  # its raw stream is specified and the same everywhere
    tokens = list(prompt)
    new, cache = tokens[-context:], model.new_cache(1)
    for _ in range(max_new_tokens):
        if cache.length + len(new) > context:
            new, cache = tokens[-(context // 2) :], model.new_cache(1)
        logits = last_logits(model, new, cache)
        logits[list(never)] = -torch.inf
        chosen = draw(strategy(logits), numbers)
        if chosen == stop_id:
            return
        tokens.append(chosen)
        new = [chosen]
        yield chosen


@torch.no_grad()
def last_logits(model: Transformer, ids: Sequence[int], cache: Cache) -> Tensor:
    """Return the logits (V,) of the token after `ids`, in float32 on the CPU; `ids` go into the cache."""
    device = next(model.parameters()).device
    return model(torch.tensor([ids], device=device), cache)[0, -1].float().cpu()


def draw(probabilities: Tensor, numbers: np.random.Philox) -> int:
    """Draw an index by inverting the distribution function at the next number of the stream."""
    uniform = (int(numbers.random_raw()) >> 11) / 2**53
    cumulative = probabilities.cumsum(0)
    index = int(torch.searchsorted(cumulative, uniform * cumulative[-1], right=True))
    return min(index, int(probabilities.nonzero()[-1]))
