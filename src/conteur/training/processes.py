"""Several processes that share each batch, one per GPU, or several on a CPU: what they are, and how they start.

The processes find each other through the environment variables of torchrun, so that `torchrun --nnodes ... -m
pipeline.train` runs the stage on several machines. On one machine we start them ourselves: torchrun's own store needs
libuv, which PyTorch's builds for Windows lack (pytorch#139990, in 2.4 to 2.13).
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import timedelta
from typing import IO, Any

import psutil
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from conteur.errors import UserError, run_program

LOST = 75  # exit code of a process that lost another one: EX_TEMPFAIL of sysexits.h
SAID = 78  # of one that has said what is wrong: EX_CONFIG; not 1, which Windows gives to a process that it kills
WORDS_OF_A_LOSS = ("connection", "closed by peer", "reset by peer", "broken pipe", "timed out", "timeout")
SECONDS_TO_SAVE = 60  # that processes have to write a checkpoint when another one has ended
SECONDS_TO_WAIT = 1800  # for a process that is behind, such as one that scores
STARTED_BY = "CONTEUR_STARTED_BY"  # the id of the process that waits for this one
GO_ON = "nothing is lost: the same command goes on from the last checkpoint"


class LostProcessError(Exception):
    """Another process of the group is gone, so that this one cannot go on."""


class Group:
    """This process among those that train together; a group of one talks to nobody."""

    def __init__(self, rank: int = 0, size: int = 1):
        self.rank = rank
        self.size = size

    @property
    def leads(self) -> bool:
        """Say whether this is the one that writes files and talks to the person."""
        return self.rank == 0

    def together(self, operation: Callable[[], Any]) -> Any:
        """Do something with the other processes; raise `LostProcessError` if one of them is gone."""
        try:
            return operation()
        except RuntimeError as error:  # gloo and NCCL have no name for it but their words
            if self.size > 1 and any(word in str(error).lower() for word in WORDS_OF_A_LOSS):
                raise LostProcessError(str(error)) from error
            raise

    def own_rows(self, batch: Tensor) -> Tensor:
        """Return this process's share of the rows of a batch."""
        return batch.chunk(self.size)[self.rank]

    def sharing_gradients(self, module: nn.Module) -> nn.Module:
        """Return `module` so that a backward pass ends with the mean of all processes' gradients."""
        if self.size == 1:
            return module
        return self.together(lambda: DistributedDataParallel(module, forward_sync_buffers=False))

    def keeping_gradients(self, module: nn.Module) -> AbstractContextManager:
        """Leave the gradients of the backward passes inside unshared: they add up until one outside shares them."""
        return nullcontext() if self.size == 1 else module.no_sync()

    def sum(self, *numbers: float) -> list[float]:
        """Return the sums over all processes, in float64."""
        if self.size == 1:
            return list(numbers)
        total = torch.tensor(numbers, dtype=torch.float64)
        self.together(lambda: dist.all_reduce(total))
        return total.tolist()

    def from_lead(self, value: Any) -> Any:
        """Return what the leading process has as `value`."""
        box = [value]
        if self.size > 1:
            self.together(lambda: dist.broadcast_object_list(box, src=0))
        return box[0]

    def first_word(self, word: str) -> str:
        """Return the word of the first process that has one, or nothing."""
        words = [word] * self.size
        if self.size > 1:
            self.together(lambda: dist.all_gather_object(words, word))
        return next(filter(None, words), "")


ALONE = Group()


def in_processes(work: Callable[[Group], None], n: int, module: str, device: torch.device) -> None:
    """Call `work` in this process, or, for n > 1, in n processes of this machine that run `module`.

    In a process that torchrun or this function started, call it with the group that the environment describes; raise
    a `UserError` if that is not of n, or if there are too few of `device`.
    """
    if "RANK" in os.environ:
        if (started := int(os.environ["WORLD_SIZE"])) != n:  # it shapes the result, so params.yaml has to say it
            raise UserError(
                f"torchrun started {started} processes in all: set train.processes={n} to it in params.yaml"
            )
        _check_devices(device, n, int(os.environ.get("LOCAL_WORLD_SIZE", "1")))
        _join(work, device)
    elif n == 1:
        work(ALONE)
    else:
        _check_devices(device, n, n)
        _start(n, module)


