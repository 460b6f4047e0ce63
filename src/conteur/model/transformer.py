"""A decoder-only, pre-norm transformer (Radford et al. 2019, section 2.3), put together from chosen parts."""

# B batch, T tokens, S tokens with the cached ones, C d_model, V vocabulary

import torch
from torch import Tensor, nn

from conteur.model.attention import CausalSelfAttention
from conteur.model.cache import Cache, LayerCache
from conteur.model.dot_product import causal_mask
from conteur.model.parts import (
    build_attention,
    build_bigrams,
    build_embedding_norm,
    build_feed_forward,
    build_norm,
    build_position,
    build_qk_norm,
    build_unembedding,
    choose_initialiser,
    choose_value_source,
)
from conteur.model.position import Position
from conteur.params import ModelParams

LOGITS_AT_ONCE = 2**25  # numbers; training holds three copies of them in float32, 384 MiB, and scoring two


class Block(nn.Module):
    """Attention, then feed-forward, each on normed input and added to the residual stream."""

    def __init__(self, params: ModelParams, position: Position):
        super().__init__()
        self.norm_attention = build_norm(params)
        self.attention = CausalSelfAttention(
            params.d_model,
            params.n_heads,
            params.n_kv_heads,
            bias=params.bias,
            dropout=params.dropout,
            rotate=position.rotate,
            norm_queries=build_qk_norm(params),
            norm_keys=build_qk_norm(params),
            attend=build_attention(params),
            value_source=choose_value_source(params),
        )
        self.norm_feed_forward = build_norm(params)
        self.feed_forward = build_feed_forward(params)
        self.dropout = nn.Dropout(params.dropout)

    def forward(self, x: Tensor, tokens: Tensor, mask: Tensor | None, cache: LayerCache | None) -> Tensor:
        """x, the residual stream, and tokens, the embeddings that it began with: (B, T, C)."""
        x = x + self.dropout(self.attention(self.norm_attention(x), tokens, mask, cache))
        return x + self.dropout(self.feed_forward(self.norm_feed_forward(x)))


class Transformer(nn.Module):
    """Ids to logits. `params` and `vocab_size` are all that it takes to build one again."""

    def __init__(self, params: ModelParams, vocab_size: int):
        super().__init__()
        self.params = params
        self.vocab_size = vocab_size
        self.tokens_at_once = max(1, LOGITS_AT_ONCE // vocab_size)  # whose logits training and scoring make together
        self.embedding = nn.Embedding(vocab_size, params.d_model)
        self.norm_embedding = build_embedding_norm(params)
        self.bigrams = build_bigrams(params)
        self.position = build_position(params)
        self.dropout = nn.Dropout(params.dropout)
        self.blocks = nn.ModuleList(Block(params, self.position) for _ in range(params.n_layers))
        self.norm = build_norm(params)
        self.unembedding = build_unembedding(params, self.embedding)
        choose_initialiser(params)(self)

    def forward(self, ids: Tensor, cache: Cache | None = None) -> Tensor:
        """ids (B, T) to logits (B, T, V); with a cache, ids are the tokens that follow those it holds."""
        return self.unembedding(self.hidden(ids, cache))

    def hidden(self, ids: Tensor, cache: Cache | None = None) -> Tensor:
        """ids (B, T) to what the logits are read off (B, T, C): training makes them a part at a time."""
        _, T = ids.shape
        start = cache.length if cache else 0
        if start + T > self.params.context_length:
            raise ValueError(f"{start + T} tokens do not fit a context of {self.params.context_length}")
        mask = self._mask(T, start + T, ids.device)
        tokens = self.norm_embedding(self.embedding(ids))
        tokens = self.bigrams(tokens, ids, cache.last_ids if cache else None)
        x = self.dropout(self.position.embed(tokens, start))
        for index, block in enumerate(self.blocks):
            x = block(x, tokens, mask, cache.layers[index] if cache else None)
        if cache:
            cache.last_ids = ids[:, -1:]
        return self.norm(x)

    def new_cache(self, batch: int) -> Cache:
        """Return an empty cache for `batch` rows of a whole context each."""
        p, device = self.params, self.embedding.weight.device
        return Cache([LayerCache(batch, p.n_kv_heads, p.context_length, p.d_head, device) for _ in range(p.n_layers)])

    def n_parameters(self) -> int:
        """Count the numbers that are learnt; tied embeddings count once."""
        return sum(parameter.numel() for parameter in self.parameters())

    def _mask(self, T: int, S: int, device: torch.device) -> Tensor | None:
        window, bias = self.params.attention.window, self.position.bias(T, S)
        if bias is None and T == S and not 0 < window < S:
            return None  # the plain causal mask, for which attention has a faster path
        visible = causal_mask(T, S, window, device)
        return visible if bias is None else bias.masked_fill(~visible, -torch.inf)[None]
