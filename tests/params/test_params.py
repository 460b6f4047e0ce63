"""params.yaml: the shipped file is valid, and each mistake in it becomes one line that says where."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conteur.errors import UserError
from conteur.params import load_params, parse_params

SHIPPED = Path("params.yaml").read_text(encoding="utf-8")


def mistake(old: str, new: str) -> str:
    """Replace `old`, which has to be there, in the shipped file; return the error line."""
    assert SHIPPED.count(old) >= 1, old
    with pytest.raises(UserError) as caught:
        parse_params(SHIPPED.replace(old, new, 1), "params.yaml")
    line = str(caught.value)
    assert "\n" not in line
    return line


def line_of(text: str) -> int:
    return SHIPPED[: SHIPPED.index(text)].count("\n") + 1


def test_the_shipped_file_is_valid_and_every_key_has_a_comment():
    load_params()
    for number, line in enumerate(SHIPPED.splitlines(), start=1):
        has_value = ": " in line.split("#")[0].rstrip()
        assert not has_value or "#" in line, f"line {number} explains nothing: {line}"


@pytest.mark.parametrize(
    ("old", "new", "key", "advice"),
    [
        ("d_model:", "d_modle:", "model.d_modle", "did you mean d_model?"),
        ("  d_ff: 512 ", "  d_ff: 512\n  quux: 1", "model.quux", "known here: d_model"),
        ("learning_rate: 1.0e-2", "learning_rate: '5e-3'", "train.learning_rate", "without them"),
        ("n_layers: 3", "n_layers: abc", "model.n_layers", "integer, not 'abc'"),
        ("n_layers: 3", "n_layers: 4.5", "model.n_layers", "integer, not 4.5"),
        ("bias: false", "bias: 0", "model.bias", "boolean, not 0"),
        ("dropout: 0.0", "dropout: 1.5", "model.dropout", "less than 1, not 1.5"),
        ("kind: rope", "kind: alibi", "model.position.kind", "'sinusoidal', 'relative' or 'none', not 'alibi'"),
        ("final_fraction: 0.0 ", "final_fraction: .nan", "train.schedule.final_fraction", "finite"),
        ("vocab_size: 2048", "vocab_size: 259", "tokenizer.vocab_size", "greater than or equal to 260"),
        ("  - 1024", "  - 10", "comparison.vocab_sizes.0", "260"),
    ],
)
def test_a_wrong_key_or_value_is_named_with_its_line(old, new, key, advice):
    line = mistake(old, new)
    assert f", line {line_of(old) + new.count(chr(10))}: {key}: " in line
    assert advice in line


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("d_model: 128", "d_model: 127", "set it to 124 or 128"),
        ("n_kv_heads: 2", "n_kv_heads: 3", "divisor of 2"),
        ("d_model: 128", "d_model: 126", "is odd; set d_model to 128"),
        ("micro_batch_size: 8", "micro_batch_size: 7", "set batch_size to 7 or 14"),
        ("warmup_steps: 20", "warmup_steps: 1600", "1599 or less"),
        ("max_documents: 20000", "max_documents: 0", "give a number"),
        ("  - 1024", "  - 2048", "comparison.vocab_sizes: 2048 is there twice; remove one"),
        (
            "dataset: fables ",
            "dataset: tinystory ",
            "there is no dataset 'tinystory'; known: fables, files, tinystories",
        ),
        ("dataset: fables ", "dataset: wikipedia ", "wikipedia-XX with XX the code of any language"),
    ],
)
def test_values_that_contradict_each_other_come_with_values_that_do_not(old, new, advice):
    assert advice in mistake(old, new)


@pytest.mark.parametrize("number", ["5e-3", "5E-03", "5.0e-3", "0.005"])
def test_a_number_may_be_spelt_as_yaml_1_2_has_it(number):
    text = SHIPPED.replace("learning_rate: 1.0e-2", f"learning_rate: {number}")
    assert parse_params(text, "params.yaml").train.learning_rate == 0.005


def test_all_mistakes_are_counted():
    line = mistake("n_layers: 3 ", "n_layers: x ").replace("x", "")
    assert "more" not in line
    with pytest.raises(UserError, match=r"\(1 more after this one\)"):
        parse_params(SHIPPED.replace("n_layers: 3", "n_layers: x").replace("bias: false", "bias: 3"), "params.yaml")


def test_a_missing_key_and_broken_yaml_are_named():
    assert "train.clip_norm: missing" in mistake("  clip_norm: 1.0 ", "  # ")
    assert re.search(r"params.yaml, line 3\d: not valid YAML: expected", mistake("  d_ff: 512 ", "  d_ff: [ "))
    with pytest.raises(UserError, match="the file: "):
        parse_params("", "params.yaml")


def test_a_missing_or_undecodable_file_is_named(tmp_path):
    with pytest.raises(UserError, match="is missing; run from the project's root"):
        load_params(tmp_path / "params.yaml")
    (tmp_path / "params.yaml").write_bytes(b"seed: \xe9")
    with pytest.raises(UserError, match="not UTF-8 at byte 6"):
        load_params(tmp_path / "params.yaml")


def test_reading_params_loads_neither_torch_nor_numba():
    program = "import conteur.params as p, sys; p.load_params(); print({'torch', 'numba', 'numpy'} & set(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": "src"}, capture_output=True, encoding="utf-8"
    )
    assert answer.stdout.strip() == "set()", answer.stderr


def test_words_that_yaml_takes_for_booleans_are_words():
    for word in ("off", "on"):
        for written in (word, f"'{word}'"):  # dvc exp run -S leaves the quotes out
            text = re.sub(r"  compile: '?\w+'?", f"  compile: {written}", SHIPPED)
            assert parse_params(text, "params.yaml").train.compile == word
