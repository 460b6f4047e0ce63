"""What all architectures of others share: which of our models they can hold, and where each weight goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from conteur.errors import UserError
from conteur.params import ModelParams


@dataclass(frozen=True)
class Place:
    """Where weights of ours stand in theirs: several of ours may lie under one name, one below the other."""

    theirs: str
    ours: tuple[str, ...]
    transposed: bool = False  # GPT-2 keeps its matrices as (inputs, outputs)

    def give(self, weights: Mapping[str, Tensor]) -> Tensor:
        joined = torch.cat([weights[name] for name in self.ours])
        return (joined.T if self.transposed else joined).contiguous()

    def take(self, tensor: Tensor, shapes: Mapping[str, torch.Size]) -> dict[str, Tensor]:
        """Cut `tensor` into ours, whose `shapes` the model knows; ValueError where they do not fit."""
        rows = [shapes[name][0] for name in self.ours]
        whole = tensor.T if self.transposed else tensor
        wanted = (sum(rows), *shapes[self.ours[0]][1:])
        if whole.shape != wanted:
            raise ValueError(f"{self.theirs} has the shape {tuple(tensor.shape)}, which is not that of config.json")
        return {name: part.contiguous() for name, part in zip(self.ours, whole.split(rows), strict=True)}


@dataclass(frozen=True)
class Architecture:
    """One class of transformers as a set of functions, and the values of params.yaml that it is built for."""

    name: str  # of the class in transformers
    model_type: str
    demands: Mapping[str, Any]  # keys of `model` in params.yaml to the one value that fits, or to a key of equal value
    config: Callable[[ModelParams, int], dict[str, Any]]  # ours and the vocabulary size to their config.json
    params: Callable[[Mapping[str, Any]], dict[str, Any]]  # their config.json to what `demands` does not say of ours
    places: Callable[[ModelParams], list[Place]]
    ignored: tuple[str, ...] = field(default=())  # ends of names that hold no weight, such as a causal mask

    def obstacles(self, params: ModelParams) -> list[str]:
        """Return what stands in the way, as in `model.ffn.kind=relu2 (it has swiglu)`."""
        values = flat(params.model_dump())
        demands = {key: values.get(wanted, wanted) for key, wanted in self.demands.items()}
        return [f"model.{key}={values[key]} (it has {it})" for key, it in demands.items() if values[key] != it]


def choose_architecture(params: ModelParams, known: list[Architecture]) -> Architecture:
    """Return the first that can hold the model, or raise a `UserError` that names what the nearest one lacks."""
    nearest = min(known, key=lambda architecture: len(architecture.obstacles(params)))
    if obstacles := nearest.obstacles(params):
        raise UserError(
            f"no architecture of transformers among {', '.join(one.name for one in known)} computes what this model "
            f"does; the nearest, {nearest.name}, but for {', '.join(obstacles)}"
        )
    return nearest


def flat(values: Mapping[str, Any], parents: str = "") -> dict[str, Any]:
    """Map {"position": {"kind": "rope"}} to {"position.kind": "rope"}."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        found |= flat(value, f"{parents}{key}.") if isinstance(value, Mapping) else {parents + key: value}
    return found


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Undo `flat`."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        section = found
        *parents, name = key.split(".")
        for parent in parents:
            section = section.setdefault(parent, {})
        section[name] = value
    return found
