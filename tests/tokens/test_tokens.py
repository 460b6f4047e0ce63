"""Ids on disk and the batches cut from them."""

import collections
import hashlib
import itertools
import re

import numpy as np
import pytest

from conteur.errors import UserError
from conteur.invocation import spelt
from conteur.tokens import (
    NOT_SCORED,
    Text,
    TrainingBatches,
    open_ids,
    open_starts,
    read_meta,
    scoring_windows,
    write_tokens,
)
from conteur.tokens import write as write_module

FACTS = {
    "train": {"documents": 3, "bytes": 6, "entropy_bits": 12.5, "sha256": "t"},
    "validation": {"documents": 1, "bytes": 2, "entropy_bits": None, "sha256": "v"},
}
TEXTS = {"train": [["ab", "c"], [], ["def"]], "validation": [["gh"]]}  # documents of each chunk


class BytesAndEnd:
    """An encoder whose ids are the bytes; it may break down before a chunk."""

    def __init__(self, vocab_size=300, breaks_before=None):
        self.dtype = np.dtype("<u2" if vocab_size <= 2**16 else "<u4")
        self.end_id = vocab_size - 1
        self.breaks_before = breaks_before
        self.encoded = []

    def encode_chunks(self, chunks):
        for text, starts, ends in chunks:
            documents = [text[start:end].tolist() for start, end in zip(starts, ends, strict=True)]
            if self.breaks_before in documents:
                raise KeyboardInterrupt
            self.encoded += documents
            ids = [id for document in documents for id in [*document, self.end_id]]
            lengths = [0, *(len(document) + 1 for document in documents)]
            yield np.array(ids, self.dtype), np.cumsum(lengths, dtype=np.int64)[:-1]


def chunk_of(documents):
    text = np.frombuffer("|".join(documents).encode(), np.uint8)
    ends = np.cumsum([len(document) + 1 for document in documents], dtype=np.int64) - 1
    return text, ends - [len(document) for document in documents], ends


def write(directory, vocab_size=300, encoder=None, facts=FACTS):
    return write_tokens(
        {split: (Text(9, map(chunk_of, TEXTS[split])), facts[split]) for split in TEXTS},
        directory,
        progress_root=directory / "progress",
        code=[],
        encoder=encoder or BytesAndEnd(vocab_size),
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
    assert open_starts(tmp_path, "train", meta).tolist() == [0, 3, 5]
    assert (tmp_path / "train.starts.bin").stat().st_size == 3 * 8
    assert not list((tmp_path / "progress").glob("*/*"))


@pytest.mark.parametrize(("vocab_size", "bytes_per_id"), [(2**16, 2), (2**16 + 1, 4)])
def test_ids_take_two_bytes_while_they_fit(tmp_path, vocab_size, bytes_per_id):
    meta = write(tmp_path, vocab_size)
    assert (tmp_path / "train.bin").stat().st_size == 9 * bytes_per_id
    assert open_ids(tmp_path, "train", meta)[2] == vocab_size - 1
    assert (tmp_path / "train.bin").read_bytes()[:2] == b"a\0"  # little-endian on every machine


def test_a_cut_or_missing_file_is_one_line(tmp_path):
    with pytest.raises(UserError, match=rf"meta\.json is missing; make it: {re.escape(spelt('tokenize'))}$"):
        read_meta(tmp_path)
    meta = write(tmp_path)
    (tmp_path / "train.bin").write_bytes(b"abc")
    with pytest.raises(UserError, match="does not hold the 18 bytes"):
        open_ids(tmp_path, "train", meta)
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8", newline="\n")
    with pytest.raises(UserError, match="cannot be read"):
        read_meta(tmp_path)


@pytest.mark.parametrize("damage", [None, "train.bin", "train.json"])
def test_a_broken_run_goes_on_from_its_checkpoint(tmp_path, monkeypatch, damage):
    monkeypatch.setattr(write_module, "CHUNKS_PER_CHECKPOINT", 2)
    whole = write(tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, encoder=BytesAndEnd(breaks_before=[*b"def"]))
    assert not (tmp_path / "train.bin").exists()
    if damage:
        next(tmp_path.glob(f"progress/*/{damage}")).write_bytes(b"abc")
    encoder = BytesAndEnd()
    assert write(tmp_path, encoder=encoder) == whole
    again = [] if damage is None else [[*b"ab"], [*b"c"]]
    assert encoder.encoded == [*again, [*b"def"], [*b"gh"]]
    for name in ("train.bin", "train.starts.bin", "validation.bin", "validation.starts.bin", "meta.json"):
        assert (tmp_path / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_what_lies_behind_the_last_checkpoint_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(write_module, "CHUNKS_PER_CHECKPOINT", 2)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, encoder=BytesAndEnd(breaks_before=[*b"gh"]))
    for name in ("train.bin", "validation.bin", "validation.starts.bin"):
        with next(tmp_path.glob(f"progress/*/{name}")).open("ab") as file:
            file.write(b"half an id")
    meta = write(tmp_path)
    assert open_ids(tmp_path, "train", meta).tolist() == [97, 98, 299, 99, 299, 100, 101, 102, 299]
    assert open_ids(tmp_path, "validation", meta).tolist() == [103, 104, 299]


def test_another_text_does_not_go_on_from_that_checkpoint(tmp_path, monkeypatch):
    monkeypatch.setattr(write_module, "CHUNKS_PER_CHECKPOINT", 1)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, encoder=BytesAndEnd(breaks_before=[*b"def"]))
    encoder = BytesAndEnd()
    write(tmp_path, encoder=encoder, facts=FACTS | {"train": FACTS["train"] | {"sha256": "other"}})
    assert len(encoder.encoded) == 4


