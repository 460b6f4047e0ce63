"""Causal self-attention with several heads (Vaswani et al. 2017, section 3.2.2), grouped queries and a cache."""

# B batch, T new tokens, S all tokens up to the newest, C d_model, H query heads, K key/value heads, D d_head

from collections.abc import Callable

from torch import Tensor, nn

from conteur.model.cache import LayerCache
from conteur.model.dot_product import DotProductAttention


class CausalSelfAttention(nn.Module):
    """Let each token gather values from the tokens that it may see.

    `value_source` makes what values are read from: the normed stream x, or x and the tokens' own embeddings.
    `rotate` is the position's; the module itself stays outside, or its weights would be saved once per layer.
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
        rotate: Callable[[Tensor, int], Tensor],
        norm_queries: nn.Module,
        norm_keys: nn.Module,
        attend: DotProductAttention,
        value_source: Callable[[Tensor, Tensor], Tensor],
    ):
        super().__init__()
        self.d_head = d_model // n_heads
        self.query = nn.Linear(d_model, n_heads * self.d_head, bias=bias)
        self.key = nn.Linear(d_model, n_kv_heads * self.d_head, bias=bias)
        self.value = nn.Linear(d_model, n_kv_heads * self.d_head, bias=bias)
        self.output = nn.Linear(n_heads * self.d_head, d_model, bias=bias)
        self.norm_queries = norm_queries
        self.norm_keys = norm_keys
        self.rotate = rotate
        self.attend = attend
        self.value_source = value_source
        self.dropout = dropout

    def forward(self, x: Tensor, tokens: Tensor, mask: Tensor | None, cache: LayerCache | None = None) -> Tensor:
        """x and tokens (B, T, C) to (B, T, C); `mask` as `dot_product` has it."""
        B, T, _ = x.shape
        start = cache.length if cache else 0
        heads = (B, T, -1, self.d_head)
        q = self.query(x).view(heads).transpose(1, 2)  # (B, H, T, D)
        k = self.key(x).view(heads).transpose(1, 2)  # (B, K, T, D)
        v = self.value(self.value_source(x, tokens)).view(heads).transpose(1, 2)  # (B, K, T, D)
        q = self.rotate(self.norm_queries(q), start)
        k = self.rotate(self.norm_keys(k), start)
        if cache:
            k, v = cache.extend(k, v)  # (B, K, S, D)
        gathered = self.attend(q, k, v, mask, self.dropout if self.training else 0.0)  # (B, H, T, D)
        return self.output(gathered.transpose(1, 2).reshape(B, T, -1))


def values_of_stream(x: Tensor, tokens: Tensor) -> Tensor:
    return x


def values_of_stream_and_tokens(x: Tensor, tokens: Tensor) -> Tensor:
    """Keep what the token is in sight of every layer (value residual: Zhou et al. 2024, section 3; here before W_v)."""
    return x + tokens
