"""Measures, computed by hand."""

from collections import Counter

import pytest

from conteur.comparison.contenders import train_ours
from conteur.comparison.languages import PASSAGES
from conteur.comparison.measures import (
    Measures,
    by_frequency,
    by_language,
    by_length,
    by_noise,
    count_tokens,
    count_words,
    measure,
)


def measured(text: str, contender) -> Measures:
    words = count_words([text])
    encoded = [contender.encode(text)]
    return measure(contender, encoded, len(text.encode()), words, count_tokens(contender, words))


def test_measures_of_a_text_that_can_be_counted_by_hand():
    contender = train_ours(["hi hi hi hi"], 262, "gpt4")  # merges: hi, then " hi"
    text = "hi hi ho hih"
    assert [contender.piece(i) for i in contender.encode(text)] == ["hi", " hi", " ", "h", "o", " hi", "h"]
    # words: " hi" twice, one token each, " ho", three tokens, and " hih", two
    assert measured(text, contender) == Measures(
        bytes_per_token=12 / 7, tokens_per_word=7 / 4, words_split=2 / 4, vocabulary_used=5 / 262
    )


def test_words_are_runs_of_letters_with_their_marks():
    words = count_words(["L'été, l'été!", "e\u0301te\u0301 12 a_b"])
    assert words == {"L": 1, "été": 2, "l": 1, "e\u0301te\u0301": 1, "a": 1, "b": 1}


@pytest.mark.parametrize("text", ["", "12 !"])
def test_a_text_without_words_has_no_tokens_per_word(text):
    measures = measured(text, train_ours(["hi hi"], 262, "gpt4"))
    assert (measures.tokens_per_word, measures.words_split) == (0, 0)


def test_words_are_ranked_by_training_and_weighed_by_the_text():
    trained_on = Counter({f"w{i}": 100 - i for i in range(12)} | {"tie": 89})
    words = Counter({"w0": 2, "w9": 1, "w10": 4, "w11": 1, "tie": 1, "new": 3})
    tokens_of = {"w0": 1, "w9": 4, "w10": 2, "w11": 3, "tie": 5, "new": 7}
    series = by_frequency(words, trained_on, tokens_of)
    assert series == {
        "1-10": (2 * 1 + 1 * 4) / 3,
        "11-100": (4 * 2 + 3 + 5) / 6,
        "101-1,000": None,
        "1,001-10,000": None,
        "rarer": None,
        "never seen": 7,
    }
    assert list(series) == list(by_frequency(Counter(), trained_on, {}))


def test_words_are_sorted_by_their_letters():
    tokens_of = {"a": 1, "été": 2, "the": 1, "x" * 12: 5, "y" * 40: 9}
    series = by_length(Counter({"a": 3, "été": 1, "the": 3, "x" * 12: 1, "y" * 40: 1}), tokens_of)
    assert {label: value for label, value in series.items() if value is not None} == {"1": 1, "3": 5 / 4, "12+": 7}


def test_every_language_has_its_tokens():
    bytes_only = train_ours(["hi"], 260, "gpt4")
    assert by_language(bytes_only) == {name: len(text.encode()) for name, text in PASSAGES.items()}


def test_damages_cost_tokens_each():
    bytes_only = train_ours(["hi"], 260, "gpt4")
    assert by_noise(bytes_only, "L'été aux rivières. Noël.\n") == {
        "two letters swapped": None,  # three longer words are too few
        "upper case": 0.0,
        "accents removed": -4 / 3,  # four bytes less for three words
        "an emoji added": 5.0,  # a space and the four bytes of a picture
    }
    merged = train_ours(["hi hi hi hi"], 262, "gpt4")
    assert by_noise(merged, "hi hi hi")["upper case"] == (2 + 3 + 3 - 3) / 3
