"""DVC's configuration as the setup leaves it."""

import os
import sys
from pathlib import Path

import pytest

from conteur.setup.dvc_config import init_dvc, link_instead_of_copy, with_setting
from conteur.setup.report import Report

PROJECT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    "before", ["", "[cache]\n    dir = /elsewhere\n", "[core]\n    remote = team\n[cache]\n    dir = x\n"]
)
def test_a_setting_comes_and_goes_and_leaves_the_rest_of_the_configuration(before):
    without_git = with_setting(before, "core", "no_scm", "true")
    assert without_git.count("[core]") == 1
    assert "[core]\n    no_scm = true\n" in without_git
    assert with_setting(without_git, "core", "no_scm", "true") == without_git
    assert with_setting(without_git, "core", "no_scm", "") == before


def test_outs_are_linked_where_the_disk_can(tmp_path):
    (tmp_path / ".dvc").mkdir()
    assert link_instead_of_copy(tmp_path)
    text = (tmp_path / ".dvc/config.local").read_text(encoding="utf-8")
    assert text == "[cache]\n    type = reflink,hardlink,copy\n"
    assert sorted(path.name for path in tmp_path.rglob("*")) == [".dvc", "config.local"]  # nothing is left of the try


def test_the_person_s_own_choice_and_a_disk_without_links_are_left_alone(tmp_path, monkeypatch):
    own = tmp_path / "own/.dvc/config.local"
    own.parent.mkdir(parents=True)
    own.write_text("[cache]\n    type = copy\n", encoding="utf-8", newline="\n")
    assert not link_instead_of_copy(tmp_path / "own")
    assert own.read_text(encoding="utf-8") == "[cache]\n    type = copy\n"

    def refuse(*paths):
        raise OSError("exFAT")

    (tmp_path / "exfat/.dvc").mkdir(parents=True)
    monkeypatch.setattr(os, "link", refuse)  # no such disk can be had here
    assert not link_instead_of_copy(tmp_path / "exfat")
    assert list((tmp_path / "exfat").rglob("*")) == [tmp_path / "exfat/.dvc"]


def test_a_missing_dvc_folder_is_made_with_the_settings_of_the_repository(tmp_path):
    init_dvc(tmp_path, Path(sys.executable), Report(tmp_path / "log"))
    assert (tmp_path / ".dvc/config").read_bytes() == (PROJECT / ".dvc/config").read_bytes()
