"""What the setup asks the machine it runs on."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from conteur.setup.torch_build import Machine

# Characters of .venv\Lib\site-packages\torch-2.13.0+cu130.dist-info\licenses\...\LICENSE.txt, the longest path there.
LONGEST_IN_VENV = 198
LONGEST_ROOT = 259 - 1 - LONGEST_IN_VENV  # Windows ends at 259, unless long paths are switched on
LONG_PATHS_KEY = r"SYSTEM\CurrentControlSet\Control\FileSystem"
SYNCED_BY = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "mobile documents": "iCloud",
    "icloud": "iCloud",
    "iclouddrive": "iCloud",
    "google drive": "Google Drive",
    "my drive": "Google Drive",
}


def this_machine() -> Machine:
    return Machine(sys.platform, sysconfig.get_platform() if sys.platform == "win32" else os.uname().machine)


def ask_nvidia_smi() -> str:
    """Return a line `driver version, compute capability` for each card, or the error; "" if there is no nvidia-smi.

    It may take seconds, so it is asked before a setup only.
    """
    program = shutil.which("nvidia-smi") or "/usr/lib/wsl/lib/nvidia-smi"  # on PATH in login shells only
    command = [program, "--query-gpu=driver_version,compute_cap", "--format=csv,noheader"]
    try:
        asked = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=30,
        )
    except OSError:
        return ""
    except subprocess.TimeoutExpired:
        return "no answer after 30 s"
    return "" if "No devices were found" in asked.stdout else asked.stdout.strip()


def trouble_with_place(path: Path, system: str, long_paths: bool) -> tuple[str, str] | None:
    """Say what is wrong with the folder of the project, and why that hurts; None if nothing is."""
    for part in path.parts:
        for sign, service in SYNCED_BY.items():
            if part.lower() == sign or part.lower().startswith((f"{sign} ", f"{sign}-")):
                return f"the project lies in {service}", "it locks files while it copies them to the cloud"
    between_paths = ";" if system == "win32" else ":"
    if between_paths in str(path):
        return f"the project's path has a {between_paths!r} in it", "PYTHONPATH, where Python looks, would end there"
    if system == "win32" and not long_paths and len(str(path)) > LONGEST_ROOT:
        why = f"Windows ends at 259, and torch's files take up to {LONGEST_IN_VENV} of them below it"
        return f"the project's path has {len(str(path))} characters; more than {LONGEST_ROOT} are too many", why
    return None


def better_place(system: str) -> str:
    example = r"C:\conteur" if system == "win32" else "~/conteur"
    return f"move the project to a short path of its own, such as {example}"


def windows_takes_long_paths() -> bool:
    """Whether somebody has switched LongPathsEnabled on; no limit that we know of elsewhere."""
    if sys.platform != "win32":
        return True
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, LONG_PATHS_KEY) as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except OSError:
        return False
