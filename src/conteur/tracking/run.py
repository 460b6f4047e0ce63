"""The run as the stages see it. Whatever happens to the store, its methods return, and a stage goes on."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from conteur.errors import UserError
from conteur.files import read_json
from conteur.invocation import spelt
from conteur.tracking.context import context_tags
from conteur.tracking.remote import CLONE, CORPUS, FINGERPRINT, MODEL, RemoteRun, Wanted, open_run
from conteur.tracking.store import Store, clone_id, opened, project_root, store_of
from conteur.tracking.unsent import Unsent, is_for, send_unsent, unsent_files

FLUSH_AT_STEPS = 1000
FLUSH_EVERY_S = 10
COMPARISON_SUFFIXES = (".json", ".png", ".pdf", ".html")
SHARE_OF_TIME = 0.02  # that flushing may take when the store is slow


def training_run(fingerprint: str, name: str, *, corpus_sha256: str | None = None, root: Path | None = None) -> Run:
    """Go on with the unfinished run of this training, or start one.

    `fingerprint` is the hash of all that the training depends on; `corpus_sha256` the one of the training text, which
    says which tokenizer comparison belongs to the run.
    """
    return _run(FINGERPRINT, fingerprint, name, corpus_sha256, root)


def run_of_model(model_sha256: str, name: str, *, corpus_sha256: str | None = None, root: Path | None = None) -> Run:
    """Find the run that trained these weights, or make one: DVC may have restored them without training."""
    return _run(MODEL, model_sha256, name, corpus_sha256, root)


def latest_run_on(corpus_sha256: str, *, root: Path | None = None) -> Run:
    """Find the newest run on this training text; if there is none, what is logged is left to the run to come."""
    return _run(CORPUS, corpus_sha256, "", corpus_sha256, root)


def _run(by: str, value: str, name: str, corpus_sha256: str | None, root: Path | None) -> Run:
    store = store_of(root or project_root())
    tags = context_tags() | {by: value}
    if corpus_sha256:
        tags[CORPUS] = corpus_sha256
    return Run(Wanted(by, name, tags, _now_ms()), store)


class Run:
    """A run of MLflow as a context manager: left normally it is FINISHED, by Ctrl+C KILLED, by an error FAILED.

    The first trouble with the store costs one warning; from then on everything is kept in a file to be sent later.
    """

    def __init__(self, wanted: Wanted, store: Store) -> None:
        self._wanted = wanted
        self._store = store
        self._remote: RemoteRun | None = None
        self._unsent: Unsent | None = None
        self._rows: list[tuple[int, int, dict[str, float]]] = []
        self._flush_at = time.monotonic() + FLUSH_EVERY_S
        try:
            wanted.tags[CLONE] = clone_id(store.root)
            with opened(store) as (client, experiment_id):
                for path in unsent_files(store.root):
                    if is_for(path, store):
                        send_unsent(client, experiment_id, store, path)
                self._remote = open_run(client, experiment_id, wanted, store.shared)
        except Exception as error:
            self._keep_here(error)

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.flush()
        if self._wanted.by != CORPUS:
            status = "FINISHED" if kind is None else "KILLED" if kind is KeyboardInterrupt else "FAILED"
            self._do("end", status=status, at_ms=_now_ms())
        if self._unsent is not None:
            self._unsent.close()

    def log_params(self, flat: Mapping[str, str]) -> None:
        """Log what `flatten` gives."""
        self._do("params", values=dict(flat))

    def log_dataset(self, name: str, source: str, digest: str, context: str) -> None:
        """Log a data set as an input: where it is from (URL or path), its hash, "training" or "validation"."""
        self._do("dataset", name=name, source=source, digest=digest, context=context)

    def log_step(self, step: int, metrics: Mapping[str, float]) -> None:
        """Note the metrics of a step, to be sent with those of other steps; steps that the run has are left out."""
        self._rows.append((step, _now_ms(), {key: float(value) for key, value in metrics.items()}))
        if len(self._rows) >= FLUSH_AT_STEPS or time.monotonic() >= self._flush_at:
            self.flush()

    def flush(self) -> None:
        """Send what is noted. To be called before a checkpoint is written: steps before it are not taken again."""
        begin = time.monotonic()
        if self._rows:
            self._do("steps", rows=self._rows)
            self._rows = []
        end = time.monotonic()
        self._flush_at = end + max(FLUSH_EVERY_S, (end - begin) / SHARE_OF_TIME)

    def log_metrics(self, metrics: Mapping[str, float]) -> None:
        """Log metrics of the whole model, such as those of the evaluation."""
        self._do("metrics", values={key: float(value) for key, value in metrics.items()}, at_ms=_now_ms())

    def log_artifact(self, path: Path, folder: str = "") -> None:
        """Copy a file into the run; raises a `FileNotFoundError` if there is none."""
        if not path.is_file():
            raise FileNotFoundError(f"{path} is to be logged and does not exist")
        self._do("artifact", file=str(path.absolute()), folder=folder)

    def log_comparison(self, report: Path) -> bool:
        """Attach the tokenizer comparison with pictures and page if it is of the text that the run is trained on.

        `report` is the JSON file, whose `data_sha256` is compared with the run's; the others lie beside it, and their
        names begin as its. The order of the stages is free, so each stage after training calls this, and so does the
        comparison.
        Returns whether the comparison fits.
        """
        tags = self._remote.known_tags if self._remote else self._wanted.tags
        try:
            if not report.exists() or read_json(report)["data_sha256"] != tags.get(CORPUS):
                return False
        except (OSError, ValueError, TypeError, KeyError) as error:
            remedy = f"make it again with: {spelt('compare')}"
            _warn(f"{report} cannot be read ({error!r}) and is not sent to MLflow; {remedy}")
            return False
        for file in sorted(report.parent.glob(f"{report.stem}*")):
            if file.suffix in COMPARISON_SUFFIXES:
                self.log_artifact(file, "tokenizers")
        return True

    def finish(self, model_sha256: str) -> None:
        """Say which weights the training has made; later stages find the run by them."""
        self.flush()
        self._do("model", sha256=model_sha256)

    def _do(self, action: str, **arguments: Any) -> None:
        if self._remote is not None:
            try:
                getattr(self._remote, action)(**arguments)
                return
            except Exception as error:
                self._remote = None
                self._keep_here(error)
        if self._unsent is not None:
            try:
                self._unsent.append(action, arguments)
            except OSError as error:
                self._unsent = None
                _warn(f"{self._store.reason(error)}; nothing more of this run is kept for MLflow")

    def _keep_here(self, error: Exception) -> None:
        """Turn to a file, with one line that says why. An unknown error is a mistake of ours: show where it is."""
        if not _is_trouble(error):
            warnings.warn(f"tracking failed with {error!r}", RuntimeWarning, stacklevel=3)
        where = f"MLflow at {self._store.shown}: {self._store.reason(error)}"
        try:
            self._unsent = Unsent(self._store, self._wanted)
        except OSError as full:
            _warn(f"{where}; nothing of this run is kept ({self._store.reason(full)})")
        else:
            _warn(f"{where}; kept in {self._unsent.path}, to be sent by: {spelt('send')}")


def _is_trouble(error: Exception) -> bool:
    """Say whether the error is one that a store, a server or a disk causes; nothing is imported for it."""
    packages = {base.__module__.partition(".")[0] for base in type(error).__mro__}
    return isinstance(error, (OSError, ImportError, UserError)) or bool(packages & {"mlflow", "sqlalchemy", "sqlite3"})


def _warn(line: str) -> None:
    print(f"warning: {line}", file=sys.stderr)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
