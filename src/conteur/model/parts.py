"""Which part each choice in params.yaml stands for: the one place where the parts of the model are chosen."""

from collections.abc import Callable

from torch import Tensor, nn
from typing_extensions import assert_never

from conteur.model.attention import values_of_stream, values_of_stream_and_tokens
from conteur.model.bigrams import BigramEmbedding, NoBigrams
from conteur.model.dot_product import DotProductAttention, fused_attention, measured_attention, plain_attention
from conteur.model.feedforward import GeluFeedForward, ReluSquaredFeedForward, SwiGluFeedForward
from conteur.model.initialise import initialise_as_gpt2, initialise_for_copying, initialise_to_add_nothing
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
            scale = 1.0 if params.norm.embedding else params.d_model**0.5
            return SinusoidalPosition(params.context_length, params.d_model, params.position.base, scale)
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
            return RMSNorm(params.d_model, eps=params.norm.eps, gain=params.norm.gain)
        case "layernorm":
            affine = params.norm.gain
            return nn.LayerNorm(params.d_model, eps=params.norm.eps, elementwise_affine=affine, bias=params.bias)
        case unreachable:
            assert_never(unreachable)


def build_qk_norm(params: ModelParams) -> nn.Module:
    if not params.attention.qk_norm:
        return nn.Identity()
    return RMSNorm(params.d_head, eps=params.norm.eps, gain=params.norm.gain)


def build_embedding_norm(params: ModelParams) -> nn.Module:
    return build_norm(params) if params.norm.embedding else nn.Identity()


def build_bigrams(params: ModelParams) -> nn.Module:
    return BigramEmbedding(params.bigrams, params.d_model) if params.bigrams else NoBigrams()


def build_unembedding(params: ModelParams, embedding: nn.Embedding) -> nn.Linear:
    """Return the matrix that makes logits: one of its own, or that of the embedding (Press & Wolf 2017)."""
    unembedding = nn.Linear(params.d_model, embedding.num_embeddings, bias=False)
    if params.tie_embeddings:
        unembedding.weight = embedding.weight
    return unembedding


def choose_value_source(params: ModelParams) -> Callable[[Tensor, Tensor], Tensor]:
    return values_of_stream_and_tokens if params.attention.value_residual else values_of_stream


def choose_initialiser(params: ModelParams) -> Callable[[nn.Module], None]:
    match params.init:
        case "copying":
            return initialise_for_copying
        case "zero":
            return initialise_to_add_nothing
        case "gpt2":
            return initialise_as_gpt2
        case unreachable:
            assert_never(unreachable)


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
