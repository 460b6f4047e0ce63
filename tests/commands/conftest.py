"""A small project in a folder of its own, with a model that has learnt something, as the stages leave it."""

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from conteur.evaluation import score, write_evaluation
from conteur.files import sha256_of, write_text
from conteur.generation import Storyteller, write_samples
from conteur.model import Transformer, save_model, weights_of
from conteur.params import ModelParams, load_params
from conteur.tokenizer import save_tokenizer, train_bpe
from conteur.tokens import SplitMeta, scoring_windows
from conteur.training import TrainingState, write_training_report

ROOT = Path(__file__).parents[2]
TALES = [
    f"One morning, a {animal} went to the {place}. It was cold, and the {animal} was {mood}. "
    f'"Come in," said the {host}. They shared the bread and told tales until the moon rose over the {place}.'
    for animal in ("fox", "heron", "mole")
    for place in ("mill", "river", "old wood")
    for mood in ("sad", "hungry")
    for host in ("miller", "bear")
]
CONTEXT = 61
STEPS = 60


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with params.yaml, a validation text, a tokenizer, a trained model and all reports."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "params.yaml", folder)
    write_text(folder / "data/raw/validation.txt", "".join(f"{tale}\n<|endoftext|>\n" for tale in TALES))
    tokenizer = train_bpe(TALES, vocab_size=330, split_pattern="gpt4")
    save_tokenizer(tokenizer, folder / "models/tokenizer/tokenizer.json")
    ids = torch.tensor([id for tale in TALES for id in (*tokenizer.encode(tale), tokenizer.eos_id)])
    model = Transformer(small_params(folder / "params.yaml"), tokenizer.vocab_size)
    state = learn(model, ids)
    weights = weights_of(model)
    sha256 = sha256_of(folder / "models/tokenizer/tokenizer.json")
    save_model(model, folder / "models/model", best=weights, last=weights, tokenizer_sha256=sha256)
    write_reports(folder, model.eval(), tokenizer, ids, state)
    return folder


def small_params(path: Path) -> ModelParams:
    sizes = {"d_model": 36, "n_layers": 2, "n_heads": 3, "n_kv_heads": 3, "d_ff": 60, "context_length": CONTEXT}
    return ModelParams.model_validate(load_params(path).model.model_dump() | sizes)


def learn(model: Transformer, ids: torch.Tensor) -> TrainingState:
    torch.manual_seed(1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    state = TrainingState(0, {}, {}, [], 1)
    for step in range(1, STEPS + 1):
        starts = torch.randint(len(ids) - CONTEXT - 1, (8,))
        rows = torch.stack([ids[start : start + CONTEXT + 1] for start in starts])
        loss = cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 20 == 0:
            state.rows.append({"step": step, "train_loss": loss.item(), "validation_loss": loss.item() + 0.1})
    state.step = state.best_step = STEPS
    state.tokens_seen = STEPS * 8 * CONTEXT
    state.best_loss = state.rows[-1]["validation_loss"]
    assert state.best_loss < math.log(model.vocab_size) / 2, "the model of the tests has not learnt to tell anything"
    return state


def write_reports(folder, model, tokenizer, ids, state) -> None:
    reports = folder / "reports"
    write_training_report(state, reports, n_parameters=model.n_parameters())
    token_bytes = torch.tensor([len(tokenizer.token_bytes(id)) for id in range(tokenizer.vocab_size)])
    starts = np.append(0, np.flatnonzero(ids.numpy() == tokenizer.eos_id)[:-1] + 1)
    scored = score(model, scoring_windows(ids.numpy(), starts, CONTEXT, 8), token_bytes)
    n_bytes = sum(len(tale.encode()) for tale in TALES)
    bits = len(TALES) * math.log2(len(TALES))  # each tale is one of so many
    split = SplitMeta.model_construct(bytes=n_bytes, entropy_bits=bits)
    write_evaluation(scored, split, reports)
    write_samples(Storyteller(model, tokenizer), load_params(folder / "params.yaml").sample, reports)


@pytest.fixture
def start(project):
    """Return a function that starts a program of `conteur.commands` in the project, as tasks.py does."""

    def start_program(name, *arguments, **environment):
        environment = {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"} | environment
        return subprocess.Popen(
            [sys.executable, "-m", f"conteur.commands.{name}", *arguments],
            cwd=project,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )

    return start_program


@pytest.fixture
def run(start):
    """Return a function that runs a program to its end, with `typed` as what the person types."""

    def run_program(name, *arguments, typed="", **environment):
        program = start(name, *arguments, **environment)
        program.stdin.reconfigure(newline="\n")  # Windows would make it two characters
        stdout, stderr = program.communicate(typed, timeout=120)
        return subprocess.CompletedProcess(program.args, program.returncode, stdout, stderr)

    return run_program


@pytest.fixture
def storyteller(project: Path, monkeypatch: pytest.MonkeyPatch) -> Storyteller:
    from conteur.commands.trained import load_storyteller

    monkeypatch.chdir(project)
    return load_storyteller()
