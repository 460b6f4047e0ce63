"""Several processes at once, and killed ones."""

from tests.tracking.inside import all_runs, only_run, steps

TRAIN_FOR_EVER = """
import itertools, sys
from pathlib import Path
from conteur.tracking import training_run
with training_run("f0", "fables", root=Path(sys.argv[1])) as run:
    for step in itertools.count(1):
        run.log_step(step, {"train/loss": 1 / step})
        if step % 10 == 0:
            run.flush()
            print(step, flush=True)
"""

TRAIN = """
import sys
from pathlib import Path
from conteur.tracking import training_run
root, name, first, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with training_run(name, name, root=root) as run:
    for step in range(first, last + 1):
        run.log_step(step, {"train/loss": 1 / step})
        if step % 100 == 0:
            run.flush()
    run.finish("model of " + name)
"""

EVALUATE = """
import sys
from pathlib import Path
from conteur.tracking import run_of_model
with run_of_model("a1", "restored", root=Path(sys.argv[1])) as run:
    run.log_metrics({sys.argv[2]: 1.0})
"""


def test_a_run_whose_process_is_killed_goes_on_with_each_step_once(root, python):
    trainer = python(TRAIN_FOR_EVER, root)
    checkpoint = int([trainer.stdout.readline() for _ in range(5)][-1])
    trainer.kill()
    trainer.wait()
    assert only_run(root).info.status == "RUNNING"
    logged = steps(root)
    assert len(logged) >= checkpoint
    last = len(logged) + 20

    resumed = python(TRAIN, root, "f0", checkpoint - 15, last)
    assert resumed.communicate()[1] == ""
    assert steps(root) == list(range(1, last + 1))
    assert only_run(root).info.status == "FINISHED"


def test_processes_that_create_the_store_at_once_all_succeed(tmp_path, python):
    root = tmp_path / "new é"
    root.mkdir()
    (root / "mlflow.db.part").write_bytes(b"left by a process that was killed while it created the store")
    writers = [python(TRAIN, root, name, 1, 200) for name in ("f0", "f1")]
    assert [writer.communicate() for writer in writers] == [("", ""), ("", "")]
    assert sorted(run.info.run_name for run in all_runs(root)) == ["f0", "f1"]


def test_four_processes_write_at_once_and_two_of_them_to_one_run(root, python):
    writers = [python(TRAIN, root, name, 1, 1000) for name in ("f0", "f1")]
    writers += [python(EVALUATE, root, metric) for metric in ("accuracy", "perplexity")]
    assert [writer.communicate() for writer in writers] == [("", "")] * 4
    metrics = {run.info.run_name: run.data.metrics for run in all_runs(root)}
    assert len(all_runs(root)) == 3
    assert metrics == {
        "f0": {"train/loss": 1 / 1000},
        "f1": {"train/loss": 1 / 1000},
        "restored": {"accuracy": 1.0, "perplexity": 1.0},
    }
