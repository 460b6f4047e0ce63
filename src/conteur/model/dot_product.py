"""Scaled dot-product attention (Vaswani et al. 2017, equation 1): plain to read, fused to run, and the faster of both.

Each takes q (B, H, T, D), k and v (B, K, S, D) and returns (B, H, T, D). Query head h reads key head h * K // H:
grouped queries (Ainslie et al. 2023, section 2.2). `mask` is None for the plain causal one (then T = S), booleans
(T, S) that are True where a query may look, or numbers (1, H, T, S) to add to the scores, -inf where it may not.
"""

# B batch, T queries, S keys, H query heads, K key/value heads, D d_head

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

DotProductAttention = Callable[[Tensor, Tensor, Tensor, Tensor | None, float], Tensor]
SHORT = 320  # keys up to which the plain attention is the faster one in bfloat16 on a CPU


def plain_attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, dropout: float = 0.0) -> Tensor:
    """Multiply, mask, normalise, gather: a matrix (B, H, T, S) is held in memory."""
    k, v = (_for_each_query_head(x, q) for x in (k, v))
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5  # (B, H, T, S)
    if mask is None:
        mask = causal_mask(q.shape[2], k.shape[2], 0, q.device)
    scores = scores.masked_fill(~mask, -torch.inf) if mask.dtype == torch.bool else scores + mask
    weights = scores.softmax(dim=-1, dtype=torch.float32).to(v.dtype)
    return functional.dropout(weights, dropout) @ v


def fused_attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, dropout: float = 0.0) -> Tensor:
    """Do it tile by tile (Dao 2023, FlashAttention-2), in torch's kernel for the device.

    On CUDA only one of torch's kernels knows groups, and it takes no mask, no float32 and no GPU before the RTX 30
    series; the next one that does holds a matrix (B, H, T, S).
    """
    if q.device.type == "cuda":
        k, v = (_for_each_query_head(x, q) for x in (k, v))
    return functional.scaled_dot_product_attention(
        q, k, v, attn_mask=mask, dropout_p=dropout, is_causal=mask is None, enable_gqa=q.shape[1] != k.shape[1]
    )


def measured_attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, dropout: float = 0.0) -> Tensor:
    """Take what `benchmarks/attention.py` found faster for such tensors on a CPU; elsewhere, unmeasured, fused.

    Measured once and written down (docs/benchmarks/attention.md), not timed at run time: the two differ in the last
    bits, and the same params have to give the same bytes each time. On a CPU, torch's fused kernel is slow backwards
    in bfloat16, where plain takes 0.3 to 0.9 times as long up to SHORT keys, or with dropout (0.7 to 0.9), and 2.3
    times from 1024 on. There is none for a learned bias (0.6 to 1.2 times). In float32 plain takes 1.1 to 3.4 times as
    long.
    """
    learned = mask is not None and mask.requires_grad
    slow_fused = q.dtype == torch.bfloat16 and (k.shape[2] <= SHORT or dropout > 0)
    fastest = plain_attention if q.device.type == "cpu" and (learned or slow_fused) else fused_attention
    return fastest(q, k, v, mask, dropout)


def _for_each_query_head(x: Tensor, q: Tensor) -> Tensor:
    """Repeat keys or values (B, K, S, D) for the query heads that share them: (B, H, S, D)."""
    return x.repeat_interleave(q.shape[1] // x.shape[1], dim=1)


def causal_mask(n_queries: int, n_keys: int, window: int, device: torch.device) -> Tensor:
    """Return (T, S) booleans: True where the query, one of the last T of S tokens, may look at the key.

    A token sees itself and the past; with `window` > 0, only the last `window` tokens of these (Beltagy et al. 2020,
    section 3.1, one-sided).
    """
    queries = torch.arange(n_keys - n_queries, n_keys, device=device)[:, None]
    keys = torch.arange(n_keys, device=device)[None, :]
    visible = keys <= queries
    return visible & (keys > queries - window) if window else visible
