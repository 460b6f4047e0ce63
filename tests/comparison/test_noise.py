"""Damage to text: what each kind changes, and that it counts what it changed."""

import pytest

from conteur.comparison.noise import NOISES, emoji, no_accents, typos, upper_case


def test_every_fifth_longer_word_loses_the_order_of_two_letters():
    text = "the river flows through a valley under morning clouds"
    assert typos(text) == ("the river flows through a valley udner morning clouds", 1)


def test_a_swap_of_equal_letters_is_no_damage():
    assert typos("this will that book feel") == ("this will that book feel", 0)


def test_upper_case_counts_the_words_that_it_changes():
    assert upper_case("A fox, straße 12 OK") == ("A FOX, STRASSE 12 OK", 2)


def test_accents_go_composed_or_not():
    assert no_accents("L'été à Noël, e\u0301te\u0301; fox") == ("L'ete a Noel, ete; fox", 4)


def test_an_emoji_stands_behind_every_sentence():
    assert emoji("One. Two! 3.14 Three? End.") == ("One. 🦊 Two! 😀 3.14 Three? ❤️ End.", 3)


@pytest.mark.parametrize("damage", NOISES.values(), ids=NOISES)
def test_damage_is_always_the_same_and_none_to_nothing(damage):
    text = "Où êtes-vous, petit renard ? The old foxes shared their bread. " * 3
    assert damage(text) == damage(text)
    assert damage("") == ("", 0)
    assert damage("12 + 30 = 42") == ("12 + 30 = 42", 0)
