"""Kill the trainer, dvc, or both, at any moment: the next `dvc repro` ends as if nothing had happened."""

import random
import shutil
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from tests.pipeline.conftest import Project

STEPS = {"train.max_steps": 3000, "train.eval_every": 300, "train.checkpoint_every_s": 0.05}
RESULTS = ["models/model/model.safetensors", "models/model/last.safetensors", "reports/train.json", "reports/loss.csv"]


def results(project) -> dict[str, bytes]:
    return {name: (project.path / name).read_bytes() for name in RESULTS}


def start(project) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "dvc", "repro", "train"],
        cwd=project.path,
        env=project.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def trainer_of(dvc: subprocess.Popen) -> psutil.Process | None:
    """Return the process of the training stage, once it is there; None if dvc ended before."""
    while dvc.poll() is None:
        for child in psutil.Process(dvc.pid).children(recursive=True):
            try:
                if "pipeline.train" in child.cmdline() and "python" in child.name():
                    return child
            except psutil.Error:
                continue
        time.sleep(0.05)
    return None


def checkpoint_written(project, since: float) -> bool:
    files = list((project.path / ".cache" / "checkpoints").glob("*/last.pt"))
    return bool(files) and files[0].stat().st_mtime > since


@pytest.fixture(scope="module")
def unbroken(fresh, tmp_path_factory):
    path = tmp_path_factory.mktemp("unbroken") / "conteur"
    shutil.copytree(fresh.path, path)
    project = Project(path)
    project.set_params(STEPS)
    project.repro("train")
    return project


def test_killed_runs_end_bit_identical_to_an_unbroken_one(unbroken, new_project):
    project = new_project("killed")
    project.set_params(STEPS)
    moments = random.Random(20)
    for victim in ("trainer", "dvc", "both"):
        began = time.time()
        dvc = start(project)
        trainer = trainer_of(dvc)
        assert trainer, "the training ended before it could be killed"
        while not checkpoint_written(project, began) and trainer.is_running():
            time.sleep(0.01)
        time.sleep(moments.uniform(0, 0.5))
        for process in {"trainer": [trainer], "dvc": [dvc], "both": [dvc, trainer]}[victim]:
            process.kill()
        dvc.wait()
    assert not (project.path / "reports" / "train.json").exists(), "the kills came too late to prove anything"
    answer = project.run("dvc", "repro", "train")
    assert answer.returncode == 0, answer.stdout
    assert "going on from the checkpoint of step" in answer.stdout
    assert results(project) == results(unbroken)
    assert (project.path / "dvc.lock").read_bytes() == (unbroken.path / "dvc.lock").read_bytes()
    assert steps_in_mlflow(project) == steps_in_mlflow(unbroken)


def steps_in_mlflow(project) -> list[tuple[str, int]]:
    """Return (metric, step) of the one run of the project, in order; a step logged twice stands there twice."""
    store = sqlite3.connect(project.path / "mlflow.db")
    rows = store.execute("select key, step from metrics order by key, step").fetchall()
    runs = store.execute("select status from runs where lifecycle_stage = 'active'").fetchall()
    store.close()
    assert runs == [("FINISHED",)]
    assert len(rows) == len(set(rows))
    return rows
