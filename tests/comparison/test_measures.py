"""Measures, computed by hand."""

import pytest

from conteur.comparison.contenders import train_ours
from conteur.comparison.measures import Measures, count_words, measure


def test_measures_of_a_text_that_can_be_counted_by_hand():
    contender = train_ours(["hi hi hi hi"], 262, "gpt4")  # merges: hi, then " hi"
    text = "hi hi ho hih"
    encoded = [contender.encode(text)]
    assert [contender.piece(i) for i in encoded[0]] == ["hi", " hi", " ", "h", "o", " hi", "h"]
    # words: " hi" twice, one token each, " ho", three tokens, and " hih", two
    assert measure(contender, encoded, 12, count_words([text])) == Measures(
        bytes_per_token=12 / 7, tokens_per_word=7 / 4, words_split=2 / 4, vocabulary_used=5 / 262
    )


def test_words_are_runs_of_letters_with_their_marks():
    words = count_words(["L'été, l'été!", "e\u0301te\u0301 12 a_b"])
    assert words == {"L": 1, "été": 2, "l": 1, "e\u0301te\u0301": 1, "a": 1, "b": 1}


@pytest.mark.parametrize("text", ["", "12 !"])
def test_a_text_without_words_has_no_tokens_per_word(text):
    contender = train_ours(["hi hi"], 262, "gpt4")
    measures = measure(contender, [contender.encode(text)], len(text), count_words([text]))
    assert (measures.tokens_per_word, measures.words_split) == (0, 0)
