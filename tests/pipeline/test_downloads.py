"""The stage download over a network that stops: killed in the middle, and in a temporary experiment."""

import io
import subprocess
import sys
import time

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from conteur.files import read_json
from tests.corpus.unreliable_hub import Fault, RunningHub

NAMES = [f"20231101.fr/train-{number:05d}-of-00017.parquet" for number in range(17)]


def shard(number):
    titles = [f"Page {number}.{row}" for row in range(50)]
    texts = [f"{title} is about something. " * 30 for title in titles]
    file = io.BytesIO()
    pq.write_table(pa.table({"title": titles, "text": texts}), file, compression="none")
    return file.getvalue()


@pytest.fixture
def hub(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with RunningHub() as running:
        running.files |= {name: shard(number) for number, name in enumerate(NAMES)}
        monkeypatch.setenv("HF_ENDPOINT", running.home)
        yield running


def asked(hub):
    """The files and ranges that the host of the bytes was asked for."""
    return [(path[1:].split("?")[0], headers.get("range")) for name, path, headers in hub.seen if name == "cdn"]


def test_a_killed_download_goes_on_and_serves_temporary_experiments(hub, new_project):
    project = new_project("conteur")
    project.set_params({"data.dataset": "wikipedia-fr", "data.max_documents": 80})
    project.git("commit", "--quiet", "--all", "--message", "wikipedia")
    half = len(hub.files[NAMES[1]]) // 2
    hub.faults.extend([Fault("none"), Fault("stall", after=half)])
    cache = project.path / ".cache" / "downloads" / "wikipedia-b04c8d1c"
    part = cache / f"{NAMES[1]}.part"
    command = [sys.executable, "-m", "dvc", "repro", "download"]
    repro = subprocess.Popen(command, cwd=project.path, env=project.environment(), stdout=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not (part.exists() and part.stat().st_size == half):
        assert time.monotonic() < end and repro.poll() is None
        time.sleep(0.02)
    for child in psutil.Process(repro.pid).children(recursive=True):
        child.kill()
    assert repro.wait(60) != 0
    assert not list((project.path / "data" / "raw").glob("*.txt"))

    hub.seen.clear()
    assert project.repro("download") == ["download"]
    assert asked(hub) == [(NAMES[1], f"bytes={half}-")]
    facts = read_json(project.path / "data" / "raw" / "source.json")
    assert sum(split["documents"] for split in facts["splits"].values()) == 80

    hub.seen.clear()  # the experiment runs in a copy of the project, which is deleted afterwards
    answer = project.run("dvc", "exp", "run", "--temp", "-S", "data.max_documents=120", "download")
    assert answer.returncode == 0, answer.stdout
    assert asked(hub) == [(NAMES[2], None)]
    assert (cache / NAMES[2]).read_bytes() == hub.files[NAMES[2]]
