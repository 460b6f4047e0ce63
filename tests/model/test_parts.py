"""Each part against its equation, written plainly."""

import math

import pytest
import torch
from torch.nn import functional

from conteur.model.attention import CausalSelfAttention, causal_mask
from conteur.model.feedforward import GeluFeedForward, ReluSquaredFeedForward, SwiGluFeedForward
from conteur.model.norm import RMSNorm
from conteur.model.position import NoPosition, RotaryPosition, SinusoidalPosition


def attention(n_kv_heads: int, position=None) -> CausalSelfAttention:
    torch.manual_seed(3)
    identity = torch.nn.Identity()
    return CausalSelfAttention(
        24,
        6,
        n_kv_heads,
        bias=True,
        dropout=0.0,
        position=position or NoPosition(),
        norm_queries=identity,
        norm_keys=identity,
    )


def plain_attention(part: CausalSelfAttention, x: torch.Tensor, window: int = 0) -> torch.Tensor:
    """One head and one query at a time, as the paper's equation 1 has it."""
    _, n_tokens, d_model = x.shape
    q, k, v = part.query(x), part.key(x), part.value(x)
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


@pytest.mark.parametrize("n_kv_heads", [1, 2, 3, 6])
@pytest.mark.parametrize("window", [0, 4])
def test_attention_is_the_equation(n_kv_heads, window):
    part = attention(n_kv_heads)
    x = torch.randn(2, 11, 24)
    mask = causal_mask(11, 11, window, x.device) if window else None
    torch.testing.assert_close(part(x, mask), plain_attention(part, x, window))


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
    position = SinusoidalPosition(context_length=9, d_model=6, base=10000.0)
    x = torch.randn(2, 4, 6)
    added = position.embed(x, start=5) - x * math.sqrt(6)
    for t in range(4):
        for i in range(3):
            angle = (5 + t) / 10000 ** (2 * i / 6)
            assert added[0, t, 2 * i].item() == pytest.approx(math.sin(angle), abs=1e-5)
            assert added[1, t, 2 * i + 1].item() == pytest.approx(math.cos(angle), abs=1e-5)


def test_rms_norm_is_its_equation_and_keeps_the_dtype():
    norm = RMSNorm(7, eps=1e-3)
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
