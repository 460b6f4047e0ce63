"""Where runs are kept, and the way in: a SQLite file of the project, or what MLFLOW_TRACKING_URI names."""

import logging
import os
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import filelock

from conteur.files import write_text, written_beside
from conteur.tracking.patience import Patient, call_within

EXPERIMENT = "conteur"  # unless MLFLOW_EXPERIMENT_NAME says otherwise
PATIENCE_S = 7  # for one call to a server; the first that fails is the last one, so a stage loses this once
_DATABASE = "mlflow.db"
_ARTIFACTS = "mlruns"


@dataclass(frozen=True)
class Store:
    """A place for runs: `uri` as MLflow understands it; `shared` if it is not the project's own file."""

    root: Path
    uri: str
    shared: bool

    @property
    def database(self) -> Path:
        """The project's own SQLite file."""
        return self.root / _DATABASE

    @property
    def is_server(self) -> bool:
        return self.uri.startswith(("http://", "https://"))

    @property
    def shown(self) -> str:
        """The URI without the user and the password that it may hold."""
        return self.without_password(self.uri)

    def without_password(self, text: str) -> str:
        user = urlsplit(self.uri).netloc.rpartition("@")[0]
        return text.replace(f"{user}@", "") if user else text

    def reason(self, error: BaseException) -> str:
        """Return what went wrong in one line of at most 300 characters."""
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, OSError) and cause.errno is not None:  # "Connection refused", deep inside
                error = cause
                break
            cause = cause.__cause__ or cause.__context__
        line = " ".join(self.without_password(str(error)).split("[SQL:")[0].split()) or type(error).__name__
        return line if len(line) <= 300 else line[:300] + "..."


def project_root() -> Path:
    """Return the folder of the project that the person works in.

    DVC runs temporary experiments in a copy that it deletes afterwards; only DVC_ROOT names the project then.
    """
    return Path(os.environ.get("DVC_ROOT") or ".").absolute()


def store_of(root: Path) -> Store:
    """Return the store that the environment names, or the SQLite file of the project at `root`."""
    uri = os.environ.get("MLFLOW_TRACKING_URI")
    return Store(root, uri or _sqlite_uri(root / _DATABASE), shared=bool(uri))


def _sqlite_uri(path: Path) -> str:
    # SQLAlchemy undoes percent-encoding, so that a folder called My%20Project has to be encoded to be found. Others
    # are not, because MLflow makes sure of the parent folder without undoing it.
    text = path.as_posix()
    if unquote(text) != text or "?" in text:
        text = text.replace("%", "%25").replace("?", "%3F")
    return "sqlite:///" + text


def _experiment_name() -> str:
    return os.environ.get("MLFLOW_EXPERIMENT_NAME") or EXPERIMENT


def clone_id(root: Path) -> str:
    """Return the name of this copy of the project, drawn once; on a shared server it tells our runs from others'."""
    path = root / ".cache" / "clone-id"
    path.parent.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(path.with_suffix(".lock"), timeout=10):
        if not path.exists():
            write_text(path, uuid.uuid4().hex + "\n")
        return path.read_text(encoding="utf-8").strip()


def hush_mlflow() -> None:
    """Set what MLflow reads from the environment before it is imported; what the person has set stays."""
    for key, value in {
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "DO_NOT_TRACK": "true",
        "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",  # its emoji cannot be printed on a cp1252 console
        "MLFLOW_LOGGING_LEVEL": "CRITICAL",  # it logs tracebacks of what it also raises
        "GIT_PYTHON_REFRESH": "quiet",
        # By default one call to a host that is down takes four minutes.
        "MLFLOW_HTTP_REQUEST_TIMEOUT": "5",
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
        "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1",
        "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER": "0",
    }.items():
        os.environ.setdefault(key, value)
    # For a program that has imported MLflow already.
    logging.getLogger("mlflow").setLevel(os.environ["MLFLOW_LOGGING_LEVEL"].upper())


@contextmanager
def opened(store: Store) -> Iterator[tuple[Patient, str]]:
    """Yield a client of the store and the id of the experiment, both made if need be.

    Other processes of this project wait at the door until the block ends, so that none makes the same things twice.
    """
    hush_mlflow()
    (store.root / ".cache").mkdir(exist_ok=True)
    lock = filelock.FileLock(store.root / ".cache" / "mlflow.lock")
    with suppress(filelock.Timeout):  # a run that might be there twice is better than none
        # Making a store takes seconds. A server needs no making, and a silent one may keep the others inside.
        lock.acquire(timeout=1 if store.is_server else 60)
    try:
        if not store.shared:
            if not store.database.exists():
                _create_database(store)
            store.database.open("r+b").close()  # MLflow would try for 100 s to open a file that it may not open
        client = _client(store)
        yield client, _find_experiment(client) or _create_experiment(client, store)
    finally:
        lock.release()


def look_into(store: Store) -> str | None:
    """Return the id of the experiment, or None if there is no store or no experiment; makes nothing."""
    if not store.shared and not store.database.exists():
        return None
    hush_mlflow()
    return _find_experiment(_client(store))


def _client(store: Store) -> Patient:
    limit_s = None if store.uri.startswith("sqlite:") else PATIENCE_S
    with _deprecations_ignored():
        from mlflow import MlflowClient

        return Patient(call_within(limit_s, MlflowClient, store.uri), limit_s)


def _create_database(store: Store) -> None:
    """Create the tables beside, then move the file into place: MLflow cannot go on with half of its tables."""
    with _deprecations_ignored():
        from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

        with written_beside(store.database) as part:
            for left in (part, part.with_name(part.name + "-journal")):
                left.unlink(missing_ok=True)  # by a process that was killed here
            part.touch()  # fails at once where it has to, for the same reason
            database = SqlAlchemyStore(_sqlite_uri(part), (store.root / _ARTIFACTS).as_uri())
            database.engine.dispose()  # Windows does not move an open file


@contextmanager
def _deprecations_ignored() -> Iterator[None]:
    """What MLflow uses of its own libraries is not ours to mend."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _find_experiment(client: Patient) -> str | None:
    found = client.get_experiment_by_name(_experiment_name())
    return found.experiment_id if found else None


def _create_experiment(client: Patient, store: Store) -> str:
    from mlflow.exceptions import MlflowException

    location = None if store.shared else (store.root / _ARTIFACTS).as_uri()
    try:
        return client.create_experiment(_experiment_name(), artifact_location=location)
    except MlflowException:
        found = _find_experiment(client)  # someone else on the server may have been faster
        if found is None:
            raise
        return found
