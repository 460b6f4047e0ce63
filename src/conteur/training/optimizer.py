"""The optimizer of params.yaml, for the parameters of a model."""

import torch
from torch import nn

from conteur.params import TrainParams


def build_optimizer(model: nn.Module, params: TrainParams) -> torch.optim.Optimizer:
    """Return AdamW (Loshchilov & Hutter 2019) that decays matrices and leaves vectors (biases, gains) alone."""
    matrices = [parameter for parameter in model.parameters() if parameter.dim() >= 2]
    vectors = [parameter for parameter in model.parameters() if parameter.dim() < 2]
    groups = [
        {"params": matrices, "weight_decay": params.optimizer.weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    betas = (params.optimizer.beta1, params.optimizer.beta2)
    return torch.optim.AdamW(groups, lr=params.learning_rate, betas=betas, fused=True)
