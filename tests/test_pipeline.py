"""dvc.yaml says what the stages really read and write; here the two are compared, without running anything."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from conteur.params import ProjectParams
from tests.test_imports import imported

STAGES = yaml.safe_load(Path("dvc.yaml").read_text(encoding="utf-8"))["stages"]
# They say something to the person, to MLflow and of other processes, and nothing to an out (dvc.yaml says so on top).
NO_DEPS = {f"src/conteur/{name}" for name in ("errors.py", "dvc.py", "git.py", "invocation.py", "tracking")}


def names(entries: list) -> set[str]:
    return {next(iter(entry)) if isinstance(entry, dict) else entry for entry in entries}


def outs(stage: str) -> set[str]:
    return set().union(*(names(STAGES[stage].get(kind, [])) for kind in ("outs", "metrics", "plots")))


def path_of(module: str) -> str | None:
    """Return the package folder or file of ours that a module belongs to, as dvc.yaml names it."""
    parts = module.split(".")
    if parts[0] != "conteur" or len(parts) < 2:
        return None
    path = f"src/conteur/{parts[1]}"
    return path if Path(path).is_dir() else f"{path}.py"


def reached(stage: str) -> set[str]:
    """Return our packages and files that a stage imports, and those that they import."""
    todo, found = [Path(f"pipeline/{stage}.py")], set()
    while todo:
        for path in {path_of(module) for module in imported(todo.pop())} - {None} - found:
            found.add(path)
            todo += sorted(Path(path).rglob("*.py")) if Path(path).is_dir() else [Path(path)]
    return found


def paths_in(stage: str) -> set[str]:
    """Return the data paths that a stage names: constants such as Path("data/raw"), outside of src and pipeline."""
    source = Path(f"pipeline/{stage}.py").read_text(encoding="utf-8")
    found = re.findall(r'Path\("((?:data|models|reports)[^"]*)"\)', source)
    return set(found)


@pytest.mark.parametrize("stage", STAGES)
def test_code_that_a_stage_reaches_is_declared_and_nothing_else(stage):
    deps = {dep for dep in names(STAGES[stage]["deps"]) if dep.startswith(("src/", "pipeline/"))}
    assert deps == {f"pipeline/{stage}.py"} | reached(stage) - NO_DEPS


@pytest.mark.parametrize("stage", STAGES)
def test_sections_that_a_stage_reads_are_declared(stage):
    tree = ast.parse(Path(f"pipeline/{stage}.py").read_text(encoding="utf-8"))
    read = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("params", "load_params()")
    }
    read = {name for name in read if name in ProjectParams.model_fields}
    for_the_name_of_the_run = {"data"} if stage in {"train", "evaluate", "sample"} else set()
    declared = set(STAGES[stage].get("params", []))
    assert declared >= read - for_the_name_of_the_run
    assert declared <= set(ProjectParams.model_fields)


@pytest.mark.parametrize("stage", STAGES)
def test_data_that_a_stage_names_is_declared(stage):
    declared = names(STAGES[stage]["deps"]) | outs(stage)
    for path in paths_in(stage):
        assert any(known == path or known.startswith(f"{path}/") or path.startswith(f"{known}/") for known in declared)


@pytest.mark.parametrize("stage", STAGES)
def test_a_command_is_one_program_for_cmd_exe(stage):
    assert STAGES[stage]["cmd"] == f"python -m pipeline.{stage}"


@pytest.mark.parametrize("file", sorted(Path("pipeline").glob("[!_]*.py")), ids=lambda file: file.stem)
def test_a_stage_is_a_page_that_imports_no_other_stage(file):
    assert not {name for name in imported(file) if name.startswith("pipeline")}
    tree = ast.parse(file.read_text(encoding="utf-8"))
    main = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main")
    assert main.end_lineno - main.lineno < 50
    assert not [node for node in ast.walk(main) if isinstance(node, (ast.While, ast.If, ast.For))]
    assert file.stem in STAGES


def test_every_out_has_one_maker():
    every = [out for stage in STAGES for out in outs(stage)]
    assert len(every) == len(set(every))
