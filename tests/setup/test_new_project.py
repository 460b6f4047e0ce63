"""`setup_project new DIR`: what a course or a team starts from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conteur.setup import new_project
from conteur.setup.failure import Code, SetupError
from conteur.setup.main import absolute
from conteur.setup.new_project import SKELETON
from conteur.setup.report import Report
from tests.pipeline.conftest import Project, copy_of_this_project
from tests.setup.conftest import PROJECT

LEFT_BEHIND = {"README.md", "README.fr.md", "docs", "benchmarks"}  # about this project, not about a new one

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="a project begins with a commit")


@pytest.fixture
def origin(tmp_path) -> Project:
    """The project to make another from: small params, some results, one's own text."""
    origin = copy_of_this_project(tmp_path / "origin")
    for name in (
        "data/own/mine.txt",
        "data/raw/train.txt",
        "models/model/config.json",
        "src/conteur/__pycache__/x.pyc",
    ):
        (origin.path / name).parent.mkdir(parents=True, exist_ok=True)
        (origin.path / name).write_text("x", encoding="utf-8", newline="\n")
    return origin


def new(origin: Project, folder: Path, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(origin.path / "setup_project.py"), "new", str(folder)]
    env = os.environ | environment
    return subprocess.run(command, cwd=origin.path.parent, capture_output=True, encoding="utf-8", env=env, timeout=100)


def programs(project: Project) -> set[str]:
    """The files that git knows as executable."""
    lines = project.git("ls-files", "--stage").splitlines()
    return {line.partition("\t")[2] for line in lines if line.startswith("100755")}


def test_a_new_project_is_committed_clean_and_runs_from_end_to_end(origin, tmp_path):
    folder = tmp_path / "L'été & moi"
    unknown = {"HOME": str(tmp_path / "nobody"), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    as_windows = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fileMode", "GIT_CONFIG_VALUE_0": "false"}
    done = new(origin, folder, **unknown, **as_windows)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "git config --global user.name" in done.stdout  # git did not know who commits
    project = Project(folder)
    assert project.git("log", "--format=%s %D").strip() == "Start HEAD -> main"
    assert project.git("status", "--porcelain") == ""
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# L'été & moi\n")
    assert (folder / "params.yaml").read_bytes() == (origin.path / "params.yaml").read_bytes()
    assert programs(project) == programs(origin)
    for gone in ("data/own/mine.txt", "data/raw", "models/model", "src/conteur/__pycache__", ".cache"):
        assert not (folder / gone).exists(), gone
    assert len(project.repro()) == 7
    assert "validation loss" in project.run("conteur.commands.summary").stdout


def test_the_skeleton_is_all_that_git_tracks_but_for_what_is_about_this_project():
    if not (PROJECT / ".git").exists():
        pytest.skip("this is about the files that git tracks")
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, encoding="utf-8", check=True).stdout
    copied = {path for pattern in SKELETON for path in PROJECT.glob(pattern)}
    left = [name for name in listed.splitlines() if not copied & {PROJECT / name, *(PROJECT / name).parents}]
    assert {name.partition("/")[0] for name in left} <= LEFT_BEHIND
    assert [pattern for pattern in SKELETON if not list(PROJECT.glob(pattern))] == []


def test_a_folder_with_something_in_it_is_left_alone(origin, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.txt").write_text("x", encoding="utf-8", newline="\n")
    done = new(origin, tmp_path / "thesis")
    assert done.returncode == Code.NEW_PROJECT
    assert "is not empty" in done.stderr
    assert len(done.stderr.splitlines()) == 3
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


@pytest.mark.parametrize("folder", ["inside", "nested/../inside", ".."])
def test_one_project_does_not_lie_in_another(origin, folder):
    with pytest.raises(SetupError, match=r"lies in the project|is not empty"):
        new_project.new_project(origin.path, origin.path / folder, Report(origin.path / "log"))
    assert not (origin.path / "inside").exists()


def test_nothing_half_made_is_left(origin, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.hooksPath")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(tmp_path / "hooks"))
    hook = tmp_path / "hooks/pre-commit"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\necho error: not here\nexit 1\n", encoding="utf-8", newline="\n")
    hook.chmod(0o755)
    done = new(origin, tmp_path / "mine")
    assert done.returncode == Code.NEW_PROJECT
    assert "git says: error: not here" in done.stderr
    assert not (tmp_path / "mine").exists()


def test_without_git_it_says_where_git_comes_from(origin, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match="git was not found") as caught:
        new_project.new_project(origin.path, tmp_path / "mine", Report(tmp_path / "log"))
    assert caught.value.code == Code.NO_GIT


def test_a_folder_beside_this_one_is_named_without_dots(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert str(absolute("../mine")) == str(tmp_path.parent / "mine")
