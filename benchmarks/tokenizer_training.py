"""How long BPE training takes beside the peers; writes docs/benchmarks/tokenizer_training.md.

Run in the project's root with `src` on PYTHONPATH:
python -m benchmarks.tokenizer_training --corpus FILE [FILE ...] [--rounds N]
with the peers, which `pip install -e ".[bench]"` adds to the .venv. Each FILE is UTF-8 text with a line
`<|endoftext|>` after each document; `benchmarks.tokenizer_corpus` makes them. One thread each, all in one process and
by turns, CPU time, the median of the rounds; counting the words of the corpus is part of it, reading it is not.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

for name in ("RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"):  # read when gigatoken, rustbpe and tokenizers are loaded
    os.environ[name] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from io import BytesIO  # noqa: E402

import gigatoken  # noqa: E402
import rustbpe  # noqa: E402
import sentencepiece  # noqa: E402
import tokenizers  # noqa: E402
from tokenizers import models, pre_tokenizers, trainers  # noqa: E402
from tqdm import tqdm  # noqa: E402

from benchmarks.surroundings import command, descriptions, machine, versions  # noqa: E402
from conteur.corpus import SEPARATOR  # noqa: E402
from conteur.files import write_text  # noqa: E402
from conteur.tokenizer import SPLIT_PATTERNS, train_bpe_on_file  # noqa: E402
from conteur.tokenizer.byte_level import from_characters  # noqa: E402

REPORT = Path("docs/benchmarks/tokenizer_training.md")
PEERS = ("tokenizers", "sentencepiece", "rustbpe", "gigatoken")
GATES = {"tokenizers": (12, 25), "sentencepiece": (4, 7), "rustbpe": (4, 7), "gigatoken": (0.8, 1.3)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.tokenizer_training", description=__doc__)
    parser.add_argument("--corpus", nargs="+", type=Path, required=True)
    parser.add_argument("--vocab-size", nargs="+", type=int, default=[10_000, 32_000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    begin = time.perf_counter()
    ours(options.corpus[0], 300)
    first_call_s = time.perf_counter() - begin
    lines = []
    for path in options.corpus:
        for vocab_size in options.vocab_size:
            lines.append(row(path, vocab_size, measured(path, vocab_size, options.rounds)))
    text = introduction(options.rounds, first_call_s, options.corpus) + "".join(lines)
    write_text(REPORT, text)
    print(text)


def introduction(rounds: int, first_call_s: float, corpora: list[Path]) -> str:
    gates = ", ".join(f"{name} {gate} ({aim})" for name, (gate, aim) in GATES.items())
    return f"""# Training BPE beside the peers

Seconds of CPU time, one thread, medians of {rounds} rounds by turns in one process; in brackets how many times as long
as ours it takes. All cut text as GPT-2 does, but for sentencepiece, which has its own way. The first call in this
process, with a tiny vocabulary, took {first_call_s:.1f} s; what numba has compiled is kept on disk.
Gates, and aims in brackets, in times of ours: {gates}.

{versions(*PEERS, "numba")}; {machine()}.
Made by `{command()}`.

{descriptions(corpora)}
| corpus | MB | vocabulary | Conteur | {" | ".join(PEERS)} | same merges |
|---|---|---|---|{"---|" * len(PEERS)}---|
"""


def row(path: Path, vocab_size: int, seconds: dict[str, float | str]) -> str:
    mine = seconds["Conteur"]
    peers = " | ".join(f"{seconds[name]:.2f} ({seconds[name] / mine:.1f})" for name in PEERS)
    n_mb = path.stat().st_size / 1e6
    return f"| {path.stem} | {n_mb:.0f} | {vocab_size:,} | {mine:.2f} | {peers} | {seconds['same merges']} |\n"


def measured(path: Path, vocab_size: int, rounds: int) -> dict[str, float | str]:
    documents = path.read_text(encoding="utf-8").split(f"\n{SEPARATOR}\n")
    n_merges = vocab_size - 256
    jobs: dict[str, Callable[[], Any]] = {
        "Conteur": lambda: ours(path, n_merges),
        "tokenizers": lambda: hugging_face(documents, n_merges),
        "sentencepiece": lambda: sentence_piece(documents, vocab_size),
        "rustbpe": lambda: rust_bpe(documents, n_merges),
        "gigatoken": lambda: giga_token(path, n_merges),
    }
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    merges = {}
    for _ in tqdm(range(rounds), f"{path.stem} {vocab_size}", ascii=True, disable=None):
        for name, job in jobs.items():
            begin = time.process_time()
            merges[name] = job()
            seconds[name].append(time.process_time() - begin)
    merges["tokenizers"] = merges_of(merges["tokenizers"])
    same = [name for name in ("tokenizers", "gigatoken") if merges[name] == merges["Conteur"]]
    return {name: statistics.median(times) for name, times in seconds.items()} | {
        "same merges": ", ".join(same) or "none"
    }


def ours(path: Path, n_merges: int) -> list[tuple[bytes, bytes]]:
    tokenizer = train_bpe_on_file(
        path, separator=SEPARATOR, vocab_size=260 + n_merges, split_pattern="gpt2", n_threads=1
    )
    tokens = tokenizer.bytes_by_number
    return [(tokens[left], tokens[right]) for left, right in tokenizer.merges]


def hugging_face(documents: list[str], n_merges: int) -> tokenizers.Tokenizer:
    bpe = tokenizers.Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=256 + n_merges, initial_alphabet=alphabet, show_progress=False)
    bpe.train_from_iterator(documents, trainer)
    return bpe


def merges_of(bpe: tokenizers.Tokenizer) -> list[tuple[bytes, bytes]]:
    return [tuple(map(from_characters, pair)) for pair in json.loads(bpe.to_str())["model"]["merges"]]


def sentence_piece(documents: list[str], vocab_size: int) -> None:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(documents),
        model_writer=BytesIO(),
        model_type="bpe",
        vocab_size=vocab_size,
        hard_vocab_limit=False,
        num_threads=1,
        max_sentence_length=2**30,
        byte_fallback=True,
        normalization_rule_name="identity",
        minloglevel=2,
    )


def rust_bpe(documents: list[str], n_merges: int) -> None:
    rustbpe.Tokenizer().train_from_iterator(iter(documents), 256 + n_merges, pattern=SPLIT_PATTERNS["gpt2"])


def giga_token(path: Path, n_merges: int) -> list[tuple[bytes, bytes]]:
    source = gigatoken.TextFileSource([str(path)], separator=f"\n{SEPARATOR}\n")
    return gigatoken.train_bpe(source, 256 + n_merges, [])[1]


if __name__ == "__main__":
    main()
