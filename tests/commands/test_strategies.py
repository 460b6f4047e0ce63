"""`invoke strategies`: four continuations, and the distribution that they are drawn from."""

import math

import pytest

from conteur.commands.next_token import STRATEGIES, look_at_next_token, most_open
from conteur.commands.strategies_picture import draw_strategies, label_of, title_of
from conteur.params import load_params

PROMPT = "One morning, a"


@pytest.fixture
def params(storyteller):
    return load_params().sample


def drawn(texts):
    return [text.get_text() for text in texts]


def test_the_program_tells_four_tales_and_leaves_a_picture(run, project):
    done = run("strategies", "--prompt=One morning", "--seed=3")
    assert done.returncode == 0, done.stderr  # matplotlib may say there that it looks for fonts, once
    headings = [line.split(":")[0] for line in done.stdout.splitlines() if line and not line.startswith(" ")]
    assert headings[:4] == ["greedy", "temperature", "top-k", "top-p"]
    assert done.stdout.count("  [One morning]") == 4
    assert (project / "reports/strategies.png").read_bytes().startswith(b"\x89PNG")
    assert (project / "reports/strategies.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_shown_and_the_others_make_up_the_whole(storyteller, params):
    seen = look_at_next_token(storyteller, PROMPT, params, n_shown=11)
    assert sum(seen.probabilities) + seen.others == pytest.approx(1)
    assert seen.probabilities == sorted(seen.probabilities, reverse=True)
    for choice in seen.choices:
        assert sum(choice.probabilities) + choice.others == pytest.approx(1)
    assert seen.n_tokens == storyteller.tokenizer.vocab_size - 3  # no <pad>, <unk>, <bos>


def test_each_strategy_leaves_as_many_tokens_as_it_says(storyteller, params):
    params = params.model_copy(update={"top_k": 3, "top_p": 1e-9, "temperature": 1.0})
    seen = look_at_next_token(storyteller, PROMPT, params, n_shown=11)
    kept = dict(zip(STRATEGIES, (choice.n_kept for choice in seen.choices), strict=True))
    assert kept == {"greedy": 1, "temperature": seen.n_tokens, "top_k": 3, "top_p": 1}


def test_the_distribution_is_the_one_that_the_text_is_drawn_from(storyteller, params):
    greedy = params.model_copy(update={"strategy": "greedy", "max_new_tokens": 1})
    likeliest, *_ = look_at_next_token(storyteller, PROMPT, params, n_shown=5).tokens
    assert likeliest.decode() == storyteller.continue_text(PROMPT, greedy)


def test_a_prompt_longer_than_the_context_can_be_looked_at(storyteller, params):
    seen = look_at_next_token(storyteller, "One morning, a fox went to the mill. " * 20, params, n_shown=5)
    assert len(seen.tokens) == 5


def test_by_default_it_looks_where_a_prompt_leaves_most_open(storyteller, params):
    def entropy(start):
        seen = look_at_next_token(storyteller, start, params, n_shown=storyteller.tokenizer.vocab_size)
        return -sum(p * math.log(p) for p in seen.probabilities if p > 0)

    starts = ["One", "One morning,", "One morning, a", "One morning, a fox", "The", "The fox"]
    openness = [entropy(start) for start in starts]
    assert max(openness) > 2 * min(openness)
    assert most_open(storyteller, ["", "One morning, a fox", "The fox"]) == starts[openness.index(max(openness))]
    assert most_open(storyteller, [""]) == ""


def test_the_cut_off_lies_below_the_last_token_that_is_left(storyteller, params):
    params = params.model_copy(update={"top_k": 3})
    figure = draw_strategies(look_at_next_token(storyteller, PROMPT, params, n_shown=11))
    greedy, temperature, top_k, _ = figure.axes
    assert [line.get_ydata()[0] for panel in (greedy, temperature, top_k) for line in panel.lines] == [0.5, 2.5]
    assert "no cut-off" in drawn(temperature.texts)


def test_a_cut_off_below_the_tokens_that_are_shown_is_told_in_words(storyteller, params):
    params = params.model_copy(update={"top_k": 30})
    _, _, top_k, _ = draw_strategies(look_at_next_token(storyteller, PROMPT, params, n_shown=11)).axes
    assert not top_k.lines
    assert "cut-off among the others" in drawn(top_k.texts)


def test_any_prompt_can_be_drawn(storyteller, params, tmp_path):
    figure = draw_strategies(look_at_next_token(storyteller, "$5_ and $6^ {\\ 日本 🦊\n\t\0 (", params, n_shown=5))
    figure.savefig(tmp_path / "picture.png")  # a missing glyph is a warning, and warnings are errors here
    assert "$5_ and $6^ {\\ \\u65e5\\u672c \\U0001f98a \\x00 (" in figure.get_suptitle()


@pytest.mark.parametrize(
    ("token", "label"),
    [
        (b" fox", "␣fox"),
        (b".\n", ".\\n"),
        ("é".encode(), "é"),
        ("é".encode()[:1], "\\xc3"),
        ("日".encode(), "\\u65e5"),
        (b"", "(the end)"),
        (b" " * 40, "␣" * 13 + "..."),
    ],
)
def test_every_token_is_legible(token, label):
    assert label_of(token, in_font=lambda character: character.isprintable() and character < "\u3000") == label


def test_a_long_prompt_is_named_by_its_end():
    title = title_of("One morning, a fox\nwent to the mill. " * 9 + "Then", in_font=str.isprintable)
    assert len(title) < 80
    assert title.endswith("went to the mill. Then\u201d")
