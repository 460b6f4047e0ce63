"""The formalism: every text of a grammar has one derivation, and its bits are -log2 of its probability."""

import math
from collections import defaultdict
from fractions import Fraction

import pytest

from conteur.corpus.fables.grammar import readings, tell
from conteur.corpus.fables.notation import parse_grammar, word

ANIMALS = [
    word("flies", "f", word="owl", the="the owl"),
    word("", "m", word="ox", the="the ox"),
    word("flies", "m", word="crow", the="the crow"),
]
NAMES = [word("", "f", name="Ada"), word("", "f", name="Bea"), word("", "m", name="Carl")]
COATS = [word(m="grey", f="greye"), word(m="black", f="blacke")]

SMALL = """
tale
  3- <met>.
  - {hero:animals.The} was {coat:coats.~hero}.

met
  - {hero:animals.The} met {friend:animals.the} (again |)and {hero.the} <left>
  2- {name:names.name} the {hero:animals~name.word} <left>

left
  - if hero.flies: flew
  - if not hero.flies: walked
  2- slept(, |: )and slept
"""


def grammar(rules, **lexicons):
    return parse_grammar(rules, {"animals": ANIMALS, "names": NAMES, "coats": COATS, **lexicons})


def every_telling(start):
    """Yield (telling, probability) for each run of the numbers that `below` can give."""
    numbers = []
    while True:
        totals = []

        def below(total, totals=totals):
            totals.append(total)
            if len(totals) > len(numbers):
                numbers.append(0)
            return numbers[len(totals) - 1]

        yield tell(start, below), Fraction(1, math.prod(totals))
        while numbers and numbers[-1] == totals[len(numbers) - 1] - 1:
            numbers.pop()
        if not numbers:
            return
        numbers[-1] += 1


def derivations(start):
    """Map each text to the probability of each sequence of options that makes it."""
    found = defaultdict(lambda: defaultdict(Fraction))
    for telling, probability in every_telling(start):
        found[telling.text][tuple(telling.options)] += probability
    return found


def test_every_text_has_one_derivation_and_the_probabilities_sum_to_one():
    found = derivations(grammar(SMALL))
    assert len(found) > 50
    assert all(len(ways) == 1 for ways in found.values())
    assert sum(sum(ways.values()) for ways in found.values()) == 1


def test_the_weights_of_the_options_multiply_to_the_probability_of_the_text():
    for text, ways in derivations(grammar(SMALL)).items():
        ((options, probability),) = ways.items()
        assert math.prod(Fraction(one.weight, one.total) for one in options) == probability, text


def test_reading_a_text_finds_the_choices_that_made_it():
    start = grammar(SMALL)
    for text, ways in derivations(start).items():
        assert [tuple(reading) for reading in readings(start, text)] == list(ways)
    assert not list(readings(start, "The ox flew."))


def test_an_ambiguous_grammar_is_found_out():
    start = grammar("tale\n  - (a|ab)(bc|c)\n")
    found = derivations(start)
    assert len(found["abc"]) == 2
    assert len(list(readings(start, "abc"))) == 2
    assert len(list(readings(start, "ac"))) == 1


def test_a_draw_never_takes_a_word_that_is_held():
    texts = derivations(grammar("tale\n  - {a:names.name} {b:names.name} {c:names.name}\n"))
    assert len(texts) == 6
    assert all(len(set(text.split())) == 3 for text in texts)


def test_a_draw_and_a_form_agree_in_gender():
    texts = derivations(grammar("tale\n  - {who:names.name} {kind:animals~who.word} {coat:coats.~kind}\n"))
    assert {text for text in texts if "Carl" in text} == {
        f"Carl {kind} {coat}" for kind in ("ox", "crow") for coat in ("grey", "black")
    }
    assert {text.split()[1] for text in texts if "Carl" not in text} == {"owl"}
    assert {text.split()[2] for text in texts if "Carl" not in text} == {"greye", "blacke"}


def test_a_pilcrow_starts_a_paragraph_and_long_alternatives_go_on_over_lines():
    assert list(derivations(grammar("tale\n  - one\n    two¶three\n"))) == ["one two\n\nthree"]


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        ("tale\n  - <story>\n", "there is no rule story"),
        ("tale\n  - a <tale>\n", "rule tale leads back to itself"),
        ("tale\n", "rule tale has no alternatives"),
        ("tale\n  - a\ntale\n  - b\n", "rule tale is there twice"),
        ("  - a\n", "no rule begins before"),
        ("tale\n  a\n", "begins with a dash"),
        ("tale\n  - a\n  2- a\n", "two alternatives are equal: a"),
        ("tale\n  - a (b|c|b)\n", "two alternatives are equal: b"),
        ("tale\n  - a (b|c\n", "a bracket is not closed"),
        ("tale\n  - a b)\n", "a stray )"),
        ("tale\n  - a\nstory\n  - b\n", "rule story is never used"),
        ("tale\n  - a > b\n", "a stray bracket"),
        ("tale\n  - {hero}\n", "cannot read {hero}"),
        ("tale\n  - {hero.the}\n", "hero is never drawn"),
        ("tale\n  - {hero:birds.the}\n", "there is no lexicon birds"),
        ("tale\n  - {hero:animals.plural}\n", "has no form"),
        ("tale\n  - if hero flies: a\n", "not a condition: hero flies"),
    ],
)
def test_a_mistake_in_the_notation_is_named(rules, complaint):
    with pytest.raises(ValueError, match=r".") as caught:
        grammar(rules)
    assert complaint in str(caught.value)


def test_a_word_that_is_twice_in_a_lexicon_is_named():
    with pytest.raises(ValueError, match="lexicon names: two alternatives are equal"):
        grammar("tale\n  - {hero:names.name}\n", names=[*NAMES, word("", "f", name="Ada")])
