"""One MLflow run per trained model; the only package that knows MLflow, which it imports when the first run opens.

Training opens its run by the fingerprint of what it is trained from, later stages by the hash of the weights. Trouble
with the store or the server never stops a stage: it costs one warning line, and what could not be sent is kept in a
file (`invoke send`).
"""

from conteur.tracking.context import flatten
from conteur.tracking.run import Run, latest_run_on, run_of_model, training_run
from conteur.tracking.store import project_root

__all__ = ["Run", "flatten", "latest_run_on", "project_root", "run_of_model", "training_run"]
