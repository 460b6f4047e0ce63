"""What a step frees is there for the next one, where glibc would give it back to Linux."""

import os
import platform
import subprocess
import sys

import pytest

from conteur.training import allocator

# The pages that Linux has to hand out for the last step's tensors, 128 MB.
PAGES = """
import resource, torch
from conteur.training.allocator import keep_freed_memory
keep_freed_memory()
for step in range(6):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    tensors = [torch.ones(2**20) for _ in range(32)]
    del tensors
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told what to keep")
def test_freed_memory_is_asked_for_once():
    command, environment = [sys.executable, "-c", PAGES], os.environ | {"PYTHONPATH": "src"}
    assert int(subprocess.check_output(command, env=environment, encoding="utf-8")) < 100  # 32,736 otherwise


def test_elsewhere_it_does_nothing(monkeypatch):
    monkeypatch.setattr(allocator.sys, "platform", "win32")
    monkeypatch.setattr(allocator.ctypes, "CDLL", None)  # a call would be a TypeError
    allocator.keep_freed_memory()
