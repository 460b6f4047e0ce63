"""`invoke chat`: a tale told in turns."""

import pytest

from conteur.commands.chat import THE_END, Chat, joined, one_turn
from conteur.generation import Storyteller
from conteur.params import load_params


@pytest.fixture
def chat(storyteller):
    return Chat(storyteller, load_params().sample)


def test_a_conversation_through_a_pipe_ends_with_its_input(run):
    done = run("chat", typed="One morning, a mole\n\n/temperature 0\n/sing\n/seed 7\nThe end was near.\n")
    assert (done.returncode, done.stderr) == (0, "")
    greeting, _, rest = done.stdout.partition("\n> ")
    assert len(greeting.strip().split("\n")) == 2
    turns = rest.split("\n> ")
    assert turns[0].startswith("One morning, a mole ")
    assert turns[1].startswith("...")
    assert turns[2].strip() == "/temperature: should be greater than 0, not '0'"
    assert turns[3].startswith("/sing is no command; these are:\n") and "/new" in turns[3]
    assert turns[4].strip() == "seed 7"
    assert turns[5].startswith("The end was near.")
    assert turns[6].strip() == "Goodbye."


def test_the_model_goes_on_from_all_that_was_told(chat, monkeypatch):
    asked = []

    def stream(storyteller, prompt, params, stream):
        asked.append((prompt, stream))
        return [" ran."]

    monkeypatch.setattr(Storyteller, "stream", stream)
    chat.answer("One morning, a fox")
    chat.answer("The miller sang.")
    assert asked == [("One morning, a fox", 0), ("One morning, a fox ran. The miller sang.", 1)]
    assert chat.tale == "One morning, a fox ran. The miller sang. ran."


def test_each_turn_has_luck_of_its_own_and_a_seed_brings_it_back(chat):
    def told(*lines):
        for line in lines:
            chat.answer(line)
        return chat.tale

    chat.params = chat.params.model_copy(update={"temperature": 2.0, "strategy": "temperature"})
    first = told("/new", "/seed 5", "A")
    assert told("/new", "A") != first
    assert told("/new", "/seed 5", "A") == first
    assert told("/new", "/seed 6", "A") != first


def test_the_temperature_is_that_of_the_turns_to_come(chat, capsys):
    chat.answer("/temperature 0.25")
    assert chat.params.temperature == 0.25
    assert capsys.readouterr().out == "temperature 0.25\n"


def test_a_tale_that_is_over_says_so(chat, capsys, monkeypatch):
    monkeypatch.setattr(Storyteller, "stream", lambda *_, **__: [])
    chat.answer("One morning, a fox")
    assert capsys.readouterr().out == f"One morning, a fox\n{THE_END}\n"


def test_quit_ends_the_conversation(chat):
    chat.answer("/quit")
    assert not chat.running


@pytest.mark.parametrize(
    ("tale", "words", "expected"),
    [
        ("", "Once", "Once"),
        ("Once.", "", "Once."),
        ("Once.", "Then", "Once. Then"),
        ("Once.\n", "Then", "Once.\nThen"),
        ("Once", ", then", "Once, then"),
    ],
)
def test_words_are_added_with_a_space_where_one_belongs(tale, words, expected):
    assert joined(tale, words) == expected


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["A", " fox", " ran", ".", " It"], "A fox ran."),
        (['"', "Go", '."', " It"], '"Go."'),
        (["A", " fox", " ran", ".\n\n", "It"], "A fox ran.\n\n"),
        (["About", " 3", ".", "5", " miles", " on"], "About 3.5 miles on"),
        (["No", ".", " It", " was", " so", ".", " Yes"], "No. It was so."),
    ],
)
def test_a_turn_ends_with_a_sentence_once_it_is_long_enough(pieces, expected):
    assert "".join(one_turn(pieces, characters=5)) == expected
