"""Less memory changes nothing that is learnt: chunks of logits, recomputed blocks, smaller micro-batches."""

import pytest
import torch

from conteur.errors import UserError
from conteur.model import Transformer
from conteur.training import Group, micro_batch_size_for, training_memory
from conteur.training.loss import TokenLoss
from conteur.training.memory import _activation_bytes, recompute_activations
from tests.model.conftest import VOCAB_SIZE, build, model_params
from tests.training.test_loop import equal, run, train_params, trainer_of, weights

CPU = torch.device("cpu")
IDS = torch.arange(2 * 19).view(2, 19) % VOCAB_SIZE


def loss_and_gradients(loss: TokenLoss) -> list[torch.Tensor]:
    loss.sums.model.zero_grad()
    torch.manual_seed(3)  # dropout
    value = loss(IDS, IDS.flip(0))
    value.sum().backward()
    return [value.detach(), *(parameter.grad.clone() for parameter in loss.sums.model.parameters())]


@pytest.mark.parametrize("rows", [1, 7, 37])
def test_a_loss_of_logits_in_parts_is_the_loss_of_all_of_them(rows):
    loss = TokenLoss(build(), "fp32", CPU)
    whole = loss_and_gradients(loss)
    logits = loss.sums.model(IDS).flatten(0, 1)
    torch.testing.assert_close(
        whole[0][0], torch.nn.functional.cross_entropy(logits, IDS.flip(0).flatten(), reduction="sum")
    )
    loss.sums.model.tokens_at_once = rows
    torch.testing.assert_close(loss_and_gradients(loss), whole)


def test_a_large_vocabulary_is_never_held_whole():
    biggest = 0

    def note(tensor: torch.Tensor) -> torch.Tensor:
        nonlocal biggest
        biggest = max(biggest, tensor.numel())
        return tensor

    loss = TokenLoss(Transformer(model_params(), 4001), "fp32", CPU)
    for rows, held in ((38, 38 * 4001), (5, 2 * 19 * 40)):  # 40 is d_ff: what a block holds is the biggest then
        loss.sums.model.tokens_at_once, biggest = rows, 0
        with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
            loss(IDS, IDS)
        assert biggest == held


def test_recomputed_blocks_give_the_same_gradients_and_keep_less():
    plain, sparing = (TokenLoss(build(dropout=0.2, n_layers=6).train(), "fp32", CPU) for _ in range(2))
    names = list(sparing.sums.model.state_dict())
    recompute_activations(sparing.sums.model)
    for a, b in zip(loss_and_gradients(plain), loss_and_gradients(sparing), strict=True):
        assert torch.equal(a, b)
    assert list(sparing.sums.model.state_dict()) == names
    kept = [_activation_bytes(loss.sums.model, torch.float32, 2) for loss in (plain, sparing)]
    assert kept[1] < kept[0] / 3


def test_a_run_with_recomputed_blocks_ends_with_the_same_weights(tmp_path):
    runs = [run(tmp_path / str(on), activation_checkpointing=on) for on in (False, True)]
    assert equal(weights(runs[0]), weights(runs[1]))


def test_memory_is_counted_as_a_step_takes_it():
    adamw = train_params().optimizer.model_dump() | {"kind": "adamw"}
    params, train = model_params(), train_params(optimizer=adamw)
    memory = training_memory(params, train, VOCAB_SIZE, CPU, 6)
    model = Transformer(params, VOCAB_SIZE)
    assert memory.weights == memory.gradients == 4 * model.n_parameters()
    assert 1.9 * memory.weights < memory.optimizer < 2.1 * memory.weights  # AdamW: two numbers for each
    assert memory.activations == _activation_bytes(model.train(), torch.float32, 6)
    assert memory.in_passing == 3 * 4 * 6 * 19 * VOCAB_SIZE  # three copies of the logits
    assert memory.total == sum((2 * memory.weights, memory.optimizer, memory.activations, memory.in_passing))
    sparing = training_memory(params, train.model_copy(update={"activation_checkpointing": True}), VOCAB_SIZE, CPU, 6)
    block = (memory.activations - sparing.activations) // params.n_layers
    assert sparing.in_passing == memory.in_passing + block and sparing.total < memory.total
    with_muon = train_params(optimizer=adamw | {"kind": "muon"})
    assert training_memory(params, with_muon, VOCAB_SIZE, CPU, 6).optimizer < 0.7 * memory.optimizer
    assert training_memory(params, train, VOCAB_SIZE, CPU, 3).activations < 0.6 * memory.activations


