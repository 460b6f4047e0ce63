"""Text to ids and back."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conteur.errors import UserError
from conteur.params.schema import MIN_VOCAB_SIZE
from conteur.tokenizer import SPECIAL_TOKENS, SPLIT_PATTERNS, Tokenizer, train_bpe
from conteur.tokenizer.split import splitter

BYTES_ONLY = Tokenizer((), "gpt4")


def textbook_encode(text: str, tokenizer: Tokenizer) -> list[int]:
    """Encode as the paper says: for each merge in the order of learning, join it wherever it stands."""
    ids = []
    for pretoken in splitter(tokenizer.split_pattern)(text):
        word = list(pretoken.encode("utf-8"))
        for rank, pair in enumerate(tokenizer.merges):
            i = 0
            while i < len(word) - 1:
                if (word[i], word[i + 1]) == pair:
                    word[i : i + 2] = [256 + rank]
                i += 1
        ids += word
    return ids


def assert_round_trip(text: str, tokenizer: Tokenizer) -> None:
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert sum(len(tokenizer.token_bytes(i)) for i in ids) == len(text.encode())
    assert all(0 <= i < tokenizer.vocab_size - 4 for i in ids)


@given(text=st.text())
def test_every_text_comes_back(text, tokenizer):
    assert_round_trip(text, tokenizer)


def test_naughty_strings_come_back(naughty, tokenizer):
    for text in naughty:
        assert_round_trip(text, tokenizer)


@given(text=st.text(st.sampled_from("aehlort' \n1é")))
def test_encoding_equals_the_textbook(text, tokenizer):
    assert tokenizer.encode(text) == textbook_encode(text, tokenizer)


@pytest.mark.parametrize("n", [63, 64, 65, 66, 131, 1000])
def test_long_words_equal_the_textbook(n, corpus):
    tokenizer = train_bpe([*corpus, "a" * 50, "ab" * 50, "abaab" * 30], vocab_size=330, split_pattern="gpt4")
    letters = "".join(c for text in corpus for c in text if c.isalpha())
    for text in ["a" * n, "ab" * (n // 2), ("abaab" * n)[:n], letters[:n], letters[-n:]]:
        ids = tokenizer.encode(text)
        assert ids == textbook_encode(text, tokenizer)
        assert len(ids) < len(text.encode())  # control: something was merged


def test_forty_thousand_equal_letters_take_thousands_of_steps_not_millions(monkeypatch):
    tokenizer = Tokenizer(((97, 97), (256, 256), (257, 257)), "gpt4")
    steps = []
    monkeypatch.setattr("conteur.tokenizer.encode.heappop", counting(steps, "conteur.tokenizer.encode", "heappop"))
    assert tokenizer.encode("a" * 40_001) == [258] * 5000 + [97]
    assert 35_000 < len(steps) < 100_000


def counting(steps: list[None], module: str, name: str):
    function = getattr(__import__(module, fromlist=[name]), name)

    def counted(*arguments):
        steps.append(None)
        return function(*arguments)

    return counted


def test_wikipedia_worked_example():
    tokenizer = train_bpe(["aaabdaaabac"], vocab_size=263, split_pattern="gpt4")
    assert tokenizer.merges == ((97, 97), (97, 98), (256, 257))  # Z=aa, Y=ab, X=ZY
    assert tokenizer.encode("aaabdaaabac") == [258, *b"d", 258, *b"ac"]  # XdXac


def test_vocabulary_is_bytes_then_merges_then_special_tokens():
    tokenizer = Tokenizer(((104, 101), (256, 32)), "gpt2")
    assert tokenizer.vocab_size == 262
    assert [tokenizer.token_bytes(i) for i in (0, 255, 256, 257)] == [b"\x00", b"\xff", b"he", b"he "]
    assert tokenizer.special_tokens == (("<pad>", 258), ("<unk>", 259), ("<bos>", 260), ("<eos>", 261))
    assert (tokenizer.eos_id, tokenizer.never_ids) == (261, (258, 259, 260))
    assert [tokenizer.token_bytes(i) for i in range(258, 262)] == [b""] * len(SPECIAL_TOKENS)


def test_smallest_vocabulary_of_the_schema_is_bytes_and_special_tokens():
    assert BYTES_ONLY.vocab_size == MIN_VOCAB_SIZE


@pytest.mark.parametrize("token_id", [-1, 260])
def test_ids_outside_the_vocabulary_have_no_bytes(token_id):
    with pytest.raises(KeyError):
        BYTES_ONLY.decode([97, token_id])


def test_names_of_special_tokens_are_plain_text_unless_asked():
    assert BYTES_ONLY.encode("<eos>") == list(b"<eos>")
    assert BYTES_ONLY.encode("a<eos> <pad", special=True) == [97, BYTES_ONLY.eos_id, *b" <pad"]


def test_a_special_token_ends_the_text_before_it():
    tokenizer = Tokenizer(((32, 32),), "gpt4")
    assert tokenizer.encode("a  <eos>", special=True) == [97, 256, tokenizer.eos_id]  # else: one space stays with "<"
    assert tokenizer.encode("a  b") == [97, 32, 32, 98]  # control


def test_the_longest_of_special_tokens_that_begin_alike_is_taken():
    tokenizer = Tokenizer((), "gpt2", tuple(range(256)), (("<a", 256), ("<a>", 257), ("</s>", 258)))
    assert tokenizer.encode("<a><a", special=True) == [257, 256]
    assert tokenizer.eos_id == 258


def test_ids_of_other_vocabularies_are_given_out_and_taken():
    shifted = Tokenizer(((104, 105),), "gpt2", tuple(range(3, 260)), (("<|endoftext|>", 1), ("<x>", 262)))
    assert shifted.encode("hi!") == [259, 36]
    assert shifted.decode([259, 1, 36]) == "hi!"
    assert (shifted.vocab_size, shifted.eos_id, shifted.never_ids) == (263, 1, (0, 2, 260, 261, 262))


def test_special_tokens_are_skipped_in_decoding():
    assert BYTES_ONLY.decode([BYTES_ONLY.eos_id - 1, 104, 105, BYTES_ONLY.eos_id]) == "hi"


def test_a_part_of_a_character_decodes_to_the_replacement_character():
    assert BYTES_ONLY.decode([104, 0xC3]) == "h\ufffd"
    assert BYTES_ONLY.decode_bytes([104, 0xC3]) == b"h\xc3"


@pytest.mark.parametrize("make", [iter, tuple, lambda ids: np.array(ids, dtype=np.uint16)])
def test_ids_may_come_in_any_sequence(make):
    ids: Sequence[int] = make([104, 105])
    assert BYTES_ONLY.decode(ids) == "hi"


def test_half_of_a_surrogate_pair_is_named_with_its_place():
    with pytest.raises(UserError, match=r"^character 5 of the text to encode is '\\ud83e'"):
        BYTES_ONLY.encode("fox: \ud83e!")


def test_tokenizers_are_equal_by_value_and_cannot_be_changed():
    assert Tokenizer(((1, 2),), "gpt2") == Tokenizer(((1, 2),), "gpt2")
    assert Tokenizer(((1, 2),), "gpt2") != Tokenizer(((1, 2),), "gpt4")
    with pytest.raises(AttributeError):
        BYTES_ONLY.merges = ()


@pytest.mark.parametrize("name", SPLIT_PATTERNS)
@given(text=st.text())
def test_pretokens_joined_are_the_text(name, text):
    assert "".join(splitter(name)(text)) == text


@pytest.mark.parametrize(
    ("name", "text", "pretokens"),
    [
        ("gpt2", "I'll pay  12345 €!\n", ["I", "'ll", " pay", " ", " 12345", " €!", "\n"]),
        ("gpt4", "I'll pay  12345 €!\n", ["I", "'ll", " pay", " ", " ", "123", "45", " €!\n"]),
        ("gpt2", "WE'LL go", ["WE", "'", "LL", " go"]),
        ("gpt4", "WE'LL go", ["WE", "'LL", " go"]),
        ("gpt4", "'ſx", ["'ſ", "x"]),  # a long s is an s, whatever its case
        ("gpt2", "a\x1cb c", ["a", "\x1c", "b", " c"]),  # no white space, though str.isspace says so
        ("gpt4", "a\x1cb c", ["a", "\x1cb", " c"]),
        ("gpt2", "a \n\n b", ["a", " \n\n", " b"]),
        ("gpt4", "a \n\n b", ["a", " \n\n", " b"]),
        ("gpt4", "a\n\nb", ["a", "\n\n", "b"]),
        ("gpt4", "a \n", ["a", " \n"]),
        ("gpt4", "a!\r\nb", ["a", "!\r\n", "b"]),
    ],
)
def test_splits_of_known_texts(name, text, pretokens):
    assert splitter(name)(text) == pretokens
