"""Which build of torch a machine gets, from what nvidia-smi says."""

import pytest

from conteur.setup.failure import Code, SetupError
from conteur.setup.torch_build import Machine, choose_torch

LINUX, LINUX_ARM = Machine("linux", "x86_64"), Machine("linux", "aarch64")
WINDOWS, WINDOWS_ARM = Machine("win32", "win-amd64"), Machine("win32", "win-arm64")
MAC, INTEL_MAC = Machine("darwin", "arm64"), Machine("darwin", "x86_64")

# The answers are in nvidia-smi's words, of drivers from 2019 to 2026.
TABLE = [
    # asked, machine, answer of nvidia-smi, build, a word of the warning
    ("auto", LINUX, "", "cpu", ""),
    ("auto", LINUX_ARM, "", "cpu", ""),
    ("auto", WINDOWS, "", "cpu", ""),
    ("auto", WINDOWS_ARM, "", "cpu", ""),
    ("auto", MAC, "", "cpu", ""),  # with MPS
    ("auto", LINUX, "580.65.06, 8.9\n", "cu130", ""),  # RTX 4090
    ("auto", LINUX, "580.95.05, 9.0\n", "cu130", ""),  # H100, H200
    ("auto", LINUX_ARM, "580.82.07, 12.1\n", "cu130", ""),  # GB10
    ("auto", LINUX, "580.82.07, 10.3\n", "cu130", ""),  # B300
    ("auto", LINUX, "535.183.01, 8.0\n", "cu126", ""),  # A100 with a driver of 2024
    ("auto", LINUX, "525.147.05, 7.5\n", "cu126", ""),  # T4; CUDA 12.6 runs from 525 on, on Linux
    ("auto", LINUX, "580.65.06, 7.0\n", "cu126", ""),  # V100: too old for CUDA 13
    ("auto", LINUX, "470.256.02, 8.6\n", "cpu", "needs 525 or later"),
    ("auto", WINDOWS, "581.15, 12.0\n", "cu130", ""),  # RTX 5090
    ("auto", WINDOWS, "580.88, 7.5\n", "cu130", ""),  # RTX 2060, GTX 1650
    ("auto", WINDOWS, "552.22, 8.6\n", "cu126", ""),  # RTX 3060 laptop
    ("auto", WINDOWS, "528.24, 8.6\n", "cu126", ""),
    ("auto", WINDOWS, "527.56, 8.6\n", "cpu", "needs 528 or later"),
    ("auto", WINDOWS, "581.42, 6.1\n", "cu126", ""),  # GTX 1080
    ("auto", WINDOWS, "572.16, 12.0\n", "cpu", "needs 580 or later"),  # Blackwell with its first driver
    ("auto", WINDOWS, "474.64, 3.5\n", "cpu", "too new for its compute capability 3.5"),  # GT 710
    ("auto", WINDOWS, "640.10, 14.0\n", "cpu", "too old for its compute capability 14.0"),  # of tomorrow
    ("auto", LINUX, "580.65.06, 8.6\n580.65.06, 8.6\n580.65.06, 8.6\n", "cu130", ""),  # several alike
    ("auto", WINDOWS, "580.88, 8.6\r\n580.88, 6.1\r\n", "cu126", ""),  # one build serves both
    ("auto", LINUX, "580.65.06, 12.0\n580.65.06, 6.1\n", "cu130", ""),  # none does: the newer card
    ("auto", LINUX, "580.65.06, 12.0\n580.65.06, 6.1\n580.65.06, 5.2\n", "cu126", ""),  # the one for most cards
    ("auto", LINUX, "[N/A], [N/A]\n580.65.06, 8.9\n", "cu130", ""),  # one that fell off the bus
    ("auto", WINDOWS, "[N/A], [N/A]\n", "cpu", "but: [N/A], [N/A]"),
    ("auto", WINDOWS, "ERR!, ERR!\n", "cpu", "ERR!"),
    ("auto", LINUX, "580.65.06, [Unknown Error]\n", "cpu", "Unknown Error"),
    ("auto", WINDOWS, 'Field "compute_cap" is not a valid field to query.\n', "cpu", "not a valid field"),  # 2021
    ("auto", LINUX, "Failed to initialize NVML: Driver/library version mismatch\n", "cpu", "version mismatch"),
    ("auto", LINUX, "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", "cpu", "couldn't"),
    ("auto", LINUX, "no answer after 30 s", "cpu", "no answer"),
    ("auto", MAC, "580.65.06, 8.9\n", "cpu", ""),  # an external card: there is no CUDA for macOS
    ("cpu", WINDOWS, "581.15, 12.0\n", "cpu", ""),
    ("cpu", LINUX, "580.65.06, 8.9\n", "cpu", ""),
    ("cpu", MAC, "", "cpu", ""),
    ("cu126", WINDOWS, "", "cu126", ""),  # the person's word, also on a machine without a card
    ("cu130", WINDOWS, "472.12, 8.6\n", "cu130", ""),
    ("cu126", LINUX_ARM, "580.65.06, 9.0\n", "cu126", ""),
]


@pytest.mark.parametrize(("asked", "machine", "answer", "build", "says"), TABLE)
def test_the_build_follows_from_the_machine_and_its_cards(asked, machine, answer, build, says):
    torch = choose_torch(asked, machine, answer)
    assert torch.build == build
    if says:
        assert says in str(torch.warning)
        assert len(str(torch.warning).splitlines()) == 3
    else:
        assert torch.warning is None


@pytest.mark.parametrize(
    ("asked", "machine", "requirement", "index"),
    [
        ("cpu", LINUX, "torch==2.13.0+cpu", "https://download.pytorch.org/whl/cpu"),  # plain: gigabytes of CUDA
        ("cpu", WINDOWS, "torch==2.13.0", ""),
        ("cpu", MAC, "torch==2.13.0", ""),
        ("cu126", WINDOWS, "torch==2.13.0+cu126", "https://download.pytorch.org/whl/cu126"),
        ("cu130", LINUX, "torch==2.13.0+cu130", "https://download.pytorch.org/whl/cu130"),
    ],
)
def test_each_build_has_its_version_and_its_index(asked, machine, requirement, index):
    torch = choose_torch(asked, machine, "")
    assert (torch.requirement, torch.index) == (requirement, index)


@pytest.mark.parametrize("asked", ["auto", "cpu", "cu130"])
def test_a_mac_with_an_intel_processor_has_no_torch(asked):
    with pytest.raises(SetupError, match="no build for macOS on Intel") as caught:
        choose_torch(asked, INTEL_MAC, "")
    assert caught.value.code == Code.NO_TORCH


@pytest.mark.parametrize("machine", [MAC, WINDOWS_ARM])
def test_cuda_cannot_be_asked_for_where_it_does_not_exist(machine):
    with pytest.raises(SetupError, match="no build cu126 for"):
        choose_torch("cu126", machine, "")
