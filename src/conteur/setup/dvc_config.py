"""DVC's configuration: made where it is missing, told about git, and told to link rather than copy."""

import os
from pathlib import Path

from conteur.setup.failure import Code, SetupError
from conteur.setup.programs import last_words, run_logged
from conteur.setup.report import Report

LINKS = "reflink,hardlink,copy"


def init_dvc(root: Path, python: Path, report: Report) -> None:
    """Make .dvc anew where it is missing; the repository brings one along."""
    if (root / ".dvc").is_dir():
        return
    mode = [] if (root / ".git").exists() else ["--subdir"] if has_git(root) else ["--no-scm"]
    done = run_logged([python, "-m", "dvc", "init", "--quiet", *mode], report, root)
    if done.code:
        raise SetupError(Code.DVC, "cannot set DVC up", last_words(done.output), "mend that, then run this again")
    config = root / ".dvc" / "config"
    text = with_setting(config.read_text(encoding="utf-8"), "core", "no_scm", "")  # config.local says it, see below
    for name in ("autostage", "check_update", "analytics"):
        text = with_setting(text, "core", name, "false")
    config.write_text(text, encoding="utf-8", newline="\n")


def has_git(root: Path) -> bool:
    return any((folder / ".git").exists() for folder in [root, *root.parents])


def tell_dvc_about_git(root: Path) -> None:
    """Set core.no_scm in .dvc/config.local for a project without git (a ZIP download), and take it back with git.

    Without it every DVC command fails there. A few file lookups, since this runs before every task.
    """
    change_local(root, "core", "no_scm", "" if has_git(root) else "true")


def link_instead_of_copy(root: Path) -> bool:
    """Set cache.type to links, unless somebody has set it, or the disk knows no hard links (exFAT, some shares).

    A 2 GB out then takes 2 GB and not 4, and a temporary experiment copies nothing. The price: what stages make is
    read-only, since writing into a hard link would change DVC's cache as well. Return whether it is links now.
    """
    if any(has_setting(root / ".dvc" / name, "type") for name in ("config", "config.local")) or not can_link(root):
        return False
    change_local(root, "cache", "type", LINKS)
    return True


def can_link(root: Path) -> bool:
    """Whether a file below .dvc can have a second name in the workspace."""
    one, other = root / ".dvc" / f"link-{os.getpid()}.part", root / f"link-{os.getpid()}.part"
    try:
        one.write_bytes(b"")
        os.link(one, other)
        return other.stat().st_nlink == 2
    except OSError:
        return False
    finally:
        other.unlink(missing_ok=True)
        one.unlink(missing_ok=True)


def change_local(root: Path, section: str, name: str, value: str) -> None:
    local = root / ".dvc" / "config.local"
    text = local.read_text(encoding="utf-8") if local.exists() else ""
    wanted = with_setting(text, section, name, value)
    if wanted != text:
        local.write_text(wanted, encoding="utf-8", newline="\n")


def has_setting(config: Path, name: str) -> bool:
    lines = config.read_text(encoding="utf-8").splitlines() if config.exists() else []
    return any(line.split("=")[0].strip() == name for line in lines)


def with_setting(config: str, section: str, name: str, value: str) -> str:
    """Return the text of a DVC configuration with SECTION.NAME set to `value`, or without it if `value` is "".

    Every other line stays as it was.
    """
    head = f"[{section}]"
    lines = [line for line in config.splitlines() if line.split("=")[0].strip() != name]
    if value and head not in lines:
        lines.append(head)
    if value:
        lines.insert(lines.index(head) + 1, f"    {name} = {value}")
    elif lines[-1:] == [head]:
        lines.pop()  # a section that held nothing else
    return "".join(line + "\n" for line in lines)
