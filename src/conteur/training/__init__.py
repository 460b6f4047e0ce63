"""From a model and batches to learnt weights."""

from conteur.training.checkpoint import CheckpointFolder, TrainingState, run_fingerprint
from conteur.training.exclusive import exclusive_run
from conteur.training.loop import Trainer
from conteur.training.report import write_training_report

__all__ = [
    "CheckpointFolder",
    "Trainer",
    "TrainingState",
    "exclusive_run",
    "run_fingerprint",
    "write_training_report",
]
