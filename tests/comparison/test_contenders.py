"""The tokenizers that are compared, and what makes the comparison fair."""

import pytest

from conteur.comparison import contenders
from conteur.comparison.contenders import load_contender, train_ours, train_sentencepiece
from conteur.comparison.measures import comes_back
from conteur.comparison.naughty import NAUGHTY_TEXTS
from conteur.errors import UserError
from conteur.tokenizer import train_bpe

WORDS = "fox river bread mill children old cold share laugh afraid"
TEXT = [" ".join(f"{a} {b}s {a}ing" for a in WORDS.split() for b in WORDS.split())] * 2
SIZE = 290  # tokens; the unigram model finds no more than 292 here


@pytest.fixture(scope="module", params=["bpe", "unigram"])
def theirs(request):
    return train_sentencepiece(TEXT, SIZE, request.param)


def test_sentencepiece_learns_from_documents_longer_than_its_default_takes():
    long = "zz qq " * 1000
    assert len(long) > 4192
    contender = train_sentencepiece([*TEXT, long], SIZE, "bpe")
    assert len(contender.encode(" zz qq")) == 2


def test_sentencepiece_gives_the_same_tokens_every_time(theirs, request):
    again = train_sentencepiece(TEXT, SIZE, request.node.callspec.params["theirs"])
    assert list(map(again.piece, range(SIZE))) == list(map(theirs.piece, range(SIZE)))


def test_all_have_the_size_that_was_asked_for(theirs):
    assert theirs.vocab_size == train_ours(TEXT, SIZE, "gpt4").vocab_size == SIZE


def test_nothing_is_put_before_or_taken_from_the_text(theirs):
    for contender in (theirs, train_ours(TEXT, SIZE, "gpt4")):
        for text in ("fox", " fox", "  fox  \n\n", "ﬁ", "🦊", ""):
            assert comes_back(contender, text)
            assert "".join(map(contender.piece, contender.encode("fox river"))) == "fox river"


def test_ours_gives_every_odd_text_back_and_sentencepiece_all_but_its_own_space(theirs):
    ours = train_ours(TEXT, SIZE, "gpt4")
    assert all(comes_back(ours, text) for text in NAUGHTY_TEXTS.values())
    assert [what for what, text in NAUGHTY_TEXTS.items() if not comes_back(theirs, text)] == ["sentencepiece's space"]


def test_parts_of_a_character_are_shown_as_bytes(theirs):
    for contender in (theirs, train_ours(TEXT, SIZE, "gpt4")):
        assert list(map(contender.piece, contender.encode("é")))[-2:] == ["\\xc3", "\\xa9"]


def test_sentencepiece_finds_fewer_tokens_in_a_small_text():
    assert 260 < train_sentencepiece(["the fox and the fox"], 1000, "unigram").vocab_size < 300


@pytest.mark.parametrize("kind", ["bpe", "unigram"])
def test_a_size_too_small_for_sentencepiece_is_one_line_with_the_smallest_that_is_not(kind):
    n_characters = len(set(TEXT[0]))
    with pytest.raises(UserError, match=rf"^a vocabulary of 262 .* in params\.yaml to {260 + n_characters} or more$"):
        train_sentencepiece(TEXT, 262, kind)
    assert train_sentencepiece(TEXT, 260 + n_characters, kind).vocab_size == 260 + n_characters


def test_a_size_that_ours_cannot_give_names_the_key():
    with pytest.raises(UserError, match=r"allows 2; set .*comparison\.vocab_sizes in params\.yaml to at most 262"):
        train_ours(["hi hi"], 1000, "gpt4")


def test_ours_trains_on_one_thread_like_the_others(monkeypatch):
    seen = []

    def train(documents, *, n_threads, **options):
        seen.append(n_threads)
        return train_bpe(documents, n_threads=n_threads, **options)

    monkeypatch.setattr(contenders, "train_bpe", train)
    train_ours(["hi hi"], 261, "gpt4")
    assert seen == [1]


def test_many_documents_are_encoded_as_one_by_one(theirs):
    texts = ["fox river", "", "  children\n", "é🦊", "share " * 1000]
    for contender in (theirs, train_ours(TEXT, SIZE, "gpt4")):
        assert [list(ids) for ids in contender.encode_all(texts)] == list(map(contender.encode, texts))
        assert [list(ids) for ids in contender.encode_all([])] == []


def test_saved_and_loaded_gives_the_same_ids(theirs, tmp_path):
    for contender, suffix in ((theirs, ".model"), (train_ours(TEXT, SIZE, "gpt4"), ".json")):
        contender.save(tmp_path / "kind_1.5")
        again = load_contender(tmp_path / f"kind_1.5{suffix}")
        assert again.encode("fox rivers é") == contender.encode("fox rivers é")
        assert again.vocab_size == contender.vocab_size
    assert len(list(tmp_path.iterdir())) == 2
