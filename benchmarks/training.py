"""Our recipe beside nanoGPT's own train.py: loss for the same time.

Run in the project's root with `src` on PYTHONPATH, after `invoke tokenize` with the corpus of your choice:

    python -m benchmarks.training --nanogpt CLONE --report docs/benchmarks/training_CORPUS.md [--budget-s 240]
        [--seeds 1 2 3] [--threads 1] [--work FOLDER] [--nanogpt-rates 1e-3 3e-3 6e-3] [--rates 0.0075 0.015 0.03]
        [--whole-rates RATES]

Both read the same ids, have as many parameters within 2 %, and see a context of 64 tokens. nanoGPT has its default size
on a CPU: 4 layers, 4 heads, 128 wide, 12 rows a step. It runs unmodified with --compile=False at three learning rates,
each for the budget in CPU-seconds, and for the second seed on at the best of them (it has one seed of its own); then
compiled and in bfloat16, which its train.py offers on GPUs only: one line of a copy is changed for that. Ours runs
compiled for the time that nanoGPT took and for shares of it, each time with a whole schedule, and without compilation
for some of them; it, too, has the best of three learning rates, for each of these lengths, found with the first seed.
What was best with one thread need not be searched for again with two: hence the options, of which --whole-rates is for
ours and the whole budget. Ours logs to MLflow as it always does.
All are scored by the same function on the same validation text, cut into rows of one context. Time is CPU time, because
other programs disturb the clock's; what compiling takes is measured apart, from an empty cache and from a full one.
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
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import torch
from torch import Tensor
from torch.nn import functional

from conteur.files import read_json, write_text
from conteur.model import Transformer
from conteur.params import TrainParams, load_params
from conteur.tokens import TokenMeta, TrainingBatches, open_ids, open_starts, read_meta
from conteur.tracking import training_run
from conteur.training import CheckpointFolder, Trainer

TOKENS = Path("data/tokens")
SOURCE = Path("data/raw/source.json")
CONTEXT = 64
NANOGPT_SIZE = {"n_layer": 4, "n_head": 4, "n_embd": 128, "batch_size": 12}  # its README, "I only have a macbook"
NANOGPT_RATES = (1e-3, 3e-3, 6e-3)
OUR_MODEL = {"d_model": 128, "n_layers": 2, "n_heads": 2, "n_kv_heads": 2, "d_ff": 512, "context_length": CONTEXT}
OUR_MODEL |= {"bigrams": 3072}  # instead of two layers: no more parameters, and less to multiply
OUR_TRAIN = {"batch_size": 48, "micro_batch_size": 48}
OUR_RATES = (0.0075, 0.015, 0.03)
OUR_OPTIMIZER = {"momentum": 0.9}
MATRIX_RATE = 4 / 3  # of Muon, in the rates of AdamW
COMPILED_SHARES = (1, 1 / 6, 1 / 9, 1 / 14)  # of the budget
EAGER_SHARES = (1 / 4, 1 / 6, 1 / 9)
SCORED_TOKENS = 131072
N_CALIBRATION_STEPS = 60
ONLY_ON_GPUS = "nullcontext() if device_type == 'cpu' else "  # in nanoGPT's train.py, before its autocast

Logits = Callable[[Tensor], Tensor]  # ids (B, T) to logits (B, T, V)
Run = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.training", description=__doc__)
    parser.add_argument("--nanogpt", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--budget-s", type=float, default=240)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--nanogpt-rates", type=float, nargs="+", default=NANOGPT_RATES)
    parser.add_argument("--rates", type=float, nargs="+", default=OUR_RATES)
    parser.add_argument("--whole-rates", type=float, nargs="+")
    arguments = parser.parse_args()
    arguments.whole_rates = arguments.whole_rates or arguments.rates
    torch.set_num_threads(arguments.threads)
    meta = read_meta(TOKENS)
    results, rates = [], arguments.nanogpt_rates
    compiled, eager = (dict.fromkeys(shares, arguments.rates) for shares in (COMPILED_SHARES, EAGER_SHARES))
    compiled[1] = arguments.whole_rates
    step_s: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=arguments.work) as name:
        folder = Path(name)
        peer = NanoGpt(arguments.nanogpt, folder, meta, arguments.threads)
        compiling_s = measured_compiling_s(arguments.threads)
        for seed in arguments.seeds:
            theirs = min((peer.train(rate, arguments.budget_s) for rate in rates), key=lambda run: run["loss"])
            rates = (theirs["rate"],)
            result = {
                "seed": seed,
                "nanoGPT": theirs,
                "nanoGPT, bf16 and compiled": peer.train(rates[0], arguments.budget_s, fast=True),
                "ours, compiled": train_ours(meta, seed, theirs["s"], compiled, "on", folder, step_s),
                "ours": train_ours(meta, seed, theirs["s"], eager, "off", folder, step_s),
            }
            results.append(result)
            compiled, eager = best_rates(compiled, result["ours, compiled"]), best_rates(eager, result["ours"])
            write_text(arguments.report, report(results, compiling_s, meta, arguments))
            print(f"seed {seed} is in {arguments.report.as_posix()}", flush=True)


class NanoGpt:
    """A copy of a clone of nanoGPT with our ids as its data set."""

    def __init__(self, clone: Path, folder: Path, meta: TokenMeta, threads: int):
        self.path = folder / "nanogpt"
        self.meta = meta
        self.environment = os.environ | {"OMP_NUM_THREADS": str(threads)}
        self.step_s: dict[bool, float] = {}
        shutil.copytree(clone, self.path, ignore=shutil.ignore_patterns(".git", "data"))
        data = self.path / "data" / "bench"
        data.mkdir(parents=True)
        for split, name in (("train", "train.bin"), ("validation", "val.bin")):
            open_ids(TOKENS, split, meta).astype(np.uint16).tofile(data / name)
        with (data / "meta.pkl").open("wb") as file:
            pickle.dump({"vocab_size": meta.vocab_size}, file)

    def train(self, rate: float, budget_s: float, fast: bool = False) -> Run:
        """Train for the budget, to which importing and compiling do not count."""
        if fast:
            self._seconds(rate, 1, fast)  # compiles
        base = self._seconds(rate, 1, fast)
        if fast not in self.step_s:
            calibration_s = self._seconds(rate, N_CALIBRATION_STEPS, fast) - base
            self.step_s[fast] = calibration_s / (N_CALIBRATION_STEPS - 1)
        steps = int(budget_s / self.step_s[fast])
        spent = self._seconds(rate, steps, fast) - base
        self.step_s[fast] = spent / steps  # a whole run knows it better, for the next one
        torch.manual_seed(0)
        sys.path.insert(0, str(self.path))
        from model import GPT, GPTConfig

        checkpoint = torch.load(self.path / "out" / "ckpt.pt", weights_only=True)
        model = GPT(GPTConfig(**checkpoint["model_args"])).eval()
        model.load_state_dict({name.removeprefix("_orig_mod."): weight for name, weight in checkpoint["model"].items()})
        sys.path.remove(str(self.path))
        loss = score(lambda ids: model(ids, ids)[0], self.meta)  # with targets it gives the logits of all places
        n_parameters = sum(parameter.numel() for parameter in model.parameters())
        return {"rate": rate, "steps": steps, "s": spent, "loss": loss, "parameters": n_parameters}

    def _seconds(self, rate: float, steps: int, fast: bool) -> float:
        """Train and save; return the CPU time. Its evaluation at the first and last step takes one batch a split."""
        program = "train.py"
        if fast:
            program = "train_bf16.py"
            text = (self.path / "train.py").read_text(encoding="utf-8")
            assert ONLY_ON_GPUS in text
            write_text(self.path / program, text.replace(ONLY_ON_GPUS, ""))
        knobs = NANOGPT_SIZE | {
            "dataset": "bench",
            "device": "cpu",
            "compile": fast,
            "dtype": "bfloat16",
            "eval_iters": 1,
            "eval_interval": steps,
            "log_interval": 1000000,
            "block_size": CONTEXT,
            "gradient_accumulation_steps": 1,
            "dropout": 0.0,
            "max_iters": steps,
            "lr_decay_iters": steps + 1,
            "warmup_iters": min(100, steps // 2),
            "learning_rate": rate,
            "min_lr": rate / 10,
            "beta2": 0.99,
        }
        process = psutil.Popen(
            [sys.executable, program, *(f"--{name}={value}" for name, value in knobs.items())],
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


def train_ours(
    meta: TokenMeta,
    seed: int,
    budget_s: float,
    rates: dict[float, tuple[float, ...]],
    compiled: str,
    folder: Path,
    step_s: dict[str, float],
) -> list[Run]:
    """Train for each share of the budget at each of its rates, and return the best run of each share.

    Compiling does not count to the budget. `step_s` remembers what a step takes; a run that took longer than it should
    is run again.
    """
    _train(meta, seed, 1, OUR_RATES[0], compiled, folder)
    if compiled not in step_s:
        calibration_s = _train(meta, seed, N_CALIBRATION_STEPS, OUR_RATES[0], compiled, folder)[1]
        step_s[compiled] = calibration_s / N_CALIBRATION_STEPS
    best = []
    for share, tried in rates.items():
        runs = []
        for rate in tried:
            spent = math.inf
            while spent > 1.05 * budget_s * share:
                steps = int(budget_s * share / step_s[compiled])
                model, spent, of_gradients = _train(meta, seed, steps, rate, compiled, folder)
                step_s[compiled] = spent / steps
            with torch.no_grad():
                loss = score(model.eval(), meta)
            run = {"rate": rate, "steps": steps, "s": spent, "loss": loss}
            runs.append(run | {"overhead": spent / of_gradients - 1, "parameters": model.n_parameters()})
        best.append(min(runs, key=lambda run: run["loss"]))
    return best


def best_rates(rates: dict[float, tuple[float, ...]], best: list[Run]) -> dict[float, tuple[float, ...]]:
    return {share: (run["rate"],) for share, run in zip(rates, best, strict=True)}


def our_trainer(seed: int, steps: int, rate: float, compiled: str, vocab_size: int, log: Any) -> Trainer:
    params = load_params()
    train = params.train.model_dump() | OUR_TRAIN | {"device": "cpu", "compile": compiled, "max_steps": steps}
    train |= {"eval_every": steps, "checkpoint_every_s": 1e9, "learning_rate": rate}
    train["optimizer"] |= OUR_OPTIMIZER | {"matrix_learning_rate": MATRIX_RATE * rate}
    train["warmup_steps"] = min(train["warmup_steps"], steps - 1)
    torch.manual_seed(seed)
    model = Transformer(params.model.model_copy(update=OUR_MODEL), vocab_size)
    return Trainer(model, TrainParams.model_validate(train), seed=seed, device=torch.device("cpu"), log=log)


def _train(
    meta: TokenMeta, seed: int, steps: int, rate: float, compiled: str, folder: Path
) -> tuple[Transformer, float, float]:
    """Return the model, the CPU-seconds of its training, and those of its forward and backward passes."""
    own = Path(tempfile.mkdtemp(dir=folder))
    run = training_run(own.name, "benchmark", root=folder)
    trainer = our_trainer(seed, steps, rate, compiled, meta.vocab_size, run)
    rows = trainer.params.batch_size
    batches = TrainingBatches(open_ids(TOKENS, "train", meta), open_starts(TOKENS, "train", meta), CONTEXT, rows, seed)
    gradient, of_gradients = trainer._gradient, 0.0

    def timed_gradient(*batch: Tensor) -> float:
        nonlocal of_gradients
        began = time.process_time()
        loss = gradient(*batch)
        of_gradients += time.process_time() - began
        return loss

    trainer._gradient = timed_gradient
    # One batch of training text in place of the validation, which has its own time and place here.
    began = time.process_time()
    with run:
        trainer.train(batches, lambda rows: iter([batches.batch(0)]), CheckpointFolder(own, f"{seed:032}"))
    return trainer.model, time.process_time() - began, of_gradients


FIRST_STEP = """
import os, sys, torch
from pathlib import Path
from benchmarks.training import OUR_RATES, our_trainer
from conteur.training import NoLog, compiling
compiling.WORKED = Path(os.environ["TORCHINDUCTOR_CACHE_DIR"], "worked")
torch.set_num_threads(int(sys.argv[2]))
trainer = our_trainer(1, 1, OUR_RATES[0], sys.argv[1], 2048, NoLog())
ids = torch.zeros(trainer.params.batch_size, trainer.model.params.context_length, dtype=torch.int64)
trainer._gradient(ids, ids)
print(sum(os.times()[:4]))
"""


def measured_compiling_s(threads: int) -> dict[str, float]:
    """Return the CPU-seconds that compiling adds to a fresh process: from an empty cache, and from a full one.

    From an empty one, we also try first in another process whether the machine can compile. Medians of three.
    """

    def first_step_s(compiled: str, cache: str) -> float:
        environment = os.environ | {"TORCHINDUCTOR_CACHE_DIR": cache, "TMPDIR": cache}
        environment["TORCHINDUCTOR_COMPILE_THREADS"] = "1"
        command = [sys.executable, "-c", FIRST_STEP, compiled, str(threads)]
        told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
        return float(told)

    seconds: dict[str, list[float]] = {"eager": [], "cold": [], "warm": []}
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            for kind, spent in seconds.items():
                spent.append(first_step_s("off" if kind == "eager" else "on", cache))
    eager, cold, warm = map(statistics.median, seconds.values())
    return {"cold": cold - eager, "warm": warm - eager}


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


def time_to(loss: float, runs: list[Run]) -> float:
    """Return the CPU-seconds in which ours reaches `loss`, between two runs by the logarithm of time; NaN if never."""
    ladder = sorted(runs, key=lambda run: run["s"])
    if ladder[0]["loss"] <= loss:
        return ladder[0]["s"]
    for shorter, longer in itertools.pairwise(ladder):
        if longer["loss"] <= loss:
            share = (shorter["loss"] - loss) / (shorter["loss"] - longer["loss"])
            return math.exp((1 - share) * math.log(shorter["s"]) + share * math.log(longer["s"]))
    return math.nan


def joined(numbers: Iterable[float]) -> str:
    return " ".join(f"{number:g}" for number in numbers)


def report(results: list, compiling_s: dict[str, float], meta: TokenMeta, arguments: argparse.Namespace) -> str:
    bits = meta.validation.tokens / math.log(2) / meta.validation.bytes  # of a nat per token, in bits per byte
    processor = torch.cpu.get_capabilities().get("cpu_name", "CPU")
    lines = [
        f"# Training beside nanoGPT: {corpus_name()}, {arguments.threads} thread(s)",
        "",
        f"Made by `python -m benchmarks.training --nanogpt CLONE --report {arguments.report.as_posix()}"
        f" --budget-s {arguments.budget_s:g} --threads {arguments.threads}"
        f" --seeds {joined([result['seed'] for result in results])}"
        f" --nanogpt-rates {joined(arguments.nanogpt_rates)} --rates {joined(arguments.rates)}"
        f" --whole-rates {joined(arguments.whole_rates)}`,",
        f"with data.max_documents {load_params().data.max_documents}; {processor}, PyTorch {torch.__version__}.",
        f"{meta.train.bytes / 1e6:.1f} MB, {meta.train.tokens:,} tokens of a vocabulary of {meta.vocab_size:,}. "
        f"Losses in nats per token on the same validation text; context {CONTEXT}.",
        "nanoGPT: "
        + ", ".join(f"{name} {value}" for name, value in NANOGPT_SIZE.items())
        + "; its train.py has a seed of its own, the same each time.",
        "Ours, where it differs from params.yaml: "
        + ", ".join(f"{name} {value}" for name, value in (OUR_MODEL | OUR_TRAIN | OUR_OPTIMIZER).items())
        + f"; matrix_learning_rate {MATRIX_RATE:.3g} times the rate in the table.",
        f"CPU-s without compiling, which takes ours {compiling_s['cold']:.1f} s from an empty cache and "
        f"{compiling_s['warm']:.1f} s from a full one; times to a loss with it.",
        "",
        "| seed | | rate | parameters | steps | CPU-s | tokens per CPU-s | loss | bits per byte |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for result in results:
        for name, runs in result.items():
            if name == "seed":
                continue
            rows = NANOGPT_SIZE["batch_size"] if name.startswith("nanoGPT") else OUR_TRAIN["batch_size"]
            for run in runs if isinstance(runs, list) else [runs]:
                speed = rows * CONTEXT * run["steps"] / run["s"]
                lines.append(
                    f"| {result['seed']} | {name} | {run['rate']:g} | {run['parameters']:,} | {run['steps']} | "
                    f"{run['s']:.0f} | {speed:,.0f} | {run['loss']:.3f} | {run['loss'] * bits:.3f} |"
                )

    def faster(result: dict, name: str) -> float:
        ours = statistics.median(run["steps"] / run["s"] for run in result[name])
        theirs = result["nanoGPT"]["steps"] / result["nanoGPT"]["s"]
        return OUR_TRAIN["batch_size"] / NANOGPT_SIZE["batch_size"] * ours / theirs

    def seconds(result: dict, name: str, peer: str, compiling: float) -> float:
        return time_to(result[peer]["loss"], result[name]) + compiling

    def sooner(result: dict, name: str, peer: str, compiling: float) -> float:
        return result[peer]["s"] / seconds(result, name, peer, compiling)

    def time_row(title: str, name: str, peer: str, compiling: float, gate: str) -> str:
        theirs = statistics.median(result[peer]["s"] for result in results)
        ours = median(seconds, name, peer, compiling)
        return f"| {title} | {median(sooner, name, peer, compiling):.1f} | {theirs:.0f} / {ours:.1f} | {gate} |"

    def gain(result: dict) -> float:
        return 1 - result["ours, compiled"][0]["loss"] / result["nanoGPT"]["loss"]

    def overhead(result: dict) -> float:
        return result["ours, compiled"][0]["overhead"]

    def median(figure: Callable[..., float], *names: Any) -> float:
        return statistics.median(figure(result, *names) for result in results)

    fast, eager = "ours, compiled", "ours"
    cold, warm = compiling_s["cold"], compiling_s["warm"]
    faster_peer = "nanoGPT, bf16 and compiled"
    lines += [
        "",
        "| medians over the seeds, nanoGPT / ours | | CPU-s | gate (aim) |",
        "|---|---|---|---|",
        f"| tokens per CPU-s, ours compiled | {median(faster, fast):.2f} | | 2.0 (2.7) |",
        f"| tokens per CPU-s, ours not compiled | {median(faster, eager):.2f} | | |",
        time_row("time to its loss, ours compiled, cache full", fast, "nanoGPT", warm, "8 (15)"),
        time_row("the same, ours not compiled", eager, "nanoGPT", 0, "8 (15)"),
        time_row("the same, ours compiled from an empty cache", fast, "nanoGPT", cold, "4 (6)"),
        time_row("its loss in bf16 and compiled, cache full for both", fast, faster_peer, warm, "4 (6)"),
        f"| bits per byte after the same time, lower by | {median(gain):.1%} | | 10 % (15 %) |",
        f"| optimizer, batches and log over forward and backward | {median(overhead):.0%} | | 15 % (8 %) |",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
