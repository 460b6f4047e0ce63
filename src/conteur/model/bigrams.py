"""A vector for each pair of neighbouring tokens, beside the one for each token."""

# B batch, T tokens, C d_model

import torch
from torch import Tensor, nn
from torch.nn import functional

FACTORS = 1_000_003, 27_644_437  # primes, so that neighbouring ids scatter; ids below 2^31 stay below 2^63


class BigramEmbedding(nn.Embedding):
    """Look up each token together with the one before it, in a table whose rows are shared by hash.

    Huang et al. 2025 (Over-Tokenized Transformer: Over-Encoding), for pairs. What follows often hangs on two tokens,
    which attention needs a layer to bring together; a row of a table costs no multiplication, however many there are.
    """

    def forward(self, ids: Tensor, before: Tensor | None) -> Tensor:
        """ids (B, T), and `before` (B, 1), the tokens before them, to (B, T, C).

        Where nothing is before them, the first token of a row is half of no pair: zeros.
        """
        if before is not None:
            return self._look_up(torch.cat((before, ids[:, :-1]), dim=1), ids)
        return functional.pad(self._look_up(ids[:, :-1], ids[:, 1:]), (0, 0, 1, 0))

    def _look_up(self, first: Tensor, second: Tensor) -> Tensor:
        rows = (first * FACTORS[0] + second * FACTORS[1]) % self.num_embeddings
        return super().forward(rows)
