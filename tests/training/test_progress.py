"""What a person sees of a training, on a console and where there is none."""

import io
import math
import os
import re
import struct
import time
from contextlib import redirect_stderr
from types import SimpleNamespace

import psutil
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from conteur.model import training_flops_per_token
from conteur.training import progress
from conteur.training.progress import Progress, peak_flops_per_s
from tests.training.test_loop import train, trainer_of

PEAK = 1e9  # FLOP/s
LINE = re.compile(
    r"(?P<step>\d+)/(?P<steps>\d+) \|(?P<bar>[#\d ]*)\| (?P<elapsed>[\d:]+)<(?P<remaining>[\d:]+), loss (?P<loss>\S+), "
    r"(?P<speed>[\d,]+) tokens/s, MFU (?P<mfu>\d+)%, (?P<memory>\d+\.\d) GiB"
)


class Console(io.StringIO):
    def isatty(self) -> bool:
        return True

    def last_line(self) -> dict[str, str]:
        """Return the parts of the line that the bar left behind."""
        return LINE.fullmatch(self.getvalue().strip().split("\r")[-1]).groupdict()


@pytest.fixture
def known_peak(monkeypatch) -> None:
    monkeypatch.setattr(progress, "peak_flops_per_s", lambda device, dtype: PEAK)


def progress_of(step: int, n_steps: int, **changes) -> Progress:
    known = {"flops_per_token": 4e3, "device": torch.device("cpu"), "dtype": torch.float32, "n_devices": 2}
    return Progress(step, n_steps, **known | {"visible": True} | changes)


def seconds(shown: str) -> int:
    minutes, rest = shown.split(":")
    return 60 * int(minutes) + int(rest)


def test_the_line_shows_step_time_that_remains_loss_speed_mfu_and_memory(known_peak):
    with redirect_stderr(Console()) as console:
        bar = progress_of(2900, 3000)
        for _ in range(10):
            time.sleep(0.04)
            bar.step(12.3456, 123_456.7)
        bar.close()
    line = console.last_line()
    assert (line["step"], line["steps"]) == ("2910", "3000")
    assert (line["loss"], line["speed"]) == ("12.346", "123,457")
    assert line["mfu"] == "25"  # 123,457 tokens of 4 kFLOP a second, on two devices of 1 GFLOP/s
    assert float(line["memory"]) == pytest.approx(psutil.Process().memory_info().rss / 2**30, abs=0.1)
    # A tenth of these steps is done, not of all: what remains takes nine times as long as what was, or more than that
    # on a machine that is busy at the end.
    assert seconds(line["remaining"]) >= math.floor(9 * 0.4)


def test_a_training_shows_what_it_logs(known_peak, tmp_path):
    logged = {}
    trainer = trainer_of(lambda step, metrics: logged.update(metrics))
    with redirect_stderr(Console()) as console:
        train(trainer, tmp_path)
    line, tokens_per_s = console.last_line(), logged["train/tokens_per_s"]
    assert (line["step"], line["steps"]) == ("12", "12")
    assert (line["loss"], line["speed"]) == (f"{logged['train/loss']:.3f}", f"{tokens_per_s:,.0f}")
    assert line["mfu"] == f"{100 * tokens_per_s * training_flops_per_token(trainer.model) / PEAK:.0f}"


def test_there_is_no_line_where_another_process_shows_one_or_there_is_no_console(monkeypatch):
    monkeypatch.setattr(progress, "peak_flops_per_s", None)  # nor is it measured
    for stream, visible in ((Console(), False), (io.StringIO(), True)):
        with redirect_stderr(stream):
            bar = progress_of(0, 5, visible=visible)
            bar.step(2.0, 3.0)
            bar.close()
        assert stream.getvalue() == ""


def test_the_line_fits_a_console_of_80_columns():
    pty, fcntl, termios = map(pytest.importorskip, ("pty", "fcntl", "termios"))  # Windows has none of them
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with os.fdopen(its, "w", encoding="utf-8") as console, redirect_stderr(console):
        bar = progress_of(2199, 2200)
        bar.step(0.2745, 12_345.6)
        bar.close()
        shown = ""
        while not shown.endswith("\n"):
            shown += os.read(ours, 2000).decode()
    os.close(ours)
    line = shown.rstrip().split("\r")[-1]
    assert LINE.fullmatch(line) and len(line) < 80


def available(kind: str) -> bool:
    return {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}[kind]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16], ids=str)
@pytest.mark.parametrize("kind", ["cpu", "cuda", "mps"])
def test_the_peak_of_a_device_is_the_flops_of_a_product_over_the_time_of_the_fastest(monkeypatch, kind, dtype):
    if not available(kind):
        pytest.skip(f"there is no {kind} here")
    clock = iter([0.0, 5.0, 5.0, 8.0, 8.0, 10.0, 10.0, 14.0, 14.0, 20.0])  # of five products the third is the fastest
    monkeypatch.setattr(progress, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    with FlopCounterMode(display=False) as counter:
        peak = peak_flops_per_s(torch.device(kind), dtype)
    assert peak == counter.get_total_flops() / 5 / 2.0 > 1e9
