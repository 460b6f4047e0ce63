"""The words that a person types reach their programs, with their arguments."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from invoke import Context, Exit

import tasks

TASKS = {
    *("setup", "presets", "preset", "repro", "download", "tokenizer", "compare", "tokenize", "train", "evaluate"),
    *("sample", "generate", "chat", "strategies", "exp", "show", "compare-runs", "ui", "send", "plots", "dag"),
    *("export", "model", "tokenize-text", "test", "lint", "clean", "doctor"),
}


def test_every_task_is_listed_with_a_line_of_help(fresh):
    shown = fresh.run("invoke", "--list").stdout
    listed = re.findall(r"^  ([a-z-]+)(?: \(([a-z-]+)\))?\s{2,}\S", shown, flags=re.MULTILINE)
    assert {name for names in listed for name in names if name} == TASKS


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["generate", "Il était une fois", "--seed", "3"], r"error: there is no trained model yet"),
        (["strategies", "--prompt", "Il était une fois"], r"error: there is no trained model yet"),
        (["tokenize-text", "Il était une fois"], r"error: there is no tokenizer yet"),
        (["chat"], r"error: there is no trained model yet"),
        (["preset", "nothing"], r"error: .*fables-fr, gpt2-124m"),
        (["preset", "fables-fr", "--force"], r"language: fr"),
        (["presets"], r"fables-fr .*French"),
        (["plots"], r"error: .* is missing"),
        (["ui", "--no-browser"], r"no run"),
        (["ui", "--port", "http"], r"error: argument --port: .*'http'"),
        (["ui", "--port", "70000"], r"error: argument --port: .*'70000'"),
        (["exp", "--start", "--jobs", "two"], r"ERROR: argument -j/--jobs: .*'two'"),
        (["model"], r"parameters +[0-9,]+, of which"),
        (["export"], r"error: there is no trained model yet"),
        (["dag"], r"train_tokenizer"),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_a_task_reaches_its_program(new_project, words, answer):
    shown = new_project("conteur").run("invoke", *words).stdout
    assert re.search(answer, shown), shown
    assert "Traceback" not in shown


def test_a_mistake_in_the_params_is_one_line_before_dvc_starts(new_project):
    project = new_project("conteur")
    project.replace("params.yaml", "d_model: 24", "d_model: 25")
    answer = project.run("invoke", "train")
    assert answer.returncode == 1
    assert answer.stdout.startswith("error: params.yaml, line ")
    assert answer.stdout.count("\n") == 1


def test_a_path_that_leads_nowhere_is_one_line_with_its_key(new_project):
    project = new_project("conteur")
    project.set_params({"data.dataset": "files", "data.path": "my/tales.txt"})
    answer = project.run("invoke", "repro")
    assert answer.returncode == 1
    assert "data.path" in answer.stdout and "my" in answer.stdout
    assert answer.stdout.count("\n") == 1


@pytest.mark.parametrize(("folder", "key"), [("own", "data.path: "), ("vocabulary", "tokenizer.path: "), ("start", "")])
def test_a_deleted_folder_that_dvc_watches_is_one_line_though_nothing_of_it_is_used(new_project, folder, key):
    project = new_project("conteur")
    shutil.rmtree(project.path / "data" / folder)
    answer = project.run("invoke", "repro")
    assert answer.returncode == 1
    assert answer.stdout.startswith(f"error: {key}data/{folder} is not there, ") and answer.stdout.count("\n") == 1
    remedy = shlex.split(answer.stdout.rpartition("; ")[2])
    assert remedy == ["git", "checkout", "--", f"data/{folder}"]
    project.git(*remedy[1:])
    assert project.run("conteur.commands.before_dvc").returncode == 0


@pytest.mark.parametrize(
    ("task", "override", "says"),
    [
        ("exp", "data.path=my/tales.txt", "error: data.path: my/tales.txt is not there, "),
        ("train", "model.d_model=25", "error: params.yaml with what -S changes, line "),
        ("exp", "model.d_modle=24", "error: -S: Could not override 'model.d_modle'; "),
        ("train", "model.d_model=[24", "error: -S: "),
        ("exp", "seed=range(3)", "error: -S: "),
    ],
)
def test_a_mistake_in_an_override_is_one_line_before_dvc_starts(new_project, task, override, says):
    answer = new_project("conteur").run("invoke", task, "-S", override)
    assert answer.returncode == 1
    assert answer.stdout.startswith(says) and answer.stdout.count("\n") == 1


def test_clean_removes_what_the_stages_made_and_repro_brings_it_back(done_project):
    project = done_project
    assert "removed models/model" in project.run("invoke", "clean").stdout
    assert not (project.path / "models" / "model").exists()
    project.repro("train")
    assert (project.path / "models" / "model" / "model.safetensors").exists()


def test_clean_names_the_file_that_another_program_has_open(tmp_path, monkeypatch):
    def refuse(path, missing_ok=False):  # as Windows does while `invoke ui` runs
        raise PermissionError(13, "in use", str(path))

    (tmp_path / "mlflow.db").touch()
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(Exit, match=r"^error: cannot remove mlflow\.db \(in use: .*mlflow\.db\); close what uses it"):
        tasks.clean(Context(), everything=True)


def test_repro_ends_with_what_the_model_tells(done_project):
    shown = done_project.run("invoke", "repro").stdout
    assert "validation loss" in shown and "What to type next" in shown


def test_a_sweep_numbers_the_name_of_its_experiments(new_project):
    project = new_project("conteur")
    answer = project.run("invoke", "exp", "--queue", "-S", "model.d_model=28,32", "-S", "seed=3", "--name", "wide")
    assert answer.returncode == 0, answer.stdout
    assert answer.stdout.endswith("run what is queued: the task exp with --start\n")
    queued = project.run("dvc", "queue", "status").stdout
    assert sorted(re.findall(r" (wide\S*) ", queued)) == ["wide-1", "wide-2"]


def test_an_experiment_before_the_first_commit_says_what_to_do(new_project):
    project = new_project("conteur")
    project.git("update-ref", "-d", "HEAD")
    answer = project.run("invoke", "exp", "-S", "train.max_steps=3")
    assert answer.returncode == 1
    assert "there is no commit yet; run: git init, git add ., git commit -m start" in answer.stdout


def test_an_experiment_without_git_on_path_is_one_line(new_project):
    answer = new_project("conteur").run("invoke", "exp", "-S", "train.max_steps=3", environment={"PATH": ""})
    assert answer.returncode == 1
    assert answer.stdout.startswith("error: experiments are kept in git, and git was not found; ")
    assert answer.stdout.count("\n") == 1


def test_a_watched_folder_that_was_deleted_comes_back_by_the_line_that_says_so(new_project):
    project = new_project("conteur")
    start = project.path / "data" / "start"
    shutil.rmtree(start)
    answer = project.run("invoke", "repro")
    assert answer.returncode == 1
    assert "error: data/start is not there" in answer.stdout
    assert answer.stdout.endswith('; git checkout -- "data/start"\n')
    project.git("checkout", "--", "data/start")
    assert start.is_dir()


def test_a_finished_run_is_trained_longer(done_project):
    project = done_project
    rows = (project.path / "reports" / "loss.csv").read_text(encoding="utf-8")
    longer = ("-S", "train.max_steps=18")
    answer = project.run("invoke", "train", "--resume-from", "no such file", *longer)
    assert (answer.returncode, answer.stdout) == (1, "error: --resume-from: there is no file no such file\n")
    answer = project.run("invoke", "train", "--resume-from", ".cache/checkpoints/finished.pt", *longer)
    assert answer.returncode == 0, answer.stdout
    assert "going on from the checkpoint of step 12" in answer.stdout
    assert (project.path / "reports" / "loss.csv").read_text(encoding="utf-8").startswith(rows)
    (project.path / "data" / "start" / "checkpoint.pt").unlink()
    assert "train" in project.repro("train")  # without it, these params give another model
