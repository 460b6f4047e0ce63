"""The transformer family: ids (B, T) in, logits (B, T, V) out."""

from conteur.model.cache import Cache
from conteur.model.device import autocast, choose_device, computes_in_bf16
from conteur.model.transformer import Transformer
from conteur.model.weights import BEST, LAST, load_model, save_model, weights_of

__all__ = [
    "BEST",
    "LAST",
    "Cache",
    "Transformer",
    "autocast",
    "choose_device",
    "computes_in_bf16",
    "load_model",
    "save_model",
    "weights_of",
]
