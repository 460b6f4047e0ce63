"""A model comes back from its folder as it was, or the trouble is one line."""

import re

import pytest
import torch

from conteur.errors import UserError
from conteur.invocation import spelt
from conteur.model import BEST, LAST, load_model, save_model, weights_of
from tests.model.conftest import build

TOKENIZER = "ab" * 32


@pytest.fixture(params=[True, False], ids=["tied", "untied"])
def saved(request, tmp_path):
    model = build(tie_embeddings=request.param)
    best = weights_of(model)
    with torch.no_grad():
        model.blocks[1].attention.query.weight.add_(1.0)
    save_model(model, tmp_path, best=best, last=weights_of(model), tokenizer_sha256=TOKENIZER)
    return model, tmp_path


def test_best_and_last_weights_come_back(saved):
    model, folder = saved
    ids = torch.arange(9)[None]
    assert torch.equal(load_model(folder, TOKENIZER, LAST)(ids), model(ids))
    assert not torch.allclose(load_model(folder, TOKENIZER, BEST)(ids), model(ids))


def test_the_same_weights_are_the_same_bytes(saved, tmp_path):
    model, folder = saved
    again = tmp_path / "again"
    save_model(model, again, best=weights_of(model), last=weights_of(model), tokenizer_sha256=TOKENIZER)
    assert (again / BEST).read_bytes() == (folder / LAST).read_bytes()
    assert (again / "config.json").read_bytes() == (folder / "config.json").read_bytes()


def test_another_tokenizer_is_refused(saved):
    with pytest.raises(UserError, match="trained with another tokenizer"):
        load_model(saved[1], "cd" * 32)


@pytest.mark.parametrize("name", [BEST, "config.json"])
def test_missing_cut_and_misfitting_files_are_one_line(saved, name):
    folder = saved[1]
    path = folder / name
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError, match="no readable model"):
        load_model(folder, TOKENIZER)
    path.unlink()
    with pytest.raises(UserError, match=f"missing; make it: {re.escape(spelt('train'))}$"):
        load_model(folder, TOKENIZER)


def test_weights_of_another_shape_are_one_line(saved):
    folder = saved[1]
    config = folder / "config.json"
    config.write_text(
        config.read_text(encoding="utf-8").replace('"d_ff": 40', '"d_ff": 44'), encoding="utf-8", newline="\n"
    )
    with pytest.raises(UserError, match=r"does not fit its config\.json") as caught:
        load_model(folder, TOKENIZER)
    assert "\n" not in str(caught.value)
