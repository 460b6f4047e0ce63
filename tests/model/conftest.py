"""A small model of every kind. Sizes differ from each other, so that no wrong axis fits by luck."""

import itertools

import pytest
import torch

from conteur.model import Transformer
from conteur.params import ModelParams

VOCAB_SIZE = 37


def position(kind: str) -> dict:
    return {"kind": kind, "base": 100.0, "buckets": 6, "max_distance": 9}


def model_params(**changes) -> ModelParams:
    values = {
        "d_model": 24,
        "n_layers": 3,
        "n_heads": 6,
        "n_kv_heads": 2,
        "d_ff": 40,
        "context_length": 19,
        "dropout": 0.0,
        "bias": True,
        "tie_embeddings": True,
        "bigrams": 0,
        "init": "gpt2",
        "attention_backend": "auto",
        "position": position("rope"),
        "attention": {"window": 0, "qk_norm": True, "value_residual": False},
        "norm": {"kind": "rmsnorm", "eps": 1.0e-5, "gain": True, "embedding": False},
        "ffn": {"kind": "swiglu"},
    }
    return ModelParams.model_validate(values | changes)


def build(**changes) -> Transformer:
    """A model in evaluation mode whose weights are large enough for differences to show."""
    torch.manual_seed(5)
    model = Transformer(model_params(**changes), VOCAB_SIZE).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
    return model


VARIANTS = {
    f"{kind}-{norm}-{ffn}-window{window}": {
        "position": position(kind),
        "norm": {"kind": norm, "eps": 1.0e-5, "gain": ffn != "relu2", "embedding": ffn == "relu2"},
        "ffn": {"kind": ffn},
        "bigrams": 13 if ffn == "relu2" else 0,
        "init": "copying" if ffn == "relu2" else "gpt2",
        "attention": {"window": window, "qk_norm": norm == "rmsnorm", "value_residual": ffn == "relu2"},
    }
    for (kind, (norm, ffn)), window in itertools.product(
        itertools.product(
            ["rope", "learned", "sinusoidal", "relative", "none"],
            [("rmsnorm", "swiglu"), ("layernorm", "gelu"), ("rmsnorm", "relu2")],
        ),
        [0, 5],
    )
}


@pytest.fixture(params=VARIANTS.values(), ids=VARIANTS)
def model(request) -> Transformer:
    return build(**request.param)
