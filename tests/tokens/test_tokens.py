"""Ids on disk and the batches cut from them."""

import collections
import hashlib

import numpy as np
import pytest

from conteur.errors import UserError
from conteur.tokens import TrainingBatches, open_ids, read_meta, scoring_windows, write_tokens

FACTS = {
    "train": {"documents": 3, "bytes": 6, "entropy_bits": 12.5, "sha256": "t"},
    "validation": {"documents": 1, "bytes": 2, "entropy_bits": None, "sha256": "v"},
}


def write(directory, vocab_size=300):
    return write_tokens(
        {"train": (["ab", "c", "def"], FACTS["train"]), "validation": (["gh"], FACTS["validation"])},
        directory,
        encode=lambda text: list(text.encode()),
        vocab_size=vocab_size,
        eos_id=vocab_size - 1,
        tokenizer_sha256="ab",
    )


def test_documents_stand_in_order_with_eos_after_each(tmp_path):
    meta = write(tmp_path)
    assert open_ids(tmp_path, "train", meta).tolist() == [97, 98, 299, 99, 299, 100, 101, 102, 299]
    assert meta.train.model_dump() == {
        "documents": 3,
        "tokens": 9,
        "bytes": 6,
        "entropy_bits": 12.5,
        "text_sha256": "t",
        "sha256": hashlib.sha256((tmp_path / "train.bin").read_bytes()).hexdigest(),
    }
    assert read_meta(tmp_path) == meta


@pytest.mark.parametrize(("vocab_size", "bytes_per_id"), [(2**16, 2), (2**16 + 1, 4)])
def test_ids_take_two_bytes_while_they_fit(tmp_path, vocab_size, bytes_per_id):
    meta = write(tmp_path, vocab_size)
    assert (tmp_path / "train.bin").stat().st_size == 9 * bytes_per_id
    assert open_ids(tmp_path, "train", meta)[2] == vocab_size - 1
    assert (tmp_path / "train.bin").read_bytes()[:2] == b"a\0"  # little-endian on every machine


def test_a_cut_or_missing_file_is_one_line(tmp_path):
    with pytest.raises(UserError, match=r"meta\.json is missing; make it: invoke tokenize"):
        read_meta(tmp_path)
    meta = write(tmp_path)
    (tmp_path / "train.bin").write_bytes(b"abc")
    with pytest.raises(UserError, match="does not hold the 18 bytes"):
        open_ids(tmp_path, "train", meta)
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8", newline="\n")
    with pytest.raises(UserError, match="cannot be read"):
        read_meta(tmp_path)


def test_targets_are_inputs_shifted_by_one():
    inputs, targets = TrainingBatches(np.arange(1000), 7, 5, seed=3).batch(4)
    assert inputs.shape == targets.shape == (5, 7)
    assert (targets == inputs + 1).all()


def test_any_batch_follows_from_seed_and_step_alone():
    ids = np.arange(500)
    batches = TrainingBatches(ids, 7, 5, seed=3)
    in_order = [batches.batch(step)[0].tolist() for step in range(60)]
    fresh = TrainingBatches(ids, 7, 5, seed=3)
    for step in (41, 3, 59, 0):
        assert fresh.batch(step)[0].tolist() == in_order[step]
    assert TrainingBatches(ids, 7, 5, seed=4).batch(0)[0].tolist() != in_order[0]


def test_each_window_of_an_epoch_comes_once_and_each_epoch_is_cut_elsewhere():
    batches = TrainingBatches(np.arange(210), 7, batch_size=1, seed=3)
    firsts = [int(batches.batch(step)[0][0, 0]) for step in range(4 * batches.n_windows)]
    epochs = [firsts[i : i + batches.n_windows] for i in range(0, len(firsts), batches.n_windows)]
    for epoch in epochs:
        assert len({first % 7 for first in epoch}) == 1
        assert len(set(epoch)) == batches.n_windows == 29
    assert len({epoch[0] % 7 for epoch in epochs}) > 1
    assert epochs[0] != sorted(epochs[0])


def test_every_place_of_the_text_is_read_equally_often():
    batches = TrainingBatches(np.arange(100), 7, batch_size=1, seed=0)
    seen = collections.Counter()
    for step in range(700 * batches.n_windows):
        seen.update(batches.batch(step)[0].flatten().tolist())
    inner = [seen[place] for place in range(7, 91)]
    assert max(inner) == min(inner) == 700


@pytest.mark.parametrize(("n_ids", "batch_size"), [(50, 2), (51, 3), (57, 100), (8, 1)])
def test_scoring_takes_every_token_but_the_first_exactly_once(n_ids, batch_size):
    targets, longest = [], 0
    for x, y in scoring_windows(np.arange(n_ids), 7, batch_size):
        assert (y == x + 1).all()
        targets += y.flatten().tolist()
        longest = max(longest, len(y))
    assert targets == list(range(1, n_ids))
    assert longest <= batch_size


def test_scoring_stops_after_the_wanted_tokens():
    assert sum(y.numel() for _, y in scoring_windows(np.arange(100), 7, 2, max_tokens=20)) == 21


def test_a_text_shorter_than_the_context_is_one_line():
    with pytest.raises(UserError, match="=7 needs 15 tokens of training text, and there are 12; lower it to 5"):
        TrainingBatches(np.arange(12), 7, 1, seed=0)
    with pytest.raises(UserError, match="needs 8 tokens of validation text, and there are 3; lower it to 2"):
        next(scoring_windows(np.arange(3), 7, 1))
