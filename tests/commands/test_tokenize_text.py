"""`invoke tokenize-text`: tokens of several tokenizers beside each other, from words, a pipe or a file."""

import pytest

from conteur.commands.tokenize_text import cut, find_tokenizers, shown, table
from conteur.comparison import LABELS, ours
from conteur.comparison.contenders import train_sentencepiece
from conteur.tokenizer import Tokenizer, load_tokenizer

TEXT = ["the fox and the river and the fox, the bear and the river"] * 9


@pytest.fixture(scope="module")
def compared(project):
    """The project with two sizes of sentencepiece's tokenizers, as the comparison leaves them."""
    folder = project / "models" / "comparison"
    for size in (285, 290):
        for kind in ("bpe", "unigram"):
            train_sentencepiece(TEXT, size, kind).save(folder / f"sentencepiece_{kind}_{size}")
    yield project
    for path in folder.iterdir():
        path.unlink()


def test_words_are_cut_by_all_tokenizers(run, compared):
    done = run("tokenize_text", "--text=the fox")
    assert (done.returncode, done.stderr) == (0, "")
    header, first, *_ = done.stdout.splitlines()
    assert [label for label in header.split("  ") if label] == ["byte", *LABELS.values()]
    assert first.split()[0] == "0"
    tokenizer = load_tokenizer(compared / "models/tokenizer/tokenizer.json")
    assert (
        f"{tokenizer.vocab_size:,} tokens in the vocabulary: {len(tokenizer.encode('the fox'))} tokens" in done.stdout
    )
    assert "SentencePiece BPE, 290 tokens in the vocabulary" in done.stdout  # the largest


def test_a_pipe_and_a_file_give_the_same(run, compared, tmp_path):
    (tmp_path / "tale.txt").write_bytes("l'été, the river\n".encode())
    words = run("tokenize_text", "--text=l'été, the river\n")
    file = run("tokenize_text", "--file", f"--text={tmp_path / 'tale.txt'}")
    piped = run("tokenize_text", "--text=-", typed="l'été, the river\n")
    assert words.stdout == file.stdout == piped.stdout
    assert "\\n" in words.stdout


def test_what_cannot_be_read_costs_one_line(run, compared, tmp_path):
    done = run("tokenize_text", "--file", f"--text={tmp_path / 'absent.txt'}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ") and "absent.txt cannot be read: " in done.stderr
    (tmp_path / "latin.txt").write_bytes(b"\xe9t\xe9")
    done = run("tokenize_text", "--file", f"--text={tmp_path / 'latin.txt'}")
    assert done.returncode == 1 and "latin.txt is not UTF-8 at byte 0; save" in done.stderr


def test_without_a_comparison_ours_stands_alone(compared, monkeypatch):
    monkeypatch.chdir(compared)
    assert len(find_tokenizers()) == 3
    monkeypatch.setattr("conteur.commands.tokenize_text.COMPARISON", compared / "nothing")
    assert list(find_tokenizers()) == ["Conteur BPE"]


def test_a_row_begins_wherever_one_of_them_begins_a_token():
    letters, words = ours(Tokenizer((), "gpt4")), ours(Tokenizer(((97, 98), (256, 99), (32, 257)), "gpt4"))
    assert table("abc abc", {"letters": letters, "words": words})[:8] == [
        "byte  letters   words",
        "   0      97 a     257 abc",
        "   1      98 b",
        "   2      99 c",
        "   3      32 \u00b7     258 \u00b7abc",
        "   4      97 a",
        "   5      98 b",
        "   6      99 c",
    ]


def test_a_long_text_ends_with_the_number_of_rows_left_out():
    lines = table("x" * 1000, {"letters": ours(Tokenizer((), "gpt4"))})
    assert lines[-3:] == [
        "... and 600 rows more",
        "",
        "letters, 260 tokens in the vocabulary: 1,000 tokens, 1.00 bytes each",
    ]


def test_a_text_without_tokens_has_no_bytes_each():
    assert table("", {"letters": ours(Tokenizer((), "gpt4"))})[-1] == "letters, 260 tokens in the vocabulary: 0 tokens"


def test_a_very_long_text_is_cut_by_the_kernels_as_by_the_rest(monkeypatch):
    contender = ours(Tokenizer(((97, 98),), "gpt4"))
    slowly = cut(contender, "abab été")
    monkeypatch.setattr("conteur.commands.tokenize_text.LONG", 3)
    assert cut(contender, "abab été") == slowly and len(slowly) == 8


def test_what_cannot_be_seen_is_shown():
    assert shown(" a\n\x00é") == "\u00b7a\\n\\x00é"
    assert shown("x" * 50) == "x" * 19 + "..."
