"""Muon: momentum whose update is made orthogonal, for the matrices inside a model (Jordan et al. 2024)."""

# N matrices of one shape, R rows, C columns

import torch
from torch import Tensor
from torch.optim import Optimizer

# a, b, c of three iterations that bring singular values of 0.01 to 1 to between 0.73 and 1.27, as near as three can
# (Amsel et al. 2025, Polar Express, theorem 3.1). With the same a, b, c each time (Jordan et al. 2024), it takes five.
POLAR_EXPRESS = (
    (8.0934, -23.6204, 17.4462),
    (3.6366, -2.7219, 0.5365),
    (2.6613, -1.9772, 0.4526),
)


class Muon(Optimizer):
    """Nesterov momentum; then every singular value of the update is brought near 1.

    So rare directions of the gradient move as far as the frequent ones. The step is lr * sqrt(max(1, R / C)).

    torch.optim.Muon always multiplies in bfloat16. Where the processor only emulates that (AVX2, most laptops) it took
    10 times as long as this one for matrices of 128 and 22 times for 256, so here `dtype` says in what to multiply.
    """

    def __init__(self, matrices: list[Tensor], *, lr: float, momentum: float, weight_decay: float, dtype: torch.dtype):
        super().__init__(matrices, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        self.dtype = dtype

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        for group in self.param_groups:
            by_shape: dict[tuple[torch.Size, torch.device], list[Tensor]] = {}
            for matrix in group["params"]:
                if matrix.grad is not None:
                    by_shape.setdefault((_wide(matrix).shape, matrix.device), []).append(matrix)
            for matrices in by_shape.values():
                directions = torch.stack([_wide(self._direction(matrix, group["momentum"])) for matrix in matrices])
                updates = orthogonalise(directions, self.dtype).unbind()
                for matrix, update in zip(matrices, updates, strict=True):
                    R, C = matrix.shape
                    matrix.mul_(1 - group["lr"] * group["weight_decay"])
                    _wide(matrix).add_(update, alpha=-group["lr"] * max(1, R / C) ** 0.5)

    def _direction(self, matrix: Tensor, momentum: float) -> Tensor:
        """Return (R, C): the gradient as it will be one step ahead (Nesterov), from its running mean."""
        state = self.state[matrix]
        if not state:
            state["mean"] = torch.zeros_like(matrix)
        mean = state["mean"].lerp_(matrix.grad, 1 - momentum)
        return matrix.grad.lerp(mean, momentum)


def _wide(matrix: Tensor) -> Tensor:
    """Return a view of a matrix (R, C), transposed where R > C."""
    return matrix if matrix.shape[0] <= matrix.shape[1] else matrix.mT


def orthogonalise(x: Tensor, dtype: torch.dtype) -> Tensor:
    """Map each matrix U S V^T of x (N, R, C), R <= C, to about U V^T, float32.

    By iterations X <- aX + (bA + cA^2)X with A = X X^T (Jordan et al. 2024, Newton-Schulz); R <= C keeps A small.
    """
    x = x.to(dtype)
    x = x / (1.01 * x.norm(dim=(1, 2), keepdim=True) + 1e-7)  # singular values of at most 1, rounded or not
    for a, b, c in POLAR_EXPRESS:
        A = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(A, A, A, beta=b, alpha=c), x, beta=a)
    return x.float()
