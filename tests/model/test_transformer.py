"""Behaviours that every member of the family owes."""

import math

import pytest
import torch
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

from conteur.model import Transformer
from conteur.model.dot_product import fused_attention, plain_attention
from conteur.params import load_params
from conteur.training.optimizer import build_optimizers
from tests.model.conftest import VOCAB_SIZE, build, model_params, position


def test_changing_a_token_leaves_earlier_logits_untouched(model):
    ids = torch.arange(11).repeat(2, 1)
    changed = ids.clone()
    changed[:, 7] += 1
    before, after = model(ids), model(changed)
    assert torch.equal(before[:, :7], after[:, :7])
    assert not torch.allclose(before[:, 7:], after[:, 7:])  # control: the change is seen from there on


def test_a_row_alone_is_the_row_in_a_batch(model):
    rows = torch.randint(VOCAB_SIZE, (3, 13), generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(model(rows[1:2])[0], model(rows)[1])


def test_cached_logits_are_the_uncached_ones(model):
    ids = torch.randint(VOCAB_SIZE, (2, 17), generator=torch.Generator().manual_seed(2))
    cache = model.new_cache(2)
    parts = [model(part, cache) for part in ids.split([4, 1, 7, 1, 1, 3], dim=1)]
    torch.testing.assert_close(torch.cat(parts, dim=1), model(ids))


@pytest.mark.parametrize("backend", ["plain", "fused"])
def test_backends_give_the_same_logits(model, backend):
    other = Transformer(model.params.model_copy(update={"attention_backend": backend}), VOCAB_SIZE).eval()
    other.load_state_dict(model.state_dict())
    ids = torch.randint(VOCAB_SIZE, (2, 17), generator=torch.Generator().manual_seed(3))
    torch.testing.assert_close(other(ids), model(ids))


@pytest.mark.parametrize("kind", ["rope", "relative"])
@pytest.mark.parametrize("backend", ["plain", "fused"])
def test_a_window_sees_exactly_its_tokens(kind, backend):
    model = build(
        n_layers=1,
        position=position(kind),
        attention={"window": 5, "qk_norm": True, "value_residual": False},
        attention_backend=backend,
    )
    ids = torch.arange(12)[None]
    reference = model(ids)[0, 11]
    for place in range(12):
        changed = ids.clone()
        changed[0, place] = 30
        moved = not torch.allclose(model(changed)[0, 11], reference)
        assert moved == (place >= 7), f"token 11 sees tokens 7 to 11, and token {place} says {moved}"


def test_torchs_own_kernel_takes_the_mask_of_relative_positions():
    """Of a mask with three dimensions it makes nothing, and a slower one does the work without a word."""
    model = build(position=position("relative"))
    q = k = v = torch.randn(2, model.params.n_heads, 12, 8)
    mask = model._mask(12, 12, torch.device("cpu")).detach()
    with sdpa_kernel(SDPBackend.FLASH_ATTENTION):
        fused = fused_attention(q, k, v, mask)
    torch.testing.assert_close(fused, plain_attention(q, k, v, mask))


def test_the_order_of_tokens_matters_except_without_positions():
    ids = torch.tensor([[1, 2, 3, 4, 9]])
    shuffled = torch.tensor([[3, 1, 4, 2, 9]])
    for kind, same in [("rope", False), ("learned", False), ("sinusoidal", False), ("relative", False), ("none", True)]:
        model = build(n_layers=1, position=position(kind))
        assert torch.allclose(model(ids)[0, -1], model(shuffled)[0, -1], atol=1e-5) == same, kind


@pytest.mark.parametrize("embedding", [False, True])
def test_sinusoidal_waves_are_about_as_large_as_the_embeddings_that_they_are_added_to(embedding):
    norm = {"kind": "rmsnorm", "eps": 1.0e-5, "gain": False, "embedding": embedding}
    model = Transformer(model_params(d_model=96, position=position("sinusoidal"), norm=norm), VOCAB_SIZE)
    if not embedding:
        torch.nn.init.normal_(model.embedding.weight, std=96**-0.5)  # the paper's
    ids = torch.arange(19)[None]
    tokens = model.norm_embedding(model.embedding(ids))
    added = model.position.embed(tokens, 0) - model.position.scale * tokens
    assert 0.5 < (added.norm() / (model.position.scale * tokens).norm()).item() < 2


@pytest.mark.parametrize("kind", ["rope", "learned", "sinusoidal", "relative", "none"])
def test_a_fresh_model_knows_nothing(kind):
    torch.manual_seed(0)
    model = Transformer(model_params(position=position(kind)), VOCAB_SIZE)
    ids = torch.randint(VOCAB_SIZE, (8, 19))
    loss = functional.cross_entropy(model(ids).flatten(0, 1), torch.randint(VOCAB_SIZE, (8 * 19,)))
    assert loss.item() == pytest.approx(math.log(VOCAB_SIZE), rel=0.02)


SIZES = {"d_model", "n_layers", "n_heads", "n_kv_heads", "d_ff", "context_length"}
LEARNERS = {kind: {"position": position(kind)} for kind in ("rope", "learned", "sinusoidal", "relative", "none")}
LEARNERS["zero"] = {"init": "zero"}
LEARNERS["params.yaml"] = load_params().model.model_dump(exclude=SIZES)


@pytest.mark.parametrize("changes", LEARNERS.values(), ids=LEARNERS)
def test_one_batch_can_be_learnt_by_heart_with_the_optimizers_of_params_yaml(changes):
    torch.manual_seed(0)
    model = Transformer(model_params(**changes), VOCAB_SIZE)
    ids = torch.randint(VOCAB_SIZE, (4, 18))
    optimizers = build_optimizers(model, load_params().train)
    for _ in range(80):
        loss = functional.cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
    assert loss.item() < 0.05


def test_heads_of_a_copying_model_hand_on_what_they_look_at():
    """Attention that looks everywhere alike adds the mean of what it saw, so tokens of the past become likelier."""
    torch.manual_seed(0)
    copying = {
        "d_model": 240,
        "init": "copying",
        "norm": {"kind": "rmsnorm", "eps": 1.0e-5, "gain": False, "embedding": True},
        "attention": {"window": 0, "qk_norm": True, "value_residual": True},
    }
    ids = torch.stack([torch.randperm(2048)[:18] for _ in range(16)])  # tokens 0 to 16 are the past of the last

    def margin(**changes) -> float:
        model = Transformer(model_params(**copying | changes, n_layers=1), 2048)
        logits = model(ids)[:, -1]
        return (logits.gather(1, ids[:, :17]).mean() - logits.mean()).item()

    assert margin(n_kv_heads=6) > 0.6 and margin(n_kv_heads=2) > 0.25
    assert abs(margin(init="gpt2")) < 0.1  # control


def test_blocks_with_zero_outputs_add_nothing_at_first():
    ids = torch.arange(11).repeat(2, 1)
    for init, nothing in (("zero", True), ("copying", False)):
        torch.manual_seed(0)
        model = Transformer(model_params(init=init, bigrams=13), VOCAB_SIZE)
        whole, model.blocks = model(ids), torch.nn.ModuleList()
        assert torch.equal(model(ids), whole) == nothing


@pytest.mark.parametrize(("d_model", "n_layers"), [(96, 1), (96, 3), (384, 1), (768, 2)])
def test_a_wide_copying_model_is_no_surer_that_tokens_repeat_themselves(d_model, n_layers):
    torch.manual_seed(0)
    norm = {"kind": "rmsnorm", "eps": 1.0e-5, "gain": False, "embedding": True}
    attention = {"window": 0, "qk_norm": True, "value_residual": True}
    widths = {"d_model": d_model, "n_layers": n_layers, "d_ff": 128}
    model = Transformer(model_params(**widths, init="copying", norm=norm, attention=attention), 2048)
    ids = torch.randint(2048, (8, 19))
    with torch.no_grad():
        logits = model(ids).flatten(0, 1)
    loss = functional.cross_entropy(logits, torch.randint(2048, (8 * 19,)))
    assert math.log(2048) < loss.item() < 1.5 * math.log(2048)
    assert logits.gather(1, ids.flatten()[:, None]).mean() > 2  # control: of its own embedding it is far from unsure


def test_a_copying_model_begins_with_unit_variance_and_with_feed_forwards_and_bigrams_that_add_nothing():
    torch.manual_seed(0)
    norm = {"kind": "rmsnorm", "eps": 1.0e-5, "gain": False, "embedding": True}
    model = Transformer(model_params(d_model=240, d_ff=480, bigrams=13, init="copying", norm=norm), VOCAB_SIZE)
    block = model.blocks[1]
    x = torch.randn(1000, 240)
    assert block.attention.query(x).var().item() == pytest.approx(1.0, rel=0.1)
    assert not block.feed_forward(x).any()
    assert not model.bigrams.weight.any()
    assert block.feed_forward.up(x).var().item() == pytest.approx(1.0, rel=0.1)


def test_gpt2_124m_has_exactly_its_124_439_808_parameters():
    params = {
        "d_model": 768,
        "n_layers": 12,
        "n_heads": 12,
        "n_kv_heads": 12,
        "d_ff": 3072,
        "context_length": 1024,
        "bias": True,
        "position": position("learned"),
        "init": "gpt2",
        "attention": {"window": 0, "qk_norm": False, "value_residual": False},
        "norm": {"kind": "layernorm", "eps": 1.0e-5, "gain": True, "embedding": False},
        "ffn": {"kind": "gelu"},
    }
    with torch.device("meta"):
        model = Transformer(model_params(**params), 50257)
    assert model.n_parameters() == 124_439_808


def test_a_weight_that_layers_share_is_kept_once():
    for kind in ("learned", "relative"):
        model = build(position=position(kind))
        assert sum("position" in name for name in model.state_dict()) == 1


def test_too_long_a_text_is_refused():
    with pytest.raises(ValueError, match="20 tokens do not fit a context of 19"):
        build()(torch.zeros(1, 20, dtype=torch.int64))


def test_untied_embeddings_are_two_matrices():
    tied, untied = build(), build(tie_embeddings=False)
    assert untied.n_parameters() - tied.n_parameters() == VOCAB_SIZE * 24
