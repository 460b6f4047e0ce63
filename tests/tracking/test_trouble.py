"""Stores and servers that fail: a stage loses one line and some seconds, and nothing that it wanted to log."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from conteur.errors import UserError
from conteur.invocation import spelt
from conteur.tracking import run_of_model, send, training_run
from conteur.tracking.unsent import unsent_files
from tests.tracking.inside import all_runs, artifacts, only_run, steps

HANG_S = 60  # far above the ten seconds that we promise: only a process that hangs reaches it

TRAIN = """
import sys
from pathlib import Path
from conteur.tracking import training_run
with training_run("f0", "fables", root=Path(sys.argv[1])) as run:
    for step in range(1, 101):
        run.log_step(step, {"train/loss": 1 / step})
        run.flush()
    run.finish("a1")
print("trained")
"""


@contextmanager
def silent_server() -> Iterator[str]:
    """Take connections and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def refused_address() -> str:
    with silent_server() as uri:
        return uri


@contextmanager
def schema_of_another_version(root: Path) -> Iterator[None]:
    (version,) = change(root, "SELECT version_num FROM alembic_version")
    change(root, "UPDATE alembic_version SET version_num = 'f5a4f2784254'")
    yield
    change(root, f"UPDATE alembic_version SET version_num = '{version}'")


def change(root: Path, statement: str) -> tuple:
    """Do something to the database behind MLflow's back; return the first row."""
    with closing(sqlite3.connect(root / "mlflow.db")) as database, database:
        return database.execute(statement).fetchone()


def train(root: Path, first: int = 1, last: int = 5) -> None:
    with training_run("f0", "fables", corpus_sha256="c0", root=root) as run:
        run.log_params({"seed": "1"})
        run.log_dataset("fables", "data/raw/train.txt", "c0", "training")
        for step in range(first, last + 1):
            run.log_step(step, {"train/loss": 1 / step})
        run.finish("a1")


