"""What a finished run leaves in reports/: numbers for DVC and the loss curve."""

from pathlib import Path

from conteur.files import six_digits, write_json, write_text
from conteur.training.checkpoint import TrainingState


def write_training_report(state: TrainingState, directory: Path, *, n_parameters: int) -> None:
    """Write train.json (losses in nats per token) and loss.csv, with six significant digits."""
    last = state.rows[-1]
    report = {
        "parameters": n_parameters,
        "tokens_seen": state.tokens_seen,
        "train_loss": last["train_loss"],
        "validation_loss": last["validation_loss"],
        "best_validation_loss": state.best_loss,
        "best_step": state.best_step,
    }
    write_json(directory / "train.json", {name: six_digits(value) for name, value in report.items()})
    columns = list(last)
    lines = [",".join(columns), *(",".join(str(six_digits(row[name])) for name in columns) for row in state.rows)]
    write_text(directory / "loss.csv", "\n".join(lines) + "\n")
