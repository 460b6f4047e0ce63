"""What pip does: the locked packages, torch, a folder of wheels; and what its failures mean."""

import shutil
from pathlib import Path

from conteur.setup.failure import Advice, Code, SetupError
from conteur.setup.programs import Done, last_words, run_logged
from conteur.setup.report import Report
from conteur.setup.torch_build import Torch

LOCK = "requirements.lock"
AGAIN = "then run this again: it goes on where it stopped"
NOT_FOUND = ("No matching distribution found", "Could not find a version that satisfies")
# From the sources of a package would need a compiler; antlr4 is pure Python and published as sources only.
WHEELS_ONLY = ["--only-binary", ":all:", "--no-binary", "antlr4-python3-runtime"]


class Pip:
    """The pip of .venv. With `offline`, a folder of wheels, it looks nowhere else."""

    def __init__(self, python: Path, root: Path, report: Report, offline: Path | None) -> None:
        self.python = python
        self.root = root
        self.report = report
        self.offline = offline

    def run(self, command: str, *arguments: str) -> Done:
        quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
        # The folder has wheels only: what PyPI has as sources was built when it was filled.
        where = ["--no-index", "--find-links", self.offline, "--only-binary", ":all:"] if self.offline else WHEELS_ONLY
        words = [self.python, "-m", "pip", command, *quiet, *where, *arguments]
        return run_logged(words, self.report, self.root, lambda: len(installed(self.root / ".venv", "*")))

    def install(self, *arguments: str) -> None:
        self.check(self.run("install", *arguments))

    def check(self, done: Done) -> None:
        if done.code:
            raise pip_failure(done.output, self.offline)


def install_lock(pip: Pip) -> None:
    pip.install("-r", LOCK)


def install_torch(pip: Pip, torch: Torch, may_differ: bool) -> None:
    """Install torch after the packages it needs, in a call of its own.

    So only torch is looked for in the extra index, which may be slow or out of reach: pip warns and goes on, since the
    same build may lie in a folder of wheels that pip is configured with. With one call for all, each of 180 packages
    would be looked for there. With `may_differ`, the plain version is taken where the build is nowhere to be found.
    """
    constraint = ["-c", LOCK]
    # Two retries of 15 s: with pip's five, a firewall that swallows packets would cost minutes.
    index = ["--extra-index-url", torch.index, "--retries", "2", "--timeout", "15"] if torch.index else []
    done = pip.run("install", torch.requirement, *constraint, *([] if pip.offline else index))
    plain = torch.requirement.split("+")[0]
    if not done.code or plain == torch.requirement or not may_differ or not says_not_found(done.output):
        pip.check(done)
        return
    # A mirror may carry the build under the plain version. Ask before taking it: where the processor is meant, not the
    # one with gigabytes of CUDA.
    would = pip.run("install", "--dry-run", plain, *constraint)
    if would.code or (torch.build == "cpu" and "nvidia" in would.output):
        pip.check(done)
    pip.install(plain, *constraint)


def reinstall_torch(pip: Pip, torch: Torch) -> None:
    """Put the build that is wanted in the place of another one, which pip takes for the same version."""
    index = ["--extra-index-url", torch.index] if torch.index and not pip.offline else []
    pip.install("--force-reinstall", "--no-deps", torch.requirement, *index)


def download_wheels(pip: Pip, torch: Torch, folder: Path) -> None:
    """Fill a folder with all that `--offline` needs on a machine with the same system and Python."""
    folder.mkdir(parents=True, exist_ok=True)
    into = ["--wheel-dir", str(folder), "--find-links", str(folder)]
    pip.report.step(2, 3, f"the packages of {LOCK}: about 300 MB into {folder}")
    pip.check(pip.run("wheel", "-r", LOCK, *into))
    pip.report.step(3, 3, f"{torch.requirement}: {torch.download}")
    index = ["--extra-index-url", torch.index] if torch.index else []
    pip.check(pip.run("wheel", torch.requirement, "-c", LOCK, *into, *index))


def forget_unfinished(venv: Path) -> None:
    """Make pip install again what a kill left half installed.

    pip takes a package for installed as soon as its METADATA lies there, but writes INSTALLER only after all its files.
    """
    for info in installed(venv, "*"):
        if not (info / "INSTALLER").exists():
            shutil.rmtree(info)


def installed(venv: Path, pattern: str) -> list[Path]:
    """Return the folders NAME-VERSION.dist-info that fit the pattern."""
    sites = (*venv.glob("lib/python*/site-packages"), venv / "Lib" / "site-packages")
    return sorted(info for site in sites for info in site.glob(f"{pattern}.dist-info"))


