"""A vector for each pair of neighbouring tokens, beside the one for each token; and the sibling that has none."""

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

    def forward(self, tokens: Tensor, ids: Tensor, before: Tensor | None) -> Tensor:
        """Add the vectors of pairs to `tokens` (B, T, C), the embeddings of ids (B, T).

        `before` (B, 1) are the ids before them; where there are none, the first token of a row is half of no pair.
        """
        if before is not None:
            return tokens + self._look_up(torch.cat((before, ids[:, :-1]), dim=1), ids)
        return tokens + functional.pad(self._look_up(ids[:, :-1], ids[:, 1:]), (0, 0, 1, 0))

    def _look_up(self, first: Tensor, second: Tensor) -> Tensor:
        rows = (first * FACTORS[0] + second * FACTORS[1]) % self.num_embeddings
        return super().forward(rows)


class NoBigrams(nn.Module):
    """Leave the tokens as they are."""

    def forward(self, tokens: Tensor, ids: Tensor, before: Tensor | None) -> Tensor:
        return tokens
