"""torch.compile where it works; where it does not, one line and training goes on."""

import os
import shutil
import sys

import pytest
import torch

from conteur.params import load_params
from conteur.training import compiling
from conteur.training.compiling import compiled, why_not
from tests.training.test_loop import equal, run, weights

CPU = torch.device("cpu")
COMPILER = shutil.which(os.environ.get("CXX", "g++")) or shutil.which("clang++") or shutil.which("cl")


@pytest.fixture(autouse=True)
def nothing_has_worked_yet(monkeypatch, tmp_path):
    monkeypatch.setattr(compiling, "WORKED", tmp_path / "worked")


@pytest.fixture
def no_compiler(monkeypatch):
    """Take every C++ compiler away from the processes that are started."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CXX", raising=False)


def test_without_a_compiler_training_goes_on_after_one_line(no_compiler, tmp_path, capsys):
    plain = run(tmp_path / "a", compile="off")
    assert capsys.readouterr().err == ""
    found = run(tmp_path / "b", compile="on")
    warning = capsys.readouterr().err
    assert warning.startswith("warning: training goes on without torch.compile") and warning.count("\n") == 1
    assert equal(weights(found), weights(plain))


def test_auto_compiles_long_runs_only_and_asks_only_then(monkeypatch):
    asked = []
    monkeypatch.setattr(compiling, "why_not", lambda device: asked.append(device) or "no compiler")
    module = torch.nn.Linear(2, 3)
    tokens = compiling.BREAK_EVEN_TOKENS["cpu"]
    assert compiled(module, "auto", CPU, tokens - 1) is module and not asked
    assert compiled(module, "auto", CPU, tokens) is module and asked == [CPU]
    assert compiled(module, "auto", torch.device("mps"), tokens) is module and len(asked) == 1
    assert compiled(module, "off", CPU, tokens) is module and len(asked) == 1


def test_a_compiler_that_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr(compiling, "PROBE", "import time; time.sleep(60) # {device!r}")
    monkeypatch.setattr(compiling, "SECONDS_FOR_A_PROBE", 0.5)
    assert why_not(CPU) == "no answer within 0.5 s"


def test_what_has_worked_is_not_tried_again_until_the_compiler_is_another(monkeypatch, tmp_path):
    compiler = tmp_path / "compiler.exe"
    compiler.touch(mode=0o755)
    monkeypatch.setenv("CXX", str(compiler))
    monkeypatch.setattr(compiling, "PROBE", "pass # {device!r}")
    assert why_not(CPU) == ""
    monkeypatch.setattr(compiling, "PROBE", "import sys; sys.exit('Error: broken') # {device!r}")
    assert why_not(CPU) == ""
    os.utime(compiler, (1, 1))
    assert why_not(CPU) == "Error: broken"
    assert why_not(CPU) == "Error: broken"  # what failed is tried again


def test_a_compiler_that_takes_its_process_with_it_is_survived(monkeypatch):
    monkeypatch.setattr(compiling, "PROBE", "import os; os.abort() # {device!r}")
    assert why_not(CPU).startswith("exit code") or sys.platform == "win32"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of torch, in torch
@pytest.mark.skipif(not COMPILER, reason="there is no C++ compiler")
def test_a_compiled_run_learns_the_same_and_goes_on_bit_identical(tmp_path, monkeypatch):
    torch._dynamo.reset()
    torch._dynamo.utils.counters.clear()
    if trouble := why_not(CPU):  # such as a linker that cannot take the folder's name
        pytest.skip(f"torch.compile does not work here: {trouble}")
    monkeypatch.setattr(compiling, "why_not", lambda device: "")  # asked once, not for each of the runs
    # Not muon: what it makes of a gradient near zero hangs on the last bits.
    same = {
        "dropout": 0.0,
        "max_steps": 8,
        "n_layers": 1,
        "optimizer": load_params().train.optimizer.model_dump() | {"kind": "adamw"},
    }
    plain = run(tmp_path / "plain", compile="off", **same)
    unbroken = run(tmp_path / "a", compile="on", **same)

    def stop(step, metrics):
        if step == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "b", stop, compile="on", **same)
    resumed = run(tmp_path / "b", compile="on", **same)
    assert equal(weights(resumed), weights(unbroken))
    for name, weight in weights(plain).items():
        torch.testing.assert_close(weights(unbroken)[name], weight, rtol=1e-3, atol=1e-4)
    assert not torch._dynamo.utils.counters["aot_autograd"]["autograd_cache_bypass"]  # it is kept on disk
    assert isinstance(unbroken.shared_loss.sums, torch._dynamo.OptimizedModule)
