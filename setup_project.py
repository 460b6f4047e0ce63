"""From a bare machine to any task: make .venv, install the locked packages and torch, set DVC up, run invoke.

    python setup_project.py [TASK [ARGUMENTS]]    without a task: list the tasks
    python setup_project.py --probe               exit code 0 if this Python will do, 3 if not

setup_project.sh, .ps1 and .bat find a Python by the probe and hand over to this file, which needs the standard
library only. The first call installs; a stamp in .venv, written last, lets the next ones go straight to the task.
"""

import hashlib
import os
import subprocess
import sys
import sysconfig
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

OLDEST = (3, 10)
NEWEST = (3, 13)
# A Python before 3.6 cannot read an f-string: it stops here and shows this line, which tells the person what is wrong.
NEEDS = f"Conteur needs a 64-bit Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"


# No annotations here, and no syntax that is newer than 3.6 in the whole file: an old Python has to get this far.
def python_refusal(version, is_64_bit, can_make_venv):
    """Say in one line why a Python will not do; "" if it will. `version` is (major, minor)."""
    name = ".".join(map(str, version))
    if not OLDEST <= tuple(version) <= NEWEST:
        return f"{NEEDS}; this is {name}. Install Python 3.13 from https://www.python.org/downloads/"
    if not is_64_bit:
        return f"{NEEDS}; this {name} is a 32-bit one. Take the 64-bit installer from https://www.python.org/downloads/"
    if not can_make_venv:
        return (
            f"this Python {name} cannot make virtual environments. On Debian or Ubuntu: apt install python{name}-venv"
        )
    return ""


if __name__ == "__main__":
    REFUSAL = python_refusal(
        sys.version_info[:2], sys.maxsize > 2**32, find_spec("ensurepip") or sys.prefix != sys.base_prefix
    )
    if REFUSAL:
        print(f"error: {REFUSAL}\n  found: {sys.executable}", file=sys.stderr)
        sys.exit(3)
    if sys.argv[1:] == ["--probe"]:
        sys.exit(0)

STEPS_VERSION = 1  # raise it when a step of set_up changes, so that every environment is brought up to date
LOCK = "requirements.lock"
STAMP = ".venv/setup.stamp"  # the scripts look for it too: with a stamp, .venv's own Python is the one to take


class SetupError(Exception):
    """What failed, why, and what to do about it."""

    def __init__(self, what: str, why: str, remedy: str) -> None:
        super().__init__(f"{what}\n  why: {why}\n  do this: {remedy}")


# --- which torch ---


class Machine(NamedTuple):
    system: str  # as sys.platform has it: linux | darwin | win32
    architecture: str  # of this Python: x86_64, aarch64, arm64, win-amd64, ...
    has_nvidia: bool  # asked on Linux only; the other systems have one build


class Torch(NamedTuple):
    requirement: str
    index: str  # an extra package index that has this build; "" for none
    download: str  # its size, in words
    disk_gb: int  # free space that the whole environment takes, downloads included


def this_machine() -> Machine:
    system = sys.platform
    architecture = sysconfig.get_platform() if system == "win32" else os.uname().machine
    # A look at the device files is free, while nvidia-smi takes up to seconds and this runs before every task.
    has_nvidia = system == "linux" and (
        any(Path("/dev").glob("nvidia[0-9]*")) or Path("/usr/lib/wsl/lib/nvidia-smi").exists()
    )
    return Machine(system, architecture, has_nvidia)


def choose_torch(machine: Machine) -> Torch:
    """Decide which build of torch to install, from facts about the machine alone."""
    if machine.system == "darwin" and machine.architecture == "x86_64":
        raise SetupError(
            "torch 2.13 has no build for macOS on Intel",
            "its makers dropped x86-64 on macOS after 2.2",
            "on an Apple Silicon Mac install the arm64 Python of python.org; on an Intel one, use another machine",
        )
    if machine.system == "linux" and not machine.has_nvidia:
        # Plain `torch` on Linux brings gigabytes of CUDA. Only the local version names the small build for sure.
        return Torch("torch==2.13.0+cpu", "https://download.pytorch.org/whl/cpu", "about 200 MB", 3)
    if machine.system == "linux":
        return Torch("torch==2.13.0", "", "about 3 GB, with CUDA", 10)
    return Torch("torch==2.13.0", "", "about 150 MB", 3)  # Windows and macOS: the only build there is


