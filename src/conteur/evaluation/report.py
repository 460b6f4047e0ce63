"""What an evaluation leaves in reports/."""

from pathlib import Path

from conteur.evaluation.score import Score
from conteur.files import six_digits, write_json, write_text
from conteur.tokens import SplitMeta


def write_evaluation(score: Score, split: SplitMeta, directory: Path) -> dict[str, float]:
    """Write evaluation.json and loss_by_position.csv, with six significant digits; return the former's numbers.

    Where the entropy of the text is known, its bits per byte are the floor that no model can go below on average.
    """
    metrics = {
        "loss_nats": score.loss_nats,
        "perplexity": score.perplexity,
        "bits_per_byte": score.bits_per_byte,
        "top1_accuracy": score.n_top1 / score.n_tokens,
        "top5_accuracy": score.n_top5 / score.n_tokens,
        "tokens": score.n_tokens,
        "bytes": score.n_bytes,
    }
    if split.entropy_bits is not None:
        metrics["entropy_floor_bits_per_byte"] = split.entropy_bits / split.bytes
    metrics = {name: six_digits(value) for name, value in metrics.items()}
    write_json(directory / "evaluation.json", metrics)
    rows = [f"{position},{six_digits(loss)}" for position, loss in enumerate(score.loss_by_position.tolist(), start=1)]
    write_text(directory / "loss_by_position.csv", "\n".join(["position,loss_nats", *rows]) + "\n")
    return metrics
