"""The way from a bare machine to a task: what setup_project.py decides, and the scripts run for real.

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

import setup_project
from setup_project import Machine, SetupError, Torch, choose_torch, pip_failure, python_refusal, with_core_setting

PROJECT = Path(__file__).parent.parent
TORCH = choose_torch(setup_project.this_machine())

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
        (folder / ".dvc").mkdir()
        (folder / ".git").mkdir()
        self.write("tasks.py", TASKS)
        self.write("requirements.lock", "one==1.0\n")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
        (self.site,) = (folder / ".venv").glob("[Ll]ib/**/site-packages")
        self.pip = self.site / "pip"
        self.pip.mkdir()
        self.write(self.site / "here.pth", str(Path(invoke.__file__).parent.parent))  # where invoke itself is
        self.write(self.site / "torch.py", "")
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
        return self.folder / setup_project.STAMP

    def set_up(self) -> None:
        """Leave it as a finished setup does."""
        self.write(setup_project.STAMP, setup_project.fingerprint(self.folder, TORCH) + "\n")

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
    assert Path(first_in_path) == setup_project.venv_python(project.folder).parent  # DVC's `python` comes from there


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
    assert done.returncode == 1
    assert "no Python 3.10 to 3.13 was found" in done.stderr
    assert "do this: install Python" in done.stderr


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
    assert (first.returncode, first.stderr) == (7, "")
    lock, torch = project.pip_was_asked()
    assert lock[-2:] == ["-r", "requirements.lock"]
    assert TORCH.requirement in torch
    assert [line[:5] for line in first.stdout.splitlines() if line[:1] == "["] == ["[1/4]", "[2/4]", "[3/4]", "[4/4]"]
    second = project.run("end", "7")
    assert (second.returncode, second.stdout) == (7, "")
    assert project.pip_was_asked() == []


def test_an_install_that_stopped_half_way_is_gone_on_with(project):
    project.set_up()
    project.write("requirements.lock", "one==2.0\n")
    project.let_pip_fail({"torch": "[Errno 28] No space left on device", "--dry-run": "no"})
    failed = project.run("end", "0")
    assert failed.returncode == 1
    assert "why: the disk is full" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not project.stamp().exists()
    project.write("requirements.lock", "one==1.0\n")  # even back at the old lock: half of the new one may be there
    project.let_pip_fail({})
    project.pip_was_asked()
    assert project.run("end", "0").returncode == 0
    assert len(project.pip_was_asked()) == 2
    assert project.stamp().exists()


@pytest.mark.parametrize("change", ["lock", "torch", "python", "dvc", "venv"])
def test_whatever_the_environment_was_made_from_can_make_it_stale(project, change):
    project.set_up()
    torch = TORCH
    assert setup_project.is_ready(project.folder, torch)
    if change == "lock":
        project.write("requirements.lock", "one==1.1\n")
    elif change == "torch":
        torch = TORCH._replace(requirement="torch==2.14.0")
    elif change == "python":
        project.write(".venv/pyvenv.cfg", "version = 3.99.0\n")
    elif change == "dvc":
        (project.folder / ".dvc").rmdir()
    else:
        setup_project.venv_python(project.folder).unlink()
    assert not setup_project.is_ready(project.folder, torch)


def test_a_broken_venv_is_made_again_and_a_pip_without_packages_says_so(project):
    shutil.rmtree(project.site)
    done = project.run("end", "0", env={"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull})
    assert done.returncode == 1
    assert ".venv does not work: making it again" in done.stdout
    assert "pip says: ERROR: No matching distribution found for one==1.0" in done.stderr  # the real pip by now
    assert not project.stamp().exists()


def test_a_folder_named_venv_that_is_none_is_left_alone(project):
    (project.folder / ".venv/pyvenv.cfg").unlink()
    setup_project.venv_python(project.folder).unlink()
    with pytest.raises(SetupError, match="is in the way"):
        setup_project.make_venv(project.folder, disk_gb=1)
    assert project.pip.exists()


def test_a_disk_without_room_stops_it_before_anything_is_made(tmp_path):
    with pytest.raises(SetupError, match="not enough room") as caught:
        setup_project.make_venv(tmp_path, disk_gb=10**9)
    assert "GB are free" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_only_packages_that_pip_finished_count_as_installed(tmp_path):
    site = tmp_path / ".venv/lib/python3.11/site-packages"
    for name in ("whole-1.dist-info/INSTALLER", "half-1.dist-info/METADATA"):
        (site / name).parent.mkdir(parents=True)
        (site / name).write_text("pip\n", encoding="utf-8", newline="\n")
    setup_project.forget_unfinished(tmp_path / ".venv")
    assert [path.name for path in site.iterdir()] == ["whole-1.dist-info"]


# --- which torch ---


@pytest.mark.parametrize(
    ("machine", "requirement", "index"),
    [
        (Machine("linux", "x86_64", False), "torch==2.13.0+cpu", "https://download.pytorch.org/whl/cpu"),
        (Machine("linux", "aarch64", False), "torch==2.13.0+cpu", "https://download.pytorch.org/whl/cpu"),
        (Machine("linux", "x86_64", True), "torch==2.13.0", ""),
        (Machine("win32", "win-amd64", False), "torch==2.13.0", ""),
        (Machine("darwin", "arm64", False), "torch==2.13.0", ""),
    ],
)
def test_the_build_of_torch_follows_from_the_machine(machine, requirement, index):
    torch = choose_torch(machine)
    assert (torch.requirement, torch.index) == (requirement, index)


def test_a_mac_without_a_build_of_torch_is_told_so():
    with pytest.raises(SetupError, match="no build for macOS on Intel"):
        choose_torch(Machine("darwin", "x86_64", False))


CPU = Torch("torch==2.13.0+cpu", "https://index.example/cpu", "", 0)


@pytest.mark.parametrize("found", ["torch-2.13.0", "nvidia-cublas-13.0 torch-2.13.0"])
def test_without_the_cpu_index_the_plain_torch_is_taken_unless_it_is_the_big_one(project, found):
    project.let_pip_fail({"torch==2.13.0+cpu": "No matching distribution found for torch==2.13.0+cpu"})
    project.write(
        project.pip / "__init__.py", f"import sys\nif '--dry-run' in sys.argv: print('Would install {found}')"
    )
    if "nvidia" in found:
        with pytest.raises(SetupError, match="No matching distribution"):
            setup_project.install_torch(project.folder, CPU)
    else:
        setup_project.install_torch(project.folder, CPU)
    taken = [asked for asked in project.pip_was_asked() if "torch==2.13.0" in asked and "--dry-run" not in asked]
    assert len(taken) == ("nvidia" not in found)


# --- which Python ---


@pytest.mark.parametrize("version", [(3, 10), (3, 11), (3, 12), (3, 13)])
def test_a_python_in_range_will_do(version):
    assert python_refusal(version, True, True) == ""


@pytest.mark.parametrize(
    ("version", "is_64_bit", "can_make_venv", "says"),
    [
        ((3, 9), True, True, "this is 3.9"),
        ((3, 14), True, True, "this is 3.14"),
        ((2, 7), True, True, "this is 2.7"),
        ((3, 12), False, True, "this 3.12 is a 32-bit one"),
        ((3, 11), True, False, "apt install python3.11-venv"),
    ],
)
def test_a_python_that_will_not_do_is_told_why(version, is_64_bit, can_make_venv, says):
    refusal = python_refusal(version, is_64_bit, can_make_venv)
    assert says in refusal
    assert "\n" not in refusal


def test_python_3_6_can_read_the_file_far_enough_to_refuse():
    source = (PROJECT / "setup_project.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    with pytest.raises(SyntaxError):
        ast.parse("if size := 1: pass", feature_version=(3, 6))


# --- what pip's words mean ---


@pytest.mark.parametrize(
    ("output", "why", "remedy"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
            "free",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [WinError 5] Access is denied: 'C:\\\\p\\\\_x.pyd'",
            "in use or protected",
            "close editors",
        ),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)': /simple/one/\n"
            "ERROR: No matching distribution found for one==1.0",
            "cannot be reached",
            "HTTPS_PROXY",
        ),
        (
            "WARNING: Retrying after connection broken by 'SSLError(... CERTIFICATE_VERIFY_FAILED ...)': /simple/one/\n"
            "ERROR: No matching distribution found for one==1.0",
            "certificate",
            "PIP_CERT",
        ),
        ("WARNING: x\nERROR: something new\n", "pip says: ERROR: something new", "mend that"),
        ("", "it said nothing", "run this again"),
    ],
)
def test_a_failure_of_pip_says_why_and_what_to_do(output, why, remedy):
    what, reason, advice = str(pip_failure(output)).splitlines()
    assert what == "cannot install the packages"
    assert reason.startswith("  why: ")
    assert why in reason
    assert advice.startswith("  do this: ")
    assert remedy in advice


# --- DVC without git ---


@pytest.mark.parametrize(
    "before", ["", "[cache]\n    dir = /elsewhere\n", "[core]\n    remote = team\n[cache]\n    type = copy\n"]
)
def test_no_scm_comes_and_goes_and_leaves_the_rest_of_the_configuration(before):
    without_git = with_core_setting(before, "no_scm", "true")
    assert without_git.count("[core]") == 1
    assert "[core]\n    no_scm = true\n" in without_git
    assert with_core_setting(without_git, "no_scm", "true") == without_git
    assert with_core_setting(without_git, "no_scm", "") == before


def test_a_zip_download_works_without_git_and_goes_back_to_git_when_there_is_one(project):
    project.set_up()
    local = project.folder / ".dvc/config.local"
    (project.folder / ".git").rmdir()
    assert project.run("end", "0").returncode == 0
    assert local.read_text(encoding="utf-8") == "[core]\n    no_scm = true\n"
    (project.folder / ".git").mkdir()
    assert project.run("end", "0").returncode == 0
    assert local.read_text(encoding="utf-8") == ""


@sh_only
def test_a_missing_dvc_folder_is_made_with_the_settings_of_the_repository(tmp_path):
    python = setup_project.venv_python(tmp_path)
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8", newline="\n")
    python.chmod(0o755)
    setup_project.init_dvc(tmp_path)
    assert (tmp_path / ".dvc/config").read_bytes() == (PROJECT / ".dvc/config").read_bytes()
