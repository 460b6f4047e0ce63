"""Vocabularies of others: the ids are theirs, the text comes back."""

import hashlib
import json
import random

import pytest
import tiktoken.load
import tokenizers
from hypothesis import given
from tokenizers import Regex, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from conteur.errors import UserError
from conteur.tokenizer import (
    Tokenizer,
    load_gpt2_files,
    load_tiktoken_gpt2,
    load_tokenizer,
    save_tokenizer,
    to_tiktoken,
)
from conteur.tokenizer.byte_level import BYTES_BY_CHARACTER, to_characters
from tests.tokenizer.test_file import TEXTS

LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
WORDS = "the fox and the river, l'été, il était une fois; 12345 67 they'll  go\n\n the foxes  \t "
REMEDY = "take another one"


def trained_elsewhere(split) -> tokenizers.Tokenizer:
    """Train with Hugging Face: special tokens first, bytes in the order of their characters."""
    bpe = tokenizers.Tokenizer(models.BPE())
    bpe.pre_tokenizer = split
    bpe.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    special = ["<s>", "</s>", "<mask>"]
    trainer = trainers.BpeTrainer(
        vocab_size=320, initial_alphabet=alphabet, special_tokens=special, show_progress=False
    )
    bpe.train_from_iterator([WORDS] * 3, trainer)
    return bpe


def split_by(pattern: str):
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )


SPLITS = {
    "GPT-2's, built in": pre_tokenizers.ByteLevel(add_prefix_space=False),
    "Llama 3's": split_by(LLAMA3),
    "with gaps": split_by("[aeiou]+"),
}


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_a_tokenizer_json_of_others_gives_their_ids(split, naughty, tmp_path):
    theirs = trained_elsewhere(split)
    theirs.save(str(tmp_path / "tokenizer.json"))
    ours = load_tokenizer(tmp_path / "tokenizer.json")
    assert (ours.vocab_size, ours.eos_id, ours.never_ids) == (theirs.get_vocab_size(), 1, (0, 2))
    for text in [*naughty, WORDS]:
        assert ours.encode(text, special=True) == theirs.encode(text).ids
        assert ours.decode(ours.encode(text)) == text
    theirs.encode_special_tokens = True
    assert ours.encode("fox</s>") == theirs.encode("fox</s>").ids


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_it_is_saved_with_the_same_ids(split, tmp_path):
    theirs = trained_elsewhere(split)
    theirs.save(str(tmp_path / "theirs.json"))
    ours = load_tokenizer(tmp_path / "theirs.json")
    save_tokenizer(ours, tmp_path / "ours.json")
    assert load_tokenizer(tmp_path / "ours.json") == ours
    again = tokenizers.Tokenizer.from_file(str(tmp_path / "ours.json"))
    assert again.get_vocab() == theirs.get_vocab()
    assert again.encode(WORDS + "<mask>").ids == theirs.encode(WORDS + "<mask>").ids


def test_ids_in_any_order_are_kept(tokenizer, tmp_path):
    ids = random.Random(3).sample(range(700), 256 + len(tokenizer.merges) + 1)
    shuffled = Tokenizer(tokenizer.merges, tokenizer.split_pattern, tuple(ids[:-1]), (("<|endoftext|>", ids[-1]),))
    save_tokenizer(shuffled, tmp_path / "tokenizer.json")
    assert load_tokenizer(tmp_path / "tokenizer.json") == shuffled
    theirs = tokenizers.Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    assert theirs.encode(WORDS).ids == shuffled.encode(WORDS) == [ids[id] for id in tokenizer.encode(WORDS)]


def test_merges_as_older_files_write_them(tokenizer, tmp_path):
    save_tokenizer(tokenizer, tmp_path / "tokenizer.json")
    document = json.loads((tmp_path / "tokenizer.json").read_text(encoding="utf-8"))
    document["model"]["merges"] = [" ".join(pair) for pair in document["model"]["merges"]]
    (tmp_path / "old.json").write_text(json.dumps(document), encoding="utf-8", newline="\n")
    assert load_tokenizer(tmp_path / "old.json") == tokenizer


