"""What a task looks at before DVC starts: a mistake in params.yaml, or a `data.path` that leads nowhere.

Each stage checks params.yaml again. But DVC looks for a stage's dependencies first, and its words for a missing one
name neither the key nor what to do.
"""

from pathlib import Path

from conteur.corpus.files.folder import find_files
from conteur.errors import run_program
from conteur.params import load_params


def main() -> None:
    data = load_params().data
    if data.dataset == "files":
        find_files(Path(data.path), data.pattern)


if __name__ == "__main__":
    run_program(main)
