"""The way from a bare machine to a task: the scripts run for real.

The scripts run in a small project of their own, in a folder with a space, an accent and an &. Its .venv is a real one
in which only pip and torch are stand-ins: pip notes what it is asked for. So no test needs the network or minutes.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import invoke
import pytest

from conteur.setup import environment, install, packages
from conteur.setup.failure import Code, SetupError
from conteur.setup.machine import this_machine
from conteur.setup.report import LOG, Report
from conteur.setup.torch_build import Torch, choose_torch
from setup_project import python_refusal
from tests.setup.conftest import without_warnings

PROJECT = Path(__file__).parent.parent
CPU = choose_torch("cpu", this_machine(), "")

TASKS = """
import json, os, sys
from invoke import Exit, task

@task(iterable=["S"])
def show(c, prompt="", S=None):
    print(json.dumps([prompt, S, os.getcwd(), sys.flags.utf8_mode, os.environ["PATH"].split(os.pathsep)[0]]))

@task
def end(c, code):
    raise Exit(code=int(code))
"""

PIP = """
import json, sys
from pathlib import Path

here = Path(__file__).parent
if "--version" not in sys.argv:
    with (here / "asked.jsonl").open("a", encoding="utf-8", newline="\\n") as asked:
        asked.write(json.dumps(sys.argv[1:]) + "\\n")
for word, error in json.loads((here / "errors.json").read_text(encoding="utf-8")).items():
    if any(argument.startswith(word) for argument in sys.argv):
        sys.exit("ERROR: " + error)
"""


class MiniProject:
    """The setup scripts, a lock of one package, two tasks, and a .venv with a stand-in pip and torch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("setup_project.py", "setup_project.sh", "setup_project.bat", "setup_project.ps1"):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, folder)
        setup = Path("src/conteur/setup")
        shutil.copytree(PROJECT / setup, folder / setup, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(PROJECT / "src/conteur/__init__.py", folder / "src/conteur")
        (folder / ".dvc").mkdir()
        (folder / ".git").mkdir()
        self.write("tasks.py", TASKS)
        self.write("requirements.lock", "one==1.0\n")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
        (self.site,) = (folder / ".venv").glob("[Ll]ib/**/site-packages")
        self.pip = self.site / "pip"
        self.pip.mkdir()
        # Where invoke itself is. In ASCII: before 3.13, Python reads this file in the code page of the system.
        self.write(self.site / "here.pth", f"import sys; sys.path.append({str(Path(invoke.__file__).parents[1])!a})")
        self.write(self.site / "torch.py", "class version:\n    cuda = None\n")
        self.write(self.pip / "__init__.py", "")
        self.write(self.pip / "__main__.py", PIP)
        self.let_pip_fail({})

    def write(self, name: "str | Path", text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def let_pip_fail(self, errors: dict) -> None:
        """`errors`: first letters of an argument -> what pip says when it sees it."""
        self.write(self.pip / "errors.json", json.dumps(errors))

    def pip_was_asked(self) -> list:
        """What pip was asked for since the last question."""
        asked = self.pip / "asked.jsonl"
        lines = asked.read_text(encoding="utf-8").splitlines() if asked.exists() else []
        asked.unlink(missing_ok=True)
        return [json.loads(line) for line in lines]

    def stamp(self) -> Path:
        return self.folder / environment.STAMP

    def set_up(self) -> None:
        """Leave it as a finished setup does."""
        environment.write_stamp(self.folder, "cpu")

    def python(self) -> Path:
        return environment.venv_python(self.folder)

    def pip_of_venv(self, offline: "Path | None" = None) -> packages.Pip:
        return packages.Pip(self.python(), self.folder, self.report(), offline)

    def report(self) -> Report:
        return Report(self.folder / LOG)

    def run(self, *arguments: str, script: "list | None" = None, **options) -> subprocess.CompletedProcess:
        command = [*(script or SCRIPTS[0]), *arguments]
        command = [str(self.folder / part) if part.startswith("setup_project.") else part for part in command]
        env = {**os.environ, "PATH": str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]}
        env.update(options.pop("env", {}))
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=env, timeout=100, **options)


