"""Which build of torch a machine gets: a pure function of its system and of what nvidia-smi says about its cards."""

import re
from typing import NamedTuple

from conteur.setup.failure import Advice, Code, SetupError

VERSION = "2.13.0"
ASKABLE = ("auto", "cpu", "cu126", "cu130")
INDEX = "https://download.pytorch.org/whl/"
DRIVERS = "https://www.nvidia.com/drivers"


class Machine(NamedTuple):
    system: str  # as sys.platform has it: linux | darwin | win32
    architecture: str  # of this Python: x86_64, aarch64, arm64, win-amd64, win-arm64


class Card(NamedTuple):
    driver: int  # the major version: 580 of 580.65.06
    capability: tuple[int, int]  # the generation: (8, 6) for an RTX 3090, (12, 0) for an RTX 5090


class Torch(NamedTuple):
    """A build, and how pip gets it."""

    build: str  # cpu (with MPS on macOS) | cu126 | cu130
    requirement: str
    index: str  # an extra package index that has this build; "" for none
    download: str  # its size, in words
    disk_gb: int  # space that it takes, download included
    warning: Advice | None = None  # why it is not the one that the person may expect


class Cuda(NamedTuple):
    """What a CUDA build of torch runs on."""

    driver: dict[str, int]  # the oldest one: system -> major version
    oldest: tuple[int, int]  # compute capability
    newest: tuple[int, int]  # a build for 12.0 serves all of 12.x: binaries run on later minor versions


# From torch's release notes and NVIDIA's table of driver versions. The newer build first: it is taken where both serve.
BUILDS = {
    "cu130": Cuda({"linux": 580, "win32": 580}, (7, 5), (12, 99)),
    "cu126": Cuda({"linux": 525, "win32": 528}, (5, 0), (9, 0)),
}


def choose_torch(asked: str, machine: Machine, nvidia_smi: str) -> Torch:
    """Decide which build to install. `asked` is one of ASKABLE.

    `nvidia_smi` is what `nvidia-smi --query-gpu=driver_version,compute_cap --format=csv,noheader` printed, "" if there
    is none. What the person asks for by name is taken at their word, unless no such build exists.
    """
    if machine == Machine("darwin", "x86_64"):
        raise SetupError(
            Code.NO_TORCH,
            f"torch {VERSION} has no build for macOS on Intel",
            "its makers dropped x86-64 on macOS after 2.2",
            "on an Apple Silicon Mac install the arm64 Python of python.org; on an Intel one, use another machine",
        )
    has_cuda = machine.system in ("linux", "win32") and machine.architecture != "win-arm64"
    if asked not in ("auto", "cpu") and not has_cuda:
        where = "macOS" if machine.system == "darwin" else "this system"
        raise SetupError(
            Code.NO_TORCH,
            f"torch {VERSION} has no build {asked} for {where}",
            "CUDA needs Linux, or Windows on x86-64, with an NVIDIA card",
            "take --torch auto",
        )
    if asked in BUILDS:
        return cuda_build(asked)
    if asked == "cpu" or not has_cuda or not nvidia_smi.strip():
        return cpu_build(machine)
    build, warning = build_for_cards(machine.system, nvidia_smi)
    return cuda_build(build) if build else cpu_build(machine)._replace(warning=warning)


def cpu_build(machine: Machine) -> Torch:
    if machine.system == "linux":
        # Plain `torch` on Linux brings gigabytes of CUDA. Only the local version names the small build for sure.
        return Torch("cpu", f"torch=={VERSION}+cpu", INDEX + "cpu", "about 200 MB", 2)
    return Torch("cpu", f"torch=={VERSION}", "", "about 150 MB", 2)  # Windows and macOS: the one of PyPI has no CUDA


def cuda_build(build: str) -> Torch:
    return Torch(build, f"torch=={VERSION}+{build}", INDEX + build, "about 3 GB, with CUDA", 10)


def build_for_cards(system: str, nvidia_smi: str) -> tuple[str, Advice | None]:
    """Return the build that serves most of the cards; ("", why there is none) if none serves any."""
    cards = [card for line in nvidia_smi.splitlines() if (card := read_card(line))]
    if not cards:
        said = nvidia_smi.strip().splitlines()[0][:80]
        return "", Advice(
            "the NVIDIA card is left alone: torch is installed without CUDA",
            f"nvidia-smi does not tell its driver and generation, but: {said}",
            f"update the driver ({DRIVERS}) and restart; if nvidia-smi then shows the card: setup_project --torch auto",
        )
    served = {name: sum(serves(build, system, card) for card in cards) for name, build in BUILDS.items()}
    best = max(served, key=served.__getitem__)
    return (best, None) if served[best] else ("", no_build_advice(system, cards))


def read_card(line: str) -> Card | None:
    """Read a line such as `580.65.06, 8.6`. None for what is none: [N/A], ERR!, an error message."""
    match = re.fullmatch(r"\s*(\d+)(?:\.\d+)*\s*,\s*(\d+)\.(\d+)\s*", line)
    return Card(int(match[1]), (int(match[2]), int(match[3]))) if match else None


def serves(build: Cuda, system: str, card: Card) -> bool:
    return card.driver >= build.driver[system] and build.oldest <= card.capability <= build.newest


def no_build_advice(system: str, cards: list[Card]) -> Advice:
    """Say why no card can be used: the driver is what a person can change, so it comes first."""
    what = "the NVIDIA card is left alone: torch is installed without CUDA"
    needed = [
        (build.driver[system], card)
        for card in cards
        for build in BUILDS.values()
        if build.oldest <= card.capability <= build.newest
    ]
    if needed:
        driver, card = min(needed)
        capability = ".".join(map(str, card.capability))
        why = f"its driver is {card.driver}; a card of compute capability {capability} needs {driver} or later here"
        return Advice(what, why, f"update the driver from {DRIVERS}, restart, then: setup_project --torch auto")
    capability = ".".join(map(str, cards[0].capability))
    too_new = cards[0].capability > BUILDS["cu130"].newest
    why = f"torch {VERSION} is too {'old' if too_new else 'new'} for its compute capability {capability}"
    return Advice(what, why, "nothing: training runs on the processor")
