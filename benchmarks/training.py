"""Our recipe beside nanoGPT's own, unmodified train.py: loss for the same time; writes docs/benchmarks/training.md.

Run in the project's root with `src` on PYTHONPATH, after `invoke tokenize` with the corpus of your choice:

    python -m benchmarks.training --nanogpt CLONE [--budget-s 240] [--seeds 1 2 3] [--threads 1] [--work FOLDER]
        [--report FILE]

Both read the same ids and have nanoGPT's default size on a CPU: 4 layers, 4 heads, 128 wide, a context of 64, 12 rows a
step. nanoGPT runs with --compile=False at three learning rates, each for the budget in CPU-seconds, and for the second
seed on at the best of them (it has one seed of its own); ours for the budget and for 1/4, 1/8, ... of it, each time
with a whole schedule. Both are scored by the same function on the same validation text, cut into rows of one context.
Time is CPU time, because other programs disturb the clock's.
"""

import argparse
import itertools
import math
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import torch
from torch import Tensor
from torch.nn import functional

from conteur.files import read_json, write_text
from conteur.model import Transformer
from conteur.params import TrainParams, load_params
from conteur.tokens import TokenMeta, TrainingBatches, open_ids, open_starts, read_meta
from conteur.training import CheckpointFolder, NoLog, Trainer

TOKENS = Path("data/tokens")
SOURCE = Path("data/raw/source.json")
REPORT = Path("docs/benchmarks/training.md")
CONTEXT, ROWS, D_MODEL, LAYERS, HEADS = 64, 12, 128, 4, 4  # nanoGPT's README, "I only have a macbook"
NANOGPT_RATES = (1e-3, 3e-3, 6e-3)
FRACTIONS = (1, 1 / 4, 1 / 8, 1 / 16, 1 / 32)
SCORED_TOKENS = 131072
N_CALIBRATION_STEPS = 60

Logits = Callable[[Tensor], Tensor]  # ids (B, T) to logits (B, T, V)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.training", description=__doc__)
    parser.add_argument("--nanogpt", type=Path, required=True)
    parser.add_argument("--budget-s", type=float, default=240)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--report", type=Path, default=REPORT)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    meta = read_meta(TOKENS)
    rows, rates = [], NANOGPT_RATES
    with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
        peer = NanoGpt(arguments.nanogpt, Path(folder), meta, arguments.threads)
        for seed in arguments.seeds:
            theirs = min((peer.train(rate, arguments.budget_s) for rate in rates), key=lambda run: run["loss"])
            rates = (theirs["rate"],)
            ours = [train_ours(meta, seed, arguments.budget_s * fraction, Path(folder)) for fraction in FRACTIONS]
            rows.append((seed, theirs, ours))
            print(seed, theirs, *ours, sep="\n", flush=True)
    write_text(arguments.report, report(rows, meta, arguments))
    print(f"written: {arguments.report.as_posix()}")


