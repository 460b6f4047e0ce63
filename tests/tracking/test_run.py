import json
import subprocess
from pathlib import Path

import pytest

from conteur.params import load_params
from conteur.tracking import Run, flatten, latest_run_on, run_of_model, training_run
from tests.tracking.inside import all_runs, artifacts, client, only_run, steps

CORPUS = "c0" * 32
OTHER_CORPUS = "d1" * 32


def log_steps(run: Run, first: int, last: int) -> None:
    for step in range(first, last + 1):
        run.log_step(step, {"train/loss": 1 / step, "train/learning_rate": 1e-3})


def train(root: Path, fingerprint: str = "f0", model: str = "a1", name: str = "fables") -> None:
    with training_run(fingerprint, name, corpus_sha256=CORPUS, root=root) as run:
        log_steps(run, 1, 3)
        run.finish(model)


def test_the_params_of_every_section_are_in_the_run(root):
    params = load_params(Path("params.yaml"))
    with training_run("f0", "fables", root=root) as run:
        run.log_params(flatten(params))
    logged = only_run(root).data.params
    assert {key.split(".")[0] for key in logged} == set(type(params).model_fields)
    assert logged["model.position.kind"] == params.model.position.kind
    assert float(logged["train.learning_rate"]) == params.train.learning_rate
    assert json.loads(logged["sample.prompts"]) == params.sample.prompts


def test_data_sets_are_inputs_of_the_run(root):
    with training_run("f0", "fables", root=root) as run:
        run.log_dataset("fables", "data/raw/train.txt", "ab" * 32, "training")
        run.log_dataset("fables", "https://example.org/validation.txt", "cd" * 32, "validation")
    inputs = only_run(root).inputs.dataset_inputs
    assert {(i.dataset.name, i.dataset.digest, i.tags[0].value) for i in inputs} == {
        ("fables", "ab" * 18, "training"),
        ("fables", "cd" * 18, "validation"),
    }
    assert {json.loads(i.dataset.source).popitem() for i in inputs} == {
        ("uri", "data/raw/train.txt"),
        ("url", "https://example.org/validation.txt"),
    }


def test_metrics_and_files_are_in_the_run(root, tmp_path):
    sample = tmp_path / "samples é.md"
    sample.write_text("Once", encoding="utf-8", newline="\n")
    with training_run("f0", "fables", root=root) as run:
        run.log_metrics({"evaluation/perplexity": 3.5})
        run.log_artifact(sample, "samples")
    assert only_run(root).data.metrics == {"evaluation/perplexity": 3.5}
    assert artifacts(root, "samples") == ["samples/samples é.md"]


def test_a_file_that_does_not_exist_is_our_mistake(root, tmp_path):
    with training_run("f0", "fables", root=root) as run, pytest.raises(FileNotFoundError, match="does not exist"):
        run.log_artifact(tmp_path / "nothing.png")


def test_an_infinite_metric_is_logged_as_nan(root):
    with training_run("f0", "fables", root=root) as run:
        run.log_step(1, {"train/grad_norm": float("inf")})
    value = only_run(root).data.metrics["train/grad_norm"]
    assert value != value


@pytest.mark.parametrize(("error", "status"), [(ValueError, "FAILED"), (KeyboardInterrupt, "KILLED")])
def test_a_run_left_by_an_error_goes_on_with_each_step_once(root, error, status):
    with pytest.raises(error), training_run("f0", "fables", root=root) as run:
        log_steps(run, 1, 5)
        raise error
    assert only_run(root).info.status == status
    with training_run("f0", "fables", root=root) as run:
        log_steps(run, 3, 8)  # the last checkpoint was taken after step 2
        run.finish("a1")
        assert only_run(root).info.status == "RUNNING"
    assert steps(root) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert only_run(root).info.status == "FINISHED"


def test_another_fingerprint_is_another_run(root):
    train(root, "f0", "a1")
    train(root, "f1", "a2")
    assert len(all_runs(root)) == 2


def test_more_metrics_than_one_request_takes_arrive_in_order(root):
    with training_run("f0", "fables", root=root) as run:
        for step in range(1, 702):
            run.log_step(step, {"train/loss": 1.0, "train/learning_rate": 1e-3, "train/grad_norm": 1.0})
    assert steps(root) == list(range(1, 702))
    assert steps(root, "train/grad_norm") == list(range(1, 702))


