"""The trained model as the stages left it."""

from pathlib import Path

from conteur.commands.made import TOKENIZER, check_made
from conteur.files import sha256_of
from conteur.generation import Storyteller
from conteur.model import BEST, load_model
from conteur.tokenizer import load_tokenizer

MODEL = Path("models/model")


def load_storyteller() -> Storyteller:
    """Read tokenizer and model, on the CPU as in the stage `sample`, so that the same words get the same tale."""
    for path in (TOKENIZER, MODEL / BEST):
        check_made(path, "trained model")
    return Storyteller(load_model(MODEL, sha256_of(TOKENIZER)), load_tokenizer(TOKENIZER))
