"""torch and what it computes on."""

import re
import subprocess
from pathlib import Path

from conteur.commands.checks.finding import Finding, by_script, fail, info, ok, python_typed, warn
from conteur.commands.invocation import spelt
from conteur.errors import UserError


def check_torch(root: Path) -> Finding:
    """Import torch and say what it sees; the devices that params.yaml asks for have to be there."""
    try:
        import torch

        from conteur.model.device import choose_device, computes_in_bf16
    except (ImportError, OSError) as error:  # Windows: a DLL that cannot be loaded is an OSError
        return fail(f"torch does not start: {' '.join(str(error).split())[:200]}", by_script("setup"))
    device = choose_device("auto", "")
    name = f"{torch.cuda.device_count()} x {torch.cuda.get_device_name()}" if device.type == "cuda" else device.type
    build = f"CUDA {torch.version.cuda} build" if torch.version.cuda else "build without CUDA"
    bf16 = "bf16" if computes_in_bf16(device) else "no bf16 in hardware"
    return ok(f"torch {torch.__version__}, {build}; computes on {name}, {bf16}, {torch.get_num_threads()} threads")


def check_wanted_devices(root: Path) -> Finding:
    from conteur.model import choose_device
    from conteur.params import load_params

    try:
        params = load_params(root / "params.yaml")
    except UserError:
        return info("the devices of params.yaml were not looked at: it is not valid")
    try:
        wanted = {"train": params.train.device, "evaluate": params.evaluate.device}
        chosen = {stage: choose_device(device, f"{stage}.device").type for stage, device in wanted.items()}
    except UserError as error:
        return fail(str(error), "set it to auto in params.yaml")
    return ok(f"params.yaml: train on {chosen['train']}, evaluate on {chosen['evaluate']}")


def check_cuda(root: Path) -> Finding:
    import torch

    return cuda_finding(nvidia_smi(), torch.version.cuda is not None, torch.cuda.is_available())


def nvidia_smi() -> str:
    """Return a line `driver_version, compute_cap` for each card, "" if there is none."""
    command = ["nvidia-smi", "--query-gpu=driver_version,compute_cap", "--format=csv,noheader"]
    try:
        answer = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def cuda_finding(cards: str, has_cuda_build: bool, cuda_works: bool) -> Finding:
    """Say whether the NVIDIA cards are used. `cards` is what `nvidia_smi` returns."""
    if not cards:
        return ok("no NVIDIA card here (asked nvidia-smi)")
    driver, capability = cards.splitlines()[0].replace(" ", "").split(",")
    card = f"NVIDIA card (driver {driver}, compute capability {capability})"
    if cuda_works:
        return ok(f"{card}, and torch uses it")
    if has_cuda_build:
        return warn(f"{card}, torch has CUDA and cannot use it: it trains on the CPU", "update the driver: nvidia.com")
    build = cuda_build(driver, capability)
    if not build:
        remedy = "update the driver (580 or later) from https://www.nvidia.com/drivers, then again: " + spelt("doctor")
        return warn(f"{card}, but this torch has no CUDA, and the driver is too old for one that has", remedy)
    index = f"https://download.pytorch.org/whl/{build}"
    remedy = f"{python_typed()} -m pip install torch==2.13.0+{build} --extra-index-url {index}"
    return warn(f"{card}, but this torch has no CUDA: it trains on the CPU, many times slower", remedy)


def cuda_build(driver: str, capability: str) -> str:
    """Return the build of torch 2.13 for a card, "" if its driver is too old for any; `driver` as in 580.65.06.

    cu130 is for compute capability 7.5 to 12.0 and drivers from 580 on, cu126 for 5.0 to 9.0 and drivers from 528 on.
    """
    major_driver = int(re.match(r"\d+", driver)[0])
    generation = tuple(int(part) for part in capability.split("."))
    if major_driver >= 580 and generation >= (7, 5):
        return "cu130"
    if major_driver >= 528 and (5, 0) <= generation <= (9, 0):
        return "cu126"
    return ""