# --- the stamp ---


def venv_python(root: Path) -> Path:
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(root: Path, torch: Torch) -> str:
    """Hash what the environment was made from; "" if there is none."""
    made_by = root / ".venv" / "pyvenv.cfg"  # names the Python and its version
    if not made_by.exists():
        return ""
    parts = [str(STEPS_VERSION).encode(), (root / LOCK).read_bytes(), torch.requirement.encode(), made_by.read_bytes()]
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def is_ready(root: Path, torch: Torch) -> bool:
    stamp = root / STAMP
    if not (stamp.exists() and venv_python(root).exists() and (root / ".dvc").is_dir()):
        return False
    return stamp.read_text(encoding="ascii").strip() == fingerprint(root, torch)


# --- the four steps ---


def say(text: str) -> None:
    print(text, flush=True)


def set_up(root: Path, torch: Torch) -> None:
    """Bring .venv and .dvc to the state that the lock and `torch` ask for, and stamp it; may be repeated any time."""
    started = time.monotonic()
    stamp = root / STAMP
    if stamp.exists():
        stamp.unlink()  # an interrupted update is not the environment that it was before
    say("Setting up, once: some minutes, most of them for downloads.")
    make_venv(root, torch.disk_gb)
    say(f"[2/4] about 165 packages of {LOCK}: about 400 MB if none is there yet")
    forget_unfinished(root / ".venv")
    pip_install(root, ["-r", LOCK])
    say(f"[3/4] {torch.requirement}: {torch.download}")
    install_torch(root, torch)
    say("[4/4] DVC, and a first look at torch")
    init_dvc(root)
    check_torch(venv_python(root))
    stamp.write_text(fingerprint(root, torch) + "\n", encoding="ascii", newline="\n")
    say(f"Ready after {time.monotonic() - started:.0f} s.\n")


def make_venv(root: Path, disk_gb: int) -> None:
    """Make .venv, unless there is one that works; one that does not is made again."""
    import shutil

    venv = root / ".venv"
    python = venv_python(root)
    if python.exists() and answers([python, __file__, "--probe"]) and answers([python, "-m", "pip", "--version"]):
        say("[1/4] .venv is there and works")
        return
    if venv.exists():
        if os.path.realpath(sys.prefix) == os.path.realpath(venv):
            raise SetupError(".venv is damaged", "its pip does not run", "delete the folder .venv, then run this again")
        if any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
            raise SetupError(
                f"{venv} is in the way", "it is no virtual environment", "move it elsewhere, then run this again"
            )
        say("      .venv does not work: making it again")
        try:
            shutil.rmtree(venv)
        except OSError as error:
            raise SetupError(
                f"cannot remove the broken {venv}",
                str(error),
                "close editors, terminals and Pythons that use it, then run this again",
            ) from error
    free_gb = shutil.disk_usage(root).free / 1e9
    if free_gb < disk_gb:
        raise SetupError(
            f"not enough room on the disk of {root}",
            f"the environment takes about {disk_gb} GB, and {free_gb:.1f} GB are free",
            "free some space, or move the project to another disk",
        )
    say(f"[1/4] .venv with Python {sys.version.split()[0]} ({sys.executable})")
    made = run_quietly([sys.executable, "-m", "venv", venv])
    if made.code:
        raise SetupError(
            "cannot make .venv", last_words(made.output), "install Python 3.13 from https://www.python.org/downloads/"
        )


def forget_unfinished(venv: Path) -> None:
    """Make pip install again what a kill left half installed.

    pip takes a package for installed as soon as its METADATA lies there, but writes INSTALLER only after all its files.
    """
    import shutil

    for site in (*venv.glob("lib/python*/site-packages"), venv / "Lib" / "site-packages"):
        for info in sorted(site.glob("*.dist-info")):
            if not (info / "INSTALLER").exists():
                shutil.rmtree(info)


