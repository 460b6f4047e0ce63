"""GPT-2 as transformers has it: GPT2LMHeadModel (Radford et al. 2019)."""

from collections.abc import Mapping
from typing import Any

from conteur.export.architecture import Architecture, Place
from conteur.params import ModelParams

DEMANDS = {
    "n_kv_heads": "n_heads",
    "bias": True,
    "position.kind": "learned",
    "attention.window": 0,
    "attention.value_residual": False,
    "bigrams": 0,
    "attention.qk_norm": False,
    "norm.kind": "layernorm",
    "norm.gain": True,
    "norm.embedding": False,
    "ffn.kind": "gelu",
}


def config(params: ModelParams, vocab_size: int) -> dict[str, Any]:
    return {
        "vocab_size": vocab_size,
        "n_positions": params.context_length,
        "n_embd": params.d_model,
        "n_layer": params.n_layers,
        "n_head": params.n_heads,
        "n_inner": params.d_ff,
        "activation_function": "gelu_new",
        "layer_norm_epsilon": params.norm.eps,
        "resid_pdrop": params.dropout,
        "embd_pdrop": params.dropout,
        "attn_pdrop": params.dropout,
        "tie_word_embeddings": params.tie_embeddings,
    }


def params(config: Mapping[str, Any]) -> dict[str, Any]:
    for key, here in (
        ("activation_function", "gelu_new"),
        ("scale_attn_weights", True),
        ("scale_attn_by_inverse_layer_idx", False),
    ):
        if config.get(key, here) != here:
            raise ValueError(f"{key} is {config[key]}; here it is {here}")
    return {
        "d_model": config["n_embd"],
        "n_layers": config["n_layer"],
        "n_heads": config["n_head"],
        "n_kv_heads": config["n_head"],
        "d_ff": config.get("n_inner") or 4 * config["n_embd"],
        "context_length": config["n_positions"],
        "dropout": float(config.get("resid_pdrop", 0.0)),
        "tie_embeddings": config.get("tie_word_embeddings", True),
        "norm.eps": config.get("layer_norm_epsilon", 1e-5),
    }


def places(params: ModelParams) -> list[Place]:
    found = [
        Place("transformer.wte.weight", ("embedding.weight",)),
        Place("transformer.wpe.weight", ("position.vectors",)),
    ]
    for i in range(params.n_layers):
        ours, theirs = f"blocks.{i}.", f"transformer.h.{i}."
        for kind in ("weight", "bias"):
            found += [
                Place(f"{theirs}ln_1.{kind}", (f"{ours}norm_attention.{kind}",)),
                Place(f"{theirs}ln_2.{kind}", (f"{ours}norm_feed_forward.{kind}",)),
                Place(
                    f"{theirs}attn.c_attn.{kind}",
                    tuple(f"{ours}attention.{name}.{kind}" for name in ("query", "key", "value")),
                    transposed=kind == "weight",
                ),
                *(
                    Place(f"{theirs}{name}.{kind}", (f"{ours}{part}.{kind}",), transposed=kind == "weight")
                    for name, part in (
                        ("attn.c_proj", "attention.output"),
                        ("mlp.c_fc", "feed_forward.up"),
                        ("mlp.c_proj", "feed_forward.down"),
                    )
                ),
            ]
    found += [Place(f"transformer.ln_f.{kind}", (f"norm.{kind}",)) for kind in ("weight", "bias")]
    return found if params.tie_embeddings else [*found, Place("lm_head.weight", ("unembedding.weight",))]


GPT2 = Architecture(
    "GPT2LMHeadModel", "gpt2", DEMANDS, config, params, places, ignored=(".attn.bias", ".attn.masked_bias")
)
