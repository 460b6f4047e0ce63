"""A project folder with a store in it. Making one takes seconds, so it is made once and copied."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from conteur.tracking.store import opened, store_of

SRC = Path(__file__).resolve().parents[2] / "src"
OF_THE_ENVIRONMENT = ("MLFLOW_TRACKING_URI", "MLFLOW_EXPERIMENT_NAME", "DVC_ROOT", "DVC_EXP_NAME", "DVC_STAGE")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in OF_THE_ENVIRONMENT:
        monkeypatch.delenv(key, raising=False)


@pytest.fixture(scope="session")
def made_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made")
    with opened(store_of(root)):
        pass
    return root


@pytest.fixture
def root(made_root: Path, tmp_path: Path) -> Path:
    """A project folder with an empty store; spaces and accents as people have them."""
    root = tmp_path / "Mes projets é"
    root.mkdir()
    shutil.copyfile(made_root / "mlflow.db", root / "mlflow.db")
    with closing(sqlite3.connect(root / "mlflow.db")) as database, database:
        database.execute("UPDATE experiments SET artifact_location = ?", ((root / "mlruns").as_uri(),))
    return root


@pytest.fixture
def python() -> Callable[..., subprocess.Popen]:
    """Start a Python process with our package; whatever still runs after the test is ended."""
    started = []

    def start(code: str, *arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.Popen:
        command = [sys.executable, "-W", "error::RuntimeWarning", "-c", code, *map(str, arguments)]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(SRC), "PYTHONUTF8": "1"} | environment,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