def evaluate(root: Path, samples: Path) -> None:
    with run_of_model("a1", "fables", corpus_sha256="c0", root=root) as run:
        run.log_metrics({"evaluation/perplexity": 3.5})
        run.log_artifact(samples, "samples")


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    path = tmp_path / "samples.md"
    path.write_text("Once", encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def kept(root: Path, samples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """The project after a training and an evaluation without the server that the environment names."""
    with monkeypatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", refused_address())
        train(root)
        evaluate(root, samples)
    samples.unlink()  # as a temporary experiment does
    capsys.readouterr()
    return root


def test_a_server_that_refuses_or_never_answers_costs_one_line(root, python):
    with silent_server() as silent:
        addresses = [refused_address(), silent]
        trainings = [python(TRAIN, root, MLFLOW_TRACKING_URI=uri) for uri in addresses]
        for uri, training in zip(addresses, trainings, strict=True):
            out, err = training.communicate(timeout=HANG_S)
            assert (out, training.returncode) == ("trained\n", 0)
            (line,) = err.splitlines()
            assert line.startswith(f"warning: MLflow at {uri}: ")
            assert line.endswith(spelt("send"))


def test_what_could_not_be_sent_arrives_later_once(kept, monkeypatch, capsys):
    monkeypatch.setenv("DVC_ROOT", str(kept))
    send.main()
    assert capsys.readouterr().out.splitlines() == ["sent 000001.jsonl", "sent 000002.jsonl"]
    run = only_run(kept)
    assert (run.info.run_name, run.info.status, run.data.params) == ("fables", "FINISHED", {"seed": "1"})
    assert run.data.metrics["evaluation/perplexity"] == 3.5
    assert run.inputs.dataset_inputs[0].dataset.name == "fables"
    assert steps(kept) == [1, 2, 3, 4, 5]
    assert artifacts(kept, "samples") == ["samples/samples.md"]
    send.main()
    assert capsys.readouterr().out == "nothing to send: MLflow has everything\n"


def test_sending_that_was_killed_half_way_is_repeated_without_harm(kept, monkeypatch):
    monkeypatch.setenv("DVC_ROOT", str(kept))
    files = {path: path.read_bytes() for path in unsent_files(kept)}
    copies = kept.glob(".cache/mlflow-unsent/*/*/*")
    contents = {path: path.read_bytes() for path in copies}
    send.main()
    for path, content in (files | contents).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    send.main()
    assert steps(kept) == [1, 2, 3, 4, 5]
    assert only_run(kept).info.status == "FINISHED"


def test_steps_that_the_store_has_already_are_not_sent_again(root, monkeypatch):
    with pytest.raises(ValueError), training_run("f0", "fables", root=root) as run:
        for step in (1, 2, 5):
            run.log_step(step, {"train/loss": 1 / step})
        raise ValueError
    with monkeypatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", refused_address())
        train(root, 2, 6)
    monkeypatch.setenv("DVC_ROOT", str(root))
    send.main()
    assert sorted(steps(root)) == [1, 2, 3, 4, 5, 6]


def test_a_line_torn_by_a_kill_is_left_out(kept, monkeypatch):
    with unsent_files(kept)[0].open("a", encoding="utf-8", newline="\n") as file:
        file.write('{"do": "metrics", "with": {"val')
    monkeypatch.setenv("DVC_ROOT", str(kept))
    send.main()
    assert steps(kept) == [1, 2, 3, 4, 5]


def test_a_damaged_file_is_named_and_stops_no_training(kept, monkeypatch):
    path, _ = unsent_files(kept)
    path.write_bytes(b"\xff\n" + path.read_bytes())
    monkeypatch.setenv("DVC_ROOT", str(kept))
    with pytest.raises(UserError, match=f"{path.name} is damaged"):
        send.main()
    train(kept)
    assert steps(kept) == [1, 2, 3, 4, 5]
    assert len(unsent_files(kept)) == 2


def test_the_next_stage_sends_what_an_earlier_one_could_not(root, samples):
    """The run of the training must be there before the evaluation looks for it."""
    with schema_of_another_version(root):
        train(root)
    evaluate(root, samples)
    assert steps(root) == [1, 2, 3, 4, 5]
    assert only_run(root).data.metrics["evaluation/perplexity"] == 3.5
    assert unsent_files(root) == []


def test_a_stage_does_not_send_to_its_store_what_was_meant_for_another(kept, samples):
    samples.write_text("Once", encoding="utf-8", newline="\n")
    with run_of_model("a2", "local", root=kept):
        pass
    assert [run.info.run_name for run in all_runs(kept)] == ["local"]
    assert len(unsent_files(kept)) == 2


def test_the_file_of_a_stage_that_still_runs_is_left_alone(root, monkeypatch, capsys):
    monkeypatch.setenv("DVC_ROOT", str(root))
    with monkeypatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", refused_address())
        running = training_run("f0", "fables", root=root)
    with running:
        running.log_step(1, {"train/loss": 1.0})
        running.flush()
        send.main()
        assert "left 000001.jsonl" in capsys.readouterr().out
    send.main()
    assert steps(root) == [1]


def test_sending_to_a_server_that_is_still_away_says_so_and_keeps_everything(kept, monkeypatch):
    monkeypatch.setenv("DVC_ROOT", str(kept))
    monkeypatch.setenv("MLFLOW_TRACKING_URI", refused_address())
    with pytest.raises(UserError, match="cannot send"):
        send.main()
    assert len(unsent_files(kept)) == 2


def test_the_password_of_a_server_is_neither_shown_nor_kept(root, monkeypatch, capsys):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", refused_address().replace("http://", "http://user:secret@"))
    train(root)
    assert "secret" not in capsys.readouterr().err
    assert "secret" not in unsent_files(root)[0].read_text(encoding="utf-8")


def test_a_store_of_another_version_of_mlflow_is_left_as_it_is(root, capsys):
    with schema_of_another_version(root):
        before = (root / "mlflow.db").read_bytes()
        train(root)
        assert (root / "mlflow.db").read_bytes() == before
    (line,) = capsys.readouterr().err.splitlines()
    assert "mlflow db upgrade" in line


def test_a_store_that_fails_in_the_middle_costs_one_line(root, capsys, monkeypatch):
    with training_run("f0", "fables", root=root) as run:
        run.log_step(1, {"train/loss": 1.0})
        run.flush()
        change(root, "ALTER TABLE metrics RENAME TO lost")
        run.log_step(2, {"train/loss": 0.5})
        run.flush()
        run.log_step(3, {"train/loss": 0.3})
    assert len(capsys.readouterr().err.splitlines()) == 1
    change(root, "ALTER TABLE lost RENAME TO metrics")
    monkeypatch.setenv("DVC_ROOT", str(root))
    send.main()
    assert steps(root) == [1, 2, 3]
    assert only_run(root).info.status == "FINISHED"


def test_a_disk_that_takes_nothing_costs_one_line(root, capsys, monkeypatch):
    (root / ".cache").write_bytes(b"a file where the folder should be")
    train(root)
    (line,) = capsys.readouterr().err.splitlines()
    assert "nothing of this run is kept" in line


def test_a_mistake_of_ours_is_seen_under_test(root):
    with pytest.raises(RuntimeWarning, match="TypeError"), training_run("f0", "fables", root=root) as run:
        run.log_dataset("fables", "data/raw/train.txt", 7, "training")
