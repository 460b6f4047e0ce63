"""The tales themselves: the same on every system, read back in one way only, and in good English and French."""

import hashlib
import math
import re
from collections import Counter
from itertools import islice

import pytest

from conteur.corpus.fables import FablesSource, english_words, french_words, grammar_of
from conteur.corpus.fables.grammar import readings, tell
from conteur.corpus.fables.stream import Stream

# Of the first 50 tales of seed 1. A change here means that every tale has changed: raise REVISION in source.py.
PINNED = {
    "en": "7860c1a89f77f0471bc4e6f4ed1dcb8a0441110a1c3972ef3e590fe5ec6ccc7e",
    "fr": "8a0f513b31f348882e2426965fc6617fcd293b86f5c7df69ef7ce21e65facdb1",
}


def tell_many(language, seed, count):
    start = grammar_of(language)
    return [tell(start, Stream(seed, language, number).below) for number in range(count)]


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def tellings(language):
    return tell_many(language, 1, 1000)


@pytest.fixture(scope="module")
def texts(tellings):
    return [telling.text for telling in tellings]


@pytest.fixture(scope="module")
def english():
    return [tale.text for tale in tell_many("en", 2, 1000)]


@pytest.fixture(scope="module")
def french():
    return [tale.text for tale in tell_many("fr", 2, 1000)]


def matches(pattern, texts):
    """Return what matches, with a little of what stands around it."""
    return [text[max(0, m.start() - 25) : m.end() + 25] for text in texts for m in re.finditer(pattern, text)][:5]


def test_the_first_fifty_tales_are_pinned(language, texts):
    assert hashlib.sha256("\0".join(texts[:50]).encode()).hexdigest() == PINNED[language]


def test_a_tale_depends_on_seed_language_and_number_only(data_params, language, texts):
    def told(**changes):
        return [document.text for document in FablesSource(data_params(language=language, **changes)).documents()]

    assert told(max_documents=7) == texts[:7]
    assert told(max_documents=31) == texts[:31]
    assert not set(told(max_documents=31, seed=2)) & set(texts[:31])


def test_a_number_below_is_fair():
    stream = Stream(3, "en", 5)
    counts = Counter(stream.below(7) for _ in range(7000))
    assert set(counts) == set(range(7))
    assert all(abs(count - 1000) < 150 for count in counts.values())  # five standard deviations


def test_numbers_that_would_favour_some_remainders_are_drawn_again(monkeypatch):
    stream = Stream(0, "en", 0)
    given = iter([2**32 - 1, 11])
    monkeypatch.setattr(stream, "_next", lambda: next(given))
    assert stream.below(10) == 1


def test_a_tale_is_read_back_in_one_way_with_the_same_choices(language, tellings):
    start = grammar_of(language)
    for telling in tellings[:250]:
        assert list(readings(start, telling.text)) == [telling.options], telling.text


def test_a_changed_tale_is_no_tale(language, texts):
    start = grammar_of(language)
    assert not list(readings(start, texts[0] + " "))
    assert not list(readings(start, texts[0].replace("e", "", 1)))


def test_no_two_tales_are_alike_and_most_sentences_are_their_own(texts):
    assert len(set(texts)) == len(texts)
    sentences = Counter(re.split(r"(?<=[.!?]) (?=[A-ZÀÉÊ])|\n\n", "\n\n".join(texts)))
    assert len(sentences) > 0.7 * sentences.total()


