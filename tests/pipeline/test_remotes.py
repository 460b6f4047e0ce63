"""Results that a team shares: pushed by one, in nobody else's way, trained again by no one."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from conteur.setup.dvc_config import link_instead_of_copy
from tests.pipeline.conftest import Project

MODEL = "models/model/model.safetensors"
S3_KEYS = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_DEFAULT_REGION": "us-east-1"}


def must(project: Project, *words: str, **environment: str) -> str:
    done = project.run(*words, environment=environment)
    assert done.returncode == 0, done.stdout
    return done.stdout


def share(project: Project, url: str, **environment: str) -> None:
    """Name the remote as docs/team.md says, commit, push."""
    must(project, "dvc", "remote", "add", "--default", "team", url)
    if url.startswith("s3:"):
        must(project, "dvc", "remote", "modify", "team", "endpointurl", environment["ENDPOINT"])
    project.git("commit", "--quiet", "--all", "--message", "remote")
    must(project, "dvc", "push", **environment)


def clone_of(project: Project, path: Path) -> Project:
    """What a colleague has after `git clone` and the setup: no results, outs are links."""
    subprocess.run(["git", "clone", "--quiet", str(project.path), str(path)], check=True)
    clone = Project(path)
    for key, value in (("user.name", "Other"), ("user.email", "other@example.org"), ("core.autocrlf", "false")):
        clone.git("config", key, value)
    assert link_instead_of_copy(path)
    return clone


def shares_results(project: Project, colleague: Project, **environment: str) -> None:
    """Check that nothing that is in the remote is made again, and that what is needed comes from there."""
    again = ("dvc", "repro", "--pull", "--allow-missing")
    assert "Running stage" not in must(colleague, *again, **environment)
    assert not (colleague.path / MODEL).exists()  # nothing asked for it yet

    colleague.set_params({"sample.max_new_tokens": 7})
    said = must(colleague, *again, **environment)
    assert [line for line in said.splitlines() if line.startswith("Running stage")] == ["Running stage 'sample':"]
    assert (colleague.path / MODEL).read_bytes() == (project.path / MODEL).read_bytes()
    assert not (colleague.path / "data/tokens").exists()  # 2 GB of a real corpus that nobody needs for this

    must(colleague, "dvc", "pull", **environment)
    assert must(colleague, "dvc", "status", **environment).strip().endswith("up to date.")


def test_a_folder_remote_gives_a_fresh_clone_all_that_is_there_already(done_project, tmp_path):
    share(done_project, str(tmp_path / "server's share"))
    shares_results(done_project, clone_of(done_project, tmp_path / "colleague"))


# --- S3: for whoever has installed dvc-s3 and moto; see docs/team.md ---

HAS_S3 = all(find_spec(name) for name in ("dvc_s3", "moto", "flask"))


@pytest.fixture
def endpoint(tmp_path) -> Iterator[str]:
    """An S3 server on loopback with one bucket."""
    serve = """
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
input()
"""
    server = subprocess.Popen(
        [sys.executable, "-c", serve], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        address = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        urllib.request.urlopen(urllib.request.Request(f"{address}/results", method="PUT")).close()
        yield address
    finally:
        server.kill()
        server.communicate()


@pytest.mark.skipif(not HAS_S3, reason="dvc-s3 and moto are not installed; CI has them in one job")
def test_an_s3_remote_does_the_same(done_project, tmp_path, endpoint):
    environment = S3_KEYS | {"ENDPOINT": endpoint}
    share(done_project, "s3://results/conteur", **environment)
    shares_results(done_project, clone_of(done_project, tmp_path / "colleague"), **environment)


# --- outs are links to DVC's cache, and read-only ---


def test_outs_are_one_file_with_the_cache_and_every_command_copes_with_read_only_ones(done_project):
    project = done_project
    link_instead_of_copy(project.path)  # unless the setup has done it already
    must(project, "dvc", "checkout", "--relink")
    out = project.path / MODEL
    assert out.stat().st_nlink > 1 or "reflink" in must(project, "dvc", "doctor")  # a reflink has one name only
    before = out.read_bytes()

    assert project.repro() == []
    must(project, "dvc", "repro", "--force", "--single-item", "train")  # a stage replaces its read-only outs
    assert out.read_bytes() == before
    must(project, "invoke", "exp", "-S", "train.max_steps=4", "--name", "shorter")  # copies and removes a workspace
    assert out.read_bytes() == before
    must(project, "invoke", "clean")
    assert not out.exists()
    assert project.repro("train") == []  # back from the cache
    must(project, "invoke", "clean", "--everything")
    assert not (project.path / ".dvc/cache").exists()