def _check_devices(device: torch.device, n: int, n_here: int) -> None:
    if device.type == "cuda" and (present := torch.cuda.device_count()) < n_here:
        raise UserError(
            f"params.yaml: train.processes={n} takes {n_here} GPUs of this machine, one for each process, and there "
            f"are {present}; lower it, or set train.device: cpu"
        )
    if device.type not in ("cuda", "cpu"):
        raise UserError(
            f"params.yaml: train.processes={n}, but {device.type} cannot share a batch; "
            "set it to 1, or train.device: cpu"
        )


def _join(work: Callable[[Group], None], device: torch.device) -> None:
    group = Group(int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"]))
    if parent := os.environ.get(STARTED_BY):
        threading.Thread(target=_end_with, args=(int(parent),), daemon=True).start()
    backend = "gloo"  # takes tensors of the CPU, as losses and checkpoints are, and of CUDA, slowly
    if device.type == "cuda":
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
        if dist.is_nccl_available():  # not on Windows
            backend = "cpu:gloo,cuda:nccl"
    dist.init_process_group(backend, timeout=timedelta(seconds=SECONDS_TO_WAIT))
    try:
        run_program(lambda: work(group))
        dist.barrier()  # nobody leaves while another one still needs its connections
    except LostProcessError:
        os._exit(LOST)  # not sys.exit: the group's threads would wait for the one that is gone
    except SystemExit as end:  # the person knows why
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(SAID if end.code == 1 else end.code)
    dist.destroy_process_group()


def _end_with(parent: int) -> None:
    """End this process once `parent` is gone, killed perhaps: nobody else would."""
    try:
        process = psutil.Process(parent)
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            time.sleep(1)
    except psutil.NoSuchProcess:
        pass
    os._exit(LOST)


def _start(n: int, module: str) -> None:
    """Run `module` in n processes and wait; raise a `UserError` if one ends before its time.

    All of them meet most mistakes, and the leading one says so. What another one says is kept, and told if that one
    alone is to blame.
    """
    address = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(_free_port())}
    sizes = {"WORLD_SIZE": str(n), "LOCAL_WORLD_SIZE": str(n), STARTED_BY: str(os.getpid())}
    threads = {"OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // n)))}
    with ExitStack() as open_files:
        kept = [open_files.enter_context(tempfile.TemporaryFile()) for _ in range(1, n)]
        workers = [
            subprocess.Popen(
                [sys.executable, "-m", module],
                env=os.environ | address | sizes | threads | {"RANK": str(rank), "LOCAL_RANK": str(rank)},
                stderr=stderr,
            )
            for rank, stderr in enumerate([None, *kept])
        ]
        try:
            codes = _wait(workers)
        except KeyboardInterrupt:  # they got it too; the leading one says what it kept
            _end(workers, time.monotonic() + SECONDS_TO_SAVE)
            sys.exit(130)
        finally:
            _end(workers, time.monotonic())
        _tell(codes, kept)


def _tell(codes: list[int | None], kept: list[IO[bytes]]) -> None:
    """End this program as the processes ended: with what the one that is to blame says, or a `UserError` about it."""
    exits = {SAID: 1, 130: 130}
    if codes[0] in exits:
        sys.exit(exits[codes[0]])
    for rank, code in enumerate(codes):
        if code in (0, LOST, None):
            continue
        if rank:
            kept[rank - 1].seek(0)
            sys.stderr.buffer.write(kept[rank - 1].read())
        if code in exits:
            sys.exit(exits[code])
        raise UserError(f"process {rank} of {len(codes)} was ended from outside or crashed (exit code {code}); {GO_ON}")
    if codes[0] != 0:  # the leading one has not written the model
        raise UserError(f"the {len(codes)} processes lost each other, and none of them says why; {GO_ON}")


def _wait(workers: list[subprocess.Popen]) -> list[int | None]:
    """Wait until all have ended, or one has failed and the others had time to save.

    Returns their exit codes, and None for those that had to be killed after that time: they are not to blame.
    """
    while None in (codes := [worker.poll() for worker in workers]):  # each is asked, also behind one that runs
        if any(codes):
            killed = _end(workers, time.monotonic() + SECONDS_TO_SAVE)
            return [None if worker in killed else worker.returncode for worker in workers]
        time.sleep(0.1)
    return codes


def _end(workers: list[subprocess.Popen], deadline: float) -> list[subprocess.Popen]:
    """Wait for all until the deadline, then kill who is left; return these."""
    killed = []
    for worker in workers:
        try:
            worker.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
            killed.append(worker)
    return killed


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
