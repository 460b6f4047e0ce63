"""How fast text is encoded beside the peers, and whether the ids are theirs; writes docs/benchmarks/tokenizer.md.

Run in the project's root with `src` on PYTHONPATH:
python -m benchmarks.tokenizer --corpus FILE [FILE ...] [--vocab-size N ...] [--naughty FILE] [--random-strings N]
with the peers, which `pip install -e ".[bench]"` adds to the .venv. Each FILE is UTF-8 text with a line
`<|endoftext|>` after each document; `benchmarks.tokenizer_corpus` makes them. One thread each, all in one process and
by turns, CPU time, the median of the rounds. Each tokenizer has the merges that ours has learned from the file, but for
sentencepiece, which learns its own.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

for name in ("RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"):  # read when gigatoken and tokenizers are loaded
    os.environ[name] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import gigatoken  # noqa: E402
import numpy as np  # noqa: E402
import sentencepiece  # noqa: E402
import tiktoken  # noqa: E402
import tokenizers  # noqa: E402
from tqdm import tqdm  # noqa: E402

from benchmarks.surroundings import command, descriptions, machine, versions  # noqa: E402
from conteur.corpus import SEPARATOR  # noqa: E402
from conteur.files import write_text  # noqa: E402
from conteur.tokenizer import (  # noqa: E402
    Tokenizer,
    chunks_of_documents,
    chunks_of_text,
    load_tokenizer,
    save_tokenizer,
    to_tiktoken,
    train_bpe_on_file,
)
from conteur.tokenizer.count import count_pretokens  # noqa: E402

REPORT = Path("docs/benchmarks/tokenizer.md")
PEERS = ("tiktoken", "tokenizers", "sentencepiece", "gigatoken")
PATTERN = "gpt4"
REPEATS = 8  # of the corpus, for one and two threads: one alone is over in 0.1 s, and threads take their time to start
SLOW_BYTES = 8_000_000  # of text for tokenizers and sentencepiece, evenly over the corpus: they take ten times as long


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.tokenizer", description=__doc__)
    parser.add_argument("--corpus", nargs="+", type=Path, required=True)
    parser.add_argument("--vocab-size", nargs="+", type=int, default=[10_000, 32_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--naughty", type=Path, help="strings to compare, one a line")
    parser.add_argument(
        "--random-strings", type=int, default=0, help="how many strings of random characters to compare"
    )
    parser.add_argument("--peak", action="store_true", help="measure the memory for 2 GB: the corpora, again and again")
    options = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for path in options.corpus:
            for vocab_size in options.vocab_size:
                contest = Contest(path, vocab_size, Path(folder))
                lines.append(row(path, vocab_size, contest.measured(options.rounds), contest.equalities(options)))
                print(lines[-1], end="", flush=True)
        first = first_call_s(contest.file, empty_cache=False), first_call_s(contest.file, empty_cache=True)
        peak = f"{peak_mb(contest.file, options.corpus):.0f} MB" if options.peak else "not measured"
    write_text(REPORT, introduction(options.rounds, first, peak, options.corpus) + "".join(lines))
    print(REPORT.read_text(encoding="utf-8"))


def introduction(rounds: int, first: tuple[float, float], peak: str, corpora: list[Path]) -> str:
    return f"""# Encoding beside the peers

Megabytes of text per second of CPU time, one thread, medians of {rounds} rounds by turns in one process; in brackets
how many times as fast ours is, cold and warm (beside gigatoken, which has a memory too: cold beside cold, warm beside
warm). Cold: the tables know the vocabulary and no other word. Warm: the same text once more. tiktoken:
`encode_to_numpy` of the whole text, its fastest call; tokenizers: `encode_batch_fast`.
Gates, and aims in brackets: tiktoken 8 (15) cold and 12 (18) warm, gigatoken 0.8 (1.3) cold, two threads 1.7 (1.9).

{versions(*PEERS, "numba")}; {machine()}.
Made by `{command()}`.

{descriptions(corpora)}
- First call of a fresh process, from the import to the ids of a line: {first[0]:.2f} s of CPU time with what numba has
  kept on disk (gate 1.0, aim 0.5), {first[1]:.1f} s where it has to compile. None of it is in the table.
- Peak memory for 2 GB of text in two threads, without the map: {peak} (gate 400 MB, aim 250 MB).
- Two threads: how many times as much text as one per second of the clock, {REPEATS} times the corpus in one go; to
  encode, and to count pretokens for training.

