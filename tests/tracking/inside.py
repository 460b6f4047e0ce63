"""What a store holds, read by MLflow's own client."""

from pathlib import Path
from typing import Any

from conteur.tracking.store import hush_mlflow, store_of


def client(root: Path) -> Any:
    hush_mlflow()  # before the import, as our own code does
    from mlflow import MlflowClient

    return MlflowClient(store_of(root).uri)


def all_runs(root: Path) -> list[Any]:
    """Return the runs, oldest first."""
    experiment = client(root).get_experiment_by_name("conteur")
    return client(root).search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"])


def only_run(root: Path) -> Any:
    (run,) = all_runs(root)
    return run


def steps(root: Path, key: str = "train/loss") -> list[int]:
    """Return the steps that the only run has logged, in the order of logging."""
    return [metric.step for metric in client(root).get_metric_history(only_run(root).info.run_id, key)]


def artifacts(root: Path, folder: str = "") -> list[str]:
    return [file.path for file in client(root).list_artifacts(only_run(root).info.run_id, folder or None)]
