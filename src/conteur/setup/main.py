"""The command line of the setup scripts: options, `new`, `download-wheels`; everything else is a task of invoke."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from conteur.setup.environment import venv_python
from conteur.setup.failure import Advice, Code, SetupError
from conteur.setup.install import fill_folder, prepare
from conteur.setup.new_project import new_project
from conteur.setup.report import LOG, Report
from conteur.setup.torch_build import ASKABLE

USAGE = """setup_project [OPTIONS] [TASK [ARGUMENTS]]
    sets up what is missing, then runs the task; without a task, lists them
setup_project new DIR
    starts a project of your own in DIR, with git and DVC
setup_project [--torch BUILD] download-wheels DIR
    fills DIR for --offline on machines with the same system and the same Python

options, before the task:
  --torch auto|cpu|cu126|cu130   the build of torch; auto asks the NVIDIA driver; kept until it is said anew
  --offline DIR                  install from a folder of wheels, without a network"""


class Command(NamedTuple):
    asked: str | None  # --torch
    offline: Path | None
    words: list[str]  # the rest: a task and its arguments, or one of our own words

    @property
    def folder(self) -> Path:
        """The folder of `new` and `download-wheels`."""
        return absolute(self.words[1])


def read_command(arguments: list[str]) -> Command:
    """Take our own options from the front; what comes after the task is the task's."""
    options: dict[str, str] = {}
    words = list(arguments)
    while words and words[0].partition("=")[0] in ("--torch", "--offline"):
        name, has_value, value = words.pop(0).partition("=")
        if not has_value:
            value = words.pop(0) if words else ""
        if not value or (name == "--torch" and value not in ASKABLE):
            wants = " | ".join(ASKABLE) if name == "--torch" else "a folder of wheels"
            raise SetupError(
                Code.USAGE, f"{name} {value}".strip(), f"{name} takes {wants}", "correct it; --help shows all options"
            )
        options[name] = value
    if words[:1] in (["new"], ["download-wheels"]) and len(words) != 2:
        raise SetupError(Code.USAGE, words[0], "it takes one folder", f"setup_project {words[0]} DIR")
    offline = absolute(options["--offline"]) if "--offline" in options else None
    if offline and not offline.is_dir():
        raise SetupError(Code.USAGE, f"--offline {offline}", "there is no such folder", "correct the path")
    return Command(options.get("--torch"), offline, words)


def absolute(folder: str) -> Path:
    """Where the person means, from the folder that they type in; "~" is not every shell's to resolve."""
    # Not resolve(): Windows makes \\server\share of a drive's letter, where cmd cannot go.
    return Path(os.path.abspath(Path(folder).expanduser()))  # noqa: PTH100


def main(root: Path, arguments: list[str]) -> int:
    """Do what the arguments ask for; return the exit code."""
    for stream in (sys.stdout, sys.stderr):  # a cp1252 console cannot show every path: "?" instead of a crash
        stream.reconfigure(errors="replace")
    report = Report(root / LOG)
    try:
        command = read_command(arguments)
        if command.words in (["--help"], ["-h"]):
            print(USAGE)
            return 0
        if command.words[:1] == ["new"]:
            return start_project(root, command.folder, report)
        if command.words[:1] == ["download-wheels"]:
            fill_folder(root, command.asked or "auto", command.folder, report)
            return 0
        prepare(root, command.asked, command.offline, report)
    except SetupError as failure:
        return ended(failure.advice, failure.code, report)
    except (OSError, UnicodeError) as error:
        advice = Advice("the system refuses", str(error), "mend that, then run this again: it goes on where it stopped")
        return ended(advice, Code.SYSTEM, report)
    except KeyboardInterrupt:
        print("stopped: the same command goes on from here", file=sys.stderr)
        return Code.INTERRUPTED
    return run_task(root, command.words)


def ended(advice: Advice, code: Code, report: Report) -> int:
    print(f"error: {advice}", file=sys.stderr)
    report.note(f"error {int(code)}: {advice}")
    return code


def start_project(root: Path, folder: Path, report: Report) -> int:
    new_project(root, folder, report)
    script = r".\setup_project.bat" if os.name == "nt" else "./setup_project.sh"
    report.say(f'Ready. What to type next:\n  cd "{folder}"\n  {script} repro')
    return 0


def task_environment(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a task: `python` is .venv's, also for the commands of dvc.yaml; text is UTF-8 everywhere."""
    env = {**environ, "PYTHONUTF8": "1", "MLFLOW_DISABLE_TELEMETRY": "true", "GIT_PYTHON_REFRESH": "quiet"}
    env["PATH"] = os.pathsep.join([str(venv_python(root).parent), environ.get("PATH", os.defpath)])
    env.pop("PYTHONHOME", None)  # it would send .venv's Python to another standard library
    return env


def run_task(root: Path, words: list[str]) -> int:
    """Run invoke with `words` and return its exit code. Ctrl+C is the task's to handle: wait for its end."""
    command = [str(venv_python(root)), "-m", "invoke", *(words or ["--list"])]
    process = subprocess.Popen(command, cwd=root, env=task_environment(root, dict(os.environ)))
    while True:
        try:
            code = process.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            pass  # the terminal sent it to the task as well
