"""A trained model on disk: config.json and *.safetensors, no pickle."""

from pathlib import Path

from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor

from conteur.errors import UserError
from conteur.files import read_json, write_json, written_beside
from conteur.invocation import spelt
from conteur.model.transformer import Transformer
from conteur.params import ModelParams

CONFIG = "config.json"
BEST = "model.safetensors"  # the weights with the lowest validation loss: the model that everything else uses
LAST = "last.safetensors"  # the weights after the last step


def save_model(
    model: Transformer, directory: Path, *, best: dict[str, Tensor], last: dict[str, Tensor], tokenizer_sha256: str
) -> None:
    """Write the model's config, with the tokenizer it learnt the ids of, and two sets of weights into `directory`."""
    for name, weights in ((BEST, best), (LAST, last)):
        # Bytes, not save_file: it would map the target, and Windows replaces no mapped file.
        with written_beside(directory / name) as part:
            part.write_bytes(save(weights))
    write_json(
        directory / CONFIG,
        {
            "format": "conteur-1",
            "vocab_size": model.vocab_size,
            "tokenizer_sha256": tokenizer_sha256,
            "model": model.params.model_dump(mode="json"),
        },
    )


def load_model(directory: Path, tokenizer_sha256: str, name: str = BEST) -> Transformer:
    """Read the model back, on the CPU and in evaluation mode; `name` is BEST or LAST.

    `tokenizer_sha256` is the hash of the tokenizer.json that the caller's ids come from: another one than in
    training would give fluent nonsense, so it is refused.
    """
    try:
        config = read_json(directory / CONFIG)
        weights = load_file(directory / name)
    except FileNotFoundError as error:
        raise UserError(f"{error.filename or directory / name} is missing; make it: {spelt('train')}") from None
    except (ValueError, SafetensorError) as error:
        raise UserError(f"{directory} holds no readable model ({error}); train it again: {spelt('train')}") from None
    if config.get("tokenizer_sha256") != tokenizer_sha256:
        raise UserError(f"{directory} was trained with another tokenizer than this one; run: {spelt('repro')}")
    try:
        model = Transformer(ModelParams.model_validate(config["model"]), config["vocab_size"])
        model.load_state_dict(weights | _tied(model, weights))
    except (KeyError, TypeError, RuntimeError, ValidationError) as error:
        line = " ".join(str(error).split())[:200]
        raise UserError(f"{directory / name} does not fit its {CONFIG} ({line}); train it again") from None
    return model.eval()


def weights_of(model: Transformer) -> dict[str, Tensor]:
    """Copy the learnt tensors to the CPU; a tied unembedding is left out, as it is the embedding."""
    tied = _tied(model, {"embedding.weight": model.embedding.weight})
    return {name: tensor.detach().cpu().clone() for name, tensor in model.state_dict().items() if name not in tied}


def _tied(model: Transformer, weights: dict[str, Tensor]) -> dict[str, Tensor]:
    return {"unembedding.weight": weights["embedding.weight"]} if model.params.tie_embeddings else {}
