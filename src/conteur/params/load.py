"""Read params.yaml; every mistake in it becomes one line that names the file, the line and the key."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from conteur.errors import UserError
from conteur.params.schema import ProjectParams

ROOT_PARAMS = Path("params.yaml")  # relative: a stage runs in the root of the checkout that it belongs to


class _Loader(yaml.SafeLoader):
    """Reads 3e-4 as a number, as YAML 1.2 has it: `dvc exp run -S` writes 0.00001 as 1e-05, which is a text in 1.1."""


_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"[-+]?\d+[eE][-+]?\d+$"), list("-+0123456789"))


def load_params(path: Path = ROOT_PARAMS) -> ProjectParams:
    """Read and check the whole file, whichever section the caller needs."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(f"{path} is missing; run from the project's root, or restore it with git") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8") from None
    return parse_params(text, str(path))


def parse_params(text: str, name: str) -> ProjectParams:
    """Check the YAML `text` of a file called `name`; raise a `UserError` for the first mistake."""
    try:
        values = yaml.load(text, Loader=_Loader)
        lines = _lines_of_keys(yaml.compose(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UserError(f"{name}, line {line}: not valid YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise UserError(f"{name}: not valid YAML: {' '.join(str(error).split())}") from None
    try:
        return ProjectParams.model_validate(values)
    except ValidationError as error:
        raise UserError(_one_line(error, name, lines)) from None


def _lines_of_keys(node: yaml.Node | None, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], int]:
    """Map the path of each key and list item to its line, counted from 1."""
    lines = {}
    if isinstance(node, yaml.MappingNode):
        children = [(key.value, key.start_mark.line, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        children = [(index, item.start_mark.line, item) for index, item in enumerate(node.value)]
    else:
        children = []
    for key, line, child in children:
        here = (*path, key)
        lines[here] = line + 1
        lines |= _lines_of_keys(child, here)
    return lines


def _one_line(error: ValidationError, name: str, lines: dict[tuple[str | int, ...], int]) -> str:
    # A misspelt key is also a missing one: name the one that was typed.
    first, *others = sorted(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
    path = first["loc"]
    line = next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), None)
    where = name if line is None else f"{name}, line {line}"
    key = ".".join(map(str, path)) or "the file"
    more = f" ({len(others)} more after this one)" if others else ""
    return f"{where}: {key}: {_explain(first, path)}{more}"


def _explain(error: Any, path: tuple[str | int, ...]) -> str:
    value = error["input"]
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key; {_suggest(path)}"
        case "missing":
            return "missing; add it (git diff shows what was removed)"
        case "value_error":
            return str(error["ctx"]["error"])
        case "float_type" | "int_type" if isinstance(value, str) and _is_number(value):
            return f"{value!r} stands in quotes and is a text; write the number without them"
        case _:
            return f"{error['msg'].lower().removeprefix('input ')}, not {value!r}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _suggest(path: tuple[str | int, ...]) -> str:
    """Name the key that was probably meant, or all that the section knows."""
    section: type[BaseModel] = ProjectParams
    for key in path[:-1]:
        section = section.model_fields[str(key)].annotation
    known = list(section.model_fields)
    close = get_close_matches(str(path[-1]), known, n=1)
    return f"did you mean {close[0]}?" if close else f"known here: {', '.join(known)}"
