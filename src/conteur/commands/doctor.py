"""`invoke doctor`: look at environment, devices, git, DVC, MLflow and disk; say what is wrong and how to mend it.

It changes nothing. Exit code 1 if something fails (FAIL), 0 if not.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from conteur.commands.checks import devices, dvc_locks, environment, pipeline, place, repository, runs
from conteur.commands.checks.finding import Finding, by_script, fail
from conteur.errors import run_program

CHECKS = (
    environment.check_python,
    environment.check_venv,
    environment.check_packages,
    environment.check_torch_version,
    environment.check_python_on_path,
    devices.check_torch,
    devices.check_cuda,
    devices.check_wanted_devices,
    repository.check_git,
    repository.check_head,
    repository.check_line_ends,
    pipeline.check_params,
    pipeline.check_dvc_folder,
    pipeline.check_no_scm,
    pipeline.check_remotes,
    dvc_locks.check_rwlock,
    pipeline.check_stages,
    runs.check_server,
    runs.check_store,
    runs.check_unsent,
    place.check_disk,
    place.check_writable,
    place.check_path,
    place.check_checkpoints,
    place.check_parts,
)


def main() -> None:
    findings = []
    for check in CHECKS:
        finding = looked_at(check, Path())
        print(finding, flush=True)
        findings.append(finding)
    print(summary(findings))
    if any(finding.level == "FAIL" for finding in findings):
        sys.exit(1)


def looked_at(check: Callable[[Path], Finding], root: Path) -> Finding:
    """Return what the check finds; that it cannot look, for want of a package or of a file, is a finding too."""
    try:
        return check(root)
    except (ImportError, OSError) as error:
        subject = check.__name__.removeprefix("check_").replace("_", " ")
        return fail(f"{subject}: cannot look ({type(error).__name__}: {error})", by_script("setup"))


def summary(findings: list[Finding]) -> str:
    counts = Counter(finding.level for finding in findings)
    if not counts["FAIL"] and not counts["warn"]:
        return f"all is well: {len(findings)} checks"
    return f"{len(findings)} checks: {counts['FAIL']} FAIL, {counts['warn']} warn; each has its remedy below it"


if __name__ == "__main__":
    run_program(main)
