"""Real copies of the project, small enough to run from end to end in seconds, with real git, DVC and MLflow."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

TIMEOUT_S = 300
NOT_COPIED = (".git", ".venv", ".cache", "mlruns", "mlflow.db*", "dvc.lock", "__pycache__", ".pytest_cache", "tests")
SMALL = {
    "data.max_documents": 120,
    "tokenizer.vocab_size": 300,
    "comparison.vocab_sizes": [340],
    "comparison.max_bytes": 20_000,
    "model.d_model": 24,
    "model.n_layers": 1,
    "model.n_heads": 2,
    "model.n_kv_heads": 2,
    "model.d_ff": 32,
    "model.context_length": 32,
    "train.batch_size": 4,
    "train.micro_batch_size": 4,
    "train.max_steps": 12,
    "train.warmup_steps": 2,
    "train.eval_every": 6,
    "train.eval_tokens": 320,
    "evaluate.max_tokens": 640,
    "sample.max_new_tokens": 10,
}


class Project:
    """A copy of the project in a folder of its own."""

    def __init__(self, path: Path):
        self.path = path

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess:
        """Run a Python module in the project as tasks.py does; its output comes back as one text in `stdout`."""
        # Not a pipe, which would stay open until the last process in the background has ended.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            try:
                answer = subprocess.run(
                    [sys.executable, "-m", *arguments],
                    cwd=self.path,
                    env=self.environment() | (environment or {}),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=TIMEOUT_S,
                )
            except subprocess.TimeoutExpired as late:
                output.seek(0)
                pytest.fail(f"{late}; until then it said:\n{output.read()}")
            output.seek(0)
            answer.stdout = output.read()
        return answer

    def environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("DVC_", "MLFLOW_"))}
        path = os.pathsep.join([str(Path(sys.executable).parent), inherited.get("PATH", "")])
        quiet = {"PYTHONUTF8": "1", "MLFLOW_DISABLE_TELEMETRY": "true", "OMP_NUM_THREADS": "1"}
        compiled = str(Path(".cache/numba").absolute())  # one for all copies: compiling takes half a minute
        return inherited | quiet | {"PATH": path, "PYTHONPATH": str(self.path / "src"), "NUMBA_CACHE_DIR": compiled}

    def repro(self, *arguments: str) -> list[str]:
        """Run `dvc repro`, which has to succeed; return the stages that ran, in the order of their names."""
        answer = self.run("dvc", "repro", *arguments)
        assert answer.returncode == 0, answer.stdout
        return stages_run(answer.stdout)

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.path, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    def set_params(self, changes: Mapping[str, Any]) -> None:
        path = self.path / "params.yaml"
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key, value in changes.items():
            section = values
            *parents, name = key.split(".")
            for parent in parents:
                section = section[parent]
            assert name in section, key
            section[name] = value
        path.write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8", newline="\n")

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.path / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def stages_run(output: str) -> list[str]:
    return sorted(line.split("'")[1] for line in output.splitlines() if line.startswith("Running stage '"))


def copy_of_this_project(path: Path) -> Project:
    """Copy what belongs to the project, without what its stages have made here; make a git repository of it."""
    shutil.copytree(Path.cwd(), path, ignore=shutil.ignore_patterns(*NOT_COPIED))
    for made in (
        "data/raw",
        "data/tokens",
        "models/comparison",
        "models/model",
        "models/tokenizer",
        "reports",
        ".dvc/cache",
        ".dvc/tmp",
    ):
        shutil.rmtree(path / made, ignore_errors=True)
    project = Project(path)
    project.git("init", "--quiet", "--initial-branch=main")
    for key, value in (("user.name", "Test"), ("user.email", "test@example.org"), ("core.autocrlf", "false")):
        project.git("config", key, value)
    project.set_params(SMALL)
    project.git("add", "--all")
    project.git("commit", "--quiet", "--message", "start")
    return project


@pytest.fixture(scope="session")
def fresh(tmp_path_factory) -> Project:
    """The small project before its first run. Not to be changed: take `new_project`."""
    return copy_of_this_project(tmp_path_factory.mktemp("fresh") / "conteur")


@pytest.fixture(scope="session")
def done(fresh, tmp_path_factory) -> Project:
    """The small project after its first `dvc repro`, committed. Not to be changed: take `done_project`."""
    path = tmp_path_factory.mktemp("done") / "conteur"
    shutil.copytree(fresh.path, path)
    project = Project(path)
    assert len(project.repro()) == 7
    project.git("add", "--all")
    project.git("commit", "--quiet", "--message", "first run")
    return project


@pytest.fixture
def new_project(fresh, tmp_path) -> Callable[[str], Project]:
    """Make copies of the project before its first run."""

    def make(name: str) -> Project:
        shutil.copytree(fresh.path, tmp_path / name)
        return Project(tmp_path / name)

    return make


@pytest.fixture
def done_project(done, tmp_path) -> Project:
    """A copy of the project after its first run."""
    shutil.copytree(done.path, tmp_path / "conteur")
    return Project(tmp_path / "conteur")
