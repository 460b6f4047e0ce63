"""What the setup asks the machine."""

import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from conteur.setup.machine import LONGEST_ROOT, ask_nvidia_smi, trouble_with_place
from conteur.setup.programs import environment_for_programs


@pytest.mark.skipif(os.name == "nt", reason="the nvidia-smi of this test is a shell script")
@pytest.mark.parametrize(
    ("script", "answer"),
    [
        ("echo '580.65.06, 8.9'\necho '580.65.06, 8.6'", "580.65.06, 8.9\n580.65.06, 8.6"),
        ("echo 'No devices were found'; exit 6", ""),
        ("echo 'Failed to initialize NVML' >&2; exit 18", "Failed to initialize NVML"),
    ],
)
def test_nvidia_smi_is_asked_and_its_errors_are_an_answer_too(tmp_path, monkeypatch, script, answer):
    program = tmp_path / "nvidia-smi"
    checked = '[ "$*" = "--query-gpu=driver_version,compute_cap --format=csv,noheader" ] || exit 99\n'
    program.write_text(f"#!/bin/sh\n{checked}{script}\n", encoding="utf-8", newline="\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    assert ask_nvidia_smi() == answer


def test_without_nvidia_smi_there_is_no_card(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    if not Path("/usr/lib/wsl/lib/nvidia-smi").exists():
        assert ask_nvidia_smi() == ""


@pytest.mark.parametrize(
    ("path", "system", "long_paths", "says"),
    [
        (Path("/home/me/OneDrive - School/conteur"), "linux", True, "OneDrive"),
        (PureWindowsPath(r"C:\Users\me\OneDrive\conteur"), "win32", True, "OneDrive"),
        (PureWindowsPath(r"C:\Users\me\iCloudDrive\conteur"), "win32", True, "iCloud"),
        (Path("/Users/me/Library/Mobile Documents/conteur"), "darwin", True, "iCloud"),
        (Path("/Users/me/Dropbox/conteur"), "darwin", True, "Dropbox"),
        (PureWindowsPath("C:\\" + "x" * (LONGEST_ROOT - 2)), "win32", False, f"{LONGEST_ROOT + 1} characters"),
        (PureWindowsPath("C:\\" + "x" * (LONGEST_ROOT - 3)), "win32", False, ""),
        (PureWindowsPath("C:\\" + "x" * 150), "win32", True, ""),
        (Path("/home/" + "x" * 150), "linux", True, ""),
        (PureWindowsPath(r"C:\a;b\conteur"), "win32", True, "';'"),
        (Path("/home/me/12:30"), "linux", True, "':'"),
        (Path("/home/me/a;b"), "linux", True, ""),
        (Path("/home/dropboxer/onedrives"), "linux", True, ""),
    ],
)
def test_a_folder_that_makes_trouble(path, system, long_paths, says):
    trouble = trouble_with_place(path, system, long_paths)
    assert says in trouble[0] if says else trouble is None


def test_programs_run_without_what_would_send_them_elsewhere():
    harmful = {"PYTHONHOME": "/nowhere", "PYTHONPATH": "/nowhere", "PIP_TARGET": "/nowhere", "PIP_USER": "1"}
    env = environment_for_programs({**os.environ, **harmful})
    done = subprocess.run([sys.executable, "-c", "import json"], env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert env["PIP_USER"] == "0" and "PIP_TARGET" not in env
