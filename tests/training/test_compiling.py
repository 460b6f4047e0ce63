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

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of torch, in torch
CPU = torch.device("cpu")
COMPILER = shutil.which(os.environ.get("CXX", "g++")) or shutil.which("clang++") or shutil.which("cl")


@pytest.fixture(autouse=True)
def nothing_has_worked_yet(monkeypatch, tmp_path):
    monkeypatch.setattr(compiling, "WORKED", tmp_path / "worked")


@pytest.fixture(autouse=True)
def nothing_stays_set():
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(False)


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


def test_a_space_in_the_path_is_named_as_what_may_be_in_the_way(no_compiler, monkeypatch, capsys):
    monkeypatch.setattr(torch, "__file__", "/projects/un essai/.venv/torch/__init__.py")
    compiled(torch.nn.Linear(2, 3), "on", CPU, 0)
    assert capsys.readouterr().err.endswith("; perhaps for the space in the path of PyTorch\n")


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


@pytest.mark.parametrize("broken", ["forward", "backward"])
def test_a_pass_that_cannot_be_compiled_is_said_in_one_line_and_nothing_is_lost(broken, tmp_path, monkeypatch, capsys):
    """Torch makes the backward pass when it is first run, long after the forward pass has gone well."""
    if broken == "backward" and (trouble := why_not(CPU)):
        pytest.skip(f"torch.compile does not work here: {trouble}")
    monkeypatch.setattr(compiling, "why_not", lambda device: "")
    from torch._inductor import compile_fx, utils  # here, as it warns of itself

    compile_pass = compile_fx.fx_codegen_and_compile

    def failing(*arguments, **options):
        if broken == ("backward" if options["is_backward"] else "forward"):
            raise ValueError(f"this {broken} pass is too much")
        return compile_pass(*arguments, **options)

    monkeypatch.setattr(compile_fx, "fx_codegen_and_compile", failing)
    plain = run(tmp_path / "a", compile="off", n_layers=1)
    assert capsys.readouterr().err == ""
    torch._dynamo.reset()
    with utils.fresh_cache():
        found = run(tmp_path / "b", compile="on", n_layers=1)
    warning = capsys.readouterr().err
    assert warning.startswith("warning: training goes on without torch.compile") and warning.count("\n") == 1
    assert f"this {broken} pass is too much" in warning
    assert equal(weights(found), weights(plain))
    assert found.state.rows == plain.state.rows
    assert not torch.are_deterministic_algorithms_enabled()


def test_an_error_that_is_not_the_compilers_is_not_taken_for_one(monkeypatch):
    monkeypatch.setattr(compiling, "why_not", lambda device: "")

    def try_out(module):
        raise torch.OutOfMemoryError("CUDA out of memory")

    with pytest.raises(torch.OutOfMemoryError):
        compiled(torch.nn.Linear(2, 3), "on", CPU, 0, try_out)


def test_a_run_goes_on_with_the_algorithms_of_its_threads(tmp_path, monkeypatch):
    monkeypatch.setattr(compiling, "why_not", lambda device: "")
    deterministic = []

    def compile_nothing(module, options):
        def forward(*arguments):
            deterministic.append(torch.are_deterministic_algorithms_enabled())
            return module(*arguments)

        compiled_module = torch.nn.Module()
        compiled_module.forward = forward
        return compiled_module

    monkeypatch.setattr(torch, "compile", compile_nothing)

    def stop(step, metrics):
        if step == 4:
            raise KeyboardInterrupt

    torch.set_num_threads(2)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, stop, compile="on")
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(False)
    run(tmp_path, compile="on")
    assert torch.get_num_threads() == 2 and len(deterministic) >= 12 and all(deterministic)


@pytest.mark.skipif(not COMPILER, reason="there is no C++ compiler")
@pytest.mark.parametrize("recomputed", [False, True])
def test_a_compiled_run_learns_the_same_and_goes_on_bit_identical(tmp_path, monkeypatch, recomputed):
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
        "activation_checkpointing": recomputed,
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
    assert isinstance(unbroken.fast_loss.sums, torch._dynamo.OptimizedModule)
