"""git is asked in one place: what it prints, or nothing where it is missing or refuses."""

import pytest

from conteur.git import git, said_by_git


def test_git_says_what_it_prints_and_nothing_where_it_refuses(tmp_path):
    assert said_by_git("init", "--quiet", "--initial-branch=tâles", root=tmp_path) == ""
    assert said_by_git("symbolic-ref", "HEAD", root=tmp_path) == "refs/heads/tâles"
    assert said_by_git("rev-parse", "--verify", "--quiet", "HEAD", root=tmp_path) is None  # no commit yet


@pytest.mark.parametrize("limits", [{}, {"timeout_s": 0.0}], ids=["missing", "too slow"])
def test_a_git_that_is_missing_or_too_slow_refuses(monkeypatch, tmp_path, limits):
    assert said_by_git("--version").startswith("git version")
    if not limits:
        monkeypatch.setenv("PATH", str(tmp_path))
    assert git("--version", **limits).returncode > 0
    assert said_by_git("--version", **limits) is None
