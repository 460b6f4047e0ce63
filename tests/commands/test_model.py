"""`invoke model`: what it says is what a model has and what its training takes."""

import shutil

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from conteur.commands.model import figures, main, tensors
from conteur.model import Transformer, training_flops_per_token
from conteur.params import load_params
from tests.commands.test_preset import with_preset
from tests.model.conftest import VOCAB_SIZE, build, model_params, position


def test_every_tensor_has_its_row_with_its_shape():
    model = build(position=position("learned"), tie_embeddings=False)
    shapes = {name: tuple(weight.shape) for name, weight in model.named_parameters()}
    rows = {name: (shape, numbers) for name, shape, numbers in tensors(shapes)}
    assert rows["embedding.weight"] == rows["unembedding.weight"] == ("37 x 24", "888")
    assert rows["position.vectors"] == ("19 x 24", "456")
    assert rows["blocks.0-2.attention.key.weight"] == ("8 x 24", "3 x 192")
    assert rows["blocks.0-2.feed_forward.down.bias"] == ("24", "3 x 24")
    total = 0
    for _, numbers in rows.values():
        times, _, each = numbers.rpartition(" x ")
        total += int(times or 1) * int(each.replace(",", ""))
    assert total == model.n_parameters()


@pytest.mark.parametrize("kind", ["swiglu", "gelu", "relu2"])
def test_flops_are_what_torch_counts_where_every_token_is_seen(kind):
    model = Transformer(model_params(ffn={"kind": kind}, attention_backend="plain", bias=False), VOCAB_SIZE)
    with FlopCounterMode(display=False) as counter:
        model(torch.zeros(2, 19, dtype=torch.int64)).sum().backward()
    p = model.params
    attention = 12 * p.n_layers * p.n_heads * p.d_head  # for each token seen
    hidden = attention * (19 - 10)  # torch counts 19 tokens seen by each, and the mask leaves 10 in the mean
    assert training_flops_per_token(model) == counter.get_total_flops() / (2 * 19) - hidden


def test_a_window_makes_attention_cheaper():
    wide, narrow = (Transformer(model_params(attention=attention(w)), VOCAB_SIZE) for w in (0, 1))
    per_token = 12 * 3 * 24
    assert training_flops_per_token(wide) - training_flops_per_token(narrow) == per_token * (10 - 1)


def attention(window: int) -> dict:
    return model_params().attention.model_dump() | {"window": window}


def test_gpt2_is_told_with_its_figures():
    params = with_preset("gpt2-124m")
    with torch.device("meta"):
        model = Transformer(params.model, params.tokenizer.vocab_size)
    told = figures(model, params)
    assert told["parameters"] == "124,439,808, of which 38,597,376 (31%) embed 50,257 tokens"
    assert told["- weights"] == told["- gradients"] == "474.7 MiB"
    assert told["- optimizer"] == "949.4 MiB"
    assert told["memory"].endswith("12 sequences at once")


def test_it_needs_nothing_but_the_params(tmp_path, monkeypatch, capsys):
    shutil.copy("params.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    main()
    said = capsys.readouterr().out
    assert "blocks.0-" in said and "MFLOP per token" in said and said.isascii()
    assert [path.name for path in tmp_path.iterdir()] == ["params.yaml"]
    assert f"{load_params().train.batch_size} sequences at once" in said