def test_a_split_pattern_that_is_no_regular_expression_is_refused(tokenizer, tmp_path):
    save_tokenizer(tokenizer, tmp_path / "tokenizer.json")
    document = json.loads((tmp_path / "tokenizer.json").read_text(encoding="utf-8"))
    document["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = "(a"
    (tmp_path / "bad.json").write_text(json.dumps(document), encoding="utf-8", newline="\n")
    with pytest.raises(UserError, match=r"the split pattern '\(a' is not understood: missing \)"):
        load_tokenizer(tmp_path / "bad.json")


def test_a_token_that_spells_a_special_token_is_refused_when_saved(tmp_path):
    tokenizer = Tokenizer(((60, 120), (256, 62)), "gpt2", tuple(range(258)), (("<x>", 258), ("</s>", 259)))
    with pytest.raises(UserError, match=r"^the tokenizer has learned <x> from the text"):
        save_tokenizer(tokenizer, tmp_path / "tokenizer.json")


# --- transformers ---


@pytest.fixture(scope="module")
def fast(tokenizer, tmp_path_factory):
    path = tmp_path_factory.mktemp("fast") / "tokenizer.json"
    save_tokenizer(tokenizer, path)
    return PreTrainedTokenizerFast(tokenizer_file=str(path), eos_token="<eos>")


def test_transformers_gives_the_same_ids(tokenizer, fast, naughty):
    for text in [*naughty, "  two leading spaces", "a<eos>b <pad>", "\x00<eos>\x00"]:
        assert fast(text)["input_ids"] == tokenizer.encode(text, special=True), repr(text)
        assert fast.decode(tokenizer.encode(text), clean_up_tokenization_spaces=False) == text
    assert (fast.eos_token_id, len(fast)) == (tokenizer.eos_id, tokenizer.vocab_size)


def test_transformers_decodes_parts_of_characters_as_we_do(tokenizer, fast):
    for ids in ([0xC3], [104, 0xF0, 0x9F, 105], [0xFF, 0xFE], [0xE6, 0x97, 0xA5]):
        assert fast.decode(ids, clean_up_tokenization_spaces=False) == tokenizer.decode(ids)


# --- tiktoken ---


def test_tiktoken_gives_the_same_ids_for_naughty_strings(tokenizer, naughty):
    encoding = to_tiktoken(tokenizer)
    for text in naughty:
        assert encoding.encode_ordinary(text) == tokenizer.encode(text), repr(text)
        assert encoding.encode(text, allowed_special="all") == tokenizer.encode(text, special=True)
        assert encoding.decode(tokenizer.encode(text)) == text
    assert (encoding.n_vocab, encoding.name) == (tokenizer.vocab_size, "conteur")


@given(text=TEXTS)
def test_tiktoken_gives_the_same_ids_for_any_text(text, tokenizer):
    assert to_tiktoken(tokenizer).encode_ordinary(text) == tokenizer.encode(text)


def test_ids_out_of_the_order_of_merges_are_nothing_for_tiktoken():
    tokenizer = Tokenizer(((97, 98), (256, 99)), "gpt2", (*range(256), 257, 256), (("</s>", 258),))
    with pytest.raises(UserError, match="not in the order of its merges"):
        to_tiktoken(tokenizer)


# --- GPT-2's files ---


@pytest.fixture
def gpt2_files(tokenizer, tmp_path):
    """The tokenizer in the form of GPT-2: bytes in the order of their characters, <|endoftext|> last."""
    order = [*BYTES_BY_CHARACTER, *range(256, len(tokenizer.ids))]
    names = [to_characters(tokenizer.bytes_by_number[number]) for number in order]
    vocab = {name: id for id, name in enumerate(names)} | {"<|endoftext|>": len(names)}
    (tmp_path / "vocab.json").write_text(json.dumps(vocab), encoding="utf-8", newline="\n")
    by_number = dict(zip(order, names, strict=True))
    lines = ["#version: 0.2", *(f"{by_number[left]} {by_number[right]}" for left, right in tokenizer.merges), ""]
    (tmp_path / "merges.txt").write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return tmp_path / "vocab.json", tmp_path / "merges.txt"


def test_the_two_files_of_gpt2_give_their_ids(gpt2_files, naughty):
    vocab, merges = gpt2_files
    ours = load_gpt2_files(vocab, merges, REMEDY)
    theirs = tokenizers.Tokenizer(models.BPE.from_file(str(vocab), str(merges)))
    theirs.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    for text in [*naughty, WORDS]:
        assert ours.encode(text) == theirs.encode(text).ids
    assert ours.encode("!") == [0]
    assert ours.encode("<|endoftext|>", special=True) == [ours.eos_id] == [ours.vocab_size - 1]


def test_line_ends_of_windows_do_no_harm(gpt2_files):
    vocab, merges = gpt2_files
    before = load_gpt2_files(vocab, merges, REMEDY)
    merges.write_bytes(merges.read_bytes().replace(b"\n", b"\r\n"))
    assert load_gpt2_files(vocab, merges, REMEDY) == before


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda vocab, merges: merges.unlink(), r"merges\.txt is missing; take another one"),
        (lambda vocab, merges: merges.write_bytes(b"\xff"), r"merges\.txt is not UTF-8 at byte 0"),
        (lambda vocab, merges: merges.write_bytes(merges.read_bytes()[:300]), r"merges, item \d+: |no merge makes"),
        (lambda vocab, merges: vocab.write_bytes(vocab.read_bytes()[:300]), r"vocab\.json, line 1: not JSON, or cut"),
        (lambda vocab, merges: vocab.write_bytes(b"[]"), r"vocab\.json does not map tokens to ids"),
    ],
)
def test_damaged_files_of_gpt2_are_one_line(gpt2_files, spoil, said):
    spoil(*gpt2_files)
    with pytest.raises(UserError, match=said) as error:
        load_gpt2_files(*gpt2_files, REMEDY)
    assert "\n" not in str(error.value) and REMEDY in str(error.value)