def install_torch(root: Path, torch: Torch) -> None:
    """Install torch after the packages it needs, in a call of its own.

    So only torch is looked for in the extra index, which may be slow or out of reach: pip warns and goes on, since the
    same build may lie in a folder of wheels that pip is configured with. With one call for all, each of 165 packages
    would be looked for there.
    """
    constraint = ["-c", LOCK]
    if not torch.index:
        pip_install(root, [torch.requirement, *constraint])
        return
    try:
        # Two retries of 15 s: with pip's five, a firewall that swallows packets would cost minutes.
        index = ["--extra-index-url", torch.index, "--retries", "2", "--timeout", "15"]
        pip_install(root, [torch.requirement, *constraint, *index])
    except SetupError:
        # A mirror may carry the small build under the plain version. Ask before taking it: it may be the big one too.
        plain = torch.requirement.split("+")[0]
        would = run_quietly([*pip_command(root), "--dry-run", plain, *constraint], root)
        if would.code or "nvidia" in would.output:
            raise
        pip_install(root, [plain, *constraint])


def pip_command(root: Path) -> list:
    # From the sources of a package would need a compiler; antlr4 is pure Python and published as sources only.
    only_wheels = ["--only-binary", ":all:", "--no-binary", "antlr4-python3-runtime"]
    return [venv_python(root), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *only_wheels]


def pip_install(root: Path, arguments: list) -> None:
    done = run_quietly([*pip_command(root), "--quiet", *arguments], root)
    if done.code:
        raise pip_failure(done.output)


def pip_failure(output: str) -> SetupError:
    """Read in pip's words what kind of failure it was."""
    said = last_words(output)
    again = "then run this again: it goes on where it stopped"
    for signs, why, remedy in (
        (("No space left", "[Errno 28]", "[WinError 112]"), "the disk is full", f"free some space, {again}"),
        (
            ("[WinError 5]", "[WinError 32]", "[Errno 13]", "Permission denied"),
            f"a file of .venv is in use or protected ({said})",
            f"close editors, terminals and Pythons that use the project, {again}",
        ),
        (
            ("CERTIFICATE_VERIFY_FAILED",),
            "something between here and the package index signs with a certificate that Python does not know",
            f"ask for your network's root certificate and name it in PIP_CERT, {again}",
        ),
        (
            ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "Max retries"),
            "the package index cannot be reached",
            f"connect to the network (behind a proxy: set HTTPS_PROXY=http://HOST:PORT), {again}",
        ),
    ):
        if any(sign in output for sign in signs):
            return SetupError("cannot install the packages", why, remedy)
    return SetupError("cannot install the packages", f"pip says: {said}", f"mend that, {again}")


def check_torch(python: Path) -> None:
    done = run_quietly([python, "-c", "import torch"])
    if done.code:
        remedy = "delete the folder .venv, then run this again"
        if os.name == "nt":
            runtime = "https://aka.ms/vs/17/release/vc_redist.x64.exe"
            remedy = f"install {runtime} and run this again; if that does not help, {remedy}"
        said = last_words(done.output) if done.output.strip() else f"Python ended with exit code {done.code}"
        raise SetupError("torch is installed but does not start", said, remedy)


# --- DVC ---


def init_dvc(root: Path) -> None:
    """Make .dvc anew where it is missing; the repository brings one along."""
    if (root / ".dvc").is_dir():
        return
    mode = [] if (root / ".git").exists() else ["--subdir"] if has_git(root) else ["--no-scm"]
    done = run_quietly([venv_python(root), "-m", "dvc", "init", "--quiet", *mode], root)
    if done.code:
        raise SetupError("cannot set DVC up", last_words(done.output), "mend that, then run this again")
    config = root / ".dvc" / "config"
    text = with_core_setting(config.read_text(encoding="utf-8"), "no_scm", "")  # config.local says it, see below
    for name in ("autostage", "check_update", "analytics"):
        text = with_core_setting(text, name, "false")
    config.write_text(text, encoding="utf-8", newline="\n")


