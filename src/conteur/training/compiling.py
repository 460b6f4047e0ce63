"""torch.compile, where it works and pays: it needs a C++ compiler on a CPU, triton on a GPU, and time at the start.

params.yaml has it off: compiled kernels round otherwise, so whether a machine can compile would decide on the bytes.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import torch
from torch import nn

from conteur.training.processes import ALONE, Group

# Tokens from which on a run is shorter compiled than not: seconds of compiling over seconds saved per token. In
# docs/benchmarks/training_tinystories.md, with an empty cache, 26.8 s / (1 / 23,146 - 1 / 30,905 s) = 2.5 M tokens, the
# medians of its rows; on fables 2.3 M. With a full cache, 1.9 s are back after 0.2 M. The default model, whose tokens
# take longer, is at 1.1 M (benchmarks/compiling.py). CUDA: not measured.
BREAK_EVEN_TOKENS = {"cpu": 2_000_000, "cuda": 2_000_000}
SECONDS_FOR_A_PROBE = 180
NO_COMPILING = "warning: training goes on without torch.compile, which does not work here"
WORKED = Path(__file__).parents[3] / ".cache" / "compile"
# A number that was in no probe before: what an earlier one left on disk is taken from there, without a compiler, too.
PROBE = (
    "import torch; "
    "torch.compile(lambda x: (x @ x * {new}).relu().sum(), options={options})(torch.ones(8, 8, device={device!r}))"
)


def compiled(
    module: nn.Module,
    wanted: str,
    device: torch.device,
    n_tokens: int,
    try_out: Callable[[nn.Module], None] = lambda module: None,
    group: Group = ALONE,
    *,
    recomputed: bool = False,
) -> nn.Module:
    """Return `module` compiled, or as it is. `recomputed`: its backward pass runs blocks again.

    `wanted` is on, off, or auto, which is on for runs of so many tokens that it pays. `try_out` runs a module forward
    and backward, which is when it is compiled. Where one process of the group cannot do it, all of them go on without,
    after one line of warning. Call it when the number of threads is settled.
    """
    pays = n_tokens >= BREAK_EVEN_TOKENS.get(device.type, sys.maxsize)
    if wanted == "off" or (wanted == "auto" and not pays):
        return module
    fast, trouble = module, why_not(device)
    if not trouble:
        if device.type == "cpu" and torch.get_num_threads() > 1:
            # Compiled kernels add up the gradient of an embedding from several threads at once, in the order of chance.
            torch.use_deterministic_algorithms(True)
        options = _options(device)
        if recomputed:  # cpp_wrapper cannot write what keeps the random state of the first pass (in 2.13)
            options.pop("cpp_wrapper", None)
        fast = torch.compile(module, options=options)
        trouble = _trouble(try_out, fast)
    if trouble := group.first_word(trouble):
        torch.use_deterministic_algorithms(False)
        if group.leads:
            # Its libraries lie there, and inductor hands their path to the linker without quotes (in 2.13).
            space = "; perhaps for the space in the path of PyTorch" if " " in torch.__file__ else ""
            print(f"{NO_COMPILING}: {trouble}{space}", file=sys.stderr)
        return module
    return fast


def _trouble(try_out: Callable[[nn.Module], None], fast: nn.Module) -> str:
    """Return why torch could not compile `fast`, or nothing; an error of another kind, such as of memory, is raised."""
    from torch._dynamo.exc import TorchDynamoException  # takes a second, and only who compiles needs it

    try:
        try_out(fast)
    except TorchDynamoException as error:  # those of the C++ compiler and of triton are wrapped in one
        return _in_short(f"{type(error).__name__}: {error}")
    return ""


def why_not(device: torch.device) -> str:
    """Compile something small in a process of its own, as a compiler that is broken may take the process with it.

    Returns the last line of what went wrong, or nothing. What has worked is not tried again, until torch or the
    compiler is another one. What it finds out about the processor serves training, too.
    """
    worked = WORKED / _surroundings(device)
    if worked.exists():
        return ""
    options = _options(device) | {"cpp_wrapper": False}  # whose header takes a second to read
    program = PROBE.format(new=time.time_ns(), options=options, device=device.type)
    try:
        probe = subprocess.run(
            [sys.executable, "-c", program],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS_FOR_A_PROBE,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {SECONDS_FOR_A_PROBE} s"
    if probe.returncode == 0:
        WORKED.mkdir(parents=True, exist_ok=True)
        worked.touch()
        return ""
    return _in_short(probe.stderr) or f"exit code {probe.returncode}"


def _in_short(words: str) -> str:
    """Return the last line that tells of an error, or the last."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    told = [line for line in lines if "Error" in line or "error" in line] or lines or [""]
    return told[-1][:200]


def _options(device: torch.device) -> dict[str, bool]:
    """Return what shortens the start, on Linux, where it was measured.

    cpp_wrapper makes one C++ file for each of the two passes, not one for each kernel: 25 s of CPU time instead of 35
    for two layers. On Windows torch's own tests fail with it (pytorch/pytorch, issue 150011). A precompiled header for
    two files and the probe costs more than it spares: 34 s with it, 31 s without, and 19 s and 21 s for the next model.
    vec_isa_ok leaves out the dry run of each vector extension of the processor, in a process of its own, at every
    start: with the cache full, compiling adds 2.5 s instead of 4.3. The probe shows that the compiler knows them.
    """
    if device.type == "cpu" and sys.platform == "linux":
        return {"cpp_wrapper": True, "cpp_cache_precompile_headers": False, "cpp.vec_isa_ok": True}
    return {}


def _surroundings(device: torch.device) -> str:
    name = os.environ.get("CXX", "cl" if sys.platform == "win32" else "g++")
    compiler = shutil.which(name) or shutil.which("clang++") or ""
    changed = Path(compiler).stat().st_mtime_ns if compiler else None
    all_of_it = (torch.__version__, sys.version, device.type, _options(device), compiler, changed)
    return sha256(repr(all_of_it).encode()).hexdigest()[:16]
