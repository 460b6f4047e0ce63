"""Find the files that `data.path` and `data.pattern` mean."""

from pathlib import Path

from conteur.errors import UserError

SUFFIXES = (".txt", ".jsonl", ".parquet")


def find_files(path: Path, pattern: str) -> list[tuple[str, Path]]:
    """Return (name relative to `path`, path) of each file to read, sorted by the code points of the name.

    In a folder, hidden files and files of other kinds (a README.md) are passed over; names have `/` on every system.
    """
    if path.is_file():
        if path.suffix.lower() not in SUFFIXES:
            raise UserError(f"data.path: {path} is not a {_listed(SUFFIXES)} file; rename or convert it")
        return [(path.name, path)]
    if not path.exists():
        raise UserError(f"data.path: {_what_is_missing(path)}")
    if not path.is_dir():
        raise UserError(f"data.path: {path} is neither a file nor a folder")
    names = sorted(_names_in(path, pattern))
    if not names:
        raise UserError(
            f"data.path: no {_listed(SUFFIXES)} file in {path} matches data.pattern={pattern!r}; "
            "put your text there or change the pattern"
        )
    return [(name, path / name) for name in names]


def _names_in(folder: Path, pattern: str) -> set[str]:
    try:
        found = list(folder.glob(pattern))
    except (NotImplementedError, ValueError, IndexError) as error:  # an absolute or malformed pattern
        raise UserError(
            f"data.pattern: {pattern!r} is not a glob relative to data.path ({error}); try '**/*'"
        ) from None
    inside = (file.relative_to(folder) for file in found if file.suffix.lower() in SUFFIXES and file.is_file())
    return {file.as_posix() for file in inside if not any(part.startswith(".") for part in file.parts)}


def _what_is_missing(path: Path) -> str:
    if any(sign in str(path) for sign in "*?["):
        return f"{path} is not there; a glob goes into data.pattern, and the folder into data.path"
    return f"{path} is not there; put your text there, or name the file or folder that holds it"


def _listed(suffixes: tuple[str, ...]) -> str:
    return f"{', '.join(suffixes[:-1])} or {suffixes[-1]}"
