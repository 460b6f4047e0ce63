"""Stage download: write the corpus that params.yaml names, as a training and a validation split."""

from pathlib import Path

from conteur.corpus import write_corpus
from conteur.errors import run_program
from conteur.params import load_params
from conteur.tracking import project_root

RAW = Path("data/raw")  # the stage's out in dvc.yaml
DOWNLOADS = Path(".cache/downloads")  # of the project, also for a temporary experiment; survives the removal of outs


def main() -> None:
    params = load_params()
    splits = write_corpus(params.data, RAW, project_root() / DOWNLOADS)["splits"]
    train, validation = splits["train"], splits["validation"]
    print(
        f"{RAW.as_posix()}: {train['documents']} documents ({train['bytes']} bytes) to train on, "
        f"{validation['documents']} ({validation['bytes']} bytes) held out"
    )


if __name__ == "__main__":
    run_program(main)