SCRIPTS = [["setup_project.bat"]] if os.name == "nt" else [["sh", "setup_project.sh"]]
for shell in ("powershell", "pwsh"):
    if shutil.which(shell):
        SCRIPTS.append([shell, "-NoProfile", "-ExecutionPolicy", "Bypass", "-File", "setup_project.ps1"])


@pytest.fixture
def project(tmp_path) -> MiniProject:
    return MiniProject(tmp_path / "Été & fils")


# --- the scripts ---


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: f"{script[0]} {script[-1]}")
def test_arguments_reach_the_task_unharmed_from_any_folder(project, script, tmp_path):
    project.set_up()
    prompt = "Été: l'œuf & la poule, 100% sûr"
    if "bat" not in script[0]:
        prompt += ' "dit-il" \\'  # a quote inside an argument ends it for cmd.exe
    done = project.run("show", "--prompt", prompt, "-S", "a.b=1", "-S", "c=1,2", script=script, cwd=tmp_path)
    assert done.stderr == ""
    came, overrides, folder, utf8_mode, first_in_path = json.loads(done.stdout)
    assert came == prompt
    assert overrides == ["a.b=1", "c=1,2"]
    assert Path(folder) == project.folder
    assert utf8_mode == 1
    assert Path(first_in_path) == project.python().parent  # DVC's `python` comes from there


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: f"{script[0]} {script[-1]}")
@pytest.mark.parametrize("code", [0, 7])
def test_the_exit_code_is_the_task_s(project, script, code):
    project.set_up()
    assert project.run("end", str(code), script=script).returncode == code


def test_without_arguments_the_tasks_are_listed(project):
    project.set_up()
    assert "show" in project.run().stdout


sh_only = pytest.mark.skipif(os.name == "nt", reason="the Pythons of this test are shell scripts")