def has_git(root: Path) -> bool:
    return any((folder / ".git").exists() for folder in [root, *root.parents])


def tell_dvc_about_git(root: Path) -> None:
    """Set core.no_scm in .dvc/config.local for a project without git (a ZIP download), and take it back with git.

    Without it every DVC command fails there. A few file lookups, since this runs before every task.
    """
    local = root / ".dvc" / "config.local"
    text = local.read_text(encoding="utf-8") if local.exists() else ""
    wanted = with_core_setting(text, "no_scm", "" if has_git(root) else "true")
    if wanted != text:
        local.write_text(wanted, encoding="utf-8", newline="\n")


def with_core_setting(config: str, name: str, value: str) -> str:
    """Return the text of a DVC configuration with core.NAME set to `value`, or without it if `value` is "".

    Every other line stays as it was.
    """
    lines = [line for line in config.splitlines() if line.split("=")[0].strip() != name]
    if value and "[core]" not in lines:
        lines.append("[core]")
    if value:
        lines.insert(lines.index("[core]") + 1, f"    {name} = {value}")
    elif lines[-1:] == ["[core]"]:
        lines.pop()  # a section that held nothing else
    return "".join(line + "\n" for line in lines)


# --- running programs ---


class Done(NamedTuple):
    code: int
    output: str  # what it wrote to stdout and stderr


def run_quietly(command: list, folder: "Path | None" = None) -> Done:
    """Run a program, keep what it says; a line every 20 s shows that it still works."""
    env = {**os.environ, "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    started = time.monotonic()
    try:
        while True:
            try:
                output, _ = process.communicate(timeout=20)
                return Done(process.returncode, output)
            except subprocess.TimeoutExpired:
                say(f"      ... {time.monotonic() - started:.0f} s")
    finally:
        if process.poll() is None:  # Ctrl+C
            process.kill()
            process.wait()


def answers(command: list) -> bool:
    try:
        return run_quietly(command).code == 0
    except OSError:  # a .venv copied from another system: its python is no program here
        return False


def last_words(output: str) -> str:
    """The last line that names an error, or else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() and "warning" not in line.lower()]
    return (errors or lines or ["it said nothing"])[-1]


def task_environment(root: Path, environ: dict) -> dict:
    """The environment of a task: `python` is .venv's, also for the commands of dvc.yaml; text is UTF-8 everywhere."""
    env = {**environ, "PYTHONUTF8": "1", "MLFLOW_DISABLE_TELEMETRY": "true", "GIT_PYTHON_REFRESH": "quiet"}
    env["PATH"] = os.pathsep.join([str(venv_python(root).parent), environ.get("PATH", os.defpath)])
    env.pop("PYTHONHOME", None)  # it would send .venv's Python to another standard library
    return env


def run_task(root: Path, arguments: list) -> int:
    """Run invoke with `arguments` and return its exit code. Ctrl+C is the task's to handle: wait for its end."""
    command = [str(venv_python(root)), "-m", "invoke", *(arguments or ["--list"])]
    process = subprocess.Popen(command, cwd=root, env=task_environment(root, dict(os.environ)))
    while True:
        try:
            code = process.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            pass  # the terminal sent it to the task as well


def main(root: Path, arguments: list) -> int:
    for stream in (sys.stdout, sys.stderr):  # a cp1252 console cannot show every path: "?" instead of a crash
        stream.reconfigure(errors="replace")
    try:
        torch = choose_torch(this_machine())
        if not is_ready(root, torch):
            set_up(root, torch)
        tell_dvc_about_git(root)
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error: {error}\n  do this: mend that, then run this again", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped: the same command goes on from here", file=sys.stderr)
        return 130
    return run_task(root, arguments)


if __name__ == "__main__":
    # absolute() and not resolve(): a mapped drive must stay a drive, since cmd.exe cannot work in \\SERVER\SHARE
    sys.exit(main(Path(__file__).absolute().parent, sys.argv[1:]))
