"""One trainer per run, tried with real processes."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from conteur.errors import UserError
from conteur.training import exclusive_run

HOLDER = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, "src")
from conteur.training.exclusive import exclusive_run
with exclusive_run(Path(sys.argv[1])):
    print(os.getpid(), flush=True)
    time.sleep(120)
"""
# A stand-in for dvc: what makes a launcher is the word dvc in its command line.
LAUNCHER = "import subprocess, sys, time\nsubprocess.Popen([sys.executable, *sys.argv[1:]])\ntime.sleep(120)\n"


@pytest.fixture
def processes():
    started: list[subprocess.Popen] = []
    yield started
    for process in started:
        family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.kill()
        process.wait()
        for child in family:
            with suppress(psutil.NoSuchProcess):  # Windows ends the Python of a .venv with its python.exe
                child.kill()


def hold(folder: Path, tmp_path: Path, processes: list, launcher: bool = False) -> tuple[subprocess.Popen, int]:
    """Start a process that holds the run, as a child of a dvc if wanted; return the one started and the holder's pid.

    On Windows these are two even without a dvc: python.exe of a .venv starts the real one.
    """
    holder = tmp_path / "holder.py"
    holder.write_text(HOLDER, encoding="utf-8", newline="\n")
    dvc = tmp_path / "dvc.py"
    dvc.write_text(LAUNCHER, encoding="utf-8", newline="\n")
    words = [sys.executable, *([dvc] if launcher else []), holder, folder]
    process = subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE)
    processes.append(process)
    pid = int(process.stdout.readline())
    process.stdout.close()
    return process, pid


def test_a_second_trainer_is_refused_with_the_number_of_the_first(tmp_path, processes):
    first, pid = hold(tmp_path / "run", tmp_path, processes)
    with (
        pytest.raises(UserError, match=rf"process {pid} is training this very run; wait for it"),
        exclusive_run(tmp_path / "run"),
    ):
        pass
    assert first.poll() is None


def test_a_killed_trainer_frees_its_run(tmp_path, processes):
    holder, _ = hold(tmp_path / "run", tmp_path, processes)
    holder.kill()
    holder.wait()
    with exclusive_run(tmp_path / "run"):
        pass


def test_a_trainer_whose_dvc_lives_is_left_alone(tmp_path, processes):
    launcher, _ = hold(tmp_path / "run", tmp_path, processes, launcher=True)
    with pytest.raises(UserError, match="training this very run"), exclusive_run(tmp_path / "run"):
        pass
    assert psutil.Process(launcher.pid).children()


def test_an_orphan_is_stopped_and_its_run_taken_over(tmp_path, processes, capsys):
    launcher, pid = hold(tmp_path / "run", tmp_path, processes, launcher=True)
    orphan = psutil.Process(pid)
    launcher.kill()
    launcher.wait()
    with exclusive_run(tmp_path / "run"):
        assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE
    assert f"process {orphan.pid}) outlived the dvc" in capsys.readouterr().out


def test_another_run_is_another_matter(tmp_path, processes):
    hold(tmp_path / "run", tmp_path, processes)
    with exclusive_run(tmp_path / "other"):
        pass
