"""Which tokenizer the pipeline takes."""

import pytest

from conteur.errors import UserError
from conteur.params import TokenizerParams
from conteur.tokenizer import Tokenizer, make_tokenizer, save_tokenizer, source, train_bpe

TEXT = ["the fox and the river", "and the fox"]


def params(**values) -> TokenizerParams:
    default = {"kind": "train", "path": "x", "vocab_size": 270, "split_pattern": "gpt2", "min_frequency": 1}
    return TokenizerParams(**(default | {"max_bytes": 0} | values))


@pytest.fixture
def made(tmp_path):
    def make(**values) -> Tokenizer:
        return make_tokenizer(tmp_path / "train.txt", "<end>", params(**values), lambda iterable, **_: iterable)

    (tmp_path / "train.txt").write_text("".join(f"{text}\n<end>\n" for text in TEXT), encoding="utf-8", newline="\n")
    return make


@pytest.fixture
def folder(tmp_path):
    save_tokenizer(train_bpe(["other words"], vocab_size=265, split_pattern="gpt4"), tmp_path / "tokenizer.json")
    return tmp_path


def test_it_is_trained_with_all_of_its_params(made):
    assert made() == train_bpe(TEXT, vocab_size=270, split_pattern="gpt2")
    assert made(split_pattern="gpt4", vocab_size=263, min_frequency=2).split_pattern == "gpt4"
    with pytest.raises(UserError, match="occur 3 times"):
        made(min_frequency=3)


@pytest.mark.parametrize("name", ["", "tokenizer.json"])
def test_a_file_is_taken_as_it_is(made, folder, name):
    tokenizer = made(kind="file", path=str(folder / name), vocab_size=265)
    assert tokenizer == train_bpe(["other words"], vocab_size=265, split_pattern="gpt4")


def test_a_vocabulary_of_another_size_than_params_say_names_the_size(made, folder):
    with pytest.raises(UserError, match=r"vocab_size is 270 in params.yaml, and .* has 265 tokens; .*vocab_size: 265$"):
        made(kind="file", path=str(folder))


def test_a_folder_without_a_vocabulary_says_what_belongs_there(made, tmp_path):
    with pytest.raises(UserError, match=r"^tokenizer.path: there is no tokenizer.json in .*, and no vocab.json with"):
        made(kind="file", path=str(tmp_path))


def test_the_two_files_of_gpt2_are_taken_from_a_folder(made, tmp_path):
    (tmp_path / "vocab.json").write_text("{}", encoding="utf-8", newline="\n")
    with pytest.raises(UserError, match=r"merges.txt is missing; take another file \(tokenizer.path"):
        made(kind="file", path=str(tmp_path))


def test_gpt2_comes_from_tiktoken(made, monkeypatch):
    monkeypatch.setattr(source, "load_tiktoken_gpt2", lambda: Tokenizer(((97, 98),), "gpt2"))
    assert made(kind="gpt2", vocab_size=261) == Tokenizer(((97, 98),), "gpt2")
