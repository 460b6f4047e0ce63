"""What torch.compile brings and costs for the model of params.yaml, and from how many tokens on it pays.

Run in the project's root with `src` on PYTHONPATH: python -m benchmarks.compiling. What it finds is
told beside BREAK_EVEN_TOKENS in `conteur.training.compiling`. Seconds are of the processor, children included.
"""

import os
import tempfile
from pathlib import Path

import torch

from conteur.model import Transformer
from conteur.params import load_params
from conteur.training import compiling
from conteur.training.loss import TokenLoss

N_STEPS = 15
ROUNDS = 4


def main() -> None:
    cold = tempfile.mkdtemp()
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = os.environ["TMPDIR"] = tempfile.tempdir = cold
    compiling.WORKED = Path(cold, "worked")
    torch.set_num_threads(1)
    params = load_params()
    model = Transformer(params.model, params.tokenizer.vocab_size)
    rows, context = params.train.batch_size, params.model.context_length
    ids = torch.randint(params.tokenizer.vocab_size, (rows, context))
    loss = TokenLoss(model, params.train.precision, torch.device("cpu"))
    fast = TokenLoss(model, params.train.precision, torch.device("cpu"))
    started = seconds()
    fast.sums = compiling.compiled(fast.sums, "on", torch.device("cpu"), 0)
    fast(ids, ids).sum().backward()
    compiling_s = seconds() - started
    best = {loss: float("inf"), fast: float("inf")}
    for _ in range(ROUNDS):
        for one in best:
            started = seconds()
            for _ in range(N_STEPS):
                one(ids, ids).sum().backward()
            best[one] = min(best[one], (seconds() - started) / (N_STEPS * rows * context))
    saved = best[loss] - best[fast]
    print(f"eager {1 / best[loss]:,.0f} tokens/s, compiled {1 / best[fast]:,.0f}: {best[loss] / best[fast]:.2f} times")
    print(
        f"compiling {compiling_s:.0f} s; it pays from {compiling_s / saved:,.0f} tokens on"
        if saved > 0
        else "never pays"
    )


def seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
