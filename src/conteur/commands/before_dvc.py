"""What a task looks at before DVC starts: a mistake in params.yaml or after -S, or a path that leads nowhere.

Each stage checks params.yaml again. But DVC looks for a stage's dependencies first, and its words for a missing one
name neither the key nor what to do. The arguments are overrides as after -S: `model.d_model=256`.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from conteur.corpus.files.folder import find_files
from conteur.errors import UserError, run_program
from conteur.git import said_by_git
from conteur.params import ROOT_PARAMS, ProjectParams, load_params, parse_params
from conteur.tokenizer import load_vocabulary

START = "data/start"  # where a checkpoint to begin from may lie, a dep of the stage train


def main() -> None:
    checked_params(sys.argv[1:])


def checked_params(overrides: Sequence[str]) -> ProjectParams:
    """Return params.yaml with the overrides; raise a `UserError` for the first mistake or path that leads nowhere."""
    params = load_params()
    if overrides:
        params = overridden(overrides)
    if params.data.dataset == "files":
        find_files(Path(params.data.path), params.data.pattern)
    if params.tokenizer.kind == "file":
        load_vocabulary(Path(params.tokenizer.path))
    # DVC wants all of them: dvc.yaml cannot say that a stage has a dependency only with some params.
    for key, path in (("data.path: ", params.data.path), ("tokenizer.path: ", params.tokenizer.path), ("", START)):
        if not Path(path).exists():
            remedy = f'git checkout -- "{path}"' if said_by_git("ls-files", "--", path) else "make that folder"
            raise UserError(f"{key}{path} is not there, and DVC watches it also while nothing of it is used; {remedy}")
    return params


def overridden(overrides: Sequence[str]) -> ProjectParams:
    """Return params.yaml as DVC would change it; edit nothing."""
    from dvc.exceptions import InvalidArgumentError
    from dvc.utils.cli_parse import to_path_overrides
    from dvc.utils.hydra import apply_overrides
    from ruamel.yaml.error import YAMLError

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, ROOT_PARAMS.name)
        copy.write_bytes(ROOT_PARAMS.read_bytes())
        try:
            apply_overrides(copy, to_path_overrides(overrides).get(ROOT_PARAMS.name, []))
        except (InvalidArgumentError, YAMLError) as error:
            why = str(error.__cause__ or error).splitlines()[0].rstrip(".")
            raise UserError(f"-S: {why}; write it as in -S model.d_model=256, with a key of {ROOT_PARAMS}") from None
        return parse_params(copy.read_text(encoding="utf-8"), f"{ROOT_PARAMS} with what -S changes")


if __name__ == "__main__":
    run_program(main)