def test_memory_is_counted_in_the_precision_and_with_the_attention_of_the_device(monkeypatch):
    gpu = torch.device("cuda")

    def activations(device: torch.device, precision: str, **changes) -> int:
        params, train = model_params(dropout=0.0, **changes), train_params(precision=precision)
        return training_memory(params, train, VOCAB_SIZE, device, 6).activations

    monkeypatch.setattr("conteur.model.device.computes_in_bf16", lambda device: device == gpu)
    assert activations(CPU, "auto") == activations(CPU, "fp32")
    assert activations(gpu, "auto") == activations(gpu, "bf16") < 0.9 * activations(CPU, "auto")
    # For so few keys a CPU takes the plain attention in bf16, which keeps its matrices; a GPU does where it is told to.
    assert activations(gpu, "bf16") == activations(CPU, "bf16", attention_backend="fused") < activations(CPU, "bf16")
    plain = {"attention_backend": "plain"}
    assert activations(gpu, "bf16", **plain) == activations(CPU, "bf16", **plain) == activations(CPU, "bf16")


def test_auto_takes_what_fits_a_cpu_from_the_params(monkeypatch):
    train = train_params(batch_size=12, micro_batch_size="auto")
    assert micro_batch_size_for(model_params(), train, VOCAB_SIZE, CPU) == 12
    one = training_memory(model_params(), train, VOCAB_SIZE, CPU, 1).activations
    for bytes_that_fit, rows in ((5 * one, 4), (one, 1), (one // 2, 1)):
        monkeypatch.setattr("conteur.training.memory.ACTIVATION_BYTES_ON_A_CPU", bytes_that_fit)
        assert micro_batch_size_for(model_params(), train, VOCAB_SIZE, CPU) == rows
    assert micro_batch_size_for(model_params(), train, VOCAB_SIZE, torch.device("cuda")) == 12
    assert micro_batch_size_for(model_params(), train_params(micro_batch_size=3), VOCAB_SIZE, CPU) == 3


@pytest.fixture
def memory_for(monkeypatch):
    """Let a micro-batch of more than `rows` rows run out of memory, in the middle of its backward pass.

    Simulated: torch's own error, raised where CUDA raises it. No GPU is needed, and none has seen this test.
    """
    forward = TokenLoss.forward

    def allow(rows: int) -> None:
        def limited(self, ids, targets):
            loss = forward(self, ids, targets)
            if len(ids) > rows and torch.is_grad_enabled():
                loss.register_hook(lambda gradient: (_ for _ in ()).throw(torch.OutOfMemoryError("CUDA out of memory")))
            return loss

        monkeypatch.setattr(TokenLoss, "forward", limited)

    return allow


def test_auto_halves_what_does_not_fit_says_so_and_learns_the_same(tmp_path, memory_for, capsys):
    wanted = run(tmp_path / "a", micro_batch_size=1, dropout=0.0)
    memory_for(2)
    found = run(tmp_path / "b", micro_batch_size="auto", dropout=0.0)
    assert found.state.micro_batch_size == 1  # 6 rows halve to 3, and 3 to 1
    assert equal(weights(found), weights(wanted))
    said = capsys.readouterr().out
    assert "6 sequences at once do not fit the memory of cpu: going on with 3" in said and "going on with 1" in said


class Pair(Group):
    """The first of two processes; the second is made up, and has memory for so many rows."""

    def __init__(self, rows: int, trainer):
        super().__init__(0, 2)
        self.rows, self.trainer = rows, trainer

    def sum(self, *numbers):
        return [number + (self.trainer.state.micro_batch_size > self.rows) for number in numbers]


@pytest.mark.parametrize(("here", "there", "fit"), [(6, 6, 6), (2, 6, 1), (6, 3, 3), (3, 2, 1)])
def test_processes_agree_on_what_fits_in_all_of_them(memory_for, capsys, here, there, fit):
    trainer = trainer_of(micro_batch_size="auto")
    trainer.group = Pair(there, trainer)
    memory_for(here)
    trainer._agree_on_what_fits(IDS.repeat(3, 1), IDS.repeat(3, 1))
    assert trainer.state.micro_batch_size == fit
    assert ("going on with" in capsys.readouterr().out) == (fit < 6)
    assert all(weight.grad is None for weight in trainer.model.parameters())


def test_what_was_found_to_fit_is_kept_with_the_checkpoint(tmp_path, memory_for):
    memory_for(3)
    steps = []

    def stop(step, metrics):
        steps.append(step)
        if step == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, stop, micro_batch_size="auto")
    memory_for(100)
    assert run(tmp_path, micro_batch_size="auto").state.micro_batch_size == 3


@pytest.mark.parametrize(
    ("changes", "rows", "says"),
    [
        ({"micro_batch_size": 6}, 2, r"6 sequences at once do not fit .*set train.micro_batch_size: 3$"),
        ({"micro_batch_size": "auto"}, 0, r"1 sequences at once .*activation_checkpointing: true, or lower"),
    ],
)
def test_memory_that_is_too_small_says_what_to_set(tmp_path, memory_for, changes, rows, says):
    memory_for(rows)
    with pytest.raises(UserError, match=says):
        run(tmp_path, **changes)
