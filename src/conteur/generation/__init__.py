"""Ids in, ids out: sampling strategies and the loop around them."""

from conteur.generation.generate import generate, last_logits
from conteur.generation.storyteller import Storyteller, write_samples
from conteur.generation.strategies import Strategy, build_strategy, greedy, temperature, top_k, top_p

__all__ = [
    "Storyteller",
    "Strategy",
    "build_strategy",
    "generate",
    "greedy",
    "last_logits",
    "temperature",
    "top_k",
    "top_p",
    "write_samples",
]
