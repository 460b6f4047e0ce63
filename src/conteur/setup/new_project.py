"""`setup_project new DIR`: a person's own project, made from this one."""

import shutil
import subprocess
from pathlib import Path

from conteur.setup.failure import Code, SetupError
from conteur.setup.programs import Done, last_words, run_logged
from conteur.setup.report import Report

# What a project is made of, with the values that its params.yaml has now. Not the results, one's own text, .venv, git's
# history, and what is about this project and not about a new one: its READMEs, pictures and measurements.
SKELETON = (
    *(".ci", ".dvc/.gitignore", ".dvc/config", ".dvcignore", ".editorconfig", ".gitattributes", ".github"),
    *(".gitignore", "LICENSE", "data/*/README.md", "dvc.yaml", "params.yaml"),
    *("pipeline", "presets", "pyproject.toml", "requirements.in", "requirements.lock", "setup_project.bat"),
    *("setup_project.ps1", "setup_project.py", "setup_project.sh", "src", "tasks.py", "tests"),
)
PROGRAMS = ("setup_project.sh", ".ci/run")  # those of its files that Linux and macOS have to be told are programs
NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.pyc", "*.part", ".DS_Store", "Thumbs.db", "desktop.ini")
README = """# {name}

A small language model, trained from scratch. Everything is set in `params.yaml`.

    setup_project.bat repro          Windows (.\\setup_project.ps1 in PowerShell)
    ./setup_project.sh repro         Linux, macOS

The first call sets everything up. `setup_project.bat` or `./setup_project.sh` alone lists the other tasks.
Made with Conteur, version {version}.
"""


def new_project(root: Path, folder: Path, report: Report) -> None:
    """Copy the skeleton of the project in `root` to `folder`, set git up there and make the first commit."""
    if not shutil.which("git"):
        raise SetupError(
            Code.NO_GIT,
            "git was not found",
            "a project begins with its first commit",
            "install it from https://git-scm.com/downloads, open a new window, then run this again",
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SetupError(
            Code.NEW_PROJECT, f"{folder} is not empty", "a new project gets a folder of its own", "name another folder"
        )
    here, there = root.resolve(), folder.resolve()
    if there.is_relative_to(here) or here.is_relative_to(there):
        raise SetupError(
            Code.NEW_PROJECT,
            f"{folder} lies in the project that it is made from",
            "git and DVC would take one for a part of the other",
            "name a folder elsewhere, such as " + str(root.parent / folder.name),
        )
    existed = folder.exists()
    try:
        report.step(1, 2, f"copying the skeleton to {folder}")
        copy_skeleton(root, folder)
        report.step(2, 2, "git: the first commit")
        first_commit(folder, report)
    except BaseException:  # Ctrl+C too: nothing half-made is left
        for path in folder.rglob("*"):  # git's objects are read-only, and Windows does not remove such files
            path.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
        if existed:
            folder.mkdir(exist_ok=True)
        raise


def copy_skeleton(root: Path, folder: Path) -> None:
    for source in (path for pattern in SKELETON for path in sorted(root.glob(pattern))):
        copy = folder / source.relative_to(root)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=NOT_COPIED)
        else:
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    for program in PROGRAMS:
        (folder / program).chmod(0o755)
    text = README.format(name=folder.name, version=version_of(root))
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")


def version_of(root: Path) -> str:
    """Return the commit that the new project is made from, or else the version in pyproject.toml."""
    command = ["git", "describe", "--always", "--dirty"]
    if (root / ".git").exists():
        asked = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace")
        if asked.returncode == 0:
            return asked.stdout.strip()
    lines = (root / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version = "))


def first_commit(folder: Path, report: Report) -> None:
    def git(*words: str) -> Done:
        return run_logged(["git", *words], report, folder)

    def must(*words: str) -> None:
        done = git(*words)
        if done.code:
            raise git_failure(words[0], done)

    must("init", "--quiet")
    must("symbolic-ref", "HEAD", "refs/heads/main")  # --initial-branch came with git 2.28
    must("add", "--all")
    must("update-index", "--chmod=+x", *PROGRAMS)  # Windows' file systems do not know it
    known = git("config", "user.email").code == 0 and git("config", "user.name").code == 0
    identity = [] if known else ["-c", "user.name=Conteur", "-c", "user.email=conteur@localhost"]
    done = git(*identity, "commit", "--quiet", "--message", "Start")
    if done.code:
        raise git_failure("commit", done)
    if not known:
        report.say("      git does not know you yet: git config --global user.name NAME, and so user.email ADDRESS")


def git_failure(word: str, done: Done) -> SetupError:
    said = last_words(done.output)
    return SetupError(Code.NEW_PROJECT, f"git {word} failed", f"git says: {said}", "mend that, then run this again")
