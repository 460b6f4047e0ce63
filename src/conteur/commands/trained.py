"""The trained model as the stages left it."""

from pathlib import Path

from conteur.errors import UserError
from conteur.files import sha256_of
from conteur.generation import Storyteller
from conteur.invocation import spelt
from conteur.model import BEST, load_model
from conteur.tokenizer import load_tokenizer

TOKENIZER = Path("models/tokenizer/tokenizer.json")
MODEL = Path("models/model")


def load_storyteller() -> Storyteller:
    """Read tokenizer and model, on the CPU as in the stage `sample`, so that the same words get the same tale."""
    for path in (TOKENIZER, MODEL / BEST):
        if not path.exists():
            raise UserError(f"there is no trained model yet ({path.as_posix()} is missing); make one: {spelt('repro')}")
    return Storyteller(load_model(MODEL, sha256_of(TOKENIZER)), load_tokenizer(TOKENIZER))
