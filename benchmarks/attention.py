"""The plain attention beside the fused one, forward and backward; writes docs/benchmarks/attention.md.

Run in the project's root with `src` on PYTHONPATH: python -m benchmarks.attention [--threads N]. What it finds for the
device stands as a rule in `conteur.model.dot_product.measured_attention`.
"""

import argparse
import itertools
import time
from pathlib import Path

import torch
from torch import Tensor
from tqdm import tqdm

from conteur.files import write_text
from conteur.model.dot_product import causal_mask, fused_attention, plain_attention

REPORT = Path("docs/benchmarks/attention.md")
SHAPES = [  # B, H, K, T, D
    (12, 4, 4, 64, 32),
    (12, 2, 2, 64, 64),
    (8, 2, 2, 128, 64),
    (8, 2, 2, 192, 64),
    (4, 2, 2, 320, 64),
    (8, 4, 2, 320, 32),
    (4, 6, 6, 512, 64),
    (2, 12, 12, 1024, 64),
]
KINDS = ["causal", "window 64", "learned bias", "dropout 0.1"]
ROUNDS = 7
INTRODUCTION = """# Plain and fused attention

Milliseconds of CPU time for one attention, forward and backward: the least of {rounds} rounds in which both take turns.
{device}, {threads} thread(s), PyTorch {torch}. Made by `python -m benchmarks.attention`.

| numbers | B, H, K, T, D | kind | plain, ms | fused, ms | plain / fused |
|---|---|---|---|---|---|
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.attention", description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    threads = parser.parse_args().threads
    torch.set_num_threads(threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    name = (
        torch.cuda.get_device_name() if device.type == "cuda" else torch.cpu.get_capabilities().get("cpu_name", "CPU")
    )
    text = INTRODUCTION.format(rounds=ROUNDS, device=name, threads=threads, torch=torch.__version__)
    for dtype, shape, kind in tqdm(
        list(itertools.product((torch.float32, torch.bfloat16), SHAPES, KINDS)), ascii=True, disable=None
    ):
        plain, fused = milliseconds(shape, kind, dtype, device)
        numbers = str(dtype).removeprefix("torch.")
        text += (
            f"| {numbers} | {', '.join(map(str, shape))} | {kind} | {plain:.1f} | {fused:.1f} | {plain / fused:.2f} |\n"
        )
    write_text(REPORT, text)
    print(text)


def milliseconds(shape: tuple[int, ...], kind: str, dtype: torch.dtype, device: torch.device) -> tuple[float, float]:
    B, H, K, T, D = shape
    make = {"dtype": dtype, "device": device, "requires_grad": True}
    q, k, v = torch.randn(B, H, T, D, **make), torch.randn(B, K, T, D, **make), torch.randn(B, K, T, D, **make)
    bias, dropout = torch.randn(1, H, T, T, **make), 0.1 if kind == "dropout 0.1" else 0.0
    best = {plain_attention: float("inf"), fused_attention: float("inf")}
    for _ in range(ROUNDS):
        for attend in best:
            started = clock(device)
            attend(q, k, v, build_mask(kind, T, bias), dropout).sum().backward()
            best[attend] = min(best[attend], (clock(device) - started) * 1000)
    return best[plain_attention], best[fused_attention]


def build_mask(kind: str, T: int, bias: Tensor) -> Tensor | None:
    match kind:
        case "window 64":
            return causal_mask(T, T, 64, bias.device)
        case "learned bias":
            return bias.masked_fill(~causal_mask(T, T, 0, bias.device), -torch.inf)
        case _:
            return None


def clock(device: torch.device) -> float:
    """Return seconds: of the processor on a CPU, where others work too; of the wall when a GPU is done."""
    if device.type == "cpu":
        return time.process_time()
    torch.cuda.synchronize()
    return time.perf_counter()


if __name__ == "__main__":
    main()
