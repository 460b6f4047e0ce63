"""Which class each choice in params.yaml stands for: the one place where the model's options are looked at."""

from torch import nn
from typing_extensions import assert_never

from conteur.model.dot_product import DotProductAttention, fused_attention, measured_attention, plain_attention
from conteur.model.feedforward import GeluFeedForward, ReluSquaredFeedForward, SwiGluFeedForward
from conteur.model.norm import RMSNorm
from conteur.model.position import (
    LearnedPosition,
    NoPosition,
    Position,
    RelativePosition,
    RotaryPosition,
    SinusoidalPosition,
)
from conteur.params import ModelParams


def build_position(params: ModelParams) -> Position:
    match params.position.kind:
        case "rope":
            return RotaryPosition(params.d_head, params.position.base, params.context_length)
        case "learned":
            return LearnedPosition(params.context_length, params.d_model)
        case "sinusoidal":
            return SinusoidalPosition(params.context_length, params.d_model, params.position.base)
        case "relative":
            buckets, max_distance = params.position.buckets, params.position.max_distance
            return RelativePosition(params.n_heads, params.context_length, buckets, max_distance)
        case "none":
            return NoPosition()
        case unreachable:
            assert_never(unreachable)


def build_norm(params: ModelParams) -> nn.Module:
    """RMSNorm: Zhang & Sennrich 2019, eq. 4. LayerNorm: Ba et al. 2016, eq. 4."""
    match params.norm.kind:
        case "rmsnorm":
            return RMSNorm(params.d_model, eps=params.norm.eps)
        case "layernorm":
            return nn.LayerNorm(params.d_model, eps=params.norm.eps, bias=params.bias)
        case unreachable:
            assert_never(unreachable)


def build_qk_norm(params: ModelParams) -> nn.Module:
    return RMSNorm(params.d_head, eps=params.norm.eps) if params.attention.qk_norm else nn.Identity()


def build_attention(params: ModelParams) -> DotProductAttention:
    match params.attention_backend:
        case "auto":
            return measured_attention
        case "plain":
            return plain_attention
        case "fused":
            return fused_attention
        case unreachable:
            assert_never(unreachable)


def build_feed_forward(params: ModelParams) -> nn.Module:
    match params.ffn.kind:
        case "gelu":
            return GeluFeedForward(params.d_model, params.d_ff, params.bias)
        case "swiglu":
            return SwiGluFeedForward(params.d_model, params.d_ff, params.bias)
        case "relu2":
            return ReluSquaredFeedForward(params.d_model, params.d_ff, params.bias)
        case unreachable:
            assert_never(unreachable)