def test_later_stages_find_the_run_of_the_model_among_others(root):
    train(root, "f0", "a1", "first")
    train(root, "f1", "a2", "second")
    wanted, _ = all_runs(root)
    client(root).update_run(wanted.info.run_id, name="renamed by hand")
    client(root).create_run("1", run_name="first", tags={"mlflow.note.content": "made by hand"})
    with run_of_model("a1", "first", root=root) as run:
        run.log_metrics({"evaluation/perplexity": 3.5})
    assert len(all_runs(root)) == 3
    after = client(root).get_run(wanted.info.run_id)
    assert after.data.metrics["evaluation/perplexity"] == 3.5
    assert (after.info.status, after.info.end_time) == ("FINISHED", wanted.info.end_time)


def test_an_evaluation_that_fails_leaves_the_training_finished(root):
    train(root)
    with pytest.raises(ValueError), run_of_model("a1", "fables", root=root):
        raise ValueError
    assert only_run(root).info.status == "FINISHED"


def test_a_model_without_a_run_gets_one_for_all_later_stages(root):
    for metric in ("evaluation/perplexity", "evaluation/accuracy"):
        with run_of_model("a1", "restored", root=root) as run:
            run.log_metrics({metric: 0.5})
    run = only_run(root)
    assert (run.info.run_name, run.info.status) == ("restored", "FINISHED")
    assert run.data.metrics == {"evaluation/perplexity": 0.5, "evaluation/accuracy": 0.5}


def test_training_the_same_model_again_keeps_its_first_run(root):
    train(root)
    (first,) = all_runs(root)
    train(root, "f1")  # the same weights although the code has changed
    assert only_run(root).info.run_id == first.info.run_id


def test_the_same_training_with_other_weights_is_another_run(root):
    train(root, "f0", "a1")
    train(root, "f0", "a2")  # on another device
    assert [run.data.tags["conteur.model_sha256"] for run in all_runs(root)] == ["a1", "a2"]
    assert [run.data.metrics["train/loss"] for run in all_runs(root)] == [1 / 3, 1 / 3]


def test_a_param_that_changes_later_becomes_a_tag(root):
    train(root)
    with run_of_model("a1", "fables", root=root) as run:
        run.log_params({"sample.seed": "1"})
    with run_of_model("a1", "fables", root=root) as run:
        run.log_params({"sample.seed": "2", "sample.top_k": "40"})
    data = only_run(root).data
    assert data.params == {"sample.seed": "1", "sample.top_k": "40"}
    assert data.tags["sample.seed"] == "2"


