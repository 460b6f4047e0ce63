"""Where to compute and in which precision."""

import torch

from conteur.errors import UserError


def choose_device(wanted: str, key: str) -> torch.device:
    """Return the device that `key` of params.yaml asks for; auto takes CUDA, then MPS, then the CPU."""
    available = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if wanted == "auto":
        return torch.device(next(kind for kind, present in available.items() if present))
    if not available[wanted]:
        present = ", ".join(kind for kind, there in available.items() if there)
        raise UserError(
            f"params.yaml: {key}={wanted}, but PyTorch {torch.__version__} sees no such device here; "
            f"set it to auto or one of: {present}"
        )
    return torch.device(wanted)


def computing_dtype(wanted: str, device: torch.device) -> torch.dtype:
    """Return what `train.precision` computes in; auto takes what the hardware is fast in: bf16, fp16 on CUDA, fp32."""
    match wanted:
        case "bf16":
            return torch.bfloat16
        case "fp16":
            return torch.float16
        case "auto" if computes_in_bf16(device):
            return torch.bfloat16
        case "auto" if device.type == "cuda":  # before Ampere
            return torch.float16
        case _:
            return torch.float32


def computes_in_bf16(device: torch.device) -> bool:
    """Say whether the hardware multiplies bfloat16 itself; emulation is slower than float32."""
    match device.type:
        case "cuda":
            return torch.cuda.is_bf16_supported(including_emulation=False)
        case "cpu":
            features = torch.cpu.get_capabilities()
            return bool(features.get("avx512_bf16") or features.get("amx_bf16"))
        case _:
            return False
