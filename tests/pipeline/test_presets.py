"""Each preset, scaled down, goes through the whole pipeline and tells something in the end."""

import importlib
import json
from pathlib import Path

import pytest
import yaml

from conteur.commands.preset import overlaid
from tests.pipeline.conftest import SMALL

SCALED_DOWN = SMALL | {
    "data.dataset": "fables",
    "tokenizer.kind": "train",
    "train.max_steps": 4,
    "train.warmup_steps": 1,
    "train.eval_every": 2,
}
PRESETS = sorted(path.stem for path in Path("presets").glob("*.yaml"))
STAGES = ("download", "train_tokenizer", "compare_tokenizers", "tokenize", "train", "evaluate", "sample")
KINDS = ("position", "norm", "ffn")


def kinds(values: dict) -> dict[str, str]:
    return {part: values["model"][part]["kind"] for part in KINDS if part in values["model"]}


@pytest.fixture
def run_all_stages(done_project, monkeypatch):
    """Return a function that runs the stages one after the other, as DVC does, but in this process: 2 s, not 25."""
    monkeypatch.chdir(done_project.path)
    for key in ("DVC_ROOT", "MLFLOW_TRACKING_URI"):
        monkeypatch.delenv(key, raising=False)

    def run() -> None:
        for stage in STAGES:
            importlib.import_module(f"pipeline.{stage}").main()

    return run


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_runs_through_the_whole_pipeline(name, done_project, run_all_stages):
    project = done_project
    params, preset = project.path / "params.yaml", project.path / "presets" / f"{name}.yaml"
    params.write_text(overlaid(params.read_text(encoding="utf-8"), preset), encoding="utf-8", newline="\n")
    asked = yaml.safe_load(params.read_text(encoding="utf-8"))
    window = {"model.attention.window": 8} if asked["model"]["attention"]["window"] else {}
    grouped = {"model.n_kv_heads": 1} if asked["model"]["n_kv_heads"] < asked["model"]["n_heads"] else {}
    project.set_params(SCALED_DOWN | window | grouped)
    run_all_stages()
    report = json.loads((project.path / "reports" / "evaluation.json").read_text(encoding="utf-8"))
    assert 0 < report["loss_nats"] < 8
    samples = (project.path / "reports" / "samples.md").read_text(encoding="utf-8")
    assert all(prompt in samples for prompt in asked["sample"]["prompts"])
    config = json.loads((project.path / "models" / "model" / "config.json").read_text(encoding="utf-8"))
    assert kinds(config) == kinds(asked)


def test_an_experiment_takes_a_preset_and_other_values_on_top(done_project):
    project = done_project
    scaled = [word for key, value in SCALED_DOWN.items() for word in ("-S", f"{key}={value}")]
    answer = project.run("invoke", "exp", "--preset", "sinusoidal-512", "--here", *scaled)
    assert answer.returncode == 0, answer.stdout
    params = yaml.safe_load((project.path / "params.yaml").read_text(encoding="utf-8"))
    assert kinds(params) == {"position": "sinusoidal", "norm": "layernorm", "ffn": "gelu"}
    assert params["model"]["d_model"] == SMALL["model.d_model"]
    answer = project.run("invoke", "exp", "--preset", "nothing")
    assert answer.returncode == 1 and "no preset 'nothing'" in answer.stdout and "Traceback" not in answer.stdout