# --- tiktoken's gpt2, of which no copy is here: a cache with 50,000 other tokens in its form ---

ADDRESS = "https://openaipublic.blob.core.windows.net/gpt-2/encodings/main/"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setitem(tiktoken.registry.ENCODINGS, "gpt2", None)
    monkeypatch.delitem(tiktoken.registry.ENCODINGS, "gpt2")
    for scheme in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(scheme, "http://127.0.0.1:9")  # where nobody listens
    return tmp_path


def test_gpt2_comes_from_the_cache_of_tiktoken(cache, monkeypatch):
    monkeypatch.setattr(tiktoken.load, "check_hash", lambda data, expected: True)  # they know that of the real one
    names = [to_characters(bytes([byte])) for byte in BYTES_BY_CHARACTER]
    pairs = [(left, right) for left in names for right in names][:50_000]
    vocab = {name: id for id, name in enumerate([*names, *(left + right for left, right in pairs), "<|endoftext|>"])}
    files = {"vocab.bpe": "\n".join(["#version: 0.2", *map(" ".join, pairs), ""]), "encoder.json": json.dumps(vocab)}
    for name, content in files.items():
        key = hashlib.sha1((ADDRESS + name).encode()).hexdigest()
        (cache / key).write_text(content, encoding="utf-8", newline="\n")
    ours = load_tiktoken_gpt2()
    theirs = tiktoken.get_encoding("gpt2")
    assert ours.vocab_size == 50_257 and ours.eos_id == theirs.eot_token == 50_256
    assert ours.encode(WORDS) == theirs.encode_ordinary(WORDS) and len(ours.encode(WORDS)) < len(WORDS)


def test_without_cache_and_network_it_says_what_to_do(cache):
    with pytest.raises(UserError, match=r"^GPT-2's vocabulary is not in tiktoken's cache"):
        load_tiktoken_gpt2()
