"""The tokenizer that the stages made, and what to say of what they have not made yet. Nothing here imports torch."""

from pathlib import Path

from conteur.errors import UserError
from conteur.invocation import spelt

TOKENIZER = Path("models/tokenizer/tokenizer.json")


def check_made(path: Path, name: str) -> None:
    if not path.exists():
        raise UserError(f"there is no {name} yet ({path.as_posix()} is missing); make one: {spelt('repro')}")
