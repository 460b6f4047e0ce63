"""One real next-token distribution, and what each sampling strategy makes of it."""

# V vocabulary, N tokens shown

import re
from dataclasses import dataclass
from itertools import islice
from typing import get_args

import torch
from torch import Tensor
from typing_extensions import assert_never

from conteur.generation import Storyteller, build_strategy, last_logits, temperature
from conteur.params import SampleParams

STRATEGIES: tuple[str, ...] = get_args(SampleParams.model_fields["strategy"].annotation)
MOST_WORDS = 12  # of a prompt that are looked at for the place that leaves most open


@dataclass(frozen=True)
class Choice:
    """What one strategy leaves of the distribution."""

    name: str
    knobs: str
    probabilities: list[float]  # (N,) of the shown tokens, likeliest first
    others: float  # what all tokens that are not shown have together
    n_kept: int  # tokens that can still come, shown or not


@dataclass(frozen=True)
class NextToken:
    """The distribution after a prompt: the N likeliest tokens, and the rest in one sum."""

    prompt: str
    tokens: list[bytes]  # (N,) likeliest first; none for the end of the document
    probabilities: list[float]  # (N,) as the model has them
    others: float
    n_tokens: int  # that can come at all
    choices: list[Choice]


def look_at_next_token(storyteller: Storyteller, prompt: str, params: SampleParams, n_shown: int) -> NextToken:
    """Ask the model for the token after `prompt`, and each strategy, with its knobs in `params`, what it leaves."""
    logits = next_token_logits(storyteller, prompt)
    raw = temperature(logits, 1.0)
    shown = raw.argsort(descending=True, stable=True)[:n_shown]
    choices = []
    for strategy in STRATEGIES:
        one = params.model_copy(update={"strategy": strategy})
        left = build_strategy(one)(logits)
        kept = int((left > 0).sum())
        choices.append(Choice(*name_and_knobs(one), left[shown].tolist(), _others(left, shown), kept))
    return NextToken(
        prompt=prompt,
        tokens=[storyteller.tokenizer.token_bytes(token) for token in shown.tolist()],
        probabilities=raw[shown].tolist(),
        others=_others(raw, shown),
        n_tokens=int((raw > 0).sum()),
        choices=choices,
    )


def most_open(storyteller: Storyteller, prompts: list[str]) -> str:
    """Return the beginning of one of the prompts whose next token is least certain: there the strategies differ most.

    A whole prompt often leaves no choice: in the fables, a fox of whom nothing is said yet is nearly always `named`.
    """
    starts = [prompt[: word.end()] for prompt in prompts for word in islice(re.finditer(r"\S+", prompt), MOST_WORDS)]
    return max(
        starts or [""],
        key=lambda start: _entropy_nats(temperature(next_token_logits(storyteller, start), 1.0)),
    )


def next_token_logits(storyteller: Storyteller, prompt: str) -> Tensor:
    """Return the logits (V,) after `prompt` as `Storyteller.stream` has them: minus infinity where none may come."""
    model, tokenizer = storyteller.model, storyteller.tokenizer
    ids = [tokenizer.eos_id, *tokenizer.encode(prompt)][-model.params.context_length :]
    logits = last_logits(model, ids, model.new_cache(1))
    logits[list(tokenizer.never_ids)] = -torch.inf
    return logits


def name_and_knobs(params: SampleParams) -> tuple[str, str]:
    """Return the strategy's name and the values that shape it, in words."""
    match params.strategy:
        case "greedy":
            return "greedy", "always the likeliest"
        case "temperature":
            return "temperature", f"{params.temperature:g}, nothing is cut off"
        case "top_k":
            return "top-k", f"k = {params.top_k}, temperature {params.temperature:g}"
        case "top_p":
            return "top-p", f"p = {params.top_p:g}, temperature {params.temperature:g}"
        case unreachable:
            assert_never(unreachable)


def _others(probabilities: Tensor, shown: Tensor) -> float:
    rest = probabilities.clone()
    rest[shown] = 0.0
    return float(rest.sum())


def _entropy_nats(probabilities: Tensor) -> float:
    return -float(torch.xlogy(probabilities, probabilities).sum())