| corpus | MB | vocabulary | ours, cold | ours, warm | tiktoken | tokenizers | sentencepiece | gigatoken, cold, warm | \
two threads: encode, count | ids equal to |
|---|---|---|---|---|---|---|---|---|---|---|
"""


def row(path: Path, vocab_size: int, speed: dict[str, float], equal_to: str) -> str:
    cold, warm = speed["cold"], speed["warm"]
    slower = " | ".join(
        f"{speed[peer]:.1f} ({cold / speed[peer]:.1f}, {warm / speed[peer]:.1f})"
        for peer in ("tiktoken", "tokenizers", "sentencepiece")
    )
    giga = speed["gigatoken cold"], speed["gigatoken warm"]
    return (
        f"| {path.stem} | {path.stat().st_size / 1e6:.0f} | {vocab_size:,} | {cold:.0f} | {warm:.0f} | {slower} "
        f"| {giga[0]:.0f}, {giga[1]:.0f} ({cold / giga[0]:.2f}, {warm / giga[1]:.2f}) "
        f"| {speed['encode in 2'] / speed['encode in 1']:.2f}, {speed['count in 2'] / speed['count in 1']:.2f} "
        f"| {equal_to} |\n"
    )


class Contest:
    """All tokenizers with the vocabulary that ours learns from one file, and what they do to that file."""

    def __init__(self, path: Path, vocab_size: int, folder: Path) -> None:
        self.path, self.file = path, folder / f"{path.stem}-{vocab_size}.json"
        trained = train_bpe_on_file(path, separator=SEPARATOR, vocab_size=vocab_size, split_pattern=PATTERN)
        save_tokenizer(trained, self.file)
        self.ours: Tokenizer = load_tokenizer(self.file)
        self.tiktoken: tiktoken.Encoding = to_tiktoken(self.ours)
        self.hugging_face = tokenizers.Tokenizer.from_file(str(self.file))
        self.hugging_face.encode_special_tokens = True  # as text, as ours
        self.ranks = folder / "ranks.tiktoken"
        ranks = (b"%b %d\n" % (b64encode(token), id) for id, token in enumerate(self.ours.bytes_by_number))
        self.ranks.write_bytes(b"".join(ranks))
        self.text = path.read_text(encoding="utf-8")
        self.documents = self.text.removesuffix("\n").removesuffix(SEPARATOR).removesuffix("\n")
        self.documents = self.documents.split(f"\n{SEPARATOR}\n")
        share = max(1, len(self.text) // SLOW_BYTES)
        self.some = self.documents[::share]
        self.sentencepiece = sentencepiece_of(self.some, vocab_size, folder / "sentencepiece")

    def measured(self, rounds: int) -> dict[str, float]:
        """Return MB/s of each, by CPU time or by the clock."""
        encoder, encoders = self.ours.encoder(), {n: self.ours.encoder(threads=n) for n in (1, 2)}
        whole, some = len(self.text.encode()), sum(len(document.encode()) for document in self.some)
        text = np.frombuffer(self.path.read_bytes(), np.uint8)
        long = np.tile(text, REPEATS)
        giga_source = gigatoken.BytesSource([self.path.read_bytes()], separator=f"\n{SEPARATOR}\n")
        speeds: dict[str, list[float]] = {}

        def note(
            name: str, n_bytes: int, job: Callable[[], Any], clock: Callable[[], float] = time.process_time
        ) -> None:
            begin = clock()
            job()
            speeds.setdefault(name, []).append(n_bytes / 1e6 / (clock() - begin))

        for _ in tqdm(range(rounds), self.file.stem, ascii=True, disable=None):
            encoder.forget()
            note("cold", whole, lambda: encode_all(encoder, text))
            note("warm", whole, lambda: encode_all(encoder, text))
            giga = gigatoken.Tokenizer.from_tiktoken(self.ranks, pretokenizer="cl100k")
            note("gigatoken cold", whole, lambda giga=giga: giga.encode_batch(giga_source, parallel=False))
            note("gigatoken warm", whole, lambda giga=giga: giga.encode_batch(giga_source, parallel=False))
            note("tiktoken", whole, lambda: self.tiktoken.encode_to_numpy(self.text, disallowed_special=()))
            note("tokenizers", some, lambda: self.hugging_face.encode_batch_fast(self.some))
            note("sentencepiece", some, lambda: self.sentencepiece.encode(self.some, num_threads=1))
            for n, several in encoders.items():
                note(f"encode in {n}", len(long), lambda several=several: encode_all(several, long), time.perf_counter)
                note(f"count in {n}", len(long), lambda n=n: count(long, n), time.perf_counter)
        return {name: statistics.median(values) for name, values in speeds.items()}

    def equalities(self, options: argparse.Namespace) -> str:
        """Return which peers give the same ids for which texts."""
        texts = {"corpus": self.some}
        if options.naughty:
            texts["naughty strings"] = options.naughty.read_text(encoding="utf-8").split("\n")
        if options.random_strings:
            texts[f"{options.random_strings:,} random strings"] = random_strings(options.random_strings)
        found = {f"{peer}: {what}": same for what, given in texts.items() for peer, same in self._equal(given).items()}
        if different := [name for name, same in found.items() if not same]:
            return "NOT EQUAL: " + "; ".join(different)
        return f"tiktoken, tokenizers ({', '.join(texts)})"

    def _equal(self, texts: list[str]) -> dict[str, bool]:
        encoder = self.ours.encoder()
        ids = np.concatenate([part.ids for part in encoder.encode_chunks(chunks_of_documents(texts))])
        peers = {
            "tiktoken": (self.tiktoken.encode_ordinary(text) for text in texts),
            "tokenizers": (
                encoding.ids
                for first in range(0, len(texts), 10_000)
                for encoding in self.hugging_face.encode_batch_fast(texts[first : first + 10_000])
            ),
        }
        return {
            peer: np.array_equal(ids, np.fromiter((id for row in rows for id in row), ids.dtype))
            for peer, rows in peers.items()
        }


def encode_all(encoder: Any, text: np.ndarray) -> None:
    for _ in encoder.encode_chunks(chunks_of_text(text, SEPARATOR)):
        pass


def count(text: np.ndarray, n_threads: int) -> None:
    count_pretokens(chunks_of_text(text, SEPARATOR), PATTERN, n_threads)


def random_strings(n: int) -> list[str]:
    """Return strings of up to 12 characters: from all of Unicode, from its first 1,536, or from those with traps."""
    draw = random.Random(1)
    everything = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    pools = [
        everything,
        everything[:0x600],
        list("''  \n\r\t\x0b\u0085\u00a0\u2028sdmtlvreSDMTLVREſK1½²Ⅷaé中🦊.,<|>\x00\x1c"),
    ]
    return ["".join(draw.choices(draw.choice(pools), k=draw.randrange(13))) for _ in range(n)]


def sentencepiece_of(documents: list[str], vocab_size: int, prefix: Path) -> sentencepiece.SentencePieceProcessor:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(documents),
        model_prefix=str(prefix),
        model_type="bpe",
        vocab_size=vocab_size,
        hard_vocab_limit=False,
        num_threads=1,
        byte_fallback=True,
        normalization_rule_name="identity",
        minloglevel=2,
    )
    return sentencepiece.SentencePieceProcessor(model_file=f"{prefix}.model")


FIRST_CALL = """
import sys, time
from pathlib import Path
from conteur.tokenizer import load_tokenizer
tokenizer = load_tokenizer(Path(sys.argv[1]))
begin = time.process_time()
from conteur.tokenizer import chunks_of_documents
for _ in tokenizer.encoder().encode_chunks(chunks_of_documents(["Once upon a time"])): pass
print(time.process_time() - begin)
"""


def first_call_s(tokenizer_file: Path, *, empty_cache: bool) -> float:
    """Return the CPU time of the first call in a fresh process, the median of three or, with an empty cache, of one."""
    times = []
    for _ in range(1 if empty_cache else 3):
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, **({"NUMBA_CACHE_DIR": folder} if empty_cache else {})}
            command = [sys.executable, "-c", FIRST_CALL, str(tokenizer_file)]
            told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
        times.append(float(told))
    return statistics.median(times)


PEAK = """
import sys
from pathlib import Path
import psutil
from conteur.tokenizer import chunks_of_text, load_tokenizer, map_text
encoder, own, n_bytes = load_tokenizer(Path(sys.argv[1])).encoder(threads=2), [], 0
while n_bytes < 2_000_000_000:
    for path in map(Path, sys.argv[3:]):
        for number, _ in enumerate(encoder.encode_chunks(chunks_of_text(map_text(path), sys.argv[2]))):
            if number % 8 == 0: own.append(psutil.Process().memory_full_info().uss)
        n_bytes += path.stat().st_size
print(max(own) / 1e6)
"""


def peak_mb(tokenizer_file: Path, corpora: list[Path]) -> float:
    """Return the most memory of its own that a fresh process has while it encodes 2 GB, the map not counted, in MB."""
    command = [sys.executable, "-c", PEAK, str(tokenizer_file), SEPARATOR, *map(str, corpora)]
    return float(subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout)


if __name__ == "__main__":
    main()
