"""One trainer per run, tried with real processes."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from conteur.errors import UserError
from conteur.training import exclusive_run

HOLDER = """
import sys, time
from pathlib import Path
sys.path.insert(0, "src")
from conteur.training.exclusive import exclusive_run
with exclusive_run(Path(sys.argv[1])):
    print("held", flush=True)
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
            child.kill()


def hold(folder: Path, tmp_path: Path, processes: list, launcher: bool = False) -> subprocess.Popen:
    """Start a process that holds the run, as a child of a dvc if wanted; return the one started."""
    holder = tmp_path / "holder.py"
    holder.write_text(HOLDER, encoding="utf-8", newline="\n")
    dvc = tmp_path / "dvc.py"
    dvc.write_text(LAUNCHER, encoding="utf-8", newline="\n")
    words = [sys.executable, *([dvc] if launcher else []), holder, folder]
    process = subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE)
    processes.append(process)
    assert process.stdout.readline().strip() == b"held"
    process.stdout.close()
    return process


def test_a_second_trainer_is_refused_with_the_number_of_the_first(tmp_path, processes):
    first = hold(tmp_path / "run", tmp_path, processes)
    with (
        pytest.raises(UserError, match=rf"process {first.pid} is training this very run; wait for it"),
        exclusive_run(tmp_path / "run"),
    ):
        pass
    assert first.poll() is None


def test_a_killed_trainer_frees_its_run(tmp_path, processes):
    holder = hold(tmp_path / "run", tmp_path, processes)
    holder.kill()
    holder.wait()
    with exclusive_run(tmp_path / "run"):
        pass


def test_a_trainer_whose_dvc_lives_is_left_alone(tmp_path, processes):
    launcher = hold(tmp_path / "run", tmp_path, processes, launcher=True)
    with pytest.raises(UserError, match="training this very run"), exclusive_run(tmp_path / "run"):
        pass
    assert psutil.Process(launcher.pid).children()


def test_an_orphan_is_stopped_and_its_run_taken_over(tmp_path, processes, capsys):
    launcher = hold(tmp_path / "run", tmp_path, processes, launcher=True)
    orphan = psutil.Process(launcher.pid).children()[0]
    launcher.kill()
    launcher.wait()
    with exclusive_run(tmp_path / "run"):
        assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE
    assert f"process {orphan.pid}) outlived the dvc" in capsys.readouterr().out


def test_another_run_is_another_matter(tmp_path, processes):
    hold(tmp_path / "run", tmp_path, processes)
    with exclusive_run(tmp_path / "other"):
        pass
