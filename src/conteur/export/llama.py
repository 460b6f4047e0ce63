"""Llama and Qwen3 as transformers has them: rotary positions, RMSNorm, SwiGLU, no biases; Qwen3 norms queries and keys.

Touvron et al. 2023, section 2.2; Yang et al. 2025 (Qwen3), section 2.
"""

from collections.abc import Mapping
from typing import Any

from conteur.export.architecture import Architecture, Place
from conteur.params import ModelParams

DEMANDS = {
    "bias": False,
    "position.kind": "rope",
    "attention.window": 0,
    "attention.value_residual": False,
    "bigrams": 0,
    "norm.kind": "rmsnorm",
    "norm.gain": True,
    "norm.embedding": False,
    "ffn.kind": "swiglu",
}


def config(params: ModelParams, vocab_size: int) -> dict[str, Any]:
    return {
        "vocab_size": vocab_size,
        "hidden_size": params.d_model,
        "num_hidden_layers": params.n_layers,
        "num_attention_heads": params.n_heads,
        "num_key_value_heads": params.n_kv_heads,
        "head_dim": params.d_head,
        "intermediate_size": params.d_ff,
        "hidden_act": "silu",
        "max_position_embeddings": params.context_length,
        "rope_theta": params.position.base,  # transformers before 5
        "rope_parameters": {"rope_type": "default", "rope_theta": params.position.base},
        "rms_norm_eps": params.norm.eps,
        "attention_bias": False,
        "mlp_bias": False,
        "attention_dropout": params.dropout,
        "tie_word_embeddings": params.tie_embeddings,
    }


def params(config: Mapping[str, Any]) -> dict[str, Any]:
    rope = config.get("rope_parameters") or config.get("rope_scaling") or {}
    d_head = config["hidden_size"] // config["num_attention_heads"]
    for key, value, here in (
        ("hidden_act", config.get("hidden_act", "silu"), "silu"),
        ("attention_bias", config.get("attention_bias", False), False),
        ("mlp_bias", config.get("mlp_bias", False), False),
        ("use_sliding_window", config.get("use_sliding_window", False), False),
        ("head_dim", config.get("head_dim") or d_head, d_head),
        ("rope_type", rope.get("rope_type") or rope.get("type", "default"), "default"),  # "type" in older files
    ):
        if value != here:
            raise ValueError(f"{key} is {value}; here it is {here}")
    return {
        "d_model": config["hidden_size"],
        "n_layers": config["num_hidden_layers"],
        "n_heads": config["num_attention_heads"],
        "n_kv_heads": config.get("num_key_value_heads") or config["num_attention_heads"],
        "d_ff": config["intermediate_size"],
        "context_length": config["max_position_embeddings"],
        "dropout": float(config.get("attention_dropout", 0.0)),
        "tie_embeddings": config.get("tie_word_embeddings", False),
        "position.base": float(rope.get("rope_theta") or config.get("rope_theta", 10000.0)),
        "norm.eps": config["rms_norm_eps"],
    }


def places(params: ModelParams) -> list[Place]:
    found = [Place("model.embed_tokens.weight", ("embedding.weight",))]
    for i in range(params.n_layers):
        names = {
            "input_layernorm.weight": "norm_attention.gain",
            "self_attn.q_proj.weight": "attention.query.weight",
            "self_attn.k_proj.weight": "attention.key.weight",
            "self_attn.v_proj.weight": "attention.value.weight",
            "self_attn.o_proj.weight": "attention.output.weight",
            "post_attention_layernorm.weight": "norm_feed_forward.gain",
            "mlp.gate_proj.weight": "feed_forward.gate.weight",
            "mlp.up_proj.weight": "feed_forward.up.weight",
            "mlp.down_proj.weight": "feed_forward.down.weight",
        }
        if params.attention.qk_norm:
            names |= {
                "self_attn.q_norm.weight": "attention.norm_queries.gain",
                "self_attn.k_norm.weight": "attention.norm_keys.gain",
            }
        found += [Place(f"model.layers.{i}.{theirs}", (f"blocks.{i}.{ours}",)) for theirs, ours in names.items()]
    found.append(Place("model.norm.weight", ("norm.gain",)))
    return found if params.tie_embeddings else [*found, Place("lm_head.weight", ("unembedding.weight",))]


LLAMA = Architecture(
    "LlamaForCausalLM",
    "llama",
    DEMANDS | {"attention.qk_norm": False},
    config,
    params,
    places,
    ignored=(".rotary_emb.inv_freq",),
)
QWEN3 = Architecture("Qwen3ForCausalLM", "qwen3", DEMANDS | {"attention.qk_norm": True}, config, params, places)
