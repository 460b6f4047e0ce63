"""What a task looks at before DVC starts: a mistake in params.yaml, or a path in it that leads nowhere.

Each stage checks params.yaml again. But DVC looks for a stage's dependencies first, and its words for a missing one
name neither the key nor what to do.
"""

from pathlib import Path

from conteur.corpus.files.folder import find_files
from conteur.errors import run_program
from conteur.params import load_params
from conteur.tokenizer import load_vocabulary


def main() -> None:
    params = load_params()
    if params.data.dataset == "files":
        find_files(Path(params.data.path), params.data.pattern)
    if params.tokenizer.kind == "file":
        load_vocabulary(Path(params.tokenizer.path))


if __name__ == "__main__":
    run_program(main)
