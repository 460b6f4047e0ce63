"""The optimizers against their equations in float64."""

import pytest
import torch

from conteur.model import Transformer
from conteur.params import TrainParams, load_params
from conteur.training.muon import POLAR_EXPRESS, Muon, orthogonalise
from conteur.training.optimizer import build_optimizers
from tests.model.conftest import VOCAB_SIZE, model_params


def model_and_optimizers(**optimizer) -> tuple[Transformer, list[torch.optim.Optimizer], TrainParams]:
    torch.manual_seed(0)
    train = load_params().train.model_dump()
    params = TrainParams.model_validate(train | {"optimizer": train["optimizer"] | optimizer})
    model = Transformer(model_params(), VOCAB_SIZE)
    return model, build_optimizers(model, params), params


def test_adamw_is_its_equations_and_decays_matrices_only():
    model, (optimizer,), params = model_and_optimizers(kind="adamw", beta1=0.8, beta2=0.9, weight_decay=0.3)
    watched = {
        model.blocks[0].feed_forward.up.weight: 0.3,
        model.embedding.weight: 0.3,
        model.blocks[0].feed_forward.up.bias: 0.0,
        model.norm.gain: 0.0,
    }
    plain = {p: [p.detach().double(), p.detach().double() * 0, p.detach().double() * 0] for p in watched}
    lr = params.learning_rate
    for step in range(1, 6):
        for parameter, decay in watched.items():
            parameter.grad = torch.randn_like(parameter)
            p, m, v = plain[parameter]
            g = parameter.grad.double()
            m.mul_(0.8).add_(g, alpha=0.2)
            v.mul_(0.9).add_(g * g, alpha=0.1)
            p.mul_(1 - lr * decay)
            p.sub_(lr * (m / (1 - 0.8**step)) / ((v / (1 - 0.9**step)).sqrt() + 1e-8))
        optimizer.step()
    for parameter, (p, _, _) in plain.items():
        torch.testing.assert_close(parameter.detach().double(), p, atol=1e-6, rtol=1e-5)


def test_muon_takes_the_matrices_of_the_blocks_and_adamw_the_rest():
    model, (adamw, muon), params = model_and_optimizers(kind="muon")
    of_muon = {id(p) for group in muon.param_groups for p in group["params"]}
    of_adamw = {id(p) for group in adamw.param_groups for p in group["params"]}
    assert of_muon == {id(p) for name, p in model.named_parameters() if name.startswith("blocks.") and p.dim() == 2}
    assert of_muon | of_adamw == {id(p) for p in model.parameters()} and not of_muon & of_adamw
    assert [group["peak_lr"] for group in muon.param_groups] == [params.optimizer.matrix_learning_rate]
    assert {group["peak_lr"] for group in adamw.param_groups} == {params.learning_rate}
    assert {group["weight_decay"] for group in adamw.param_groups} == {0.0}


def test_muon_is_its_equations():
    """Nesterov momentum, three iterations, the step scaled by the shape: matrix by matrix, in float64."""
    torch.manual_seed(1)
    shapes = [(7, 7), (5, 11), (11, 5), (7, 7), (7, 9), (11, 5)]
    matrices = [torch.nn.Parameter(torch.randn(shape)) for shape in shapes]
    plain = [matrix.detach().double().clone() for matrix in matrices]
    means = [torch.zeros_like(p) for p in plain]
    muon = Muon(matrices, lr=0.1, momentum=0.9, weight_decay=0.2, dtype=torch.float32)
    for _ in range(4):
        for matrix, p, mean in zip(matrices, plain, means, strict=True):
            R, C = matrix.shape
            matrix.grad = torch.randn(R, C)
            g = matrix.grad.double()
            mean.mul_(0.9).add_(g, alpha=0.1)
            x = 0.1 * g + 0.9 * mean
            x = x / (1.01 * x.norm())
            for a, b, c in POLAR_EXPRESS:
                A = x @ x.T
                x = a * x + (b * A + c * A @ A) @ x
            p.mul_(1 - 0.1 * 0.2).sub_(0.1 * max(1, R / C) ** 0.5 * x)
        muon.step()
    for matrix, p in zip(matrices, plain, strict=True):
        torch.testing.assert_close(matrix.detach().double(), p, atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize(("dtype", "largest"), [(torch.float32, 1.28), (torch.bfloat16, 1.3)])
def test_orthogonalised_matrices_have_singular_values_near_one(dtype, largest):
    torch.manual_seed(2)
    u, v = (torch.linalg.qr(torch.randn(n, 13)).Q for n in (13, 29))
    x = u * torch.logspace(-1.7, 0, 13) @ v.T * torch.tensor([1e-4, 1e3])[:, None, None]
    rank_one = torch.outer(torch.randn(13), torch.randn(29))  # its singular value is the norm: the largest there can be
    wide, tall, lone = orthogonalise([x, x.mT, rank_one[None]], dtype)
    for values in torch.linalg.svdvals(wide), torch.linalg.svdvals(tall):
        assert values.min() > 0.7 and values.max() < largest
    assert torch.linalg.svdvals(x).max() > 999  # control
    assert 0.6 < torch.linalg.svdvals(lone).max() < largest
