"""What each part of the default recipe brings: one of them off at a time; writes docs/benchmarks/ablations.md.

Run in the project's root with `src` on PYTHONPATH, after `invoke tokenize`:

    python -m benchmarks.ablations [--steps 600] [--seeds 1 2 3] [--threads 1]

Each run has params.yaml's params but for one part and its own whole schedule. The seed is that of the first weights and
of the order of the text. Time is CPU time, because other programs disturb the clock's.
"""

import argparse
import math
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

import torch

from conteur.files import read_json, write_text
from conteur.model import Transformer
from conteur.params import ProjectParams, load_params
from conteur.tokens import TokenMeta, TrainingBatches, open_ids, open_starts, read_meta, scoring_windows
from conteur.training import CheckpointFolder, NoLog, Trainer

TOKENS = Path("data/tokens")
SOURCE = Path("data/raw/source.json")
REPORT = Path("docs/benchmarks/ablations.md")
SCORED_TOKENS = 65536
OFF: dict[str, dict[str, Any]] = {
    "as it is": {},
    "AdamW alone instead of Muon": {"train.optimizer.kind": "adamw"},
    "Muon without momentum": {"train.optimizer.momentum": 0.0},
    "AdamW's betas at PyTorch's 0.9 and 0.999": {"train.optimizer.beta1": 0.9, "train.optimizer.beta2": 0.999},
    "no bigrams": {"model.bigrams": 0},
    "values read the stream alone": {"model.attention.value_residual": False},
    "first weights small (gpt2) instead of copying": {"model.init": "gpt2"},
    "no norm after the embedding, values read the stream alone": {
        "model.norm.embedding": False,
        "model.attention.value_residual": False,
    },
    "norms with gains": {"model.norm.gain": True},
    "LayerNorm instead of RMSNorm": {"model.norm.kind": "layernorm"},
    "no QK-norm": {"model.attention.qk_norm": False},
    "learned positions instead of rotary ones": {"model.position.kind": "learned"},
    "GELU instead of ReLU²": {"model.ffn.kind": "gelu"},
    "linear layers with biases": {"model.bias": True},
    "an output matrix of its own": {"model.tie_embeddings": False},
    "cosine to a tenth instead of linear to zero": {
        "train.schedule.kind": "cosine",
        "train.schedule.final_fraction": 0.1,
    },
    "no warm-up": {"train.warmup_steps": 0},
    "no clipping": {"train.clip_norm": 0.0},
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.ablations", description=__doc__)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    meta = read_meta(TOKENS)
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in OFF}
    for number, seed in enumerate(arguments.seeds, start=1):
        for name, changes in OFF.items():
            runs[name].append(train(changed(load_params(), changes), meta, seed, arguments.steps))
            print(seed, name, *runs[name][-1], flush=True)
        write_text(REPORT, report(runs, arguments.steps, arguments.seeds[:number], arguments.threads))
        print(f"written: {REPORT.as_posix()}")


def changed(params: ProjectParams, changes: dict[str, Any]) -> ProjectParams:
    values = params.model_dump()
    for key, value in changes.items():
        *parents, last = key.split(".")
        section = values
        for parent in parents:
            section = section[parent]
        section[last] = value
    return ProjectParams.model_validate(values)


def train(
    params: ProjectParams, meta: TokenMeta, seed: int, steps: int, scored_tokens: int = SCORED_TOKENS
) -> tuple[float, float]:
    """Return bits per byte of so many tokens of the validation text, or of all for 0, and CPU-seconds."""
    context = params.model.context_length
    train = params.train.model_dump() | {"device": "cpu", "max_steps": steps, "eval_every": steps}
    train_params = type(params.train).model_validate(train | {"checkpoint_every_s": 1e9})
    torch.manual_seed(seed)
    model = Transformer(params.model, meta.vocab_size)
    trainer = Trainer(model, train_params, seed=seed, device=torch.device("cpu"), log=NoLog())
    ids, starts = (partial(read, TOKENS) for read in (open_ids, open_starts))
    batches = TrainingBatches(ids("train", meta), starts("train", meta), context, params.train.batch_size, seed)
    validation = partial(
        scoring_windows, ids("validation", meta), starts("validation", meta), context, max_tokens=scored_tokens
    )
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        state = trainer.train(batches, validation, CheckpointFolder(Path(folder), "0" * 32))
    loss = state.rows[-1]["validation_loss"]
    return loss / math.log(2) * meta.validation.tokens / meta.validation.bytes, time.process_time() - began


def report(runs: dict[str, list[tuple[float, float]]], steps: int, seeds: list[int], threads: int) -> str:
    source = read_json(SOURCE)
    split = source["splits"]["validation"]
    floor = f", whose floor is {split['entropy_bits'] / split['bytes']:.4f}" if split["entropy_bits"] else ""
    whole = statistics.fmean(bits for bits, _ in runs["as it is"])
    lines = [
        "# The recipe with one part off at a time",
        "",
        f"Bits per byte of the validation text of `{source['dataset']}`{floor}, after {steps} steps with the "
        "values of params.yaml",
        "but for one part: mean and range over the seeds. Made by "
        f"`python -m benchmarks.ablations --steps {steps} --seeds {' '.join(map(str, seeds))} --threads {threads}`,",
        f"PyTorch {torch.__version__}, {torch.cpu.get_capabilities().get('cpu_name', 'CPU')}.",
        "",
        "| | bits per byte | from | to | against the whole | CPU-s |",
        "|---|---|---|---|---|---|",
    ]
    for name, results in runs.items():
        bits = [bits for bits, _ in results]
        mean, seconds = statistics.fmean(bits), statistics.median(seconds for _, seconds in results)
        lines.append(
            f"| {name} | {mean:.4f} | {min(bits):.4f} | {max(bits):.4f} | {mean / whole - 1:+.1%} | {seconds:.0f} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
