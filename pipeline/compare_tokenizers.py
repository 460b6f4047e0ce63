"""Stage compare_tokenizers: our tokenizer beside those of sentencepiece, on the same text and of the same size."""

from functools import partial
from pathlib import Path

from tqdm import tqdm

from conteur.comparison import (
    as_table,
    compare,
    draw,
    draw_vocabularies,
    draw_words,
    speeds,
    write_page,
    write_report,
)
from conteur.corpus import read_documents
from conteur.errors import run_program
from conteur.files import sha256_of
from conteur.params import load_params
from conteur.tokenizer import take_evenly
from conteur.tracking import latest_run_on

TRAIN = Path("data/raw/train.txt")
VALIDATION = Path("data/raw/validation.txt")
REPORT = Path("reports/tokenizers.json")
TOKENIZERS = Path("models/comparison")
PAGE = Path("reports/tokenizers.html")


def main() -> None:
    params = load_params()
    train = list(
        take_evenly(read_documents(TRAIN), total_bytes=TRAIN.stat().st_size, max_bytes=params.comparison.max_bytes)
    )
    results = compare(
        train,
        list(read_documents(VALIDATION)),
        vocab_sizes=params.comparison.vocab_sizes,
        split_pattern=params.tokenizer.split_pattern,
        sentence=params.comparison.sentence,
        keep=lambda name, contender: contender.save(TOKENIZERS / name),
        progress=partial(tqdm, ascii=True, delay=2, disable=None),
    )
    data_sha256 = sha256_of(TRAIN)
    write_report(results, params.comparison.sentence, data_sha256, REPORT)
    draw(results, REPORT.with_suffix(""))
    draw_words(results, REPORT.with_name("tokenizers_words"))
    draw_vocabularies(results, REPORT.with_name("tokenizers_vocabularies"))
    write_page(results, PAGE)
    with latest_run_on(data_sha256) as run:  # if the training came first; else a later stage logs the comparison
        run.log_comparison(REPORT)
        run.log_metrics(speeds(results))
    print(as_table(results))
    print(f"{len(results)} tokenizers compared: {REPORT.with_suffix('.png').as_posix()}, {PAGE.as_posix()} and others")


if __name__ == "__main__":
    run_program(main)
