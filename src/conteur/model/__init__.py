"""The transformer family: ids (B, T) in, logits (B, T, V) out."""

from conteur.model.cache import Cache
from conteur.model.device import choose_device, computes_in_bf16, computing_dtype
from conteur.model.size import training_flops_per_token
from conteur.model.transformer import Transformer
from conteur.model.weights import BEST, LAST, load_model, save_model, weights_of

__all__ = [
    "BEST",
    "LAST",
    "Cache",
    "Transformer",
    "choose_device",
    "computes_in_bf16",
    "computing_dtype",
    "load_model",
    "save_model",
    "training_flops_per_token",
    "weights_of",
]
