"""DVC experiments: in the workspace, in temporary copies, from the queue; one MLflow store for all of them."""

import json
import shutil
import sqlite3
import time


def experiments(project) -> dict[str, dict]:
    """Return name to params and metrics of each experiment, as `dvc exp show` has them."""
    shown = json.loads(project.run("dvc", "exp", "show", "--json").stdout)
    found = {}
    for baseline in shown:
        for experiment in baseline["experiments"] or []:
            for revision in experiment["revs"][:1]:
                found[experiment["name"]] = revision["data"]
    return found


def runs_in_mlflow(project) -> list[tuple[str, str]]:
    """Return (value of model.d_model, status) of all runs in the project's own store."""
    with sqlite3.connect(project.path / "mlflow.db") as store:
        rows = store.execute(
            "select params.value, runs.status from runs join params using (run_uuid) where params.key = 'model.d_model'"
        ).fetchall()
    store.close()
    return sorted(rows)


def test_experiments_of_every_kind_end_in_one_table_and_one_store(done_project):
    project = done_project

    def exp(*arguments: str) -> None:
        answer = project.run("dvc", "exp", "run", *arguments)
        assert answer.returncode == 0, answer.stdout

    exp("-S", "model.d_model=28", "--name", "here")
    assert "d_model: 28" in (project.path / "params.yaml").read_text(encoding="utf-8")
    project.git("checkout", "--quiet", "--", ".")
    # A temporary experiment runs its own code: of the edited copy that DVC takes, not of what the workspace has later.
    exp("-S", "model.d_model=32", "--temp", "--name", "temp")
    exp("-S", "model.d_model=36", "--queue", "--name", "queued-1")
    exp("-S", "model.d_model=40", "--queue", "--name", "queued-2")
    answer = project.run("dvc", "queue", "start", "--jobs", "2")
    assert answer.returncode == 0, answer.stdout
    # DVC is not asked how far it is: any message to a worker may end it that reads it half written (DVC's issue 10428).
    deadline = time.monotonic() + 300
    copies = project.path / ".dvc" / "tmp" / "exps"
    while project.git("for-each-ref", "refs/exps").count("/queued-") < 2 or list(copies.glob("tmp*")):
        assert time.monotonic() < deadline, project.run("dvc", "queue", "status").stdout
        time.sleep(1)
    project.run("dvc", "queue", "stop")

    table = experiments(project)
    widths = {name: data["params"]["params.yaml"]["data"]["model"]["d_model"] for name, data in table.items()}
    assert widths == {"here": 28, "temp": 32, "queued-1": 36, "queued-2": 40}
    for name, data in table.items():
        assert data["metrics"]["reports/evaluation.json"]["data"]["loss_nats"] > 0, name
    assert runs_in_mlflow(project) == [(str(width), "FINISHED") for width in (24, 28, 32, 36, 40)]
    assert not list((project.path / ".cache" / "checkpoints").glob("*/last.pt"))


def test_a_temporary_experiment_has_ones_own_text_also_in_a_folder_with_an_accent(done_project):
    project = done_project
    project.path = project.path.rename(project.path.with_name("chez Hélène"))
    answer = project.run("invoke", "exp", "--queue", "-S", "train.max_steps=4")
    assert answer.returncode == 1
    assert "error: the queue of DVC does not work in" in answer.stdout
    shutil.copytree(project.path / "data" / "raw", project.path / "data" / "my tâles")
    project.set_params({"data.dataset": "files", "data.max_documents": 0})
    own = ("-S", "data.path='data/my tâles'")
    answer = project.run("invoke", "exp", *own, "-S", "train.max_steps=4", "--name", "own")
    assert answer.returncode == 0, answer.stdout
    metrics = experiments(project)["own"]["metrics"]["reports/evaluation.json"]["data"]
    assert metrics["loss_nats"] > 0
    shown = project.run("invoke", "show", environment={"COLUMNS": "80"}).stdout
    (its_row,) = [line for line in shown.splitlines() if "[own]" in line]
    assert f"{metrics['bits_per_byte']:.5g}" in its_row and "data/my t" in its_row
    assert "bits_per_byte" in shown and "data.path" in shown


def test_what_a_temporary_copy_lacks_is_copied_and_nothing_else(new_project):
    project = new_project("conteur")

    def copied(*overrides: str) -> list[str]:
        answer = project.run("conteur.commands.own_files", *overrides)
        assert answer.returncode == 0, answer.stdout
        return answer.stdout.splitlines()

    assert copied() == []
    for file in ("own/a.txt", "own/more/b.txt", "texts/one/c.txt", "start/checkpoint.pt", "vocabulary/tokenizer.json"):
        (project.path / "data" / file).parent.mkdir(parents=True, exist_ok=True)
        (project.path / "data" / file).touch()
    kept = ["data/start/checkpoint.pt", "data/vocabulary/tokenizer.json"]
    assert copied() == ["data/own/a.txt", "data/own/more", *kept]
    assert copied("data.path=data/own/a.txt") == ["data/own/a.txt", *kept]
    # DVC copies a file only into a folder that is there.
    assert copied("data.path=data/texts/one/c.txt") == [*kept[:1], "data/texts", *kept[1:]]
    assert copied("data.path=data/texts", "tokenizer.path=data/texts/one") == [*kept[:1], "data/texts"]
    assert copied(f"data.path='{(project.path / 'data/texts').as_posix()}'") == kept
    assert copied("data.path=docs") == kept
    project.git("rm", "--quiet", "data/vocabulary/README.md")
    (project.path / "data/vocabulary/tokenizer.json").unlink()
    assert copied("data.path=docs") == ["data/start/checkpoint.pt", "data/vocabulary"]  # git knows no empty folder


def test_a_temporary_experiment_runs_its_own_code(done_project):
    project = done_project
    project.replace("pipeline/sample.py", 'print(f"', 'print(f"own: {Storyteller.__module__} ')
    project.replace("src/conteur/generation/storyteller.py", "# Samples", "# Samples of the copy")
    answer = project.run("dvc", "exp", "run", "--temp", "--name", "edited", environment={"PYTHONPATH": ""})
    assert answer.returncode == 0, answer.stdout
    name = "refs/exps/" + project.git("for-each-ref", "--format=%(refname)").split("refs/exps/")[1].split()[0]
    assert project.git("show", f"{name}:reports/samples.md").startswith("# Samples of the copy")
    assert (project.path / "reports" / "samples.md").read_text(encoding="utf-8").startswith("# Samples\n")


def test_an_experiment_that_fails_leaves_each_file_as_it_was(done_project):
    project = done_project
    project.replace("docs/team.md", "\n", "\nmine\n")
    status = project.git("status", "--porcelain")
    files = [project.path / name for name in project.git("ls-files").splitlines()]
    before = {file: file.read_bytes() for file in files}
    answer = project.run("dvc", "exp", "run", "--temp", "-S", "train.warmup_steps=-1")
    assert answer.returncode != 0 and "train.warmup_steps" in answer.stdout
    assert project.git("status", "--porcelain") == status
    assert [file for file in files if file.read_bytes() != before[file]] == []
