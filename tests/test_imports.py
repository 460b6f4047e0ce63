"""Who may import whom: arrows go down only, and a package never imports its own level."""

import ast
import sys
from pathlib import Path

import pytest

SOURCE = Path("src/conteur")
LEVEL = {
    "dvc": 0,
    "errors": 0,
    "git": 0,
    "invocation": 0,
    "setup": 0,
    "files": 1,
    "figures": 2,
    "params": 2,
    "corpus": 3,
    "tokenizer": 3,
    "tokens": 3,
    "model": 3,
    "tracking": 3,
    "training": 4,
    "evaluation": 4,
    "generation": 4,
    "export": 4,
    "comparison": 4,
    "commands": 5,
}
# What a package has to do without, so that it stays instant to import or can be used alone.
KEPT_OUT = {
    "params": {"torch", "numba", "numpy", "mlflow"},
    "corpus": {"torch", "mlflow"},
    "tokenizer": {"torch", "mlflow"},
    "tracking": {"torch"},
    "training": {"mlflow"},
    "evaluation": {"mlflow"},
    "generation": {"mlflow"},
    "export": {"mlflow", "transformers"},
    "model": {"mlflow"},
}


def imported(file: Path) -> set[str]:
    """Return the dotted names of all modules that a file imports, wherever it does."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: a relative import"
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def package_of(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


FILES = sorted(file for file in SOURCE.rglob("*.py") if file != SOURCE / "__init__.py")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_imports_go_down(file):
    here = package_of(file)
    ours = {name.split(".")[1] for name in imported(file) if name.startswith("conteur.")} - {here}
    for other in ours:
        assert LEVEL[other] < LEVEL[here], f"{file}: {here} may not import {other}; pass it in from pipeline/"
    outside = {name.split(".")[0] for name in imported(file)}
    assert not outside & KEPT_OUT.get(here, set()), f"{file}: {here} does without {outside & KEPT_OUT[here]}"


def test_every_package_has_its_level():
    assert {package_of(file) for file in FILES} == set(LEVEL)


def test_a_wrong_arrow_would_be_seen(tmp_path):
    file = tmp_path / "wrong.py"
    file.write_text(
        "def f():\n    from conteur import training\n    import conteur.model.norm\n", encoding="utf-8", newline="\n"
    )
    assert {"conteur.training", "conteur.model.norm"} <= imported(file)


def test_tasks_import_nothing_of_ours():
    assert not {name for name in imported(Path("tasks.py")) if name.split(".")[0] in {"conteur", "pipeline"}}


def test_the_setup_needs_nothing_installed():
    files = [Path("setup_project.py"), *(SOURCE / "setup").glob("*.py")]
    names = {name.split(".")[0] for file in files for name in imported(file)}
    assert names - {"conteur"} <= sys.stdlib_module_names
    ours = {name for file in files for name in imported(file) if name.startswith("conteur.")}
    assert {name.split(".")[1] for name in ours} == {"setup"}
