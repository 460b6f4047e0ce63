"""Learning merges, against Hugging Face's trainer and against the paper's algorithm done slowly."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import tokenizers

from conteur.errors import UserError
from conteur.tokenizer import SPLIT_PATTERNS, Tokenizer, train_bpe
from conteur.tokenizer.byte_level import to_characters
from conteur.tokenizer.split import splitter

SOURCES = Path(__file__).parents[2] / "src"


def merges_of_hugging_face(
    documents: list[str], split_pattern: str, n_merges: int, min_frequency: int = 1
) -> list[list[str]]:
    bpe = tokenizers.Tokenizer(tokenizers.models.BPE())
    pattern = tokenizers.Regex(SPLIT_PATTERNS[split_pattern])
    bpe.pre_tokenizer = tokenizers.pre_tokenizers.Sequence(
        [
            tokenizers.pre_tokenizers.Split(pattern, "isolated"),
            tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    alphabet = tokenizers.pre_tokenizers.ByteLevel.alphabet()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=256 + n_merges, min_frequency=min_frequency, initial_alphabet=alphabet, show_progress=False
    )
    bpe.train_from_iterator(documents, trainer)
    return json.loads(bpe.to_str())["model"]["merges"]


def named_merges(tokenizer: Tokenizer) -> list[list[str]]:
    return [[to_characters(tokenizer.token_bytes(id)) for id in pair] for pair in tokenizer.merges]


def possible_merges(documents: list[str], split_pattern: str, min_frequency: int = 1) -> int:
    """Ask for far too many and read the number from the message."""
    with pytest.raises(UserError) as error:
        train_bpe(documents, vocab_size=100_000, split_pattern=split_pattern, min_frequency=min_frequency)
    return int(re.search(r"allows (\d+)", str(error.value))[1])


def test_rare_pairs_are_left_alone_as_hugging_face_does(corpus):
    n_merges = possible_merges(corpus, "gpt4", min_frequency=3)
    tokenizer = train_bpe(corpus, vocab_size=260 + n_merges, split_pattern="gpt4", min_frequency=3)
    assert named_merges(tokenizer) == merges_of_hugging_face(corpus, "gpt4", 100_000, min_frequency=3)
    assert 20 < n_merges < possible_merges(corpus, "gpt4")  # control


@pytest.mark.parametrize("split_pattern", SPLIT_PATTERNS)
def test_all_merges_equal_those_of_hugging_face_in_order(corpus, split_pattern):
    n_merges = possible_merges(corpus, split_pattern)
    tokenizer = train_bpe(corpus, vocab_size=260 + n_merges, split_pattern=split_pattern)
    assert n_merges > 200
    assert named_merges(tokenizer) == merges_of_hugging_face(corpus, split_pattern, n_merges)


def test_the_corpora_hold_ties_that_byte_order_would_break_otherwise(corpus):
    """Control of the test above: most steps choose among pairs of equal count, some with a byte that is renamed."""
    words = [list(pretoken.encode()) for text in corpus for pretoken in splitter("gpt4")(text)]
    counts = Counter(pair for word in words for pair in pairwise(word))
    tied = [pair for pair, count in counts.items() if Counter(counts.values())[count] > 1]
    assert any(left < 33 or left > 126 for left, _ in tied)


def test_merges_equal_the_paper_done_slowly():
    documents = ["low low low low low lower lower newest newest newest newest newest newest widest widest widest"]
    tokenizer = train_bpe(documents, vocab_size=272, split_pattern="gpt4")
    words = [[bytes([b]) for b in pretoken.encode()] for pretoken in splitter("gpt4")(documents[0])]
    for rank, (left, right) in enumerate(tokenizer.merges):
        counts = Counter(pair for word in words for pair in pairwise(word))
        pair = (tokenizer.token_bytes(left), tokenizer.token_bytes(right))
        assert counts[pair] == max(counts.values()), f"merge {rank}"
        for word in words:
            i = 0
            while i < len(word) - 1:
                if (word[i], word[i + 1]) == pair:
                    word[i : i + 2] = [word[i] + word[i + 1]]
                i += 1


def test_a_larger_vocabulary_extends_a_smaller_one(corpus):
    small, large = (train_bpe(corpus, vocab_size=size, split_pattern="gpt4") for size in (311, 411))
    assert large.merges[: len(small.merges)] == small.merges
    assert (small.vocab_size, large.vocab_size) == (311, 411)


def test_the_order_of_documents_does_not_matter(corpus):
    forward, backward = (train_bpe(texts, vocab_size=400, split_pattern="gpt2") for texts in (corpus, corpus[::-1]))
    assert forward == backward


def test_no_two_merges_make_the_same_token(corpus):
    tokenizer = train_bpe(corpus, vocab_size=430, split_pattern="gpt2")
    assert len({tokenizer.token_bytes(id) for id in range(430 - 4)}) == 430 - 4


def test_merges_do_not_depend_on_the_hash_seed(corpus):
    code = (
        "import sys, json; from conteur.tokenizer import train_bpe; texts = json.load(sys.stdin); "
        "print(train_bpe(texts, vocab_size=400, split_pattern='gpt4').merges)"
    )
    seen = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(SOURCES)}
        run = subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(corpus),
            env=environment,
            capture_output=True,
            encoding="utf-8",
        )
        assert run.returncode == 0, run.stderr
        seen.add(run.stdout)
    assert seen == {f"{train_bpe(corpus, vocab_size=400, split_pattern='gpt4').merges}\n"}


@pytest.mark.parametrize("documents", [[], [""], ["", ""]])
def test_a_text_without_characters_is_refused(documents):
    with pytest.raises(UserError, match=r"^the training text is empty"):
        train_bpe(documents, vocab_size=300, split_pattern="gpt4")


def test_a_vocabulary_without_room_for_bytes_and_special_tokens_is_refused():
    with pytest.raises(UserError, match=r"^a vocabulary of 259 tokens is too small: .* in params.yaml to 260 or more"):
        train_bpe(["abab ab"], vocab_size=259, split_pattern="gpt4")


def test_a_vocabulary_that_needs_rarer_pairs_names_the_bound():
    with pytest.raises(UserError, match=r"allows 1 of pairs that occur 3 times \(tokenizer.min_frequency\); set"):
        train_bpe(["abab ab"], vocab_size=300, split_pattern="gpt4", min_frequency=3)


def test_a_vocabulary_that_the_text_cannot_give_is_refused_with_the_largest_that_it_can():
    # "abab" gives ab and abab, " ab" gives " ab": three merges
    with pytest.raises(UserError, match=r"300 tokens needs 40 merges, and the training text allows 3; .* at most 263"):
        train_bpe(["abab ab"], vocab_size=300, split_pattern="gpt4")
    assert train_bpe(["abab ab"], vocab_size=263, split_pattern="gpt4").vocab_size == 263


def test_progress_sees_every_document_and_every_merge():
    seen = []

    def progress(iterable, *, desc, unit):
        for item in iterable:
            seen.append(desc)
            yield item

    train_bpe(["one two", "three"], vocab_size=262, split_pattern="gpt4", progress=progress)
    assert seen == ["counting words"] * 2 + ["merging pairs"] * 2
