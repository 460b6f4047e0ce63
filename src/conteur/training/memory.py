"""What training takes of the device's memory, and two ways to make it less: smaller micro-batches, and recomputing."""

from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint

from conteur.model import Transformer, computing_dtype
from conteur.params import ModelParams, TrainParams
from conteur.training.loss import COPIES_OF_LOGITS, TokenLoss
from conteur.training.optimizer import build_optimizers

# A CPU has no "out of memory" to catch: the system ends the process, or swaps. So `auto` keeps what a micro-batch holds
# below this, which fits every machine that can hold the corpus, and is more than a CPU's caches need to be fast.
ACTIVATION_BYTES_ON_A_CPU = 2**30


@dataclass(frozen=True)
class TrainingMemory:
    """Bytes of each part; the sum is about what a step holds at its peak, without the allocator's own."""

    weights: int
    gradients: int
    optimizer: int
    activations: int  # kept for the backward pass of one micro-batch
    in_passing: int  # logits of as many tokens as are made at once, their gradients, and a block that is recomputed

    @property
    def total(self) -> int:
        return sum(vars(self).values())


def training_memory(
    model: ModelParams, train: TrainParams, vocab_size: int, device: torch.device, micro_batch_size: int
) -> TrainingMemory:
    """Count the bytes of a training step by running it on tensors that have shapes and no contents.

    They go through a CPU's kernels, in the precision that `device` computes in and, for a GPU, with the fused
    attention. Of that a GPU's own kernel keeps less where a CPU has none: with dropout, or a learned bias.
    """
    if device.type != "cpu" and model.attention_backend == "auto":
        model = model.model_copy(update={"attention_backend": "fused"})  # what auto comes to there
    with FakeTensorMode():
        built = Transformer(model, vocab_size).train()
        weights = sum(map(n_bytes, built.parameters()))
        dtype = computing_dtype(train.precision, device)
        activations = _activation_bytes(built, dtype, micro_batch_size)
        logits = vocab_size * min(built.tokens_at_once, micro_batch_size * model.context_length)
        in_passing = COPIES_OF_LOGITS * 4 * logits
        if train.activation_checkpointing:
            recompute_activations(built)
            whole, activations = activations, _activation_bytes(built, dtype, micro_batch_size)
            in_passing += (whole - activations) // model.n_layers
        for parameter in built.parameters():
            parameter.grad = torch.empty_like(parameter)
        optimizers = build_optimizers(built, train)
        for optimizer in optimizers:
            optimizer.step()
        values = [value for one in optimizers for state in one.state.values() for value in state.values()]
        states = sum(n_bytes(value) for value in values if isinstance(value, Tensor))
    return TrainingMemory(weights, weights, states, activations, in_passing)


def micro_batch_size_for(model: ModelParams, train: TrainParams, vocab_size: int, device: torch.device) -> int:
    """Return `train.micro_batch_size`, or for auto what to begin with: all rows of a process, if they fit a CPU.

    On a CPU it follows from params and the precision that they come to, so that machines that compute in the same one
    sum in the same order. On CUDA all rows are tried, and the trainer halves them when they do not fit.
    """
    if train.micro_batch_size != "auto":
        return train.micro_batch_size
    rows = train.batch_size // train.processes
    if device.type != "cpu":
        return rows
    one_row = training_memory(model, train, vocab_size, device, 1).activations
    fitting = [size for size in divisors(rows) if size * one_row <= ACTIVATION_BYTES_ON_A_CPU]
    return max(fitting, default=1)


def divisors(number: int) -> list[int]:
    return [candidate for candidate in range(1, number + 1) if number % candidate == 0]


def recompute_activations(model: Transformer) -> None:
    """Keep only what goes into each block; the backward pass runs the block again (Chen et al. 2016).

    A third more work, for memory that no longer grows with what is inside the blocks. The weights keep their names, as
    a wrapper around each block would not let them.
    """
    for block in model.blocks:
        block.forward = partial(checkpoint, block.forward, use_reentrant=False)


def n_bytes(tensor: Tensor) -> int:
    return tensor.numel() * tensor.element_size()


def _activation_bytes(model: Transformer, dtype: torch.dtype, micro_batch_size: int) -> int:
    """Add up what autograd keeps for the backward pass of a loss in `dtype`, each piece once, weights left out."""
    kept: dict[int, tuple[int, nn.Module | Tensor]] = {}

    def note(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        kept[storage._cdata] = (storage.nbytes(), tensor)  # the tensor too: a freed storage's number is given again
        return tensor

    weights = {parameter.untyped_storage()._cdata for parameter in model.parameters()}
    ids = torch.zeros(micro_batch_size, model.params.context_length, dtype=torch.int64)
    loss = TokenLoss(model, "fp32", torch.device("cpu"))
    loss.dtype = dtype
    with saved_tensors_hooks(note, lambda tensor: tensor):
        loss(ids, ids)
    return sum(size for number, (size, _) in kept.items() if number not in weights)
