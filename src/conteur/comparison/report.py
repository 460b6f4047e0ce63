"""The comparison in numbers: reports/tokenizers.json for DVC and MLflow, a table for the console."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from conteur.comparison.compare import Result
from conteur.comparison.measures import Measures, Series
from conteur.comparison.naughty import NAUGHTY_TEXTS
from conteur.files import write_json


def write_report(results: Sequence[Result], sentence: str, data_sha256: str, path: Path) -> None:
    """Write size -> tokenizer -> measure, and as lists, which DVC takes for no metric, what is to be looked at.

    `data_sha256` is that of the training text, by which a run that was trained on it finds the comparison.
    """
    report: dict[str, Any] = {"data_sha256": data_sha256}
    for result in results:
        report.setdefault(f"vocab_{result.asked_vocab_size}", {})[result.name] = _as_dict(result)
    splits: dict[str, Any] = {}
    for result in results:
        splits.setdefault(f"vocab_{result.asked_vocab_size}", {})[result.name] = list(result.pieces)
    write_json(path, report | {"sentence": [sentence], "sentence_split": splits})


def _as_dict(result: Result) -> dict[str, Any]:
    return {
        "vocab_size": result.vocab_size,
        "train": _rounded(result.train),
        "validation": _rounded(result.validation),
        "validation_documents_back": _round(result.documents_back),
        "naughty_texts_back": len(NAUGHTY_TEXTS) - len(result.naughty_lost),
        "naughty_texts": len(NAUGHTY_TEXTS),
        "naughty_texts_lost": list(result.naughty_lost),
        "tokens_per_word_by_frequency": _as_rows(result.by_frequency),
        "tokens_per_word_by_length": _as_rows(result.by_length),
        "tokens_by_language": _as_rows(result.by_language),
        "tokens_per_damage": _as_rows(result.by_noise),
        "tokens_in_common": _as_rows(result.overlap),
        "longest_tokens": list(result.longest),
        "most_useful_tokens": [[token.text, _round(token.bytes_saved)] for token in result.most_useful],
    }


def _as_rows(series: Series) -> list[list[Any]]:
    return [[label, None if value is None else _round(value)] for label, value in series.items()]


def _rounded(measures: Measures) -> dict[str, float]:
    return {name: _round(value) for name, value in asdict(measures).items()}


def _round(value: float) -> float:
    return float(f"{value:.4g}")


def speeds(results: Sequence[Result]) -> dict[str, float]:
    """Return the speeds as metrics for MLflow."""
    return {
        f"tokenizer_{what}_mb_per_s/{result.name}_{result.asked_vocab_size}": value
        for result in results
        for what, value in (("train", result.train_mb_per_s), ("encode", result.encode_mb_per_s))
    }


def as_table(results: Sequence[Result]) -> str:
    """Return the validation measures and the speeds, which no file holds, as lines of ASCII for a console."""
    header = "vocab,tokenizer,bytes/token,tokens/word,split,used,odd texts back,train MB/s,encode MB/s"
    rows = [tuple(header.split(","))]
    for result in results:
        measures = result.validation
        rows.append(
            (
                str(result.vocab_size),
                result.name,
                f"{measures.bytes_per_token:.3f}",
                f"{measures.tokens_per_word:.3f}",
                f"{measures.words_split:.1%}",
                f"{measures.vocabulary_used:.1%}",
                f"{len(NAUGHTY_TEXTS) - len(result.naughty_lost)}/{len(NAUGHTY_TEXTS)}",
                f"{result.train_mb_per_s:.1f}",
                f"{result.encode_mb_per_s:.1f}",
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
