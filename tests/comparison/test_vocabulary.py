"""What is in a vocabulary."""

import pytest

from conteur.comparison.contenders import Contender, train_ours, train_sentencepiece
from conteur.comparison.vocabulary import longest, most_useful, overlap, tokens_of

TOKENS = [b"", b"a", b"b", b"ab", b"\xc3", b"\xc3\xa9", b" the", b"xy"]


@pytest.fixture
def contender():
    return Contender(
        len(TOKENS), lambda text: [], lambda ids: "", TOKENS.__getitem__, lambda documents: [], lambda path: None
    )


def test_single_bytes_and_special_tokens_do_not_count(contender):
    assert tokens_of(contender) == {b"ab", b"\xc3\xa9", b" the", b"xy"}


def test_the_longest_come_first_then_by_their_bytes(contender):
    assert longest(contender) == [" the", "ab", "xy", "é"]


def test_a_token_saves_all_its_bytes_but_one_each_time(contender):
    found = most_useful(contender, [[6, 1, 3, 3], [3, 3, 5]])  # " theaababababé": 15 bytes
    assert [token.text for token in found] == ["ab", " the", "é"]
    assert [token.bytes_saved for token in found] == [4 / 15, 3 / 15, 1 / 15]


def test_overlap_is_a_share_of_the_first():
    assert overlap(frozenset([b"ab", b"cd"]), frozenset([b"ab", b"x", b"y"])) == 0.5
    assert overlap(frozenset(), frozenset([b"ab"])) == 0


def test_pieces_of_sentencepiece_are_compared_as_the_bytes_they_stand_for():
    text = ["the fox and the fox and the fox"] * 5
    theirs, ours = tokens_of(train_sentencepiece(text, 280, "bpe")), tokens_of(train_ours(text, 269, "gpt4"))
    assert b" the" in theirs & ours
    assert not [token for token in theirs if b"\xe2\x96\x81" in token or token.startswith(b"<")]
