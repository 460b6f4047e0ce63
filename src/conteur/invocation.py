"""How a person types a task here."""

import os
import sys
from pathlib import Path


def spelt(task: str) -> str:
    """Return what to type for `task`, as in `generate "Once"`, into the shell that this program was started from.

    Plain `invoke` is found only where this Python's environment is active; the setup scripts work everywhere.
    """
    if _environment_is_active():
        return f"invoke {task}"
    # Not the .ps1: PowerShell may be forbidden to run scripts, while both of Windows' shells run a .bat.
    script = r".\setup_project.bat" if sys.platform == "win32" else "./setup_project.sh"
    return f"{script} {task}"


def _environment_is_active() -> bool:
    """Not asked of PATH: the setup scripts and tasks.py put .venv there for the programs that they start."""
    if sys.prefix == sys.base_prefix:
        return True  # no virtual environment, so what runs this is what the shell finds: conda, a container
    active = os.environ.get("VIRTUAL_ENV", "")
    return bool(active) and Path(active).resolve() == Path(sys.prefix).resolve()
