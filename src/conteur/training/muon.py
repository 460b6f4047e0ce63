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
            by_side: dict[int, dict[torch.Size, list[Tensor]]] = {}
            for matrix in group["params"]:
                if matrix.grad is not None:
                    by_side.setdefault(min(matrix.shape), {}).setdefault(matrix.shape, []).append(matrix)
            for by_shape in by_side.values():
                directions = [self._directions(matrices, group["momentum"]) for matrices in by_shape.values()]
                for matrices, updates in zip(by_shape.values(), orthogonalise(directions, self.dtype), strict=True):
                    R, C = matrices[0].shape
                    for matrix, update in zip(matrices, updates.unbind(), strict=True):
                        if group["weight_decay"]:
                            matrix.mul_(1 - group["lr"] * group["weight_decay"])
                        matrix.add_(update, alpha=-group["lr"] * max(1, R / C) ** 0.5)

    def _directions(self, matrices: list[Tensor], momentum: float) -> Tensor:
        """Return (N, R, C): the gradients as they will be one step ahead (Nesterov), from their running means.

        The state of the first matrix holds the means of all: one operation for N small ones.
        """
        gradients = torch.stack([matrix.grad for matrix in matrices])
        state = self.state[matrices[0]]
        if not state:
            state["means"] = torch.zeros_like(gradients)
        means = state["means"].lerp_(gradients, 1 - momentum)
        return gradients.lerp_(means, momentum)


def orthogonalise(stacks: list[Tensor], dtype: torch.dtype) -> list[Tensor]:
    """Map each matrix U S V^T of stacks (N, R, C), all with the same K = min(R, C), to about U V^T, float32.

    By iterations X <- aX + (bA + cA^2)X with A = X X^T (Jordan et al. 2024, Newton-Schulz). The sum with aX is taken
    before it is rounded. To multiply the polynomials of the first A with each other, as they commute, spares a sixth of
    the time, but in bfloat16 what each product rounds grows from one to the next: singular values of up to 1.54.
    """
    stacks = [_of_norm_one(x).to(dtype) for x in stacks]
    for a, b, c in POLAR_EXPRESS:
        A = torch.cat([x @ x.mT if x.shape[1] <= x.shape[2] else x.mT @ x for x in stacks])  # (all, K, K)
        factors = torch.baddbmm(A, A, A, beta=b, alpha=c).split([len(x) for x in stacks])
        stacks = [
            torch.baddbmm(x, P, x, beta=a) if x.shape[1] <= x.shape[2] else torch.baddbmm(x, x, P, beta=a)
            for P, x in zip(factors, stacks, strict=True)
        ]
    return [x.float() for x in stacks]


def _of_norm_one(x: Tensor) -> Tensor:
    """Return each matrix divided by a little more than its norm: singular values of at most 1, rounded or not."""
    return x / (1.01 * x.norm(dim=(1, 2), keepdim=True) + 1e-7)
