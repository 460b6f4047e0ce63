"""A classroom without a network: one machine fills a folder with wheels, the others install from it."""

import pytest

from conteur.setup.failure import Code
from conteur.setup.machine import this_machine
from conteur.setup.torch_build import choose_torch
from tests.setup.conftest import bare_project, make_wheel, run_script, without_warnings

VERSION = choose_torch("cpu", this_machine(), "").requirement.partition("==")[2]
LOCK = "invoke==1.0\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """What the network has, for the machine that has one."""
    folder = tmp_path_factory.mktemp("index")
    make_wheel(folder, "invoke", "1.0", {"invoke/__main__.py": "print('a task')\n"})
    make_wheel(folder, "torch", VERSION, {"torch.py": "class version:\n    cuda = None\n"})
    return folder


def test_a_folder_filled_on_one_machine_sets_another_up_without_a_network(index, tmp_path):
    teacher = bare_project(tmp_path / "the teacher's", LOCK)
    wheels = tmp_path / "stick/wheels d'été"
    filled = run_script(teacher, "--torch", "cpu", "download-wheels", str(wheels), PIP_FIND_LINKS=str(index))
    assert filled.returncode == 0, filled.stderr
    assert len(list(wheels.glob("*.whl"))) == 2
    pupil = bare_project(tmp_path / "a pupil's", LOCK)
    done = run_script(pupil, "--torch", "cpu", "--offline", str(wheels), "--list")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "a task"
    assert run_script(pupil).stdout == "a task\n"  # it is there: without the folder, and without a word


@pytest.mark.skipif(this_machine().system != "linux", reason="the nvidia-smi of this test is a shell script")
def test_a_folder_with_the_cpu_build_serves_a_machine_with_a_card_with_a_warning(index, tmp_path):
    """One folder for a class of unlike machines; `--torch cu130` in place of auto would be an error."""
    pupil = bare_project(tmp_path / "pupil", LOCK)
    card = tmp_path / "bin/nvidia-smi"
    card.parent.mkdir()
    card.write_text("#!/bin/sh\necho 580.65.06, 8.9\n", encoding="utf-8", newline="\n")
    card.chmod(0o755)
    done = run_script(pupil, "--offline", str(index), first_on_path=card.parent)
    assert done.returncode == 0, done.stderr
    assert "warning: torch is the build cpu, not cu130" in done.stderr
    refused = run_script(pupil, "--torch", "cu130", "--offline", str(index))
    assert refused.returncode == Code.NO_WHEEL
    assert "download-wheels DIR" in refused.stderr
    assert len(without_warnings(refused.stderr)) == 3
