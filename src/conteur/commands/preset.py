"""`invoke preset NAME`: lay the values of presets/NAME.yaml over params.yaml, whose comments and order stay.

A preset holds the keys that make it what it is, and begins with a comment line that says what it is for. What it does
not name is as in presets/fables.yaml, the default run, so that nothing is left of a preset that came before. Keys that
are not there either are the person's, and stay: the machine, the own files, the seed, how to sample.
"""

import argparse
import io
import json
import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from conteur.errors import UserError, run_program
from conteur.files import write_text
from conteur.git import said_by_git
from conteur.invocation import spelt
from conteur.params import ROOT_PARAMS, load_params, parse_params

PRESETS = Path("presets")
DEFAULT = "fables"
WAY_BACK = "git checkout params.yaml"


def main() -> None:
    options = parse_options()
    if not options.name:
        print(listing())
        return
    preset = preset_file(options.name)
    load_params()  # says what is wrong with the file as it stands
    if options.as_overrides:
        print(json.dumps(as_overrides(preset)))
        return
    before = ROOT_PARAMS.read_text(encoding="utf-8")
    after = overlaid(before, preset)
    if after == before:
        print(f"{ROOT_PARAMS} has the values of {options.name} already")
        return
    edited = has_uncommitted_edits(ROOT_PARAMS)
    if edited and not options.force:
        raise UserError(
            f"{ROOT_PARAMS} has edits that are not committed, and the preset would write over them; commit them, "
            f"take them back ({WAY_BACK}), or: {spelt(f'preset {options.name} --force')}"
        )
    parse_params(after, f"{ROOT_PARAMS} with {preset.as_posix()}")
    write_text(ROOT_PARAMS, after)
    print("".join(unified_diff(*(text.splitlines(keepends=True) for text in (before, after)), "before", "now", n=0)))
    if edited is None:
        print("there is no git history here, so nothing brings the values from before back")
    else:
        way_back = "the way back, but not to the edits that were not committed" if edited else "the way back"
        print(f"run it: {spelt('repro')}; {way_back}: {WAY_BACK}")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="preset", description=__doc__, allow_abbrev=False)
    parser.add_argument("name", nargs="?", help="a file of presets/ without .yaml; none lists them")
    parser.add_argument("--force", action="store_true", help="also over edits that are not committed")
    parser.add_argument(
        "--as-overrides", action="store_true", help="print what dvc exp run takes after -S, as JSON; edit nothing"
    )
    return parser.parse_args()


def names() -> list[str]:
    return sorted(path.stem for path in PRESETS.glob("*.yaml"))


def listing() -> str:
    """Return a line for each preset, which says what it is for, and the way back to the defaults."""
    width = max(map(len, names()), default=0)
    lines = [f"{name:<{width}}  {purpose(PRESETS / f'{name}.yaml')}" for name in names()]
    return "\n".join([*lines, "", f"use one: {spelt('preset NAME')}; back to the values of git: {WAY_BACK}"])


def purpose(path: Path) -> str:
    """Return the comment that the file begins with."""
    return text_of(path).partition("\n")[0].removeprefix("#").strip()


def text_of(preset: Path) -> str:
    try:
        return preset.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{preset.as_posix()} is not UTF-8 at byte {error.start}; save it as UTF-8") from None


def preset_file(name: str) -> Path:
    if name not in names():
        raise UserError(f"there is no preset {name!r} in {PRESETS.as_posix()}; there are: {', '.join(names())}")
    return PRESETS / f"{name}.yaml"


def overlaid(params: str, preset: Path) -> str:
    """Return the text of params.yaml with the values of the default run and, on top, the preset's.

    Raises a `UserError` for a key that is not there.
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096  # ruamel would fold long texts
    values = yaml.load(params)
    for file in (preset_file(DEFAULT), preset):
        _lay_over(values, _keys_of(file, yaml), file.as_posix(), "")
    text = io.StringIO()
    yaml.dump(values, text)
    return text.getvalue()


def as_overrides(preset: Path) -> list[str]:
    """Return `key=value` for each value that the preset changes in params.yaml, in Hydra's grammar.

    Unchecked: it may take an override more to make them fit together.
    """
    before = ROOT_PARAMS.read_text(encoding="utf-8")
    after = overlaid(before, preset)
    old, new = (dict(_leaves(YAML(typ="safe").load(text), "")) for text in (before, after))
    return [f"{key}={_as_hydra(value)}" for key, value in new.items() if not _same(old[key], value)]


def _keys_of(preset: Path, yaml: YAML) -> CommentedMap:
    try:
        keys = yaml.load(text_of(preset))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UserError(f"{preset.as_posix()}, line {line}: not valid YAML: {error.problem}") from None
    if not isinstance(keys, CommentedMap):
        raise UserError(f"{preset.as_posix()}: holds no keys; write some of params.yaml's")
    return keys


def _leaves(values: Mapping[str, Any], parents: str) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{parents}{key}.")
        else:
            yield parents + key, value


def _as_hydra(value: Any) -> str:
    if isinstance(value, list):
        return f"[{','.join(map(_as_hydra, value))}]"
    if isinstance(value, str):  # in quotes; a quote in it is escaped, and so are backslashes before a quote or the end
        return "'" + re.sub(r"(\\*)('|\Z)", lambda found: found[1] * 2 + found[2].replace("'", "\\'"), value) + "'"
    return json.dumps(value)  # which writes true and 0.0006 as Hydra does


def _lay_over(values: CommentedMap, changes: CommentedMap, file: str, parents: str) -> None:
    for key, change in changes.items():
        where = f"{file}, line {changes.lc.key(key)[0] + 1}: {parents}{key}"
        if key not in values:
            raise UserError(f"{where}: params.yaml has no such key; known here: {', '.join(map(str, values))}")
        old = values[key]
        if isinstance(old, Mapping) != isinstance(change, Mapping):
            kind = "a section" if isinstance(old, Mapping) else "a value"
            raise UserError(f"{where}: this is {kind} in params.yaml; write it as it stands there")
        if isinstance(old, Mapping):
            _lay_over(old, change, file, f"{parents}{key}.")
        elif _same(old, change):
            continue
        elif isinstance(old, list) and isinstance(change, list):
            old[:] = change  # in place: the comment beside the key belongs to the list
        else:
            values[key] = change


def _same(old: Any, new: Any) -> bool:
    """Say whether a value is there already, perhaps spelt otherwise: then it stays as it is spelt."""
    return old == new and isinstance(old, bool) == isinstance(new, bool)


def has_uncommitted_edits(path: Path) -> bool | None:
    """Ask git; None without git, a repository or a commit."""
    if said_by_git("rev-parse", "--verify", "--quiet", "HEAD") is None:
        return None
    return bool(said_by_git("status", "--porcelain", "--", str(path)))


if __name__ == "__main__":
    run_program(main)
