"""How much a model computes."""

# H query heads, D d_head, T context_length

from conteur.model.transformer import Transformer


def training_flops_per_token(model: Transformer) -> float:
    """Return additions and multiplications per token of training, three times those of the forward pass.

    Forward: 2 for each weight of a matrix that is multiplied with, and 4 * H * D per layer for each token that a token
    sees, itself included, in the mean over a full context (Kaplan et al. 2020, section 2.1). Chowdhery et al. 2022
    (PaLM, appendix B) count all T tokens as seen: that is about twice as much of attention.
    """
    p = model.params
    inside = sum(weight.numel() for weight in model.blocks.parameters() if weight.dim() == 2)
    multiplied = inside + model.vocab_size * p.d_model  # the unembedding; the embedding is looked up
    window = p.attention.window or p.context_length
    seen = sum(min(place, window) for place in range(1, p.context_length + 1)) / p.context_length
    return 3 * (2 * multiplied + 4 * p.n_layers * p.n_heads * p.d_head * seen)
