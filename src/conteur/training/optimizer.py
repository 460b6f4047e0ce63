"""The optimizers of params.yaml, for the parameters of a model."""

import torch
from torch import Tensor
from torch.optim import AdamW, Optimizer
from typing_extensions import assert_never

from conteur.model import Transformer, computing_dtype
from conteur.params import TrainParams
from conteur.training.muon import Muon


def build_optimizers(model: Transformer, params: TrainParams) -> list[Optimizer]:
    """Return the optimizers that share the model's parameters; each group holds its `peak_lr`.

    adamw (Loshchilov & Hutter 2019) decays matrices and leaves vectors (biases, gains) alone. muon (Jordan et al. 2024)
    takes the matrices inside the blocks, and decays them; AdamW takes the rest, embeddings among it, without decay.
    """
    knobs = params.optimizer
    inside = [parameter for parameter in model.blocks.parameters() if parameter.dim() == 2]
    chosen = {id(parameter) for parameter in inside}
    others = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
    match knobs.kind:
        case "adamw":
            decayed = [parameter for parameter in model.parameters() if parameter.dim() >= 2]
            vectors = [parameter for parameter in others if parameter.dim() < 2]
            optimizers: list[Optimizer] = [_adamw(params, decayed, vectors)]
        case "muon":
            # Jordan et al. 2024: embeddings and the output are no maps between hidden features.
            in_bf16 = computing_dtype(params.precision, inside[0].device) == torch.bfloat16
            muon = Muon(
                inside,
                lr=knobs.matrix_learning_rate,
                momentum=knobs.momentum,
                weight_decay=knobs.weight_decay,
                dtype=torch.bfloat16 if in_bf16 else torch.float32,
            )
            optimizers = [_adamw(params, [], others), muon]
        case unreachable:
            assert_never(unreachable)
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["peak_lr"] = group["lr"]
    return optimizers


def _adamw(params: TrainParams, decayed: list[Tensor], others: list[Tensor]) -> Optimizer:
    groups = [
        {"params": decayed, "weight_decay": params.optimizer.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    betas = (params.optimizer.beta1, params.optimizer.beta2)
    return AdamW([group for group in groups if group["params"]], lr=params.learning_rate, betas=betas, fused=True)