class NanoGpt:
    """A copy of a clone of nanoGPT with our ids as its data set."""

    def __init__(self, clone: Path, folder: Path, meta: TokenMeta, threads: int):
        self.path = folder / "nanogpt"
        self.meta = meta
        self.environment = os.environ | {"OMP_NUM_THREADS": str(threads)}
        shutil.copytree(clone, self.path, ignore=shutil.ignore_patterns(".git", "data"))
        data = self.path / "data" / "bench"
        data.mkdir(parents=True)
        for split, name in (("train", "train.bin"), ("validation", "val.bin")):
            open_ids(TOKENS, split, meta).astype(np.uint16).tofile(data / name)
        with (data / "meta.pkl").open("wb") as file:
            pickle.dump({"vocab_size": meta.vocab_size}, file)

    def train(self, rate: float, budget_s: float) -> dict[str, float]:
        base = self._seconds(rate, 1)
        step_s = (self._seconds(rate, N_CALIBRATION_STEPS) - base) / (N_CALIBRATION_STEPS - 1)
        steps = int(budget_s / step_s)
        spent = self._seconds(rate, steps) - base  # importing PyTorch is not training
        torch.manual_seed(0)
        sys.path.insert(0, str(self.path))
        from model import GPT, GPTConfig

        checkpoint = torch.load(self.path / "out" / "ckpt.pt", weights_only=True)
        model = GPT(GPTConfig(**checkpoint["model_args"])).eval()
        model.load_state_dict(checkpoint["model"])
        sys.path.remove(str(self.path))
        loss = score(lambda ids: model(ids, ids)[0], self.meta)  # with targets it gives the logits of all places
        n_parameters = sum(parameter.numel() for parameter in model.parameters())
        return {"rate": rate, "steps": steps, "s": spent, "step_s": step_s, "loss": loss, "parameters": n_parameters}

    def _seconds(self, rate: float, steps: int) -> float:
        """Train and save; return the CPU time. Its evaluation at the first and last step takes one batch a split."""
        knobs = {
            "dataset": "bench",
            "device": "cpu",
            "compile": False,
            "eval_iters": 1,
            "eval_interval": steps,
            "log_interval": 1000000,
            "block_size": CONTEXT,
            "batch_size": ROWS,
            "gradient_accumulation_steps": 1,
            "n_layer": LAYERS,
            "n_head": HEADS,
            "n_embd": D_MODEL,
            "dropout": 0.0,
            "max_iters": steps,
            "lr_decay_iters": steps + 1,
            "warmup_iters": min(100, steps // 2),
            "learning_rate": rate,
            "min_lr": rate / 10,
            "beta2": 0.99,
        }
        process = psutil.Popen(
            [sys.executable, "train.py", *(f"--{name}={value}" for name, value in knobs.items())],
            cwd=self.path,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        used = 0.0
        while process.poll() is None:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                break
            used = times.user + times.system or used
            time.sleep(0.02)
        if process.wait():
            raise SystemExit(f"nanoGPT's train.py ended with exit code {process.returncode}")
        return used


def train_ours(meta: TokenMeta, seed: int, budget_s: float, folder: Path) -> dict[str, float]:
    step_s = _train(meta, seed, N_CALIBRATION_STEPS, folder)[1] / N_CALIBRATION_STEPS
    steps = max(int(budget_s / step_s), N_CALIBRATION_STEPS // 2)
    model, spent, of_gradients = _train(meta, seed, steps, folder)
    with torch.no_grad():
        loss = score(model.eval(), meta)
    figures = {"steps": steps, "s": spent, "step_s": step_s, "loss": loss, "overhead": spent / of_gradients - 1}
    return figures | {"parameters": model.n_parameters()}


def _train(meta: TokenMeta, seed: int, steps: int, folder: Path) -> tuple[Transformer, float, float]:
    """Return the model, the CPU-seconds of its training, and those of its forward and backward passes."""
    params = load_params()
    sizes = {"d_model": D_MODEL, "n_layers": LAYERS, "n_heads": HEADS, "n_kv_heads": HEADS, "d_ff": 4 * D_MODEL}
    model_params = params.model.model_copy(update=sizes | {"context_length": CONTEXT})
    train = params.train.model_dump() | {"device": "cpu", "batch_size": ROWS, "micro_batch_size": ROWS}
    train |= {"max_steps": steps, "eval_every": steps, "checkpoint_every_s": 1e9}
    torch.manual_seed(seed)
    model = Transformer(model_params, meta.vocab_size)
    trainer = Trainer(model, TrainParams.model_validate(train), seed=seed, device=torch.device("cpu"), log=NoLog())
    batches = TrainingBatches(open_ids(TOKENS, "train", meta), open_starts(TOKENS, "train", meta), CONTEXT, ROWS, seed)
    gradient, of_gradients = trainer._gradient, 0.0

    def timed_gradient(*batch: Tensor) -> float:
        nonlocal of_gradients
        began = time.process_time()
        loss = gradient(*batch)
        of_gradients += time.process_time() - began
        return loss

    trainer._gradient = timed_gradient
    began = time.process_time()
    # One batch of training text in place of the validation, which has its own time and place here.
    trainer.train(batches, lambda rows: iter([batches.batch(0)]), CheckpointFolder(folder, f"{seed:032}"))
    return model, time.process_time() - began, of_gradients


@torch.no_grad()
def score(logits: Logits, meta: TokenMeta) -> float:
    """Return the mean loss, in nats per token, on rows of one context cut from the validation text in order."""
    ids = torch.from_numpy(open_ids(TOKENS, "validation", meta)[: SCORED_TOKENS + 1].astype(np.int64))
    n_rows = (len(ids) - 1) // CONTEXT
    x, y = (ids[start : start + n_rows * CONTEXT].view(n_rows, CONTEXT) for start in (0, 1))
    losses = [
        functional.cross_entropy(logits(inputs).flatten(0, 1).float(), targets.flatten(), reduction="sum").item()
        for inputs, targets in zip(x.split(64), y.split(64), strict=True)
    ]
    return math.fsum(losses) / y.numel()


def corpus_name() -> str:
    source = read_json(SOURCE)
    names = [file["name"] for file in source.get("files", [])]
    return ", ".join(names) if source["dataset"] == "files" else source["dataset"]


def time_to(loss: float, runs: list[dict[str, float]]) -> float | None:
    """Return the CPU-seconds in which ours reaches `loss`, between two runs by the logarithm of time; None if never."""
    ladder = sorted(runs, key=lambda run: run["s"])
    if ladder[0]["loss"] <= loss:
        return ladder[0]["s"]
    for shorter, longer in itertools.pairwise(ladder):
        if longer["loss"] <= loss:
            share = (shorter["loss"] - loss) / (shorter["loss"] - longer["loss"])
            return math.exp((1 - share) * math.log(shorter["s"]) + share * math.log(longer["s"]))
    return None


def report(rows: list, meta: TokenMeta, arguments: argparse.Namespace) -> str:
    bits = meta.validation.tokens / math.log(2) / meta.validation.bytes  # of a nat per token, in bits per byte
    processor = torch.cpu.get_capabilities().get("cpu_name", "CPU")
    lines = [
        "# Training beside nanoGPT",
        "",
        f"Made by `python -m benchmarks.training --nanogpt CLONE --budget-s {arguments.budget_s:g}"
        f" --threads {arguments.threads} --seeds {' '.join(map(str, arguments.seeds))}`:",
        f"{processor}, {arguments.threads} thread(s), PyTorch {torch.__version__}, both without compilation.",
        f"Text: {corpus_name()}, {meta.train.bytes / 1e6:.1f} MB, {meta.train.tokens:,} tokens of a vocabulary of "
        f"{meta.vocab_size:,}. Losses in nats per token on the same validation text.",
        "",
        "| seed | | learning rate | parameters | steps | CPU-s | tokens per CPU-s | loss | bits per byte |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for seed, theirs, ours in rows:
        for name, run in (("nanoGPT, best of three", theirs), *(("ours", run) for run in ours)):
            lines.append(
                f"| {seed} | {name} | {run.get('rate', 'default')} | {run['parameters']:,} | {run['steps']} | "
                f"{run['s']:.0f} | {ROWS * CONTEXT / run['step_s']:,.0f} | {run['loss']:.3f} | "
                f"{run['loss'] * bits:.3f} |"
            )
    speeds = [theirs["step_s"] / ours[0]["step_s"] for _, theirs, ours in rows]
    times = [theirs["s"] / reached for _, theirs, ours in rows if (reached := time_to(theirs["loss"], ours))]
    overhead = statistics.median(ours[0]["overhead"] for _, _, ours in rows)
    gains = [1 - ours[0]["loss"] / theirs["loss"] for _, theirs, ours in rows]
    lines += [
        "",
        "| medians over the seeds | |",
        "|---|---|",
        f"| tokens per CPU-s, ours / nanoGPT's | {statistics.median(speeds):.2f} |",
        f"| CPU-s to nanoGPT's loss, nanoGPT's / ours | {statistics.median(times) if times else math.nan:.1f} |",
        f"| bits per byte at equal time, lower by | {statistics.median(gains):.1%} |",
        f"| optimizer, batches and log over forward and backward | {overhead:.1%} |",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
