"""The kernel that learns merges, against the paper's algorithm."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conteur.tokenizer import train_reference
from conteur.tokenizer.count import Pretokens
from conteur.tokenizer.train import learn_merges_of
from conteur.tokenizer.train_kernel import END, lay_out, learn_merges

# Few letters, so that runs, overlaps and ties are the rule; a space and an accent, whose bytes change their order.
WORDS = st.dictionaries(st.text("ab é\x00", min_size=1, max_size=12), st.integers(1, 5), min_size=1, max_size=12)


def arrays(pretokens: dict[str, int]) -> Pretokens:
    words = [pretoken.encode() for pretoken in pretokens]
    text = np.frombuffer(b"".join(words), np.uint8)
    return Pretokens(text, np.array([len(word) for word in words]), np.array(list(pretokens.values())))


def learn(pretokens: dict[str, int], n_merges: int, min_frequency: int = 1) -> list[tuple[int, int]]:
    return learn_merges_of(arrays(pretokens), n_merges, min_frequency)


def slowly(pretokens: dict[str, int], n_merges: int, min_frequency: int = 1) -> list[tuple[int, int]]:
    in_bytes = {pretoken.encode(): count for pretoken, count in pretokens.items()}
    return train_reference.learn_merges(in_bytes, n_merges, min_frequency)


@given(pretokens=WORDS, n_merges=st.integers(0, 40), min_frequency=st.integers(1, 4))
def test_merges_equal_the_reference(pretokens, n_merges, min_frequency):
    assert learn(pretokens, n_merges, min_frequency) == slowly(pretokens, n_merges, min_frequency)


@pytest.mark.parametrize("n", [*range(1, 12), 63, 64, 500])
def test_runs_of_equal_letters_are_merged_from_the_left(n):
    pretokens = {"a" * n: 3, "b" + "a" * n: 2, "ab" * n: 1}
    merges = learn(pretokens, 30)
    assert merges == slowly(pretokens, 30)
    assert len(merges) > min(n, 4)


def test_a_text_of_many_pairs_makes_the_tables_grow():
    pretokens = {f"{a}{b}{c}": 1 for a in "abcdefgh日本" for b in "ijklmnop語é" for c in "qrstuvwxyz"}
    assert learn(pretokens, 150) == slowly(pretokens, 150)


def test_counts_beyond_32_bits_are_exact():
    assert learn({"ab": 2**40, "bc": 2**40 + 1}, 1) == [(98, 99)]


def test_forty_thousand_equal_letters_double_until_none_are_left():
    merges = learn({"a" * 40_000: 1}, 100)
    assert merges == slowly({"a" * 40_000: 1}, 100)
    assert merges[:3] == [(97, 97), (256, 256), (257, 257)]
    assert 15 < len(merges) < 25


def test_the_ids_after_the_merges_are_left_in_the_array():
    symbol, word = lay_out(np.frombuffer(b"ababab", np.uint8), np.array([4, 2]), np.arange(256, dtype=np.uint8))
    merges = learn_merges(symbol, word, np.array([1, 1]), 1, 1, np.zeros(2, np.int64))
    assert merges.shape == (1, 2)
    assert (symbol[[1, 3, 6]] == 256).all() and (symbol[[0, 5, 8]] == END).all()


def test_ctrl_c_ends_the_kernel():
    def progress(steps, **_):
        yield 0
        raise KeyboardInterrupt

    others = threading.active_count()  # such as the one that watches progress bars
    with pytest.raises(KeyboardInterrupt):
        learn_merges_of(arrays({"ab" * 1000: 1}), 10, 1, progress)
    assert threading.active_count() == others
