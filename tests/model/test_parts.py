"""Each part against its equation, written plainly."""

import math

import pytest
import torch
from torch.nn import functional

from conteur.model import dot_product
from conteur.model.attention import CausalSelfAttention, values_of_stream, values_of_stream_and_tokens
from conteur.model.bigrams import BigramEmbedding, NoBigrams
from conteur.model.dot_product import causal_mask, fused_attention, measured_attention, plain_attention
from conteur.model.feedforward import GeluFeedForward, ReluSquaredFeedForward, SwiGluFeedForward
from conteur.model.norm import RMSNorm
from conteur.model.position import (
    NoPosition,
    RelativePosition,
    RotaryPosition,
    SinusoidalPosition,
    distance_buckets,
)


def attention(n_kv_heads: int, attend=measured_attention, value_source=values_of_stream) -> CausalSelfAttention:
    torch.manual_seed(3)
    identity = torch.nn.Identity()
    return CausalSelfAttention(
        24,
        6,
        n_kv_heads,
        bias=True,
        dropout=0.0,
        rotate=NoPosition().rotate,
        norm_queries=identity,
        norm_keys=identity,
        attend=attend,
        value_source=value_source,
    )


def equation(part: CausalSelfAttention, x: torch.Tensor, values: torch.Tensor, window: int = 0) -> torch.Tensor:
    """One head and one query at a time, as the paper's equation 1 has it."""
    _, n_tokens, d_model = x.shape
    q, k, v = part.query(x), part.key(x), part.value(values)
    d_head = part.d_head
    n_heads, n_kv_heads = q.shape[-1] // d_head, k.shape[-1] // d_head
    out = torch.zeros(*x.shape[:2], d_model)
    for head in range(n_heads):
        kv = head * n_kv_heads // n_heads
        qs, ks, vs = (part[..., i * d_head : (i + 1) * d_head] for part, i in ((q, head), (k, kv), (v, kv)))
        for t in range(n_tokens):
            first = max(0, t + 1 - window) if window else 0
            scores = (qs[:, t, None] * ks[:, first : t + 1]).sum(-1) / math.sqrt(d_head)
            out[:, t, head * d_head : (head + 1) * d_head] = (scores.softmax(-1)[..., None] * vs[:, first : t + 1]).sum(
                1
            )
    return part.output(out)


@pytest.mark.parametrize("attend", [plain_attention, fused_attention], ids=["plain", "fused"])
@pytest.mark.parametrize("n_kv_heads", [1, 2, 3, 6])
@pytest.mark.parametrize("window", [0, 4])
def test_attention_is_the_equation(n_kv_heads, window, attend):
    part = attention(n_kv_heads, attend)
    x = torch.randn(2, 11, 24)
    mask = causal_mask(11, 11, window, x.device) if window else None
    torch.testing.assert_close(part(x, x, mask), equation(part, x, x, window))


def test_a_value_residual_reads_values_from_the_tokens_too():
    part = attention(2, value_source=values_of_stream_and_tokens)
    x, tokens = torch.randn(2, 11, 24), torch.randn(2, 11, 24)
    torch.testing.assert_close(part(x, tokens, None), equation(part, x, x + tokens))


def test_a_bigram_is_looked_up_by_both_its_tokens_and_the_first_token_of_all_is_half_of_none():
    torch.manual_seed(4)
    part = BigramEmbedding(50, 6)
    x = part(torch.zeros(1, 5, 6), torch.tensor([[7, 8, 7, 8, 9]]), None)[0]
    assert not x[0].any()
    assert torch.equal(x[1], x[3])
    assert len({tuple(vector.tolist()) for vector in x[1:]}) == 3  # 7 8, 8 7 and 8 9
    after = part(torch.zeros(1, 2, 6), torch.tensor([[7, 8]]), torch.tensor([[8]]))[0]
    assert torch.equal(after, x[2:4])


@pytest.mark.parametrize("before", [None, torch.tensor([[3], [5]])])
def test_bigrams_are_added_to_the_tokens_and_without_them_the_tokens_stay(before):
    torch.manual_seed(4)
    part, tokens, ids = BigramEmbedding(50, 6), torch.randn(2, 7, 6), torch.arange(14).view(2, 7)
    pairs = part(torch.zeros(2, 7, 6), ids, before)
    assert torch.equal(part(tokens, ids, before), tokens + pairs)
    assert pairs.any()  # control
    assert torch.equal(NoBigrams()(tokens, ids, before), tokens)


