"""Keys and values of the tokens already seen, so that generation computes each token once."""

# B batch, T new tokens, S tokens held, K key/value heads, D d_head

import torch
from torch import Tensor


class LayerCache:
    """Keys and values of one layer, in memory taken once for `capacity` tokens."""

    def __init__(self, batch: int, n_kv_heads: int, capacity: int, d_head: int, device: torch.device):
        self.keys = torch.empty(batch, n_kv_heads, capacity, d_head, device=device)
        self.values = torch.empty_like(self.keys)
        self.length = 0

    def extend(self, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor]:
        """Append k and v (B, K, T, D); return all that is held (B, K, S, D)."""
        end = self.length + k.shape[2]
        self.keys[:, :, self.length : end] = k
        self.values[:, :, self.length : end] = v
        self.length = end
        return self.keys[:, :, :end], self.values[:, :, :end]


class Cache:
    """One `LayerCache` per layer, and the newest ids (B, 1) that they hold."""

    def __init__(self, layers: list[LayerCache]):
        self.layers = layers
        self.last_ids: Tensor | None = None

    @property
    def length(self) -> int:
        return self.layers[0].length
