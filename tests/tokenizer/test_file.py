"""tokenizer.json: Hugging Face reads it and agrees; a damaged one is refused with one line."""

import json
import re

import pytest
import tokenizers
from hypothesis import given
from hypothesis import strategies as st

from conteur.errors import UserError
from conteur.invocation import spelt
from conteur.tokenizer import SPECIAL_TOKENS, Tokenizer, load_tokenizer, save_tokenizer

REMEDY = re.escape(f"make it again with: {spelt('tokenizer')}")
# Characters that every Unicode version in use classes alike; newer ones are letters to one library and not to another.
TEXTS = st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs", "Cn"]) | st.sampled_from("ae' \n1🦊日"))


@pytest.fixture(scope="module")
def path(tokenizer, tmp_path_factory):
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    save_tokenizer(tokenizer, path)
    return path


@pytest.fixture(scope="module")
def theirs(path):
    theirs = tokenizers.Tokenizer.from_file(str(path))
    theirs.encode_special_tokens = True
    return theirs


def test_saved_and_loaded_is_the_same(tokenizer, path):
    assert load_tokenizer(path) == tokenizer


def test_equal_tokenizers_give_equal_bytes_and_line_feeds_only(tokenizer, path, tmp_path):
    save_tokenizer(Tokenizer(tokenizer.merges, tokenizer.split_pattern), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()
    assert b"\r" not in path.read_bytes()


def test_hugging_face_gives_the_same_ids_for_naughty_strings(tokenizer, theirs, naughty):
    for text in naughty:
        assert theirs.encode(text).ids == tokenizer.encode(text), repr(text)


@given(text=TEXTS)
def test_hugging_face_gives_the_same_ids_for_any_text(text, tokenizer, theirs):
    assert theirs.encode(text).ids == tokenizer.encode(text)


def test_hugging_face_decodes_to_the_same_text(tokenizer, theirs, naughty):
    for text in naughty:
        ids = [tokenizer.eos_id - 1, *tokenizer.encode(text), tokenizer.eos_id]
        assert theirs.decode(ids) == tokenizer.decode(ids) == text


def test_hugging_face_knows_the_special_tokens_by_the_same_ids(tokenizer, path):
    theirs = tokenizers.Tokenizer.from_file(str(path))
    assert theirs.get_vocab_size() == tokenizer.vocab_size
    assert [theirs.token_to_id(name) for name in SPECIAL_TOKENS] == list(range(496, 500))
    assert theirs.encode("a<eos>").ids == [*tokenizer.encode("a"), tokenizer.eos_id]  # their default, not ours


def damaged(path, tmp_path, change) -> str:
    """Return the one line with which the file is refused after `change` was made to its content."""
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    copy = tmp_path / "tokenizer.json"
    copy.write_text(json.dumps(document), encoding="utf-8", newline="\n")
    with pytest.raises(UserError) as error:
        load_tokenizer(copy)
    message = str(error.value)
    assert message.startswith(str(copy)) and "\n" not in message and spelt("tokenizer") in message
    return message


def replace(section, key, value):
    def change(document):
        (document[section] if section else document)[key] = value

    return change


def swap_merges(document):
    merges = document["model"]["merges"]
    used = next(i for i, pair in enumerate(merges) if len(pair[0]) + len(pair[1]) > 2)
    merges[0], merges[used] = merges[used], merges[0]


def swap_independent_merges(document):
    merges = document["model"]["merges"]
    a, b = [i for i, pair in enumerate(merges) if len(pair[0]) + len(pair[1]) == 2][-2:]
    merges[a], merges[b] = merges[b], merges[a]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (replace(None, "version", "2.0"), 'not a tokenizer.json of version "1.0"'),
        (replace(None, "model", None), "model is not a BPE"),
        (replace("model", "type", "Unigram"), "model is not a BPE"),
        (replace("model", "merges", {}), "model is not a BPE with a vocab and a list of merges"),
        (replace("model", "dropout", 0.1), "model.dropout is 0.1, which this program does not do"),
        (replace("model", "ignore_merges", True), "model.ignore_merges is True, which this program does not do"),
        (replace(None, "pre_tokenizer", {"type": "Whitespace"}), "pre_tokenizer is not byte-level"),
        (replace(None, "normalizer", {"type": "NFC"}), "normalizer changes the text"),
        (replace(None, "decoder", {"type": "WordPiece"}), "decoder is not ByteLevel"),
        (lambda document: document.pop("decoder"), "decoder is not ByteLevel"),
        (replace(None, "added_tokens", ["<eos>"]), "added_tokens is not a list of tokens with content and id"),
        (lambda document: document["added_tokens"][3].update(special=False), "added_tokens: '<eos>' is not a special"),
        (lambda document: document["added_tokens"].pop(), "no special token ends a document, such as <eos>"),
        (
            lambda document: document["added_tokens"].pop(0),
            "no merge makes 1 of the vocabulary's tokens, the first of them with id 496",
        ),
        (
            lambda document: document["model"]["vocab"].update({"\n": 700}),
            "token '\\n' (id 700) is neither a special token",
        ),
        (lambda document: document["model"]["vocab"].pop("a"), "lacks 1 of the 256 bytes, the first of them 0x61"),
        (lambda document: document["model"]["vocab"].update(a=98), "id 98 is given to two tokens"),
        (lambda document: document["model"]["vocab"].update(a=-1), "-1 is no id"),
        (lambda document: document["model"]["vocab"].update(a=True), "True is no id"),
        (
            lambda document: document["model"]["merges"].pop(),
            "no merge makes 1 of the vocabulary's tokens",
        ),
        (
            lambda document: document["model"]["vocab"].pop(list(document["model"]["vocab"])[495]),
            "merges, item 240: what",
        ),
        (swap_merges, "merges, item 1: "),
        (swap_independent_merges, "makes the token with id "),
        (lambda document: document["model"]["merges"].insert(3, "qq q"), "item 4: ['qq', 'q'] is not a pair"),
        (lambda document: document["model"]["merges"].insert(3, ["a", "\n"]), "item 4: ['a', '\\n'] is not a pair"),
        (lambda document: document["model"]["merges"].insert(3, [1, 2]), "item 4: [1, 2] is not a pair"),
        (lambda document: document["model"]["merges"].insert(3, document["model"]["merges"][0]), "makes a token again"),
    ],
)
def test_a_changed_file_is_refused_with_one_line_that_names_the_place(path, tmp_path, change, said):
    assert said in damaged(path, tmp_path, change)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: not JSON, or cut short"),
        (b"[]\n", 'not a tokenizer.json of version "1.0"'),
        (b"\xff\xfe{}", "not UTF-8 at byte 0"),
        (b'{"version": "1.0"}', "model is not a BPE"),
        (b'{"version": "0.9"}', 'not a tokenizer.json of version "1.0"'),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path, content, said):
    (tmp_path / "tokenizer.json").write_bytes(content)
    with pytest.raises(UserError, match=said):
        load_tokenizer(tmp_path / "tokenizer.json")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_cut_file_is_refused_with_the_place_where_it_ends(path, tmp_path, share):
    content = path.read_bytes()
    (tmp_path / "tokenizer.json").write_bytes(content[: int(len(content) * share)])
    with pytest.raises(UserError, match=r"json(, line \d+: not JSON, or cut short| is not UTF-8 at byte \d+)"):
        load_tokenizer(tmp_path / "tokenizer.json")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UserError, match=rf"absent\.json is missing; {REMEDY}$"):
        load_tokenizer(tmp_path / "absent.json")


def test_what_is_there_and_cannot_be_read_is_not_called_missing(tmp_path):
    with pytest.raises(UserError, match=rf"cannot be read \(.+\); {REMEDY}$"):
        load_tokenizer(tmp_path)
