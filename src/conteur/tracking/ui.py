"""MLflow's pages in the browser: `python -m conteur.tracking.ui [--port N] [--no-browser]`."""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import time
import webbrowser
from pathlib import Path

from conteur.errors import UserError, run_program
from conteur.invocation import spelt
from conteur.tracking.store import Store, look_into, project_root, store_of

START_S = 120  # a slow machine needs 60 s for the first start
STOP_S = 10

# By default four workers and a job runner start: 23 s and 2.2 GB instead of 6 s and 0.5 GB.
_CHEAP = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "PYTHONUTF8": "1"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m conteur.tracking.ui", description="Show the runs in the browser.")
    parser.add_argument("--port", type=_port, default=5000, help="port on this machine (default: 5000)")
    parser.add_argument("--no-browser", action="store_true", help="print the addresses only")
    options = parser.parse_args()
    store = store_of(project_root())
    if store.is_server:
        _print_links(store.shown, _experiment(store))
    else:
        _serve(store, options.port, browser=not options.no_browser)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 2**16):
        raise argparse.ArgumentTypeError(f"a number from 1 to 65535, not {text!r}")
    return int(text)


def _serve(store: Store, port: int, browser: bool) -> None:
    """Start a server on this machine, show where it is, and stop it at Ctrl+C."""
    if not store.shared and not store.database.exists():
        raise _no_run(store)
    if _answers(port):
        raise UserError(f"port {port} is taken; choose another one with --port {port + 1}")
    log = store.root / ".cache" / "mlflow-ui.log"
    print("starting MLflow, which takes some seconds ...", flush=True)
    server = _start(store, port, log)
    try:
        experiment_id = _experiment(store)
        _wait_for(port, server, log)
        link = _print_links(f"http://127.0.0.1:{port}", experiment_id)
        print("stop with Ctrl+C", flush=True)
        if browser:
            webbrowser.open(link)
        server.wait()
        raise UserError(f"MLflow has stopped by itself: {_last_line(log)} (more in {log})")
    except KeyboardInterrupt:
        print("stopped")
    finally:
        _stop(server)


def _experiment(store: Store) -> str:
    try:
        experiment_id = look_into(store)
    except Exception as error:  # of many kinds: the network's, the database's, MLflow's
        raise UserError(f"cannot read the runs at {store.shown}: {store.reason(error)}") from error
    if experiment_id is None:
        raise _no_run(store)
    return experiment_id


def _no_run(store: Store) -> UserError:
    return UserError(f"no run yet at {store.shown}; train first: {spelt('repro')}")


def _print_links(address: str, experiment_id: str) -> str:
    """Print where to look, in MLflow's layout for training: its default one is about agents. Return the first link."""
    runs = f"{address.rstrip('/')}/#/experiments/{experiment_id}/runs?workflowType=machine_learning"
    print(f"runs:   {runs}")
    print(f"charts: {runs}&compareRunsMode=CHART", flush=True)
    return runs


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _start(store: Store, port: int, log: Path) -> subprocess.Popen:
    """Start the server; what it says goes to `log`."""
    command = [sys.executable, "-m", "mlflow", "server", "--backend-store-uri", store.uri]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        return subprocess.Popen(command, stdout=output, stderr=output, env=os.environ | _CHEAP, cwd=store.root)


def _wait_for(port: int, server: subprocess.Popen, log: Path) -> None:
    """Return when the server answers; raise a `UserError` if it ends before, or takes too long."""
    deadline = time.monotonic() + START_S
    while server.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)  # urllib would ask the proxy
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    raise UserError(f"MLflow does not start: {_last_line(log)} (more in {log})")


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it says nothing")


def _stop(server: subprocess.Popen) -> None:
    """End the server and the process that it has started itself."""
    try:
        if sys.platform == "win32":
            # Ctrl+C reaches every process of the console. If it was not the reason, only taskkill takes the child too.
            if server.poll() is None:
                subprocess.run(["taskkill", "/PID", str(server.pid), "/T", "/F"], capture_output=True)
        else:
            server.terminate()  # handed on by MLflow to its child
        server.wait(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        server.kill()


if __name__ == "__main__":
    run_program(main)