def test_two_processes_do_not_make_the_same_ids_at_once(tmp_path):
    class Meanwhile(BytesAndEnd):
        def encode_chunks(self, chunks):
            with pytest.raises(UserError, match="another process makes these very ids"):
                write(tmp_path)
            return super().encode_chunks(chunks)

    write(tmp_path, encoder=Meanwhile())


def broken_run(directory, sha256):
    """Begin ids that are never finished; return the folder that is left of them."""
    before = {*directory.glob("progress/*/")}
    with pytest.raises(KeyboardInterrupt):
        facts = FACTS | {"train": FACTS["train"] | {"sha256": sha256}}
        write(directory, encoder=BytesAndEnd(breaks_before=[*b"def"]), facts=facts)
    (left,) = {folder for folder in directory.glob("progress/*/") if folder.is_dir()} - before
    return left


def test_a_whole_run_removes_what_broken_ones_with_other_settings_have_left(tmp_path):
    left = [broken_run(tmp_path, sha256) for sha256 in ("one", "another")]
    assert all((folder / "train.bin").exists() for folder in left)
    write(tmp_path)
    assert not any(folder.exists() for folder in left)


def test_what_another_checkout_has_begun_is_removed_only_when_it_is_gone(tmp_path, monkeypatch):
    """Copies for temporary experiments share the folder; DVC deletes them."""
    copy = tmp_path / "copié"
    copy.mkdir()
    monkeypatch.chdir(copy)
    left = broken_run(tmp_path, "of the copy")
    monkeypatch.chdir(tmp_path)
    write(tmp_path)
    assert (left / "train.bin").exists()
    copy.rmdir()
    write(tmp_path)
    assert not left.exists()


def test_what_another_process_works_on_is_not_removed(tmp_path):
    class Meanwhile(BytesAndEnd):
        def encode_chunks(self, chunks):
            if not (tmp_path / "meta.json").exists():
                write(tmp_path, facts=FACTS | {"train": FACTS["train"] | {"sha256": "other"}})
            return super().encode_chunks(chunks)

    meta = write(tmp_path, encoder=Meanwhile())
    assert open_ids(tmp_path, "train", meta).tolist() == [97, 98, 299, 99, 299, 100, 101, 102, 299]


@pytest.mark.parametrize("what", ["documents", "bytes"])
def test_text_that_is_not_what_source_json_says_is_refused(tmp_path, what):
    facts = FACTS | {"validation": FACTS["validation"] | {what: 7}}
    with pytest.raises(UserError, match=f"the validation text has . {what} and source.json promises 7"):
        write(tmp_path, facts=facts)
    assert not (tmp_path / "meta.json").exists() and not (tmp_path / "train.bin").exists()


ONE = np.array([0])  # the start of one document without end


def documents(*lengths: int) -> np.ndarray:
    """Ids that count up, as long as asked for, each document closed by the end mark 0."""
    ids = np.arange(1, sum(lengths) + 1)
    ids[np.cumsum(lengths) - 1] = 0
    return ids


def starts_of(ids: np.ndarray) -> np.ndarray:
    return np.append(0, np.flatnonzero(ids == 0)[:-1] + 1).astype(np.uint64)


def test_targets_are_inputs_shifted_by_one():
    inputs, targets = TrainingBatches(np.arange(1000), ONE, 7, 5, seed=3).batch(4)
    assert inputs.shape == targets.shape == (5, 7)
    assert (targets == inputs + 1).all()


def test_any_batch_follows_from_seed_and_step_alone():
    ids = documents(*range(5, 40))
    batches = TrainingBatches(ids, starts_of(ids), 7, 5, seed=3)
    in_order = [batches.batch(step)[0].tolist() for step in range(90)]
    fresh = TrainingBatches(ids, starts_of(ids), 7, 5, seed=3)
    for step in (71, 3, 89, 0):
        assert fresh.batch(step)[0].tolist() == in_order[step]
    assert TrainingBatches(ids, starts_of(ids), 7, 5, seed=4).batch(0)[0].tolist() != in_order[0]


