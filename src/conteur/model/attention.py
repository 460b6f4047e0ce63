"""Causal self-attention (Vaswani et al. 2017, section 3.2), with grouped queries, a local window and a cache."""

# B batch, T new tokens, S all tokens up to the newest, C d_model, H query heads, K key/value heads, D d_head

import torch
from torch import Tensor, nn
from torch.nn import functional

from conteur.model.cache import LayerCache


class CausalSelfAttention(nn.Module):
    """Let each token gather values from the tokens that it may see.

    `norm_queries` and `norm_keys` act on single heads (Dehghani et al. 2023, section 2: QK-norm, or the identity).
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        n_kv_heads: int,
        *,
        bias: bool,
        dropout: float,
        position: nn.Module,
        norm_queries: nn.Module,
        norm_keys: nn.Module,
    ):
        super().__init__()
        self.d_head = d_model // n_heads
        self.query = nn.Linear(d_model, n_heads * self.d_head, bias=bias)
        self.key = nn.Linear(d_model, n_kv_heads * self.d_head, bias=bias)
        self.value = nn.Linear(d_model, n_kv_heads * self.d_head, bias=bias)
        self.output = nn.Linear(n_heads * self.d_head, d_model, bias=bias)
        self.norm_queries = norm_queries
        self.norm_keys = norm_keys
        self.position = position
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor | None, cache: LayerCache | None = None) -> Tensor:
        """x (B, T, C) to (B, T, C); mask (T, S) is True where a token may look, None for the plain causal one."""
        B, T, _ = x.shape
        start = cache.length if cache else 0
        heads = (B, T, -1, self.d_head)
        q = self.query(x).view(heads).transpose(1, 2)  # (B, H, T, D)
        k = self.key(x).view(heads).transpose(1, 2)  # (B, K, T, D)
        v = self.value(x).view(heads).transpose(1, 2)  # (B, K, T, D)
        q = self.position.rotate(self.norm_queries(q), start)
        k = self.position.rotate(self.norm_keys(k), start)
        if cache:
            k, v = cache.extend(k, v)  # (B, K, S, D)
        gathered = functional.scaled_dot_product_attention(
            q,
            k,
            v,
            attn_mask=mask,
            is_causal=mask is None,
            dropout_p=self.dropout if self.training else 0.0,
            enable_gqa=q.shape[1] != k.shape[1],  # query head h reads key head h * K // H
        )
        return self.output(gathered.transpose(1, 2).reshape(B, T, -1))


def causal_mask(n_queries: int, n_keys: int, window: int, device: torch.device) -> Tensor:
    """Return (T, S) booleans: True where the query, one of the last T of S tokens, may look at the key.

    A token sees itself and the past; with `window` > 0, only the last `window` tokens of these (Beltagy et al. 2020,
    section 3.1, one-sided).
    """
    queries = torch.arange(n_keys - n_queries, n_keys, device=device)[:, None]
    keys = torch.arange(n_keys, device=device)[None, :]
    visible = keys <= queries
    return visible & (keys > queries - window) if window else visible
