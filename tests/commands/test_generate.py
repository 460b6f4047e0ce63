"""`invoke generate`: the text comes as it is made, and every mistake costs one line."""

import json
import signal
import sys

import pytest

from conteur.commands.sampling import overridden
from conteur.commands.trained import MODEL, TOKENIZER, load_storyteller
from conteur.errors import UserError
from conteur.files import write_text
from conteur.model import BEST
from conteur.params import load_params


@pytest.fixture
def params(project):
    return load_params(project / "params.yaml").sample


def test_the_defaults_tell_what_the_stage_sample_told(run, project):
    first, *_ = (project / "reports/samples.jsonl").read_text(encoding="utf-8").splitlines()
    done = run("generate", "--prompt=")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == json.loads(first)["text"] + "\n"


def test_characters_that_the_console_lacks_become_question_marks(run):
    done = run("generate", "--prompt=日本 été", "--max-new-tokens=3", PYTHONUTF8="0", PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("?? \ufffdt\ufffd")  # cp1252's e acute, read as UTF-8 by this test


def test_a_value_that_cannot_be_costs_one_line_that_names_the_option(run):
    done = run("generate", "--top-k=0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: --top-k: should be greater than 0, not '0'\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console, this test's too")
def test_ctrl_c_ends_the_text_quietly(start):
    program = start("generate", "--prompt=One morning", "--max-new-tokens=1000000", "--strategy=greedy")
    assert program.stdout.read(30).startswith("One morning")  # it streams: the text is far from its end
    program.send_signal(signal.SIGINT)
    _, stderr = program.communicate(timeout=60)
    assert (program.returncode, stderr) == (130, "")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"temperature": "-1"}, "--temperature: should be greater than 0, not '-1'"),
        ({"temperature": "warm"}, "--temperature: should be a valid number, not 'warm'"),
        ({"temperature": "nan"}, "--temperature: should be a finite number, not 'nan'"),
        ({"top_k": "2.5"}, "--top-k: should be a valid integer, not '2.5'"),
        ({"top_p": "1.5"}, "--top-p: should be less than or equal to 1, not '1.5'"),
        ({"max_new_tokens": ""}, "--max-new-tokens: should be a valid integer, not ''"),
        ({"strategy": "beam"}, "--strategy: should be 'greedy', 'temperature', 'top_k' or 'top_p', not 'beam'"),
        ({"seed": str(2**63)}, f"--seed: should be less than {2**63}, not '{2**63}'"),
    ],
)
def test_the_schema_of_params_yaml_says_what_may_be_typed(params, typed, message):
    with pytest.raises(UserError) as error:
        overridden(params, typed, prefix="--")
    assert str(error.value) == message


def test_what_is_not_typed_stays_as_params_yaml_has_it(params):
    typed = {"temperature": "0.5", "top_k": "7", "seed": None}
    assert overridden(params, typed, prefix="--") == params.model_copy(update={"temperature": 0.5, "top_k": 7})


@pytest.mark.parametrize("missing", [TOKENIZER, MODEL / BEST], ids=str)
def test_without_a_model_one_line_says_how_to_make_one(project, tmp_path, monkeypatch, missing):
    for path in {TOKENIZER, MODEL / BEST} - {missing}:
        write_text(tmp_path / path, "")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=r"^there is no trained model yet \(models/.* missing\); make one: .* repro$"):
        load_storyteller()
