"""First weights: three siblings, chosen by `model.init`."""

import math
from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

from conteur.model.attention import CausalSelfAttention

GPT2_STD = 0.02  # Radford et al. 2018, section 4.1


def initialise_as_gpt2(model: nn.Module) -> None:
    """Draw all weights small, and what each block adds smaller still.

    Radford et al. 2019, section 2.3: by 1 / sqrt(number of residual layers), two per block, so that the variance of the
    residual stream does not grow with depth.
    """
    _draw(model, lambda weight: GPT2_STD)
    outputs = list(_residual_outputs(model))
    for weight in outputs:
        nn.init.normal_(weight, std=GPT2_STD / len(outputs) ** 0.5)


def initialise_to_add_nothing(model: nn.Module) -> None:
    """Keep unit variance through each layer; what a block adds begins at zero (Zhang et al. 2019, Fixup).

    Weights have variance 1 / inputs (LeCun et al. 1998, section 4.6), embeddings 1 / C or less.
    """
    _draw(model, lambda weight: weight.shape[1] ** -0.5)
    V, C = model.embedding.weight.shape
    if model.unembedding.weight is model.embedding.weight:
        # A normed token meets its own embedding with a logit of sqrt(C): the wider the model, the surer that each token
        # repeats itself. C = 512 on `fables`: a first loss of 14.6 nats, and 0.58 instead of 0.55 after 200 steps.
        with torch.no_grad():
            model.embedding.weight.mul_(min(1.0, 1.5 * math.log(V) / C**0.5))
    for weight in _residual_outputs(model):
        nn.init.zeros_(weight)


def initialise_for_copying(model: nn.Module) -> None:
    """Let blocks add nothing, except that each head hands on what it looks at: its output is its values' transpose.

    To repeat a name, a model then needs to learn where to look, and no longer how to copy each name. On `fables`, 400
    steps end at 0.129 bits per byte, and from small weights at 0.225 (docs/benchmarks/ablations.md).
    """
    initialise_to_add_nothing(model)
    for module in model.modules():
        if isinstance(module, CausalSelfAttention):
            with torch.no_grad():
                module.output.weight.copy_(_transposed_values(module))


def _draw(model: nn.Module, std: Callable[[Tensor], float]) -> None:
    for module in model.modules():
        for name, parameter in module.named_parameters(recurse=False):
            if parameter.dim() >= 2:
                nn.init.normal_(parameter, std=std(parameter))
            elif name == "bias":
                nn.init.zeros_(parameter)  # gains keep the ones that their norm gave them


def _residual_outputs(model: nn.Module) -> Iterable[Tensor]:
    """Yield the matrices whose outputs are added to the stream."""
    yield from model.bigrams.parameters()
    for block in model.blocks:
        yield block.attention.output.weight
        yield block.feed_forward.down.weight


def _transposed_values(attention: CausalSelfAttention) -> Tensor:
    """Return (C, H * D): the transpose of the values that each query head reads, shared among those that read them."""
    D = attention.d_head
    values = attention.value.weight.view(-1, D, attention.value.in_features)  # (K, D, C)
    n_readers = attention.output.in_features // D // values.shape[0]
    return values.repeat_interleave(n_readers, dim=0).flatten(0, 1).T / n_readers
