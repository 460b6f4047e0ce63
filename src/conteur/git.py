"""git, as our programs ask it: a git that is missing or too slow answers as one that refuses."""

import subprocess
from pathlib import Path


def git(*arguments: str, root: Path | None = None, timeout_s: float | None = None) -> subprocess.CompletedProcess:
    """Run git in `root`, or here; the exit code is 127 where there is none, as in a shell, 124 after `timeout_s`."""
    command = ["git", *arguments]
    try:
        return subprocess.run(
            command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", timeout=timeout_s
        )
    except OSError:
        return subprocess.CompletedProcess(command, 127, "", "")
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", "")


def said_by_git(*arguments: str, root: Path | None = None, timeout_s: float | None = None) -> str | None:
    """Return what git prints, without its last line end; None if it refuses (no repository or commit, for example)."""
    answer = git(*arguments, root=root, timeout_s=timeout_s)
    return None if answer.returncode else answer.stdout.rstrip("\n")
