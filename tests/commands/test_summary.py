"""The summary at the end of `invoke repro`."""

import re
import sys

import pytest

from conteur.commands.console import aligned, folded
from conteur.commands.reports import REPORTS, read_samples
from conteur.commands.summary import figures, next_commands, shortened, tale
from conteur.files import read_json, write_jsonl
from conteur.invocation import spelt

EVALUATION = {"loss_nats": 1.23456, "perplexity": 3.4371, "bits_per_byte": 0.9124}
EVALUATION |= {"top1_accuracy": 0.6666, "top5_accuracy": 0.9}
TRAINING = {"parameters": 2164672, "tokens_seen": 2457600}


def test_the_summary_fits_eighty_columns_and_tells_what_was_made(run, project):
    done = run("summary", COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80
    evaluation = read_json(project / "reports/evaluation.json")
    assert f"{evaluation['loss_nats']:.3f} nats per token" in done.stdout
    assert "[Once upon a time]" in done.stdout and "[One morning, a fox]" in done.stdout
    for task in ("generate", "chat", "strategies", "exp -S", "ui", "plots"):
        assert re.search(rf"^  \S*(invoke|setup_project\.\w+) {task}", done.stdout, re.MULTILINE), task


def test_cells_stand_below_each_other_and_no_line_ends_in_spaces():
    assert aligned([("a", "bb", ""), ("ccc", "", "d"), ("", "e", "f")]) == "a    bb\nccc      d\n     e   f"


def test_figures_are_told_with_their_units():
    assert figures(TRAINING, EVALUATION) == {
        "validation loss": "1.235 nats per token",
        "perplexity": "3.44",
        "bits per byte": "0.912",
        "next token": "66.7% right at the first guess, 90.0% within five",
        "model": "2,164,672 parameters, trained on 2,457,600 tokens",
    }


def test_the_entropy_of_the_tales_stands_beside_the_models_bits():
    told = figures(TRAINING, EVALUATION | {"entropy_floor_bits_per_byte": 0.8461})
    assert told["bits per byte"] == "0.912 (the tales hold 0.846: no model can do better)"


def test_samples_with_line_separators_of_unicode_are_read_back(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    samples = [{"prompt": "a\u2028b", "text": "c\u0085d\u2029"}, {"prompt": "", "text": "e\nf"}]
    write_jsonl(REPORTS / "samples.jsonl", samples)
    assert read_samples() == samples


def test_the_prompt_is_marked_in_a_tale():
    assert tale({"prompt": "Once", "text": " there was"}) == "[Once] there was"
    assert tale({"prompt": "", "text": "Once"}) == "Once"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A fox ran. It sang.", "A fox ran. It sang."),
        ("A fox ran home. It sang all night.", "A fox ran home. ..."),
        ('A fox said: "Go." It went away.', 'A fox said: "Go." ...'),
        ("A fox that ran and never came home.", "A fox that ran and ..."),
        ("x" * 40, "x" * 20 + " ..."),
    ],
)
def test_a_long_text_is_cut_at_the_end_of_a_sentence_or_of_a_word(text, expected):
    assert shortened(text, 20) == expected


def test_paragraphs_are_folded_one_by_one():
    assert folded("One two three\n\nfour", 11) == "  One two\n  three\n\n  four"


def test_the_command_to_type_has_a_prompt_that_every_shell_takes():
    assert any(
        'generate "A fox"' in command for command in next_commands(["", 'A "fox"', "$5", "A fox " * 9, "A fox"], 600)
    )
    assert any('generate "Once upon a time"' in command for command in next_commands([""], 600))


@pytest.mark.parametrize(
    ("platform", "active", "expected"),
    [
        ("linux", True, "invoke chat"),
        ("win32", True, "invoke chat"),
        ("linux", False, "./setup_project.sh chat"),
        ("darwin", False, "./setup_project.sh chat"),
        ("win32", False, r".\setup_project.bat chat"),
    ],
)
def test_commands_are_spelt_for_the_shell_they_are_typed_into(monkeypatch, tmp_path, platform, active, expected):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix if active else str(tmp_path / "of another project"))
    assert spelt("chat") == expected


def test_without_a_virtual_environment_invoke_is_on_the_path(monkeypatch):
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    assert spelt("chat") == "invoke chat"
