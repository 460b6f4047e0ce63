"""What pip's and torch's failures mean for the person."""

from pathlib import Path

import pytest

from conteur.setup.failure import Code
from conteur.setup.packages import forget_unfinished, pip_failure, torch_failure
from conteur.setup.programs import sign_of_life

NOT_FOUND = "ERROR: No matching distribution found for one==1.0"
RETRY = "WARNING: Retrying (Retry(total=4)) after connection broken by '{}': /simple/one/\n"


@pytest.mark.parametrize(
    ("output", "code", "why", "remedy"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            Code.NO_SPACE,
            "disk is full",
            "free",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [WinError 5] Access is denied: 'C:\\\\p\\\\_x.pyd'",
            Code.LOCKED_VENV,
            "in use or protected",
            "close editors",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 2] No such file or directory: 'C:\\\\p\\\\x'\n"
            "HINT: This error might have occurred since this system does not have Windows Long Path support enabled.",
            Code.PATH_TOO_LONG,
            "259 characters",
            "C:\\conteur",
        ),
        (RETRY.format("NewConnectionError(...)") + NOT_FOUND, Code.NETWORK, "cannot be reached", "HTTPS_PROXY"),
        (
            "ERROR: Exception:\npip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool: ReadTimeout",
            Code.NETWORK,
            "cannot be reached",
            "goes on where it stopped",
        ),
        (
            RETRY.format("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407'))")
            + NOT_FOUND,
            Code.PROXY,
            "the proxy",
            "HTTPS_PROXY",
        ),
        (RETRY.format("SSLError(CERTIFICATE_VERIFY_FAILED)") + NOT_FOUND, Code.CERTIFICATE, "certificate", "PIP_CERT"),
        # an attempt that failed and was made good is not the reason
        (
            RETRY.format("NewConnectionError(...)") + "ERROR: ResolutionImpossible: for help visit",
            Code.PACKAGES,
            "pip says: ERROR: ResolutionImpossible",
            "mend that",
        ),
        ("WARNING: x\nERROR: something new\n", Code.PACKAGES, "pip says: ERROR: something new", "mend that"),
        (NOT_FOUND, Code.PACKAGES, "No matching distribution", "mend that"),
        ("", Code.PACKAGES, "it said nothing", "run this again"),
    ],
)
def test_a_failure_of_pip_says_why_and_what_to_do(output, code, why, remedy):
    failure = pip_failure(output)
    assert failure.code == code
    what, reason, advice = str(failure).splitlines()
    assert what == "cannot install the packages"
    assert reason.startswith("  why: ") and why in reason
    assert advice.startswith("  do this: ") and remedy in advice


def test_a_folder_that_lacks_a_wheel_is_named():
    failure = pip_failure(NOT_FOUND, Path("my wheels"))
    assert failure.code == Code.NO_WHEEL
    assert "my wheels" in failure.advice.why and "download-wheels" in failure.advice.remedy


@pytest.mark.parametrize(
    ("output", "system", "says"),
    [
        ('OSError: [WinError 126] The specified module could not be found. Error loading "c10.dll"', "win32", "C++"),
        ("ImportError: DLL load failed while importing _C: ...", "win32", "Visual C++ runtime seems to be missing"),
        ("", "win32", "exit code 5"),
        ("ImportError: libgomp.so.1: cannot open shared object file", "linux", "libgomp"),
    ],
)
def test_a_torch_that_does_not_start_points_to_microsofts_runtime_on_windows(output, system, says):
    failure = torch_failure(output, 5, system)
    assert failure.code == Code.TORCH_DOES_NOT_START
    assert says in failure.advice.why
    assert ("vc_redist" in failure.advice.remedy) == (system == "win32")
    assert len(str(failure).splitlines()) == 3


def test_only_packages_that_pip_finished_count_as_installed(tmp_path):
    site = tmp_path / ".venv/lib/python3.11/site-packages"
    for name in ("whole-1.dist-info/INSTALLER", "half-1.dist-info/METADATA"):
        (site / name).parent.mkdir(parents=True)
        (site / name).write_text("pip\n", encoding="utf-8", newline="\n")
    forget_unfinished(tmp_path / ".venv")
    assert [path.name for path in site.iterdir()] == ["whole-1.dist-info"]


def test_a_sign_of_life_tells_what_pip_is_at():
    lines = ["Collecting torch", "  Downloading torch-2.13.0.whl (190 MB)", "Requirement already satisfied: x"]
    assert sign_of_life(40, lines, 0) == "      ... 40 s: Downloading torch-2.13.0.whl (190 MB)"
    assert sign_of_life(20, ["something else"], 0) == "      ... 20 s"
    assert len(sign_of_life(20, ["Collecting " + "x" * 200], 0)) < 120
    lines.append("Installing collected packages: torch, numpy, one")
    assert sign_of_life(60, lines, 2).endswith("installing, 2 of 3 packages are done")
