"""One run in the store: found by what it is made of, or made; each of its methods can be repeated without harm."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from conteur.tracking.patience import Patient

# Tags that say what a run is made of; hashes in hex.
FINGERPRINT = "conteur.train_fingerprint"
MODEL = "conteur.model_sha256"
CORPUS = "conteur.corpus_sha256"
CLONE = "conteur.clone"  # which copy of the project wrote it

ACTIONS = frozenset({"params", "dataset", "steps", "metrics", "artifact", "model", "end"})

# What one call of MLflow's log_batch takes.
_MAX_METRICS = 1000
_MAX_PARAMS = 100
_MAX_TAGS = 100
_MAX_PARAM_LENGTH = 6000
_MAX_DIGEST = 36  # characters of a data set's digest


@dataclass(frozen=True)
class Wanted:
    """The run to find or make: `by` names the one of `tags` that decides, FINGERPRINT, MODEL or CORPUS."""

    by: str
    name: str
    tags: dict[str, str]
    start_ms: int


def open_run(client: Patient, experiment_id: str, wanted: Wanted, shared: bool) -> RemoteRun | None:
    """Find the wanted run, or make it; None if it is wanted by its corpus and there is none.

    By FINGERPRINT: the newest that has not finished, as a killed process leaves it; on a shared store only our own,
    because another person may be training the same model right now. By MODEL: ours before others', one that was
    trained before one that was made for an evaluation, the oldest. By CORPUS: ours before others', the newest.
    """
    condition = f"tags.`{wanted.by}` = '{wanted.tags[wanted.by]}'"
    if wanted.by == FINGERPRINT:
        condition += " AND attributes.status != 'FINISHED'"
        if shared:
            condition += f" AND tags.`{CLONE}` = '{wanted.tags[CLONE]}'"
    age = "ASC" if wanted.by == MODEL else "DESC"
    runs = client.search_runs([experiment_id], condition, order_by=[f"attributes.start_time {age}"])
    if wanted.by == MODEL:
        runs = sorted(runs, key=lambda run: FINGERPRINT not in run.data.tags)
    runs = sorted(runs, key=lambda run: run.data.tags.get(CLONE) != wanted.tags[CLONE])  # keeps the order within
    if runs:
        return _adopt(client, runs[0], wanted)
    if wanted.by == CORPUS:
        return None
    made = client.create_run(experiment_id, start_time=wanted.start_ms, tags=wanted.tags, run_name=wanted.name)
    return RemoteRun(client, made, is_new=True)


def _adopt(client: Patient, found: Any, wanted: Wanted) -> RemoteRun:
    """Go on with a run that was found; its own tags win, because they tell of its training."""
    run = RemoteRun(client, found, is_new=False)
    if wanted.by != CORPUS:
        run.tags({key: value for key, value in wanted.tags.items() if key not in found.data.tags})
    if wanted.by == FINGERPRINT and found.info.status != "RUNNING":
        client.update_run(found.info.run_id, status="RUNNING")
    return run


class RemoteRun:
    """A run in the store. Metrics come as `[step, time in ms since 1970, {name: value}]`."""

    def __init__(self, client: Patient, run: Any, is_new: bool) -> None:
        self._client = client
        self._turn_to(run, is_new)

    def _turn_to(self, run: Any, is_new: bool) -> None:
        self._experiment_id = run.info.experiment_id
        self._finished = run.info.status == "FINISHED"
        self._params = dict(run.data.params)
        self._latest = dict(run.data.metrics)
        self._logged: dict[str, set[int]] | None = {} if is_new else None  # None: not read from the store yet
        self.run_id = run.info.run_id
        self.known_tags = dict(run.data.tags)

    def params(self, values: dict[str, str]) -> None:
        """Log params. MLflow never changes one: a later value (another `sample.seed`) becomes a tag of that name."""
        from mlflow.entities import Param

        values = {key: value[:_MAX_PARAM_LENGTH] for key, value in values.items()}
        new = [Param(key, value) for key, value in values.items() if key not in self._params]
        for start in range(0, len(new), _MAX_PARAMS):
            self._log_batch(params=new[start : start + _MAX_PARAMS])
        self.tags({key: value for key, value in values.items() if self._params.get(key, value) != value})
        self._params |= {param.key: param.value for param in new}

    def tags(self, values: dict[str, str]) -> None:
        from mlflow.entities import RunTag

        tags = [RunTag(key, value) for key, value in values.items()]
        for start in range(0, len(tags), _MAX_TAGS):
            self._log_batch(tags=tags[start : start + _MAX_TAGS])
        self.known_tags |= values

    def dataset(self, name: str, source: str, digest: str, context: str) -> None:
        """Log a data set as an input of the run; `digest` is cut to the length that MLflow takes."""
        from mlflow.entities import Dataset, DatasetInput, InputTag

        kind, key = ("http", "url") if source.startswith(("http://", "https://")) else ("local", "uri")
        described = Dataset(name, digest[:_MAX_DIGEST], kind, json.dumps({key: source}, ensure_ascii=False))
        tags = [InputTag("mlflow.data.context", context)]
        self._client.log_inputs(self.run_id, datasets=[DatasetInput(described, tags)])

    def steps(self, rows: Sequence[tuple[int, int, dict[str, float]]]) -> None:
        """Log the metrics of training steps, except those that the store has already."""
        from mlflow.entities import Metric

        logged = self._logged_steps()
        fresh = [
            [
                Metric(key, _finite(value), at_ms, step)
                for key, value in values.items()
                if step not in logged.get(key, ())
            ]
            for step, at_ms, values in rows
        ]
        try:
            for batch in _whole_steps(fresh):
                self._log_batch(metrics=batch)
        except BaseException:
            self._logged = None  # some of it may have arrived
            raise
        for metric in chain.from_iterable(fresh):
            logged.setdefault(metric.key, set()).add(metric.step)

    def metrics(self, values: dict[str, float], at_ms: int) -> None:
        """Log metrics of the whole model, unless they are the ones that the run shows already."""
        from mlflow.entities import Metric

        values = {key: _finite(value) for key, value in values.items()}
        new = {key: value for key, value in values.items() if self._latest.get(key) != value}
        self._log_batch(metrics=[Metric(key, value, at_ms, 0) for key, value in new.items()])
        self._latest |= new

    def artifact(self, file: str, folder: str) -> None:
        # From a copy that can be written: an out of DVC is read-only, which MLflow keeps, and Windows does not replace
        # such a file, so the next stage could not log it again.
        with tempfile.TemporaryDirectory() as own:
            copy = shutil.copyfile(file, Path(own, Path(file).name))
            self._client.log_artifact(self.run_id, str(copy), folder or None)

    def model(self, sha256: str) -> None:
        """Say which model the run has trained. If an earlier run has trained it too, that one stays and this one goes.

        A training repeated with `dvc repro --force`, or after an edit that changes nothing, gives the same weights;
        the evaluation of them, which DVC does not repeat, is in the earlier run.
        """
        condition = (
            f"tags.`{MODEL}` = '{sha256}' AND tags.`{CLONE}` = '{self.known_tags[CLONE]}'"
            f" AND tags.`{FINGERPRINT}` LIKE '%' AND attributes.status = 'FINISHED'"
        )
        earlier = self._client.search_runs([self._experiment_id], condition, order_by=["attributes.start_time ASC"])
        if not earlier or earlier[0].info.run_id == self.run_id:
            self.tags({MODEL: sha256})
            return
        self._client.delete_run(self.run_id)
        print("MLflow: an earlier run has trained this very model; it is kept, and this one removed")
        self._turn_to(earlier[0], is_new=False)

    def end(self, status: str, at_ms: int) -> None:
        """Set the status, unless the run was found finished: looking at a model does not train it again."""
        if not self._finished:
            self._client.set_terminated(self.run_id, status, at_ms)

    def _logged_steps(self) -> dict[str, set[int]]:
        if self._logged is None:
            keys = self._client.get_run(self.run_id).data.metrics
            history = {key: self._client.get_metric_history(self.run_id, key) for key in keys}
            self._logged = {key: {metric.step for metric in metrics} for key, metrics in history.items()}
        return self._logged

    def _log_batch(self, **items: list) -> None:
        self._client.log_batch(self.run_id, synchronous=True, **items)


def _finite(value: float) -> float:
    """NaN stands for infinity too: MLflow stores infinity as 1.8e308, which flattens the chart to a line."""
    return value if math.isfinite(value) else math.nan


def _whole_steps(steps: list[list]) -> Iterator[list]:
    """Join the metrics of consecutive steps to batches; each step in one batch, so that none arrives in part."""
    batch: list = []
    for metrics in steps:
        if len(batch) + len(metrics) > _MAX_METRICS:
            yield batch
            batch = []
        batch = batch + metrics
    if batch:
        yield batch
