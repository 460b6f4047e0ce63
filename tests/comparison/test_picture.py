"""The picture of the comparison."""

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from conteur.comparison import draw
from conteur.comparison.picture import _wrapped, drawable

SOURCES = Path(__file__).parents[2] / "src"


@pytest.fixture(scope="module")
def picture(results, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("picture") / "tokenizers"
    draw(results, path)
    return path


def test_png_and_pdf_are_written(picture):
    assert picture.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    assert picture.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_equal_results_give_equal_bytes_in_another_process(results, picture, tmp_path):
    (tmp_path / "results").write_bytes(pickle.dumps(results))
    code = (
        "import pickle, pathlib, sys; from conteur.comparison import draw; "
        "draw(pickle.loads(pathlib.Path('results').read_bytes()), pathlib.Path('again'))"
    )
    environment = os.environ | {"PYTHONPATH": str(SOURCES), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    for suffix in (".png", ".pdf"):
        assert (tmp_path / f"again{suffix}").read_bytes() == picture.with_suffix(suffix).read_bytes()


def test_other_results_give_another_picture(results, picture, tmp_path):
    changed = [replace(results[0], documents_back=0.5, naughty_lost=("NUL",)), *results[1:]]
    draw(changed, tmp_path / "other")
    assert (tmp_path / "other.png").read_bytes() != picture.with_suffix(".png").read_bytes()


def test_any_sentence_and_a_vocabulary_that_fell_short_can_be_drawn(results, tmp_path):
    pieces = ("$^$", "$ b", "\n", "\x00", "日本", "🦊", "\\xc3", "", "é" * 300)
    draw([replace(result, pieces=pieces * 3, vocab_size=290) for result in results], tmp_path / "odd")
    assert (tmp_path / "odd.png").stat().st_size > 10_000


def test_what_cannot_be_seen_is_escaped_and_what_has_no_glyph_becomes_a_box():
    known = dict.fromkeys(map(ord, "ab é\\nx01u2b"), 0)
    assert drawable("a\n\x01 é日", known) == "a\\n\\x01 é\u25a1"


def test_tokens_are_wrapped_without_losing_any():
    lines = _wrapped(["abcdefghij"] * 17 + ["x" * 200, "end"])
    assert [len("".join(line)) for line in lines] == [80, 80, 10, 80, 3]