def epoch_of(ids: np.ndarray, T: int, epoch: int) -> list[list[int]]:
    """All rows of T inputs and a target of an epoch, in its order."""
    batches = TrainingBatches(ids, starts_of(ids), T, 1, seed=3)
    rows = [np.r_[x[0], y[0, -1:]].tolist() for x, y in (batches.batch(step) for step in range(60))]
    sizes = [len(batches._shuffled_rows(number)) for number in range(epoch + 1)]
    return rows[sum(sizes[:-1]) : sum(sizes)]


def test_each_row_begins_with_the_end_mark_before_a_document():
    lengths = [6, 3, 5, 7, 4, 6, 2, 5]
    ids = documents(*lengths)
    rows = [row for row in epoch_of(ids, 8, epoch=1) if row != ids[-9:].tolist()]  # the last one ends with the text
    assert rows and all(row[0] == 0 or row[0] == 1 for row in rows)
    control = epoch_of(documents(20, 20), 8, epoch=1)
    assert any(row[0] > 1 for row in control)  # a document longer than a row goes on in the next


def test_each_document_that_fits_is_whole_in_exactly_one_row_of_an_epoch():
    lengths = [6, 3, 5, 7, 4, 6, 2, 5]
    ids = documents(*lengths)
    ends = np.cumsum(lengths)
    whole = collections.Counter()
    for row in epoch_of(ids, 8, epoch=2):
        for end, length in zip(ends, lengths, strict=True):
            text = [*range(end - length + 1, end), 0]
            whole[end] += any(row[i : i + length] == text for i in range(9))
    assert {end: whole[end] for end in ends[:-2]} == dict.fromkeys(ends[:-2], 1)
    assert all(whole[end] in (1, 2) for end in ends[-2:])  # the last row begins earlier, to be full


@pytest.mark.parametrize("lengths", [(6, 3, 5, 7, 4, 6, 2, 5), (13, 13), (9,), (40, 11)])
def test_an_epoch_learns_every_token_but_the_first_also_at_the_end_of_a_small_corpus(lengths):
    ids = documents(*lengths)
    batches = TrainingBatches(ids, starts_of(ids), 8, 1, seed=3)
    for epoch in range(4):
        targets = {start + i for start in batches._shuffled_rows(epoch).tolist() for i in range(1, 9)}
        assert targets == set(range(1, len(ids)))


def test_each_epoch_is_shuffled_and_cuts_long_documents_elsewhere():
    epochs = [epoch_of(documents(100, 3), 7, epoch) for epoch in range(4)]
    cuts = [sorted(row[0] for row in epoch if row[0] > 1) for epoch in epochs]
    assert len({cut[0] for cut in cuts}) > 1
    for epoch, cut in zip(epochs, cuts, strict=True):
        assert {b - a for a, b in itertools.pairwise(cut[:-1])} == {7}  # the last row ends with the text
        assert [row[0] for row in epoch] != sorted(row[0] for row in epoch)


@pytest.mark.parametrize("lengths", [(50,), (51,), (57,), (8,), (6, 3, 5, 7, 4), (3, 30, 2, 2, 2, 9, 40, 1, 5)])
@pytest.mark.parametrize("batch_size", [1, 3, 100])
def test_scoring_takes_every_token_but_the_first_exactly_once_with_all_of_its_document_that_fits(lengths, batch_size):
    ids, T, scored = documents(*lengths), 7, []
    ends = np.cumsum(lengths)
    for x, y in scoring_windows(ids, starts_of(ids), T, batch_size):
        assert len(y) <= batch_size
        for inputs, targets in zip(x.tolist(), y.tolist(), strict=True):
            kept = [target for target in targets if target != NOT_SCORED]
            assert targets[: len(kept)] == kept
            scored += kept
            for target in filter(None, kept):  # its document, if shorter than a row, stands before it in this row
                document = np.searchsorted(ends, target)
                first = ends[document] - lengths[document] + 1
                assert lengths[document] > T or first in (*inputs, *targets)
    assert scored == ids[1:].tolist()


def test_scoring_stops_after_the_row_in_which_the_wanted_tokens_are_reached():
    n = sum(int((y != NOT_SCORED).sum()) for _, y in scoring_windows(np.arange(100), ONE, 7, 2, max_tokens=20))
    assert n == 21


def test_a_text_shorter_than_the_context_is_one_line():
    with pytest.raises(UserError, match="=7 needs 8 tokens of training text, and there are 6; lower it to 5"):
        TrainingBatches(np.arange(6), ONE, 7, 1, seed=0)
    with pytest.raises(UserError, match="needs 8 tokens of validation text, and there are 3; lower it to 2"):
        next(scoring_windows(np.arange(3), ONE, 7, 1))
