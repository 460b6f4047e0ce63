"""params.yaml, dvc.yaml and DVC's configuration."""

import configparser
import json
import subprocess
import sys
from pathlib import Path

from conteur.commands.checks.dvc_locks import check_rwlock, running_dvc
from conteur.commands.checks.finding import Finding, by_script, deleted, fail, info, ok, python_typed, some_of, warn
from conteur.commands.checks.repository import restored
from conteur.errors import UserError
from conteur.invocation import spelt
from conteur.setup.dvc_config import has_git

CONFIG = ".dvc/config"
LOCAL = ".dvc/config.local"


def check_params(root: Path) -> Finding:
    from conteur.params import load_params

    try:
        load_params(root / "params.yaml")
    except UserError as error:
        return fail(str(error), restored(root, "params.yaml"))
    return ok("params.yaml is valid")


def check_dvc_folder(root: Path) -> Finding:
    if not (root / ".dvc").is_dir():
        return fail("the folder .dvc is missing: no dvc command works", by_script("setup"))
    try:
        read_config(root)
    except (configparser.Error, UnicodeDecodeError) as error:
        said = " ".join(str(error).split())
        return fail(f"the configuration of DVC cannot be read: {said}", f"mend {CONFIG}; {deleted(LOCAL)}")
    return ok("DVC is set up")


def read_config(root: Path) -> configparser.ConfigParser:
    """Return .dvc/config with .dvc/config.local on top."""
    config = configparser.ConfigParser(interpolation=None, strict=False)
    config.read([root / CONFIG, root / LOCAL], encoding="utf-8")
    return config


def check_no_scm(root: Path) -> Finding:
    """Compare what DVC is told about git with what is there."""
    if check_dvc_folder(root).level == "FAIL":
        return info("what DVC knows about git was not looked at")
    no_scm = read_config(root).getboolean("core", "no_scm", fallback=False)
    git = has_git(root.absolute())
    if not git and not no_scm:
        remedy = f"{python_typed()} -m dvc config --local core.no_scm true"
        return fail("there is no git repository, and DVC is not told so: no dvc command works", remedy)
    if git and no_scm:
        remedy = f"{python_typed()} -m dvc config --local --unset core.no_scm"
        return fail("DVC is told to do without git (core.no_scm), though it is there: no experiments", remedy)
    return ok("DVC works with git" if git else "DVC works without git")


def check_remotes(root: Path) -> Finding:
    """Look for remotes that are named, mostly in config.local, and defined nowhere."""
    if check_dvc_folder(root).level == "FAIL":
        return info("DVC's remotes were not looked at")
    config = read_config(root)
    remotes = {section.split('"')[1]: section for section in config.sections() if section.startswith("'remote \"")}
    for name, section in remotes.items():
        if not config.has_option(section, "url") and name not in _remotes_of_the_user():
            local = "--local " if _names(root / LOCAL, section) else ""
            remedy = f"{python_typed()} -m dvc remote remove {local}{name}"
            return fail(f"DVC's remote {name} has no url: no dvc command works", remedy)
    default = config.get("core", "remote", fallback="")
    if default and default not in {*remotes, *_remotes_of_the_user()}:
        local = "--local " if "remote" in _core(root / LOCAL) else ""
        remedy = f"{python_typed()} -m dvc config {local}--unset core.remote"
        return fail(f"core.remote names {default}, and there is no such remote: no experiments", remedy)
    return ok(f"DVC keeps results in {default}" if default else "DVC keeps results here only (no remote)")


def _names(path: Path, section: str) -> bool:
    return path.exists() and section in path.read_text(encoding="utf-8")


def _core(path: Path) -> dict[str, str]:
    config = configparser.ConfigParser(interpolation=None, strict=False)
    config.read(path, encoding="utf-8")
    return dict(config["core"]) if config.has_section("core") else {}


def _remotes_of_the_user() -> set[str]:
    """Return the remotes that are configured for all projects of this person or machine."""
    from dvc.dirs import global_config_dir, system_config_dir

    config = configparser.ConfigParser(interpolation=None, strict=False)
    config.read([Path(folder, "config") for folder in (system_config_dir(), global_config_dir())], encoding="utf-8")
    return {section.split('"')[1] for section in config.sections() if section.startswith("'remote \"")}


def check_stages(root: Path) -> Finding:
    """Ask `dvc status`, which reads dvc.yaml and hashes what the stages read and made."""
    earlier = (check_dvc_folder, check_no_scm, check_remotes, check_rwlock, check_params)
    if any(check(root).level == "FAIL" for check in earlier):
        return info("the stages were not looked at, for the reason above")
    if running_dvc(root):
        return info("the stages were not looked at: dvc is running")
    status = subprocess.run(
        [sys.executable, "-m", "dvc", "status", "--json"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if status.returncode:
        lines = [line.strip() for line in status.stderr.splitlines() if line.strip()]
        said = " ".join(lines[:2]) or "it says nothing"
        return fail(f"dvc status fails: {said[:300]}", restored(root, "dvc.yaml"))
    return stages_finding(json.loads(status.stdout))


def stages_finding(status: dict[str, list]) -> Finding:
    """Put the answer of `dvc status --json` into words.

    A stage whose outs alone have changed was not outdated by anybody's work: its files were edited or lost.
    """
    stages = {name: _merged(changes) for name, changes in status.items()}
    edited = [
        out
        for changes in stages.values()
        if "changed deps" not in changes
        for out, how in changes.get("changed outs", {}).items()
        if how == "modified"
    ]
    if edited:
        text = f"edited by hand after their stage made them: {some_of(edited)}; the next repro makes them again"
        return warn(text, f"{python_typed()} -m dvc checkout --force {' '.join(edited)}")
    if stages:
        return info(f"out of date: {some_of(list(stages), 7)}", spelt("repro"))
    return ok("all stages are up to date")


def _merged(changes: list) -> dict[str, dict[str, str]]:
    merged = {}
    for change in changes:  # a string says something else, such as "always changed"
        if isinstance(change, dict):
            merged |= change
    return merged