# --- what pip's words mean ---

LOCKED = ("[WinError 5]", "[WinError 32]", "[Errno 13]", "Permission denied")
UNREACHABLE = (
    *("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ReadTimeout", "Max retries", "Connection broken"),
    *("IncompleteRead", "ConnectionResetError", "RemoteDisconnected", "incomplete-download", "getaddrinfo failed"),
)


def says_not_found(output: str) -> bool:
    return any(sign in output for sign in NOT_FOUND)


def pip_failure(output: str, offline: Path | None = None) -> SetupError:
    """Read in pip's words what kind of failure it was."""
    said = last_words(output)
    code, why, remedy = reason_of(output, said, offline)
    return SetupError(code, "cannot install the packages", why, remedy)


def reason_of(output: str, said: str, offline: Path | None) -> tuple[Code, str, str]:
    def says(*signs: str) -> bool:
        return any(sign in output for sign in signs)

    if says("No space left", "[Errno 28]", "[WinError 112]"):
        return Code.NO_SPACE, "the disk is full", f"free some space, {AGAIN}"
    if says("Windows Long Path support"):
        remedy = r"move the project to a short path such as C:\conteur, or switch LongPathsEnabled on, " + AGAIN
        return Code.PATH_TOO_LONG, "a path has more than 259 characters, where Windows ends", remedy
    if says(*LOCKED):
        remedy = f"close editors, terminals and Pythons that use the project, {AGAIN}"
        return Code.LOCKED_VENV, f"a file of .venv is in use or protected ({said})", remedy
    if offline and says_not_found(output):
        remedy = "fill it on a machine with the same system and Python: setup_project download-wheels DIR"
        return Code.NO_WHEEL, f"{offline} has not all the wheels for this Python ({said})", remedy
    # pip warns of each attempt that failed, also of those that did not matter in the end: only with a last word that
    # fits are they the reason.
    if not says_not_found(output) and not any(sign in said for sign in (*UNREACHABLE, "ProxyError", "CERTIFICATE")):
        return Code.PACKAGES, f"pip says: {said}", f"mend that, {AGAIN}"
    if says("CERTIFICATE_VERIFY_FAILED"):
        why = "something between here and the package index signs with a certificate that Python does not know"
        return Code.CERTIFICATE, why, f"ask for your network's root certificate and name it in PIP_CERT, {AGAIN}"
    if says("ProxyError", "Tunnel connection failed", "407 Proxy"):
        why = "the proxy between here and the package index refuses or does not answer"
        return Code.PROXY, why, f"set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT, or unset a wrong one, {AGAIN}"
    if says(*UNREACHABLE):
        remedy = f"connect to the network (behind a proxy: set HTTPS_PROXY=http://HOST:PORT), {AGAIN}"
        return Code.NETWORK, "the package index cannot be reached", remedy
    return Code.PACKAGES, f"pip says: {said}", f"mend that, {AGAIN}"


# --- does torch run, and is it the one ---


def torch_failure(output: str, code: int, system: str) -> SetupError:
    """Say why `import torch` fails. On Windows it is mostly Microsoft's C++ runtime that is missing."""
    said = last_words(output) if output.strip() else f"Python ended with exit code {code}"
    remedy = "delete the folder .venv, then run this again"
    if system == "win32":
        remedy = f"install https://aka.ms/vs/17/release/vc_redist.x64.exe and run this again; if it fails, {remedy}"
        if any(sign in output for sign in ("WinError 126", "WinError 1114", "DLL load failed", "Redistributable")):
            said = f"Microsoft's Visual C++ runtime seems to be missing ({said})"
    return SetupError(Code.TORCH_DOES_NOT_START, "torch is installed but does not start", said, remedy)


def running_build(python: Path, report: Report, system: str) -> str:
    """Import torch and return its build: cpu, cu126, cu130. Its version does not say it on every system."""
    asked = "import torch; print('build', 'cu' + torch.version.cuda.replace('.', '') if torch.version.cuda else 'cpu')"
    done = run_logged([python, "-c", asked], report)
    answer = [line.split()[1] for line in done.output.splitlines() if line.startswith("build ")]
    if done.code or not answer:
        raise torch_failure(done.output, done.code, system)
    return answer[-1]


def other_build_advice(torch: Torch, found: str, offline: Path | None) -> Advice:
    where = offline or torch.index or "the package index"
    return Advice(
        f"torch is the build {found}, not {torch.build}",
        f"{where} has no {torch.requirement} for this Python, or could not be reached",
        f"go on with {found}; or try again later: setup_project --torch {torch.build}",
    )
