"""Print what a temporary copy of the project lacks: one's own text, vocabulary and checkpoint, which git ignores.

A path a line, for DVC's --copy-paths. The arguments and what is checked are those of `conteur.commands.before_dvc`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from conteur.commands.before_dvc import START, checked_params
from conteur.errors import run_program
from conteur.git import said_by_git


def main() -> None:
    params = checked_params(sys.argv[1:])
    tracked = [Path(name) for name in (said_by_git("ls-files", "-z") or "").split("\0")]
    in_the_copy = {known for file in tracked if file.exists() for known in (file, *file.parents)}
    paths = (params.data.path, params.tokenizer.path, START)
    for part in sorted({part for path in paths for part in missing_parts(Path(path), in_the_copy)}):
        print(part.as_posix())


def missing_parts(path: Path, in_the_copy: set[Path]) -> Iterator[Path]:
    """Yield what of `path` is not among the files and folders `in_the_copy`, as few paths as say it all.

    DVC copies a folder only to where there is none, and a file only into a folder that is there. A path that leads
    out of the project leads to the same place from the copy if it is absolute.
    """
    if path.is_absolute() or ".." in path.parts:
        return
    for part in (*reversed(path.parents), path):
        if part not in in_the_copy:
            yield part
            return
    if path.is_dir():
        for child in path.iterdir():
            yield from missing_parts(child, in_the_copy)


if __name__ == "__main__":
    run_program(main)
