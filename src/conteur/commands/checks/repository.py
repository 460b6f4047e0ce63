"""git: history, a HEAD that a killed experiment left behind, line ends."""

import shutil
from pathlib import Path

from conteur.commands.checks.dvc_locks import running_dvc
from conteur.commands.checks.finding import Finding, fail, info, ok, some_of, warn
from conteur.git import git, said_by_git
from conteur.invocation import spelt

HASHED_SOURCES = ("pipeline", "src")  # deps of the stages: DVC hashes them byte for byte
START = "git init, then git add ., then git commit -m start"


def lines_of_git(root: Path, *arguments: str) -> list[str]:
    """Return what git prints, [] where it is missing or refuses."""
    return (said_by_git(*arguments, root=root) or "").splitlines()


def check_git(root: Path) -> Finding:
    """Say whether there is a history; without one `dvc repro` works, experiments and the way back do not."""
    if not shutil.which("git"):
        remedy = "install it from https://git-scm.com/downloads, and open a new terminal"
        return warn("git is not installed (or not on PATH): no experiments", remedy)
    inside = git("rev-parse", "--is-inside-work-tree", root=root)
    if "dubious ownership" in inside.stderr:
        remedy = f'git config --global --add safe.directory "{root.absolute().as_posix()}"'
        return fail("the folder belongs to another user, and git does not touch it", remedy)
    if inside.returncode:
        return warn("no git repository here (a ZIP download?): no experiments", START)
    if not _has_commit(root):
        return warn("no commit yet: no experiments", "git add ., then git commit -m start")
    edited = lines_of_git(root, "diff", "--name-only", "HEAD")
    return ok(f"git: {said_by_git('describe', '--always', root=root)}, {len(edited)} files with uncommitted edits")


def check_head(root: Path) -> Finding:
    """Say whether HEAD stands on a branch. DVC moves it off while an experiment runs; killed, it leaves it there."""
    if not _has_commit(root):
        return info("HEAD was not looked at: no git history")
    branch = lines_of_git(root, "symbolic-ref", "--short", "--quiet", "HEAD")
    if branch:
        return ok(f"git is on branch {branch[0]}")
    back = f"git checkout {_branch_before(root)}"
    left = lines_of_git(root, "for-each-ref", "--format=%(refname)", "refs/exps/exec")
    if not left:
        return warn("HEAD is detached: what you commit now belongs to no branch", back)
    if running_dvc(root):
        return info("an experiment is running: git is on a branch again when it ends")
    text = f"a killed `dvc exp run` left git on no branch ({left[0]} is there)"
    return fail(text, f"{back} (its edits stay: git diff shows them)")


def _has_commit(root: Path) -> bool:
    return said_by_git("rev-parse", "--verify", "--quiet", "HEAD", root=root) is not None


def _branch_before(root: Path) -> str:
    """Return the branch that HEAD came from, or else one that it is part of."""
    before = lines_of_git(root, "rev-parse", "--abbrev-ref", "@{-1}")
    around = lines_of_git(root, "for-each-ref", "--contains", "HEAD", "--format=%(refname:short)", "refs/heads")
    branches = lines_of_git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads")
    return next((name for name in [*before, *around, *branches] if name in branches), "main")


def check_line_ends(root: Path) -> Finding:
    """Look for CRLF in the sources that DVC hashes: with them no hash agrees with those of other machines."""
    files = [file for folder in HASHED_SOURCES for file in sorted((root / folder).rglob("*.py"))]
    wrong = [file.relative_to(root).as_posix() for file in files if b"\r\n" in file.read_bytes()]
    if not wrong:
        return ok(f"{len(files)} source files have LF line ends")
    remedy = f"git checkout -- {' '.join(HASHED_SOURCES)} (takes uncommitted edits there back; or save them with LF)"
    if lines_of_git(root, "config", "core.autocrlf") == ["true"] and not _attributes_rule(root, wrong[0]):
        remedy = f"git config core.autocrlf false, then delete {', '.join(HASHED_SOURCES)}, then {remedy}"
    text = f"CRLF line ends in {some_of(wrong)}: their stages run again, and results differ from other machines'"
    return warn(text, remedy)


def _attributes_rule(root: Path, file: str) -> bool:
    """Say whether .gitattributes asks for LF, which overrules core.autocrlf."""
    return any(line.endswith(": lf") for line in lines_of_git(root, "check-attr", "eol", "--", file))


def restored(root: Path, file: str) -> str:
    """Return how to get a file of the repository back."""
    if lines_of_git(root, "ls-files", "--", file):
        return f"mend it, or take all edits back: git checkout -- {file}"
    return f"mend it, or download the project anew and take its {file}; then again: {spelt('doctor')}"
