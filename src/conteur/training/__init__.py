"""From a model and batches to learnt weights."""

from conteur.training.checkpoint import CheckpointFolder, TrainingState, run_fingerprint
from conteur.training.exclusive import exclusive_run
from conteur.training.log import NoLog
from conteur.training.loop import Trainer
from conteur.training.memory import TrainingMemory, micro_batch_size_for, training_memory
from conteur.training.processes import Group, in_processes
from conteur.training.report import write_training_report

__all__ = [
    "CheckpointFolder",
    "Group",
    "NoLog",
    "Trainer",
    "TrainingMemory",
    "TrainingState",
    "exclusive_run",
    "in_processes",
    "micro_batch_size_for",
    "run_fingerprint",
    "training_memory",
    "write_training_report",
]