def test_the_vocabulary_is_small_and_the_tales_are_short(texts):
    assert len({found.lower() for text in texts for found in re.findall(r"\w+", text)}) < 1400
    lengths = [len(re.findall(r"\w+", text)) for text in texts]
    assert min(lengths) > 90
    assert max(lengths) < 310
    assert 150 < sorted(lengths)[len(lengths) // 2] < 210


def test_every_plot_is_told_about_as_often_as_the_others(language):
    start = grammar_of(language)
    plots = next(node for node in start.alternatives[0].body if len(getattr(node, "alternatives", ())) == 10)
    index = plots.alternatives.index
    assert [index(one) for one in plots.alternatives] == list(range(10))
    assert {one.weight for one in plots.alternatives} == {1}


def test_the_entropy_is_that_of_the_choices(data_params, language, tellings):
    documents = list(islice(FablesSource(data_params(language=language)).documents(), 3))
    for document, telling in zip(documents, tellings[:3], strict=True):
        bits = -sum(math.log2(one.weight / one.total) for one in telling.options)
        assert math.isclose(sum(math.log2(total / weight) for weight, total in document.odds), bits)
        assert 60 < bits < 140


def test_the_same_two_or_three_characters_run_through_a_tale(language, texts):
    words = {"en": english_words, "fr": french_words}[language].NAMES
    names = {one.forms["name" if language == "en" else "nom"] for one in words}
    for text in texts:
        seen = Counter(found for found in re.findall(r"\w+", text) if found in names)
        assert len(seen) in (2, 3), text
        assert min(seen.values()) >= 2, text


def test_punctuation_spaces_and_capitals_are_right(texts):
    assert not matches(r"  | \n|\n |[ ]\.| ,|,,|\.\.|[{}<>|¶_]", texts)
    assert not matches(r"[.!?] [a-zàâéèêîôœ]", texts)
    assert not matches(r"(?:^|\n\n)[«\"]? ?[^A-ZÀÉÊÎÔ«\" ]", texts)
    assert all(re.search(r'[.!?]("| »)?$', text) for text in texts)
    assert not matches(r"\n\n\n", texts)


def test_english_a_and_an_fit_the_next_word(english):
    assert not matches(r"\b[Aa] [aeiou]", english)
    assert not matches(r"\b[Aa]n (?!hour|honest)[^aeiou]", english)
    assert len(matches(r"\b[Aa]n [aeiou]", english)) == 5


def test_english_quotes_open_and_close_in_each_paragraph(english):
    for text in english:
        for paragraph in text.split("\n\n"):
            assert paragraph.count('"') % 2 == 0, paragraph
    assert not matches(r'[^.,!?"]"(?=[ \n]|$)', english)  # a quote ends with its punctuation


def test_french_prepositions_and_articles_contract(french):
    assert not matches(r"\b[Dd]e les? ", french)
    assert not matches(r"\b[ÀàAa] les? ", french)


def test_french_little_words_elide_before_a_vowel_and_nowhere_else(french):
    vowels = "aâàeéèêiîoôœuAÂÀEÉÈÊIÎOÔŒU"
    assert not matches(
        rf"(?<!-)\b(?:[LlDdJjMmTtSsNnCc]e|[Ll]a|[Qq]ue|[Jj]usque|[Pp]uisque|[Ll]orsque|[Qq]uoique) (?=[{vowels}])",
        french,
    )
    assert not matches(rf"\b(?:[lLdDjJmMtTsSnNcC]|[qQ]u|jusqu)'[^{vowels}yh]", french)
    assert not matches(r"\b[lLdD]'(?:hérisson|hibou|héron)|\bsi ils? |\b(?:ma|ta|sa) [aeiouéèêœ]", french)
    assert len(matches(r"\bqu'[AEÉ]", french)) == 5


def test_french_articles_and_adjectives_agree_with_their_nouns(french):
    lists = ("KINDS", "ELDERS", "SMALL_ONES", "THINGS", "FRAGILE", "INSTRUMENTS", "PLACES")
    for one in (one for name in lists for one in getattr(french_words, name)):
        noun = re.escape(one.forms["mot"])
        wrong = "une|la|cette|ma|sa|petite|vieille" if one.gender == "m" else "un|le|ce|du|au|petit|vieux"
        assert not matches(rf"\b(?:{wrong}) {noun}\b", french), noun


def test_french_pairs_of_she_animals_are_elles(french):
    women = {one.forms["nom"] for one in french_words.NAMES if one.gender == "f"}
    for text in french:
        names = set(re.findall(r"\w+", text)) & {one.forms["nom"] for one in french_words.NAMES}
        if len(names) == 2:
            word = "ils" if names <= women else "elles"
            assert not re.search(rf"\b{word} (?:se|ne|jouaient|allèrent|cherchèrent|rentrèrent)\b", text, re.I), text


def test_french_quotes_and_double_punctuation_have_their_spaces(french):
    assert not matches(r"[^ ][!?:;»]|«[^ ]|[\"“”]", french)
    for text in french:
        assert re.sub(r"[^«»]", "", text).replace("«»", "") == "", text
