"""The setup itself, in four steps: .venv, the packages of the lock, torch, DVC."""

import shutil
import sys
import time
from pathlib import Path

from conteur.setup.dvc_config import init_dvc, link_instead_of_copy, tell_dvc_about_git
from conteur.setup.environment import (
    STAMP,
    check_space,
    is_ready,
    make_venv,
    read_stamp,
    remember_asked,
    torch_asked,
    venv_python,
    write_stamp,
)
from conteur.setup.failure import Advice, Code, SetupError
from conteur.setup.machine import (
    ask_nvidia_smi,
    better_place,
    this_machine,
    trouble_with_place,
    windows_takes_long_paths,
)
from conteur.setup.packages import (
    LOCK,
    Pip,
    download_wheels,
    forget_unfinished,
    install_lock,
    install_torch,
    installed,
    other_build_advice,
    reinstall_torch,
    running_build,
)
from conteur.setup.report import LOG, Report
from conteur.setup.torch_build import Torch, choose_torch

LOCK_GB = 2  # space that the packages of the lock take
N_STEPS = 4


def prepare(root: Path, asked: str | None, offline: Path | None, report: Report) -> None:
    """Bring .venv and .dvc to the state that the lock and --torch ask for; nothing to do most of the time."""
    ready = is_ready(root, report)
    if ready and asked is None:
        tell_dvc_about_git(root)
        return
    asked = asked or torch_asked(root)
    torch = choose_torch(asked, this_machine(), ask_nvidia_smi())
    if not (ready and read_stamp(root).get("torch") == torch.build):
        set_up(root, torch, asked, offline, report)
    elif torch.warning:
        report.warn(torch.warning)
    remember_asked(root, asked)
    tell_dvc_about_git(root)


def set_up(root: Path, torch: Torch, asked: str, offline: Path | None, report: Report) -> None:
    """Make .venv, install the packages and torch, set DVC up; a stamp, written last, says that it is done."""
    started = time.monotonic()
    (root / STAMP).unlink(missing_ok=True)  # an interrupted update is not the environment that it was before
    report.begin(f"Python {sys.version.split()[0]}, {torch.requirement} for {this_machine()}")
    report.say(f"Setting up, once: some minutes, most of them for downloads. All details: {LOG}")
    warn_of_place(root, report)
    made = make_venv(root, report, LOCK_GB + torch.disk_gb)
    remember_asked(root, asked)
    report.step(1, N_STEPS, made)
    pip = Pip(venv_python(root), root, report, offline)
    report.step(2, N_STEPS, f"about 180 packages of {LOCK}: {offline or 'about 300 MB if none is there yet'}")
    forget_unfinished(root / ".venv")
    install_lock(pip)
    report.step(3, N_STEPS, f"{torch.requirement}: {offline or torch.download}")
    if torch.warning:
        report.warn(torch.warning)
    build = install_right_torch(root, pip, torch, may_differ=asked == "auto")
    report.step(4, N_STEPS, "DVC")
    init_dvc(root, venv_python(root), report)
    link_instead_of_copy(root)
    write_stamp(root, build)
    report.say(f"Ready after {time.monotonic() - started:.0f} s.\n")


def install_right_torch(root: Path, pip: Pip, torch: Torch, may_differ: bool) -> str:
    """Install torch, see it run, and return the build that runs: pip takes +cpu for as good as the plain version."""
    if not installed(root / ".venv", torch.requirement.replace("==", "-") + "*"):
        check_space(root, torch.disk_gb)
    install_torch(pip, torch, may_differ)
    build = running_build(pip.python, pip.report, sys.platform)
    if build != torch.build and "+" not in torch.requirement:
        reinstall_torch(pip, torch)
        build = running_build(pip.python, pip.report, sys.platform)
    if build != torch.build:
        advice = other_build_advice(torch, build, pip.offline)
        if not may_differ:
            raise SetupError(Code.PACKAGES, *advice)
        pip.report.warn(advice)
    return build


def warn_of_place(root: Path, report: Report) -> None:
    """Tell of what will hurt later: the folder, and a missing git."""
    trouble = trouble_with_place(root, sys.platform, windows_takes_long_paths())
    if trouble:
        report.warn(Advice(*trouble, better_place(sys.platform)))
    if not shutil.which("git"):
        why = "the pipeline runs without it, but experiments (-S) and `new` need it"
        report.warn(Advice("git was not found", why, "install it from https://git-scm.com/downloads"))


def fill_folder(root: Path, asked: str, folder: Path, report: Report) -> None:
    """`download-wheels`: fill a folder with what --offline needs."""
    torch = choose_torch(asked, this_machine(), ask_nvidia_smi())
    if torch.warning:
        report.warn(torch.warning)
    report.step(1, 3, make_venv(root, report, LOCK_GB + torch.disk_gb))
    download_wheels(Pip(venv_python(root), root, report, None), torch, folder)
    report.say(f"Ready. On the other machine: setup_project --torch {torch.build} --offline DIR")
