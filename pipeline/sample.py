"""Stage sample: let the model continue the prompts of params.yaml."""

from pathlib import Path

from conteur.errors import run_program
from conteur.files import sha256_of
from conteur.generation import Storyteller, write_samples
from conteur.model import BEST, load_model
from conteur.params import load_params
from conteur.tokenizer import load_tokenizer
from conteur.tracking import flatten, run_of_model

TOKENIZER = Path("models/tokenizer/tokenizer.json")
MODEL = Path("models/model")
REPORTS = Path("reports")


def main() -> None:
    params = load_params()
    storyteller = Storyteller(load_model(MODEL, sha256_of(TOKENIZER)), load_tokenizer(TOKENIZER))
    write_samples(storyteller, params.sample, REPORTS)
    sha256 = sha256_of(MODEL / BEST)
    with run_of_model(sha256, f"{params.data.dataset}-{sha256[:6]}") as run:
        run.log_params(flatten(params))
        run.log_artifact(REPORTS / "samples.md")
        run.log_comparison(REPORTS / "tokenizers.json")
    print(f"{len(params.sample.prompts)} samples in {REPORTS.as_posix()}/samples.md")


if __name__ == "__main__":
    run_program(main)
