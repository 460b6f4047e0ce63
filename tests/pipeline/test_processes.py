"""Two processes on the CPU train as one does; when one of them is killed, nothing is lost."""

import csv
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
import torch

from conteur.errors import UserError
from conteur.training import processes
from conteur.training.processes import LOST, SAID, _free_port, in_processes
from tests.training.test_loop import equal

CPU = torch.device("cpu")
RESULTS = ["models/model/model.safetensors", "models/model/last.safetensors", "reports/train.json", "reports/loss.csv"]


def losses(project) -> list[float]:
    with (project.path / "reports" / "loss.csv").open(encoding="utf-8") as file:
        return [float(row[name]) for row in csv.DictReader(file) for name in ("train_loss", "validation_loss")]


def train(project, **changes):
    """Run the stage as DVC does; the outs of the last run go first."""
    project.set_params({f"train.{key}": value for key, value in ({"device": "cpu"} | changes).items()})
    for name in RESULTS:
        (project.path / name).unlink(missing_ok=True)
    return project.run("pipeline.train")


def test_two_processes_have_the_loss_curve_of_one(done_project):
    steps = {"max_steps": 30, "eval_every": 5, "batch_size": 8}
    steps |= {"precision": "fp32", "optimizer.kind": "adamw"}  # where a processor has bf16, these would round in it
    answer = train(done_project, processes=1, micro_batch_size=8, **steps)
    assert answer.returncode == 0, answer.stdout
    one = losses(done_project)
    answer = train(done_project, processes=2, micro_batch_size=2, **steps)
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.count("the model is in models/model") == 1
    assert answer.stdout.count("step 30/30: loss") == 1
    assert "Warning" not in answer.stdout  # such as of what torch is going to remove
    two = losses(done_project)
    assert len(one) == 12 and two == pytest.approx(one, rel=2e-5)
    assert one[0] > one[-2] + 0.1  # control: it learns, so steps that went apart would show


@pytest.mark.skipif(sys.platform == "win32", reason="torchrun's store needs libuv, which PyTorch lacks on Windows")
def test_two_machines_train_with_torchrun_and_dvc_takes_the_result(done_project, tmp_path):
    steps = {"max_steps": 12, "eval_every": 6, "micro_batch_size": 2, "processes": 2}
    project, second = done_project, type(done_project)(tmp_path / "second")
    answer = train(project, **steps)
    assert answer.returncode == 0, answer.stdout
    alone = {name: (project.path / name).read_bytes() for name in RESULTS}
    for name in RESULTS:
        (project.path / name).unlink()
    shutil.copytree(project.path, second.path)
    shutil.rmtree(second.path / ".cache")
    torchrun = ("torch.distributed.run", "--nnodes=2", "--master-addr=127.0.0.1", f"--master-port={_free_port()}")
    with ThreadPoolExecutor() as both:
        machines = [
            both.submit(machine.run, *torchrun, f"--node-rank={rank}", "-m", "pipeline.train")
            for rank, machine in enumerate((project, second))
        ]
    for machine in machines:
        assert machine.result().returncode == 0, machine.result().stdout
    assert {name: (project.path / name).read_bytes() for name in RESULTS} == alone
    assert not any((second.path / name).exists() for name in RESULTS)
    answer = project.run("dvc", "commit", "--force", "train")
    assert answer.returncode == 0, answer.stdout
    assert "train" not in project.repro("train")


def test_as_many_processes_as_the_params_say(done_project):
    answer = done_project.run("torch.distributed.run", "--nproc-per-node=2", "-m", "pipeline.train")
    assert answer.returncode == 1
    assert "torchrun started 2 processes in all: set train.processes=1 to it" in answer.stdout


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("cuda", r"takes 1000 GPUs of this machine, .* there are \d+; lower it, or set train\.device: cpu"),
        ("mps", r"mps cannot share a batch; set it to 1, or train\.device: cpu"),
    ],
)
def test_more_processes_than_the_machine_has_devices_for_are_one_line(kind, says, monkeypatch):
    monkeypatch.delenv("RANK", raising=False)
    with pytest.raises(UserError, match=rf"params\.yaml: train\.processes=1000,? .*{says}"):
        in_processes(lambda group: None, 1000, "no_module", torch.device(kind))


def start(project) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.train"],
        cwd=project.path,
        env=project.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def workers_of(launcher: subprocess.Popen, n: int) -> dict[int, psutil.Process]:
    """Return rank to process, once all of them are there."""
    while launcher.poll() is None:
        children = psutil.Process(launcher.pid).children()
        if len(children) == n:
            return {int(child.environ()["RANK"]): child for child in children}
        time.sleep(0.05)
    raise AssertionError(launcher.stdout.read())


def saved(project) -> list:
    return list((project.path / ".cache" / "checkpoints").glob("*/last.pt"))


@pytest.mark.parametrize("victim", [0, 1])
def test_a_killed_process_is_said_and_the_next_run_ends_as_if_nothing_had_happened(done_project, victim):
    project = done_project
    steps = {"max_steps": 250, "eval_every": 125, "processes": 2, "micro_batch_size": 2, "checkpoint_every_s": 0.05}
    answer = train(project, **steps)
    assert answer.returncode == 0, answer.stdout
    unbroken = {name: (project.path / name).read_bytes() for name in RESULTS}
    for name in RESULTS:
        (project.path / name).unlink()

    launcher = start(project)
    workers = workers_of(launcher, 2)
    while not saved(project) and launcher.poll() is None:
        time.sleep(0.01)
    workers[victim].kill()
    said = launcher.communicate(timeout=120)[0]
    assert launcher.returncode == 1
    assert f"error: process {victim} of 2 was ended from outside or crashed" in said, said
    assert "Traceback" not in said, said
    assert "nothing is lost" in said
    assert not any(worker.is_running() for worker in workers.values())
    assert saved(project) and not (project.path / "reports" / "train.json").exists()

    answer = project.run("pipeline.train")
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.count("going on from the checkpoint of step") == 1
    assert {name: (project.path / name).read_bytes() for name in RESULTS} == unbroken


