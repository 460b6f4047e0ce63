"""What a person sees of a training: a line that lives, and lines that stay."""

import time

import psutil
import torch
from tqdm import tqdm

LINE = "{n_fmt}/{total_fmt} |{bar}| {elapsed}<{remaining}{postfix}"  # for 80 columns


class Progress:
    """A bar with the loss, tokens per second, how busy the device is, and memory; lines for what stays.

    flops_per_token: of training, on `n_devices` that compute in `dtype`. How busy: model FLOPs utilization (Chowdhery
    et al. 2022, PaLM, appendix B), but beside what a plain matrix product reaches on this device, as the data sheets of
    laptops' parts say little of it; measured only where there is a console to show it.
    """

    def __init__(
        self,
        step: int,
        n_steps: int,
        *,
        flops_per_token: float,
        device: torch.device,
        dtype: torch.dtype,
        n_devices: int,
        visible: bool,
    ):
        self.visible = visible
        quiet = None if visible else True  # None: quiet where there is no console
        self.bar = tqdm(total=n_steps, initial=step, ascii=True, bar_format=LINE, disable=quiet)
        self.device = device
        if not self.bar.disable:
            self.share_per_token = flops_per_token / (n_devices * peak_flops_per_s(device, dtype))

    def step(self, loss: float, tokens_per_s: float) -> None:
        if not self.bar.disable:
            self.bar.set_postfix_str(
                f"loss {loss:.3f}, {tokens_per_s:,.0f} tokens/s, MFU {tokens_per_s * self.share_per_token:.0%}, "
                f"{memory_bytes(self.device) / 2**30:.1f} GiB",
                refresh=False,
            )
        self.bar.update()

    def write(self, line: str) -> None:
        if self.visible:  # tqdm would write it all the same
            self.bar.write(line)

    def close(self) -> None:
        self.bar.close()


def memory_bytes(device: torch.device) -> int:
    """Return the most that tensors have taken on a CUDA device, or what the process holds now."""
    return torch.cuda.max_memory_allocated(device) if device.type == "cuda" else psutil.Process().memory_info().rss


def peak_flops_per_s(device: torch.device, dtype: torch.dtype) -> float:
    """Measure what the product of two matrices reaches in `dtype`, the best of five; it takes a part of a second."""
    n = 1024 if device.type == "cpu" else 4096
    a = torch.ones(n, n, device=device, dtype=dtype)

    def seconds() -> float:
        started = time.perf_counter()
        (a @ a)[0, 0].item()  # waits for the device
        return time.perf_counter() - started

    return 2 * n**3 / min(seconds() for _ in range(5))
