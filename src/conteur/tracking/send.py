"""Send what earlier stages could not: `invoke send`, with MLFLOW_TRACKING_URI as it should be."""

from conteur.errors import UserError, run_program
from conteur.tracking.store import opened, project_root, store_of
from conteur.tracking.unsent import send_unsent, unsent_files


def main() -> None:
    store = store_of(project_root())
    files = unsent_files(store.root)
    if not files:
        print("nothing to send: MLflow has everything")
        return
    path = files[0]
    try:
        with opened(store) as (client, experiment_id):
            for path in files:
                if send_unsent(client, experiment_id, store, path):
                    print(f"sent {path.name}")
                else:
                    print(f"left {path.name}: the stage that writes it is still running; send it when it has ended")
    except Exception as error:  # of many kinds: the network's, the database's, MLflow's
        raise UserError(f"cannot send {path} to {store.shown}: {store.reason(error)}") from error


if __name__ == "__main__":
    run_program(main)