def test_on_a_shared_store_another_persons_training_is_left_alone(root, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{(root / 'mlflow.db').as_posix()}")
    (tmp_path / "theirs").mkdir()
    with (
        training_run("f0", "theirs", root=tmp_path / "theirs") as theirs,
        training_run("f0", "ours", root=root) as ours,
    ):
        log_steps(theirs, 1, 3)
        log_steps(ours, 1, 3)
    assert [run.info.run_name for run in all_runs(root)] == ["theirs", "ours"]


def test_the_comparison_of_the_same_text_is_attached_with_its_pictures_and_page(root, tmp_path):
    report = write_comparison(tmp_path, CORPUS)
    wanted = {"tokenizers.pdf", "tokenizers.html", "tokenizers_words.png", "tokenizers_vocabularies.pdf"}
    for name in wanted | {"tokenizers.html.part", "loss.png"}:
        (tmp_path / name).write_bytes(b"picture or page")
    train(root)
    with run_of_model("a1", "fables", root=root) as run:
        assert run.log_comparison(report)
    wanted |= {report.name, "tokenizers.png"}
    assert set(artifacts(root, "tokenizers")) == {f"tokenizers/{name}" for name in wanted}


def test_a_read_only_file_is_logged_again_and_can_be_written_in_the_store(root, tmp_path, capsys):
    page = tmp_path / "tokenizers.html"  # an out of DVC; Windows does not replace a read-only copy of it
    for text in ("one", "two"):
        page.write_text(text, encoding="utf-8", newline="\n")
        page.chmod(0o444)
        with run_of_model("a1", "fables", root=root) as run:
            run.log_artifact(page, "tokenizers")
        page.chmod(0o644)
    assert capsys.readouterr().err == ""
    (kept,) = (root / "mlruns").rglob("tokenizers.html")
    assert kept.read_text(encoding="utf-8") == "two" and kept.stat().st_mode & 0o200


def test_a_stale_comparison_is_not_attached(root, tmp_path):
    report = write_comparison(tmp_path, OTHER_CORPUS)
    train(root)
    with run_of_model("a1", "fables", root=root) as run:
        assert not run.log_comparison(report)
        assert not run.log_comparison(tmp_path / "missing.json")
    assert artifacts(root) == []


@pytest.mark.parametrize("content", [b'{"data_sha256": ', b"{}", b"[]", b"\xff"])
def test_a_damaged_comparison_costs_a_line_and_not_the_stage(root, tmp_path, capsys, content):
    report = write_comparison(tmp_path, CORPUS)
    report.write_bytes(content)
    train(root)
    with run_of_model("a1", "fables", root=root) as run:
        assert not run.log_comparison(report)
    assert artifacts(root) == [] and only_run(root).info.status == "FINISHED"
    said = capsys.readouterr().err
    assert said.startswith(f"warning: {report} cannot be read (") and said.count("\n") == 1


def test_a_comparison_made_after_the_training_goes_to_the_newest_run_on_its_text(root, tmp_path):
    train(root, "f0", "a1")
    train(root, "f1", "a2")
    for corpus in (CORPUS, OTHER_CORPUS):
        with latest_run_on(corpus, root=root) as run:
            assert run.log_comparison(write_comparison(tmp_path, corpus))
    older, newest = (run.info.run_id for run in all_runs(root))
    assert client(root).list_artifacts(older) == []
    assert [file.path for file in client(root).list_artifacts(newest)] == ["tokenizers"]
    report = client(root).download_artifacts(newest, "tokenizers/tokenizers.json")
    assert json.loads(Path(report).read_text(encoding="utf-8")) == {"data_sha256": CORPUS}
    assert {run.info.status for run in all_runs(root)} == {"FINISHED"}


def write_comparison(folder: Path, corpus_sha256: str) -> Path:
    report = folder / "tokenizers.json"
    report.write_text(json.dumps({"data_sha256": corpus_sha256}), encoding="utf-8", newline="\n")
    (folder / "tokenizers.png").write_bytes(b"picture")
    return report


def test_an_experiment_of_dvc_writes_to_the_project_that_it_was_started_in(root, tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    copy.mkdir()
    monkeypatch.chdir(copy)
    for key, value in {"DVC_ROOT": str(root), "DVC_EXP_NAME": "tidy-fox", "DVC_STAGE": "train"}.items():
        monkeypatch.setenv(key, value)
    with training_run("f0", "fables"):
        pass
    tags = only_run(root).data.tags
    assert (tags["DVC_EXP_NAME"], tags["DVC_STAGE"]) == ("tidy-fox", "train")
    assert list(copy.iterdir()) == []


def test_the_git_state_is_tagged_and_what_the_pipeline_writes_is_not_a_change(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "tales"], check=True)
    (tmp_path / ".gitignore").write_text(f"{root.name}/\n", encoding="utf-8", newline="\n")
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "first"], check=True)
    commit = subprocess.run(
        [*git, "rev-parse", "HEAD"], check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()
    (tmp_path / "dvc.lock").write_text("schema", encoding="utf-8", newline="\n")
    with training_run("f0", "clean", root=root):
        pass
    (tmp_path / "params.yaml").write_text("seed: 2", encoding="utf-8", newline="\n")
    with training_run("f1", "dirty", root=root):
        pass
    clean, dirty = (run.data.tags for run in all_runs(root))
    assert clean["mlflow.source.git.commit"] == dirty["mlflow.source.git.commit"] == commit
    assert clean["mlflow.source.git.branch"] == "tales"
    assert (clean["mlflow.source.git.dirty"], dirty["mlflow.source.git.dirty"]) == ("false", "true")


def test_the_name_of_the_experiment_can_be_chosen(root, monkeypatch):
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "of the class")
    with training_run("f0", "fables", root=root):
        pass
    experiment = client(root).get_experiment_by_name("of the class")
    assert [run.info.run_name for run in client(root).search_runs([experiment.experiment_id])] == ["fables"]


def test_importing_the_package_does_not_import_mlflow(python):
    process = python("import sys, conteur.tracking; print('mlflow' in sys.modules, 'pydantic' in sys.modules)")
    assert process.communicate()[0].split() == ["False", "True"]