def fake_python(folder: Path, name: str, probe: int) -> None:
    """Put a program on PATH that answers the probe with `probe` and says its name otherwise."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(
        f'#!/bin/sh\n[ "$2" = --probe ] && exit {probe}\necho "$0" >&2\nexit {probe}\n', encoding="utf-8", newline="\n"
    )
    program.chmod(0o755)


@sh_only
def test_no_python_at_all_is_one_clear_error(project, tmp_path):
    sh = shutil.which("sh")
    (tmp_path / "empty").mkdir()
    done = project.run("show", script=[sh, "setup_project.sh"], env={"PATH": str(tmp_path / "empty")})
    assert done.returncode == Code.NO_PYTHON
    assert "no Python 3.10 to 3.13 was found" in done.stderr
    assert "do this: install Python" in done.stderr
    assert len(done.stderr.splitlines()) == 3


@sh_only
def test_a_shim_that_runs_nothing_and_a_refused_python_are_passed_over(project, tmp_path):
    sh = shutil.which("sh")
    fake_python(tmp_path / "bin", "python3", probe=127)
    fake_python(tmp_path / "bin", "python", probe=3)
    refused = project.run("show", script=[sh, "setup_project.sh"], env={"PATH": str(tmp_path / "bin")})
    assert (refused.returncode, refused.stderr.strip()) == (3, str(tmp_path / "bin/python"))  # it says why itself
    fake_python(tmp_path / "bin", "python3.12", probe=0)
    taken = project.run("show", script=[sh, "setup_project.sh"], env={"PATH": str(tmp_path / "bin")})
    assert (taken.returncode, taken.stderr.strip()) == (0, str(tmp_path / "bin/python3.12"))


# --- when it installs, and when not ---


def test_the_first_call_installs_and_the_second_goes_straight_to_the_task(project):
    first = project.run("end", "7")
    assert (first.returncode, without_warnings(first.stderr)) == (7, [])
    lock, torch = project.pip_was_asked()
    assert lock[-2:] == ["-r", "requirements.lock"]
    assert CPU.requirement in torch
    assert [line[:5] for line in first.stdout.splitlines() if line[:1] == "["] == ["[1/4]", "[2/4]", "[3/4]", "[4/4]"]
    assert "Ready after" in (project.folder / LOG).read_text(encoding="utf-8")
    second = project.run("end", "7")
    assert (second.returncode, second.stdout) == (7, "")
    assert project.pip_was_asked() == []


def test_an_install_that_stopped_half_way_is_gone_on_with(project):
    project.set_up()
    project.write("requirements.lock", "one==2.0\n")
    project.let_pip_fail({"torch": "[Errno 28] No space left on device", "--dry-run": "no"})
    failed = project.run("end", "0")
    assert failed.returncode == Code.NO_SPACE
    assert "why: the disk is full" in failed.stderr
    assert len(without_warnings(failed.stderr)) == 3
    assert "No space left" in (project.folder / LOG).read_text(encoding="utf-8")
    assert not project.stamp().exists()
    project.write("requirements.lock", "one==1.0\n")  # even back at the old lock: half of the new one may be there
    project.let_pip_fail({})
    project.pip_was_asked()
    assert project.run("end", "0").returncode == 0
    assert len(project.pip_was_asked()) == 2
    assert project.stamp().exists()


@pytest.mark.parametrize("change", ["lock", "python", "dvc", "venv", "stamp", "broken"])
def test_whatever_the_environment_was_made_from_can_make_it_stale(project, change):
    project.set_up()
    assert environment.is_ready(project.folder, project.report())
    if change == "lock":
        project.write("requirements.lock", "one==1.1\n")
    elif change == "python":
        project.write(".venv/pyvenv.cfg", "version = 3.99.0\n")
    elif change == "dvc":
        (project.folder / ".dvc").rmdir()
    elif change == "venv":
        project.python().unlink()
    elif change == "stamp":
        project.stamp().write_bytes(b"\0\xff" * 40)  # what a power cut may leave
    else:  # on Windows, .venv's python.exe is there even when the Python that it was made from has gone
        project.python().unlink()
        project.python().write_text("no program", encoding="utf-8", newline="\n")
    assert not environment.is_ready(project.folder, project.report())


def test_a_broken_venv_is_made_again_and_a_pip_without_packages_says_so(project):
    shutil.rmtree(project.site)
    done = project.run("end", "0", env={"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull})
    assert done.returncode == Code.PACKAGES
    assert ".venv does not work: making it again" in done.stdout
    assert "pip says: ERROR: No matching distribution found for one==1.0" in done.stderr  # the real pip by now
    assert not project.stamp().exists()


def test_a_folder_named_venv_that_is_none_is_left_alone(project):
    (project.folder / ".venv/pyvenv.cfg").unlink()
    project.python().unlink()
    with pytest.raises(SetupError, match="is in the way") as caught:
        environment.make_venv(project.folder, project.report(), disk_gb=1)
    assert caught.value.code == Code.VENV_IN_THE_WAY
    assert project.pip.exists()


def test_a_venv_that_is_in_use_says_so(project, monkeypatch):
    shutil.rmtree(project.site)

    def refuse(path):
        raise PermissionError(13, "in use", str(path))  # Windows does so for a python.exe that runs

    monkeypatch.setattr(shutil, "rmtree", refuse)
    with pytest.raises(SetupError, match="cannot remove the broken") as caught:
        environment.make_venv(project.folder, project.report(), disk_gb=0)
    assert caught.value.code == Code.LOCKED_VENV


def test_a_disk_without_room_stops_it_before_anything_is_made(tmp_path):
    with pytest.raises(SetupError, match="not enough room") as caught:
        environment.make_venv(tmp_path, Report(tmp_path / LOG), disk_gb=10**9)
    assert caught.value.code == Code.NO_SPACE
    assert "GB are free" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


# --- options ---


def test_the_build_that_was_asked_for_is_kept_until_another_is(project):
    said = {"download.pytorch.org/whl/cu130": "[Errno 28] No space left on device"}
    project.let_pip_fail({"https://" + word: error for word, error in said.items()})
    stopped = project.run("--torch", "cu130", "end", "0")
    assert stopped.returncode == Code.NO_SPACE
    project.let_pip_fail({})
    project.write(project.site / "torch.py", "class version:\n    cuda = '13.0'\n")
    project.pip_was_asked()
    assert project.run("end", "0").returncode == 0  # without the option: the setup goes on with cu130
    assert "torch==2.13.0+cu130" in project.pip_was_asked()[1]
    assert project.run("--torch=cu130", "end", "0").returncode == 0
    assert project.pip_was_asked() == []  # it is there
    assert (
        project.run("--torch", "cpu", "end", "0").returncode == Code.PACKAGES
    )  # this pip leaves the other build there
    assert CPU.requirement in project.pip_was_asked()[1]


def test_options_after_the_task_are_the_task_s(project):
    project.set_up()
    assert json.loads(project.run("show", "--prompt", "--torch").stdout)[0] == "--torch"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--torch", "cu128"], "auto | cpu | cu126 | cu130"),
        (["--torch"], "--torch takes"),
        (["--offline"], "a folder of wheels"),
        (["--offline", "nowhere", "repro"], "no such folder"),
        (["new"], "setup_project new DIR"),
        (["download-wheels", "a", "b"], "download-wheels DIR"),
    ],
)
def test_a_wrong_option_is_three_lines(project, words, says):
    done = project.run(*words)
    assert (done.returncode, done.stdout) == (Code.USAGE, "")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 3


def test_help_shows_the_options_and_installs_nothing(project):
    done = project.run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "--offline DIR" in done.stdout and "new DIR" in done.stdout
    assert project.pip_was_asked() == []


# --- which torch ---

PLAIN = Torch("cpu", "torch==2.13.0+cpu", "https://index.example/cpu", "", 0)
CUDA = Torch("cu130", "torch==2.13.0+cu130", "https://index.example/cu130", "", 0)


@pytest.mark.parametrize("found", ["torch-2.13.0", "nvidia-cublas-13.0 torch-2.13.0"])
def test_without_the_cpu_index_the_plain_torch_is_taken_unless_it_is_the_big_one(project, found):
    project.let_pip_fail({"torch==2.13.0+cpu": "No matching distribution found for torch==2.13.0+cpu"})
    project.write(
        project.pip / "__init__.py", f"import sys\nif '--dry-run' in sys.argv: print('Would install {found}')"
    )
    if "nvidia" in found:
        with pytest.raises(SetupError, match="No matching distribution"):
            packages.install_torch(project.pip_of_venv(), PLAIN, may_differ=True)
    else:
        packages.install_torch(project.pip_of_venv(), PLAIN, may_differ=True)
    taken = [asked for asked in project.pip_was_asked() if "torch==2.13.0" in asked and "--dry-run" not in asked]
    assert len(taken) == ("nvidia" not in found)


def test_a_cuda_build_that_is_nowhere_is_an_error_if_asked_for_and_a_warning_if_not(project, capsys):
    project.let_pip_fail({"torch==2.13.0+cu130": "No matching distribution found for torch==2.13.0+cu130"})
    with pytest.raises(SetupError, match="No matching distribution"):
        install.install_right_torch(project.folder, project.pip_of_venv(), CUDA, may_differ=False)
    assert install.install_right_torch(project.folder, project.pip_of_venv(), CUDA, may_differ=True) == "cpu"
    assert "warning: torch is the build cpu, not cu130" in capsys.readouterr().err


def test_a_download_that_is_cut_is_no_reason_for_another_build(project):
    project.let_pip_fail({"torch==2.13.0+cu130": "ReadTimeoutError: HTTPSConnectionPool(host='x'): ReadTimeout"})
    with pytest.raises(SetupError, match="cannot be reached"):
        packages.install_torch(project.pip_of_venv(), CUDA, may_differ=True)


def test_a_cuda_build_that_passes_for_the_plain_version_is_replaced(project):
    """`torch==2.13.0`, the build of PyPI on Windows and macOS, is satisfied by an installed 2.13.0+cu130."""
    project.write(project.site / "torch.py", "class version:\n    cuda = '13.0'\n")
    plain = Torch("cpu", "torch==2.13.0", "", "", 0)
    with pytest.raises(SetupError, match="torch is the build cu130, not cpu"):  # this pip replaces nothing
        install.install_right_torch(project.folder, project.pip_of_venv(), plain, may_differ=False)
    assert "--force-reinstall" in project.pip_was_asked()[-1]


# --- which Python ---


@pytest.mark.parametrize("version", [(3, 10), (3, 11), (3, 12), (3, 13)])
def test_a_python_in_range_will_do(version):
    assert python_refusal(version, True, True) is None


@pytest.mark.parametrize(
    ("version", "is_64_bit", "can_make_venv", "code", "says"),
    [
        ((3, 9), True, True, Code.PYTHON_VERSION, "this is Python 3.9"),
        ((3, 14), True, True, Code.PYTHON_VERSION, "this is Python 3.14"),
        ((2, 7), True, True, Code.PYTHON_VERSION, "this is Python 2.7"),
        ((3, 12), False, True, Code.PYTHON_32_BIT, "this Python 3.12 is a 32-bit one"),
        ((3, 11), True, False, Code.PYTHON_WITHOUT_VENV, "apt install python3.11-venv"),
    ],
)
def test_a_python_that_will_not_do_is_told_why(version, is_64_bit, can_make_venv, code, says):
    given, why, remedy = python_refusal(version, is_64_bit, can_make_venv)
    assert given == code
    assert says in why + remedy
    assert "\n" not in why + remedy


def test_a_refused_python_ends_with_three_lines_and_its_code_and_the_probe_with_3(tmp_path):
    source = (PROJECT / "setup_project.py").read_text(encoding="utf-8").replace("NEWEST = (3, 13)", "NEWEST = (3, 1)")
    (tmp_path / "setup_project.py").write_text(source, encoding="utf-8", newline="\n")
    for words, code in (["--probe"], 3), (["repro"], Code.PYTHON_VERSION):
        command = [sys.executable, tmp_path / "setup_project.py", *words]
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
        assert done.returncode == code
        assert [line.split(":")[0].strip() for line in done.stderr.splitlines()] == ["error", "why", "do this"]


def test_python_3_6_can_read_the_file_far_enough_to_refuse():
    source = (PROJECT / "setup_project.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    with pytest.raises(SyntaxError):
        ast.parse("if size := 1: pass", feature_version=(3, 6))


# --- DVC ---


def test_a_zip_download_works_without_git_and_goes_back_to_git_when_there_is_one(project):
    project.set_up()
    local = project.folder / ".dvc/config.local"
    (project.folder / ".git").rmdir()
    assert project.run("end", "0").returncode == 0
    assert local.read_text(encoding="utf-8") == "[core]\n    no_scm = true\n"
    (project.folder / ".git").mkdir()
    assert project.run("end", "0").returncode == 0
    assert local.read_text(encoding="utf-8") == ""


def test_a_configuration_that_cannot_be_read_is_three_lines(project):
    project.set_up()
    (project.folder / ".dvc/config.local").write_bytes("[cache]\n    dir = C:\\Été".encode("cp1252"))
    done = project.run("end", "0")
    assert done.returncode == Code.SYSTEM
    assert len(done.stderr.splitlines()) == 3
