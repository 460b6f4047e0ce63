"""Thousands of random sequences of faults through the downloader: `python -m benchmarks.downloads --sequences 5000`.

Each sequence is up to eight faults of a hub on this machine, cut over up to nine processes that end at random moments.
It ends with the right file, or else the run stops with the seed that shows what is wrong.
"""

import argparse
import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tqdm import tqdm  # noqa: E402

from tests.corpus.fault_sequences import run_sequence  # noqa: E402
from tests.corpus.unreliable_hub import RunningHub  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=5000)
    parser.add_argument("--first-seed", type=int, default=0)
    arguments = parser.parse_args()
    seeds = range(arguments.first_seed, arguments.first_seed + arguments.sequences)
    outcomes: Counter[str] = Counter()
    start = monotonic()
    with RunningHub() as hub, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HF_ENDPOINT": hub.home, "HF_TOKEN": "hf_secret", "NO_PROXY": "*"}
        requests = 0
        for seed in tqdm(seeds, "sequences", ascii=True, disable=None):
            try:
                with contextlib.redirect_stderr(io.StringIO()):
                    outcomes[run_sequence(hub, Path(folder) / str(seed), seed)] += 1
            except BaseException:
                print(f"stopped at seed {seed}", file=sys.stderr)
                raise
            requests += len(hub.seen)
            shutil.rmtree(Path(folder) / str(seed))
    print(
        f"{sum(outcomes.values())} sequences, {requests} requests, {monotonic() - start:.0f} s; "
        f"the first process ended with {', '.join(f'{name}: {count}' for name, count in sorted(outcomes.items()))}; "
        "every sequence ended with the right file"
    )


if __name__ == "__main__":
    main()
