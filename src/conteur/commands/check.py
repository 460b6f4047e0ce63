"""What a task looks at before DVC starts: a mistake in params.yaml, or a path that leads nowhere.

Each stage checks params.yaml again. But DVC looks for a stage's dependencies first, and its words for a missing one
name neither the key nor what to do.
"""

from pathlib import Path

from conteur.corpus.files.folder import find_files
from conteur.errors import UserError, run_program
from conteur.params import ProjectParams, load_params
from conteur.tokenizer import load_vocabulary

START = "data/start"  # where a checkpoint to begin from may lie, a dep of the stage train


def main() -> None:
    check(load_params())


def check(params: ProjectParams) -> None:
    """Raise a `UserError` for the first path that leads nowhere."""
    if params.data.dataset == "files":
        find_files(Path(params.data.path), params.data.pattern)
    if params.tokenizer.kind == "file":
        load_vocabulary(Path(params.tokenizer.path))
    # DVC wants all of them: dvc.yaml cannot say that a stage has a dependency only with some params.
    for key, path in (("data.path: ", params.data.path), ("tokenizer.path: ", params.tokenizer.path), ("", START)):
        if not Path(path).exists():
            raise UserError(
                f"{key}{path} is not there, and DVC watches it also while nothing of it is used; make that folder"
            )


if __name__ == "__main__":
    run_program(main)
