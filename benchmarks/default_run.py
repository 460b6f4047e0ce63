"""How near the default run comes to the entropy of the grammar; writes docs/benchmarks/default_run.md.

Run in the project's root with `src` on PYTHONPATH, after `invoke tokenize` with the params of presets/fables.yaml:

    python -m benchmarks.default_run [--seeds 1 2 3]

Trains and scores as the stages do, on all cores. The seed is that of the first weights and of the order of the text.
"""

import argparse
import statistics
from pathlib import Path

import torch

from benchmarks.ablations import TOKENS, train
from conteur.files import write_text
from conteur.params import load_params
from conteur.tokens import TokenMeta, read_meta

REPORT = Path("docs/benchmarks/default_run.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.default_run", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    arguments = parser.parse_args()
    params, meta = load_params(), read_meta(TOKENS)
    runs: dict[int, tuple[float, float]] = {}
    for seed in arguments.seeds:
        runs[seed] = train(params, meta, seed, params.train.max_steps, scored_tokens=0)
        write_text(REPORT, report(runs, meta))
        print(f"seed {seed} is in {REPORT.as_posix()}", flush=True)


def report(runs: dict[int, tuple[float, float]], meta: TokenMeta) -> str:
    floor = meta.validation.entropy_bits / meta.validation.bytes
    seeds = " ".join(map(str, runs))
    lines = [
        "# The default run beside the entropy of its grammar",
        "",
        f"Made by `python -m benchmarks.default_run --seeds {seeds}`: "
        f"{torch.cpu.get_capabilities().get('cpu_name', 'CPU')}, {torch.get_num_threads()} thread(s), "
        f"PyTorch {torch.__version__}.",
        f"Bits per byte of the whole validation text ({meta.validation.bytes:,} bytes), whose floor is {floor:.4f}.",
        "",
        "| seed | bits per byte | over the floor | CPU-s, the scoring of all that text included |",
        "|---|---|---|---|",
        *(f"| {seed} | {bits:.4f} | {bits / floor:.3f} | {seconds:.0f} |" for seed, (bits, seconds) in runs.items()),
    ]
    bits, seconds = (statistics.median(column) for column in zip(*runs.values(), strict=True))
    lines.append(f"| median; gate 1.10, aim 1.03 | {bits:.4f} | {bits / floor:.3f} | {seconds:.0f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