def test_bigrams_spread_over_all_rows_evenly():
    ids = torch.cartesian_prod(torch.arange(300), torch.arange(300))  # (N, 2), each a row of two tokens
    part = BigramEmbedding(1024, 1)
    torch.nn.init.zeros_(part.weight)
    part(torch.zeros(*ids.shape, 1), ids, None).sum().backward()
    n = part.weight.grad.flatten()  # pairs that share each row: 88 in the mean
    assert n.min() > 50 and n.max() < 130


def heads(n: int, n_tokens: int) -> torch.Tensor:
    return torch.randn(2, n, n_tokens, 5, requires_grad=True)


MASKS = {
    "causal": lambda: None,
    "window": lambda: causal_mask(11, 11, 3, torch.device("cpu")),
    "bias": lambda: torch.randn(1, 6, 11, 11).masked_fill(~causal_mask(11, 11, 0, None), -torch.inf).requires_grad_(),
}


@pytest.mark.parametrize("n_kv_heads", [1, 2, 6])
@pytest.mark.parametrize("mask", MASKS.values(), ids=MASKS)
def test_the_plain_the_fused_and_the_measured_attention_agree_forward_and_backward(n_kv_heads, mask):
    torch.manual_seed(1)
    q, k, v = heads(6, 11), heads(n_kv_heads, 11), heads(n_kv_heads, 11)
    mask = mask()
    found = []
    for attend in (plain_attention, fused_attention, measured_attention):
        y = attend(q, k, v, mask, 0.0)
        learnt = (q, k, v) if mask is None or mask.dtype == torch.bool else (q, k, v, mask)
        found.append([y, *torch.autograd.grad(y.square().sum(), learnt)])
    for other in found[1:]:
        torch.testing.assert_close(other, found[0])


@pytest.mark.parametrize(
    ("dtype", "n_keys", "learned", "dropout", "fastest"),
    [
        (torch.float32, 320, False, 0.0, "fused"),
        (torch.float32, 320, True, 0.0, "plain"),
        (torch.bfloat16, 320, False, 0.0, "plain"),
        (torch.bfloat16, 321, False, 0.0, "fused"),
        (torch.bfloat16, 321, True, 0.0, "plain"),
        (torch.bfloat16, 321, False, 0.1, "plain"),
        (torch.float32, 321, False, 0.1, "fused"),
    ],
)
def test_on_a_cpu_the_measured_attention_is_the_faster_one(monkeypatch, dtype, n_keys, learned, dropout, fastest):
    monkeypatch.setattr(dot_product, "plain_attention", lambda *_: "plain")
    monkeypatch.setattr(dot_product, "fused_attention", lambda *_: "fused")
    q = k = v = torch.zeros(1, 2, n_keys, 4, dtype=dtype, device="cpu")
    mask = torch.zeros(1, 2, n_keys, n_keys, requires_grad=True) if learned else None
    assert measured_attention(q, k, v, mask, dropout) == fastest


def test_dropout_of_the_plain_attention_keeps_the_mean():
    torch.manual_seed(2)
    q, k, v = heads(2, 7), heads(2, 7), heads(2, 7)
    exact = plain_attention(q, k, v, None)
    draws = torch.stack([plain_attention(q, k, v, None, 0.3) for _ in range(2000)])
    assert not torch.allclose(draws[0], exact)
    torch.testing.assert_close(draws.mean(0), exact, atol=0.15, rtol=0)


def test_as_many_key_heads_as_query_heads_are_torchs_own_multi_head_attention():
    part = attention(6)
    theirs = torch.nn.MultiheadAttention(24, 6, batch_first=True)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.cat([part.query.weight, part.key.weight, part.value.weight]))
        theirs.in_proj_bias.copy_(torch.cat([part.query.bias, part.key.bias, part.value.bias]))
        theirs.out_proj.load_state_dict(part.output.state_dict())
    x = torch.randn(2, 11, 24)
    hidden = causal_mask(11, 11, 0, x.device).logical_not()
    torch.testing.assert_close(part(x, x, None), theirs(x, x, x, attn_mask=hidden, need_weights=False)[0])