def test_who_kills_the_process_that_waits_for_the_others_ends_them_all(done_project):
    project = done_project
    steps = {"max_steps": 100_000, "eval_every": 100_000, "processes": 2, "micro_batch_size": 2}
    project.set_params({f"train.{key}": value for key, value in (steps | {"device": "cpu"}).items()})
    launcher = start(project)
    workers = workers_of(launcher, 2)
    launcher.kill()
    assert not psutil.wait_procs(workers.values(), timeout=60)[1]
    launcher.communicate()


def test_a_mistake_that_all_processes_meet_is_said_once(done_project):
    answer = train(done_project, processes=2, micro_batch_size=2, learning_rate=1.0e30, clip_norm=0.0, warmup_steps=0)
    assert answer.returncode == 1
    assert answer.stdout.count("error: ") == 1 and "train.learning_rate" in answer.stdout
    assert "Traceback" not in answer.stdout


@pytest.fixture
def launched(monkeypatch, tmp_path):
    """Start a worker for each program, which runs in place of a training."""

    def launch(*programs: str) -> None:
        lines = ["import os, time", f"exec({programs!r}[int(os.environ['RANK'])])"]
        (tmp_path / "worker_of_a_test.py").write_text("\n".join(lines), encoding="utf-8", newline="\n")
        in_processes(lambda group: None, len(programs), "worker_of_a_test", CPU)

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), "src", "."]))
    monkeypatch.delenv("RANK", raising=False)
    monkeypatch.setattr(processes, "SECONDS_TO_SAVE", 0.5)
    return launch


CRASH, LOSE, HANG, FINISH = "os._exit(7)", f"os._exit({LOST})", "time.sleep(20)", "os._exit(0)"
KILLED_ON_WINDOWS = "os._exit(1)"


@pytest.mark.parametrize(
    ("programs", "says"),
    [
        ((LOSE, LOSE), "the 2 processes lost each other, and none of them says why; nothing is lost"),
        ((LOSE, HANG), "the 2 processes lost each other"),
        ((HANG, LOSE), "the 2 processes lost each other"),
        ((HANG, CRASH), r"process 1 of 2 was ended from outside or crashed \(exit code 7\)"),
        ((KILLED_ON_WINDOWS, LOSE), r"process 0 of 2 was ended from outside or crashed \(exit code 1\)"),
    ],
)
def test_only_a_process_that_ended_by_itself_is_blamed(launched, programs, says):
    with pytest.raises(UserError, match=says):
        launched(*programs)


def test_what_another_process_than_the_leading_one_meets_is_said_in_its_words(launched, capfd):
    words = f"import sys; print('error: this one', RANK, file=sys.stderr); sys.exit({SAID})"
    with pytest.raises(SystemExit) as stopped:
        launched(LOSE, words.replace("RANK", "1"))
    assert stopped.value.code == 1
    assert capfd.readouterr().err == "error: this one 1\n"
    with pytest.raises(SystemExit):
        launched(words.replace("RANK", "0"), words.replace("RANK", "1"))
    assert capfd.readouterr().err == "error: this one 0\n"  # the leading one speaks for all


def test_a_process_that_is_lost_when_the_leading_one_is_done_takes_nothing_with_it(launched):
    launched(FINISH, LOSE)


COMPILE = """
import torch
from pathlib import Path
from conteur.training import compiling, in_processes
from tests.training.test_loop import train, trainer_of, weights

FOLDER, BROKEN, COMPILE = Path({folder!r}), {broken}, torch.compile

def work(group):
    def compile_without_a_compiler(module, options):
        return COMPILE(module, backend=broken if group.rank == BROKEN else "eager")

    def broken(graph, inputs):
        raise ValueError("this process cannot")

    torch.set_num_threads(1)
    torch.compile, compiling.why_not = compile_without_a_compiler, lambda device: ""
    trainer = trainer_of(compile="on", micro_batch_size=1, dropout=0.0)
    trainer.group = group
    train(trainer, FOLDER / str(group.rank))
    torch.save([type(trainer.fast_loss.module.sums).__name__, weights(trainer)], FOLDER / f"{{group.rank}}.pt")

in_processes(work, 2, "", torch.device("cpu"))
"""


@pytest.mark.parametrize(("broken", "sums"), [(None, "OptimizedModule"), (0, "TokenSums"), (1, "TokenSums")])
def test_all_processes_compile_or_none_of_them(launched, tmp_path, capfd, broken, sums):
    program = COMPILE.format(folder=str(tmp_path), broken=broken)
    launched(program, program)
    (first, own), (second, others) = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1))
    assert first == second == sums
    assert equal(own, others)
    warnings = [line for line in capfd.readouterr().err.splitlines() if line.startswith("warning: ")]
    assert len(warnings) == (broken is not None) and all("this process cannot" in line for line in warnings)
