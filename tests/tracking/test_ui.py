"""MLflow's own server, started as a person starts it."""

import signal
import socket
import sys

import pytest

from conteur.invocation import spelt
from conteur.tracking import run_of_model, send, training_run
from tests.tracking.inside import all_runs, artifacts, only_run, steps

UI = "from conteur.errors import run_program; from conteur.tracking.ui import main; run_program(main)"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_without_a_store_the_ui_says_what_to_do(tmp_path, python):
    ui = python(UI, "--no-browser", cwd=tmp_path)
    out, err = ui.communicate()
    assert (out, ui.returncode) == ("", 1)
    (line,) = err.splitlines()
    assert line.endswith(f"train first: {spelt('repro')}")
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_gives_one_line_that_names_the_option(root, python):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ui = python(UI, "--no-browser", "--port", port, cwd=root)
        out, err = ui.communicate()
    assert (out, ui.returncode) == ("", 1)
    (line,) = err.splitlines()
    assert line == f"error: port {port} is taken; choose another one with --port {port + 1}"


@pytest.mark.skipif(sys.platform == "win32", reason="a test cannot press Ctrl+C there without reaching pytest too")
def test_a_server_serves_runs_takes_runs_and_dies_in_the_middle_of_one(root, tmp_path, python, monkeypatch, capsys):
    """One test, because a server takes ten seconds to start."""
    samples = tmp_path / "samples.md"
    samples.write_text("Once", encoding="utf-8", newline="\n")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    ui = python(UI, "--no-browser", "--port", port, cwd=root)
    assert "starting" in ui.stdout.readline()
    runs, charts, stop = (ui.stdout.readline().split()[-1] for _ in range(3))
    assert runs == f"{address}/#/experiments/1/runs?workflowType=machine_learning"
    assert charts == f"{runs}&compareRunsMode=CHART"
    assert stop == "Ctrl+C"

    with monkeypatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", address)
        links, _ = python(UI, cwd=root).communicate()
        assert [line.split()[-1] for line in links.splitlines()] == [runs, charts]

        with training_run("f0", "fables", root=root) as run:
            run.log_params({"data.separator": "", "seed": "1"})
            run.log_dataset("fables", "data/raw/train.txt", "c0", "training")
            for step in (1, 2, 3):
                run.log_step(step, {"train/loss": 1 / step, "train/grad_norm": float("nan")})
            run.log_artifact(samples, "samples")
            run.flush()
            assert capsys.readouterr() == ("", "")

            ui.send_signal(signal.SIGINT)
            assert ui.communicate()[0] == "stopped\n"
            assert ui.returncode == 0
            for step in (4, 5):
                run.log_step(step, {"train/loss": 1 / step, "train/grad_norm": 1.0})
                run.flush()
            run.finish("a1")
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert (only_run(root).info.status, steps(root)) == ("RUNNING", [1, 2, 3])

    monkeypatch.setenv("DVC_ROOT", str(root))
    send.main()  # to the file that the server has written to
    assert (only_run(root).info.status, steps(root)) == ("FINISHED", [1, 2, 3, 4, 5])
    assert steps(root, "train/grad_norm") == [1, 2, 3, 4, 5]
    assert only_run(root).data.params == {"data.separator": "", "seed": "1"}
    assert artifacts(root, "samples") == ["samples/samples.md"]
    with run_of_model("a1", "fables", root=root):
        pass
    assert len(all_runs(root)) == 1