def test_the_buckets_of_distances_are_those_of_t5():
    from transformers.models.t5.modeling_t5 import T5Attention

    theirs = T5Attention._relative_position_bucket(-torch.arange(300), False, num_buckets=32, max_distance=128)
    assert torch.equal(distance_buckets(300, 32, 128), theirs)
    assert distance_buckets(14, 6, 9).tolist() == [0, 1, 2, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5, 5]


def test_a_relative_bias_depends_on_the_distance_only():
    position = RelativePosition(3, 19, 6, 9)
    torch.nn.init.normal_(position.biases)
    bias = position.bias(11, 11)  # (H, T, S)
    for distance in range(11):
        along = bias.diagonal(-distance, dim1=1, dim2=2)  # (H, 11 - distance)
        assert torch.equal(along, position.biases[position.buckets[distance]][:, None].expand_as(along))
    assert torch.equal(position.bias(4, 11), bias[:, -4:])
    assert not torch.equal(bias[:, 10, 10], bias[:, 10, 4])  # control: far is not near


def test_the_mask_of_the_last_queries_is_the_end_of_the_whole_mask():
    whole = causal_mask(9, 9, 4, torch.device("cpu"))
    assert torch.equal(causal_mask(3, 9, 4, torch.device("cpu")), whole[-3:])
    assert whole.sum(1).tolist() == [1, 2, 3, 4, 4, 4, 4, 4, 4]


def test_rotary_scores_depend_on_the_distance_only_and_on_the_base():
    q, k = torch.randn(2, 1, 1, 1, 16)

    def scores(base: float) -> torch.Tensor:
        rope = RotaryPosition(16, base, 32)
        return torch.stack([(rope.rotate(q, start + 3) * rope.rotate(k, start)).sum() for start in (0, 7, 28)])

    assert torch.allclose(scores(100.0), scores(100.0)[0], atol=1e-5)
    assert not torch.allclose(scores(100.0)[0], (q * k).sum())  # control: a turned pair scores otherwise
    assert not torch.allclose(scores(100.0), scores(10.0))


def test_sinusoidal_positions_are_those_of_the_paper():
    position = SinusoidalPosition(context_length=9, d_model=6, base=10000.0, scale=2.5)
    x = torch.randn(2, 4, 6)
    added = position.embed(x, start=5) - x * 2.5
    for t in range(4):
        for i in range(3):
            angle = (5 + t) / 10000 ** (2 * i / 6)
            assert added[0, t, 2 * i].item() == pytest.approx(math.sin(angle), abs=1e-5)
            assert added[1, t, 2 * i + 1].item() == pytest.approx(math.cos(angle), abs=1e-5)


def test_rms_norm_is_its_equation_and_keeps_the_dtype():
    norm = RMSNorm(7, eps=1e-3, gain=True)
    torch.nn.init.normal_(norm.gain)
    x = torch.randn(3, 5, 7)
    expected = x / torch.sqrt(x.square().mean(-1, keepdim=True) + 1e-3) * norm.gain
    torch.testing.assert_close(norm(x), expected)
    assert norm(x.bfloat16()).dtype == torch.bfloat16


def test_feed_forwards_are_their_equations():
    x = torch.randn(2, 3, 5)
    gelu = GeluFeedForward(5, 11, bias=True)
    h = gelu.up(x)
    tanh_gelu = 0.5 * h * (1 + torch.tanh(math.sqrt(2 / math.pi) * (h + 0.044715 * h**3)))
    torch.testing.assert_close(gelu(x), gelu.down(tanh_gelu))
    relu2 = ReluSquaredFeedForward(5, 11, bias=False)
    torch.testing.assert_close(relu2(x), relu2.down(relu2.up(x).clamp(min=0) ** 2))
    swiglu = SwiGluFeedForward(5, 11, bias=False)
    gate = swiglu.gate(x)
    torch.testing.assert_close(swiglu(x), swiglu.down(gate * functional.sigmoid(gate) * swiglu.up(x)))
