"""torch and what it computes on."""

from pathlib import Path

from conteur.commands.checks.finding import Finding, by_script, fail, info, ok, warn
from conteur.errors import UserError
from conteur.setup.machine import ask_nvidia_smi, this_machine
from conteur.setup.torch_build import DRIVERS, Machine, choose_torch


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

    return cuda_finding(this_machine(), ask_nvidia_smi(), torch.version.cuda, torch.cuda.is_available())


def cuda_finding(machine: Machine, nvidia_smi: str, cuda: str | None, cuda_works: bool) -> Finding:
    """Say whether the NVIDIA cards are used. `nvidia_smi` is what it answers, `cuda` the version in torch's build."""
    if not nvidia_smi:
        return ok("no NVIDIA card here (asked nvidia-smi)")
    card = f"NVIDIA card ({nvidia_smi.splitlines()[0][:80]}: driver, compute capability)"
    if cuda_works:
        return ok(f"{card}, and torch uses it")
    if cuda:
        remedy = f"update the driver from {DRIVERS} and restart, or take the build for it: {by_script('--torch auto')}"
        return warn(f"{card}, torch has CUDA {cuda} and cannot use it: it trains on the CPU", remedy)
    wanted = choose_torch("auto", machine, nvidia_smi)
    if wanted.warning:
        return warn(f"{card}, but this torch has no CUDA: {wanted.warning.why}", wanted.warning.remedy)
    if wanted.build == "cpu":
        return ok(f"{card}, and torch has no build with CUDA for this system")
    remedy = by_script(f"--torch {wanted.build}")
    return warn(f"{card}, but this torch has no CUDA: it trains on the CPU, many times slower", remedy)
