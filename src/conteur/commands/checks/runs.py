"""MLflow: the store of the project or the server that is named, and what waits to be sent."""

import re
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from conteur.commands.checks.finding import Finding, fail, info, moved_aside, ok, python_typed, warn
from conteur.invocation import spelt

SERVER_TIMEOUT_S = 3


def check_server(root: Path) -> Finding:
    from conteur.tracking.store import store_of

    store = store_of(root.absolute())
    if not store.shared:
        return ok("runs are kept in this project (MLFLOW_TRACKING_URI is not set)")
    if not store.is_server:
        return info(f"runs go to {store.shown} (MLFLOW_TRACKING_URI), which was not tried")
    try:
        urllib.request.urlopen(f"{store.shown.rstrip('/')}/health", timeout=SERVER_TIMEOUT_S).close()
    except urllib.error.HTTPError:
        pass  # an answer all the same: it may want a password
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        remedy = f"start the server, or unset MLFLOW_TRACKING_URI; what was not sent goes by: {spelt('send')}"
        return warn(f"MLFLOW_TRACKING_URI: no answer from {store.shown} ({reason}); training goes on without", remedy)
    return ok(f"the MLflow server at {store.shown} answers")


def check_store(root: Path) -> Finding:
    """Read the version of the tables in mlflow.db and look for it among those that this MLflow knows."""
    path = root / "mlflow.db"
    if not path.exists():
        return ok("no run in MLflow yet")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as store:
            ((found,),) = store.execute("select version_num from alembic_version").fetchall()
            ((n_runs,),) = store.execute("select count(*) from runs").fetchall()
    except (sqlite3.Error, ValueError) as error:
        return fail(f"mlflow.db cannot be read ({error}): no run is recorded", moved_aside("mlflow.db"))
    known, newest = schema_versions()
    if found not in known:
        text = "mlflow.db was made by another, newer MLflow: no run is recorded"
        return fail(text, f"{moved_aside('mlflow.db')}, or look at it with that MLflow")
    if found != newest:
        remedy = f"{python_typed()} -m mlflow db upgrade sqlite:///mlflow.db"
        return fail("mlflow.db was made by an older MLflow: no run is recorded", remedy)
    return ok(f"runs in mlflow.db: {n_runs}")


def schema_versions() -> tuple[set[str], str]:
    """Return the versions of the tables that the installed MLflow knows, and the newest, which is built on by none.

    Read from its migration scripts: importing MLflow would take seconds.
    """
    package = Path(find_spec("mlflow").origin).parent
    scripts = (package / "store" / "db_migrations" / "versions").glob("*.py")
    texts = [script.read_text(encoding="utf-8") for script in scripts]
    revisions = {match[1] for text in texts if (match := re.search(r'^revision = "(\w+)"', text, re.MULTILINE))}
    built_on = {match[1] for text in texts if (match := re.search(r'^down_revision = "(\w+)"', text, re.MULTILINE))}
    (newest,) = revisions - built_on
    return revisions, newest


def check_unsent(root: Path) -> Finding:
    from conteur.tracking.unsent import unsent_files

    files = unsent_files(root)
    if not files:
        return ok("nothing waits to be sent to MLflow")
    text = f"{len(files)} files in .cache/mlflow-unsent: runs that MLflow could not take at the time"
    return warn(text, f"with MLFLOW_TRACKING_URI as it should be: {spelt('send')}")
