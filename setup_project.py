"""From a bare machine to any task: make .venv, install the locked packages and torch, set DVC up, run invoke.

    python setup_project.py [OPTIONS] [TASK [ARGUMENTS]]    without a task: list the tasks
    python setup_project.py --help                          options, and how to start a project of one's own
    python setup_project.py --probe                         exit code 0 if this Python will do, 3 if not

setup_project.sh, .ps1 and .bat find a Python by the probe and hand over to this file. It needs nothing installed: it
looks at the Python, and src/conteur/setup does the rest with the standard library. The first call installs; a stamp in
.venv, written last, lets the next ones go straight to the task.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

OLDEST = (3, 10)
NEWEST = (3, 13)
# A Python before 3.6 cannot read an f-string: it stops here and shows this line, which tells the person what is wrong.
NEEDS = f"Conteur needs a 64-bit Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
INSTALL = "install Python 3.13, 64-bit, from https://www.python.org/downloads/, then run this again"


# No annotations here, and no syntax that is newer than 3.6 in the whole file: an old Python has to get this far.
def python_refusal(version, is_64_bit, can_make_venv):
    """Say why a Python will not do: exit code, why, what to do; None if it will. `version` is (major, minor)."""
    name = ".".join(map(str, version))
    if not OLDEST <= tuple(version) <= NEWEST:
        return 13, f"this is Python {name}", INSTALL
    if not is_64_bit:
        return 14, f"this Python {name} is a 32-bit one", INSTALL
    if not can_make_venv:
        install = f"install it (Debian, Ubuntu: apt install python{name}-venv), then run this again"
        return 15, f"this Python {name} lacks the module ensurepip, and so cannot make virtual environments", install
    return None


def refuse_this_python():
    refusal = python_refusal(
        sys.version_info[:2], sys.maxsize > 2**32, find_spec("ensurepip") or sys.prefix != sys.base_prefix
    )
    probed = sys.argv[1:] == ["--probe"]
    if refusal:
        code, why, remedy = refusal
        print(f"error: {NEEDS}\n  why: {why} ({sys.executable})\n  do this: {remedy}", file=sys.stderr)
        sys.exit(3 if probed else code)
    if probed:
        sys.exit(0)


if __name__ == "__main__":
    refuse_this_python()
    # absolute() and not resolve(): a mapped drive must stay a drive, since cmd.exe cannot work in \\SERVER\SHARE
    ROOT = Path(__file__).absolute().parent
    sys.path.insert(0, str(ROOT / "src"))
    from conteur.setup.main import main

    sys.exit(main(ROOT, sys.argv[1:]))
