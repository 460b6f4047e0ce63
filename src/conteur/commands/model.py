"""`invoke model`: the tensors of the model that params.yaml describes, and what they take, before any training."""

import math
import re
from collections.abc import Mapping

import torch

from conteur.commands.console import aligned
from conteur.errors import run_program
from conteur.model import Transformer, choose_device, training_flops_per_token
from conteur.params import ProjectParams, load_params
from conteur.training import micro_batch_size_for, training_memory


def main() -> None:
    params = load_params()
    with torch.device("meta"):  # shapes without contents
        model = Transformer(params.model, params.tokenizer.vocab_size)
    shapes = {name: tuple(weight.shape) for name, weight in model.named_parameters()}
    print(aligned(tensors(shapes)))
    print()
    print(aligned(list(figures(model, params).items())))


def tensors(shapes: Mapping[str, tuple[int, ...]]) -> list[tuple[str, str, str]]:
    """Return a row for each tensor: name, shape, numbers; blocks have the same ones and share their rows."""
    together: dict[str, list[tuple[int, ...]]] = {}
    for name, shape in shapes.items():
        together.setdefault(re.sub(r"^blocks\.\d+\.", "blocks.*.", name), []).append(shape)
    rows = []
    for name, same in together.items():
        n = math.prod(same[0])
        times = f"{len(same)} x " if "*" in name else ""
        rows.append((name.replace("*", f"0-{len(same) - 1}"), " x ".join(map(str, same[0])), f"{times}{n:,}"))
    return rows


def figures(model: Transformer, params: ProjectParams) -> dict[str, str]:
    """Put sizes, work and memory into words."""
    train, n = params.train, model.n_parameters()
    device = choose_device(train.device, "train.device")
    rows = micro_batch_size_for(params.model, train, model.vocab_size, device)
    memory = training_memory(params.model, train, model.vocab_size, device, rows)
    flops = training_flops_per_token(model)
    tokens = train.max_steps * train.batch_size * params.model.context_length
    embeddings = model.embedding.weight.numel()
    return {
        "parameters": f"{n:,}, of which {embeddings:,} ({embeddings / n:.0%}) embed {model.vocab_size:,} tokens",
        "work": f"{flops / 1e6:,.1f} MFLOP per token of training",
        "training": f"{tokens:,} tokens, {tokens * flops / 1e15:,.2f} PFLOP",
        "memory": f"about {_size(memory.total)} in a training step, {rows} sequences at once",
        "- weights": _size(memory.weights),
        "- gradients": _size(memory.gradients),
        "- optimizer": _size(memory.optimizer),
        "- activations": _size(memory.activations),
        "- in passing": _size(memory.in_passing),
    }


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 2**30:,.2f} GiB" if n_bytes >= 2**30 else f"{n_bytes / 2**20:,.1f} MiB"


if __name__ == "__main__":
    run_program(main)
