"""A model in a folder as transformers' from_pretrained reads it: config.json and model.safetensors, no pickle."""

from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor

from conteur.errors import UserError
from conteur.export.architecture import Architecture, choose_architecture, nested
from conteur.export.gpt2 import GPT2
from conteur.export.llama import LLAMA, QWEN3
from conteur.files import read_json, write_json, written_beside
from conteur.model import Transformer, weights_of
from conteur.params import ModelParams
from conteur.tokenizer import Tokenizer, save_tokenizer

KNOWN = [GPT2, LLAMA, QWEN3]
CONFIG, WEIGHTS = "config.json", "model.safetensors"
# What no architecture of others speaks of and our schema asks for; it changes nothing that is computed.
UNSAID = {
    "init": "gpt2",
    "attention_backend": "auto",
    "position.base": 10000.0,
    "position.buckets": 32,
    "position.max_distance": 128,
}


def export_model(model: Transformer, tokenizer: Tokenizer, directory: Path) -> str:
    """Write what `AutoModelForCausalLM` and `AutoTokenizer` load; return the name of the class in transformers.

    Raises a `UserError` for a model that no known architecture computes.
    """
    architecture = choose_architecture(model.params, KNOWN)
    weights = weights_of(model)
    theirs = {place.theirs: place.give(weights) for place in architecture.places(model.params)}
    with written_beside(directory / WEIGHTS) as part:
        part.write_bytes(save(theirs, {"format": "pt"}))
    end = tokenizer.eos_id
    write_json(
        directory / CONFIG,
        {
            "architectures": [architecture.name],
            "model_type": architecture.model_type,
            **architecture.config(model.params, model.vocab_size),
            "bos_token_id": end,  # a document begins after the end of the one before
            "eos_token_id": end,
            "dtype": "float32",
        },
    )
    save_tokenizer(tokenizer, directory / "tokenizer.json")
    name = next(name for name, id in tokenizer.special_tokens if id == end)
    write_json(
        directory / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": name,
            "eos_token": name,
            "clean_up_tokenization_spaces": False,
            "model_max_length": model.params.context_length,
        },
    )
    return architecture.name


def import_model(directory: Path) -> Transformer:
    """Read a folder of Hugging Face's, such as `gpt2` from the hub, as a model of ours on the CPU, in float32.

    Raises a `UserError` for an architecture or a setting that our family does not have, and for weights that are
    missing, too many or of another shape.
    """
    try:
        config = read_json(directory / CONFIG)
        weights = load_file(directory / WEIGHTS)
    except FileNotFoundError as error:
        raise UserError(f"{error.filename or directory / WEIGHTS} is missing; both files are needed") from None
    except (ValueError, SafetensorError) as error:
        raise UserError(f"{directory} holds no readable model ({error}); get it again") from None
    architecture = next((one for one in KNOWN if one.model_type == config.get("model_type")), None)
    if architecture is None:
        known = ", ".join(one.model_type for one in KNOWN)
        raise UserError(f"{directory / CONFIG}: model_type is {config.get('model_type')}; known here: {known}")
    try:
        return _build(architecture, config, weights).eval()
    except KeyError as error:
        raise UserError(f"{directory / CONFIG}: {error.args[0]} is missing") from None
    except (ValidationError, ValueError, TypeError) as error:
        raise UserError(f"{directory}: {' '.join(str(error).split())[:200]}") from None


def _build(architecture: Architecture, config: dict[str, Any], weights: dict[str, Tensor]) -> Transformer:
    values = UNSAID | dict(architecture.demands) | architecture.params(config)
    params = ModelParams.model_validate(nested(values))
    with torch.device("meta"):
        shapes = {name: weight.shape for name, weight in Transformer(params, config["vocab_size"]).state_dict().items()}
    left = {_with_prefix(name): weight.float() for name, weight in weights.items()}
    ours: dict[str, Tensor] = {}
    for place in architecture.places(params):
        if place.theirs not in left:
            raise ValueError(f"{place.theirs} is not among the weights")
        ours |= place.take(left.pop(place.theirs), shapes)
    tied = {"unembedding.weight": ours["embedding.weight"]} if params.tie_embeddings else {}
    unknown = [name for name in left if not name.endswith((*architecture.ignored, "lm_head.weight"))]
    if unknown:
        raise ValueError(f"{unknown[0]} has no place in this model ({len(unknown)} such weights)")
    model = Transformer(params, config["vocab_size"])
    model.load_state_dict(ours | tied)
    return model


def _with_prefix(name: str) -> str:
    """Return the name as the language model has it: OpenAI's own GPT-2 files leave `transformer.` out."""
    return f"transformer.{name}" if name.startswith(("wte.", "wpe.", "h.", "ln_f.")) else name
