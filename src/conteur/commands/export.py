"""`invoke export`: the trained model as Hugging Face's transformers loads it."""

import argparse
from pathlib import Path

from conteur.commands.trained import load_storyteller
from conteur.errors import run_program
from conteur.export import export_model

DIRECTORY = Path("models/huggingface")


def main() -> None:
    parser = argparse.ArgumentParser(prog="export", description=__doc__, allow_abbrev=False)
    parser.add_argument("--directory", type=Path, default=DIRECTORY, help=f"instead of {DIRECTORY.as_posix()}")
    directory = parser.parse_args().directory
    teller = load_storyteller()
    name = export_model(teller.model, teller.tokenizer, directory)
    folder = directory.as_posix()
    print(f"{folder} holds a {name} and its tokenizer; in Python, where transformers is installed:")
    print(f'  AutoModelForCausalLM.from_pretrained("{folder}"), AutoTokenizer.from_pretrained("{folder}")')


if __name__ == "__main__":
    run_program(main)
