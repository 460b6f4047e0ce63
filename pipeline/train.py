"""Stage train: learn the weights of the model from the ids on disk."""

from functools import partial
from pathlib import Path

import torch

from conteur.errors import run_program
from conteur.files import sha256_of
from conteur.model import BEST, Transformer, choose_device, save_model, weights_of
from conteur.params import load_params
from conteur.tokens import META, TrainingBatches, check_long_enough, open_ids, open_starts, read_meta, scoring_windows
from conteur.tracking import flatten, project_root, training_run
from conteur.training import (
    CheckpointFolder,
    Group,
    NoLog,
    Trainer,
    exclusive_run,
    in_processes,
    run_fingerprint,
    write_training_report,
)

TOKENS = Path("data/tokens")
START = Path("data/start/checkpoint.pt")
MODEL = Path("models/model")
REPORTS = Path("reports")
CODE = [Path("pipeline/train.py"), *(Path("src/conteur") / name for name in ("tokens", "model", "training"))]


def main() -> None:
    params = load_params().train
    in_processes(train, params.processes, "pipeline.train", choose_device(params.device, "train.device"))


def train(group: Group) -> None:
    """Train alone, or as one of several processes, of which the first does all that others see."""
    params = load_params()
    meta = read_meta(TOKENS)
    context = params.model.context_length
    ids = open_ids(TOKENS, "train", meta)
    batches = TrainingBatches(ids, open_starts(TOKENS, "train", meta), context, params.train.batch_size, params.seed)
    validation = partial(
        scoring_windows,
        open_ids(TOKENS, "validation", meta),
        open_starts(TOKENS, "validation", meta),
        context,
        max_tokens=params.train.eval_tokens,
    )
    check_long_enough("validation", meta.validation.tokens, context)  # now, not at the first validation
    device = choose_device(params.train.device, "train.device")
    torch.manual_seed(params.seed)
    model = Transformer(params.model, meta.vocab_size)
    shaped_by = params.model_dump(mode="json", include={"seed", "model", "train"})
    start = START if START.exists() else None
    data = [sha256_of(TOKENS / META), *([sha256_of(start)] if start else [])]
    fingerprint = run_fingerprint(shaped_by, data, CODE)
    checkpoints = CheckpointFolder(project_root(), fingerprint, meta.tokenizer_sha256)
    make_trainer = partial(Trainer, model, params.train, seed=params.seed, device=device, group=group)
    if not group.leads:
        make_trainer(log=NoLog()).train(batches, validation, checkpoints, start)
        return
    name = f"{params.data.dataset}-{model.n_parameters() / 1e6:.1f}M-{fingerprint[:6]}"
    with (
        exclusive_run(checkpoints.path),
        training_run(fingerprint, name, corpus_sha256=meta.train.text_sha256) as run,
    ):
        run.log_params(flatten(params))
        run.log_dataset(params.data.dataset, "data/raw/train.txt", meta.train.text_sha256, "training")
        run.log_dataset(params.data.dataset, "data/raw/validation.txt", meta.validation.text_sha256, "validation")
        trainer = make_trainer(log=run)
        state = trainer.train(batches, validation, checkpoints, start)
        save_model(
            model, MODEL, best=state.best_weights, last=weights_of(model), tokenizer_sha256=meta.tokenizer_sha256
        )
        write_training_report(state, REPORTS, n_parameters=model.n_parameters())
        run.finish(sha256_of(MODEL / BEST))
        trainer.save()
        checkpoints.finish()
    print(f"best validation loss {state.best_loss:.3f} at step {state.best_step}; the model is in {MODEL.as_posix()}")


if __name__ == "__main__":
    run_program(main)
