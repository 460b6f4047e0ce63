"""Scores against plain sums."""

import json
import math

import numpy as np
import pytest
import torch

from conteur.errors import UserError
from conteur.evaluation import score, write_evaluation
from conteur.tokens import SplitMeta, scoring_windows
from tests.model.conftest import VOCAB_SIZE, build

IDS = np.random.default_rng(3).integers(0, VOCAB_SIZE, 100)
ONE = np.array([0])  # the start of one document, longer than a row
ONE_BYTE = torch.ones(VOCAB_SIZE, dtype=torch.int64)


def test_every_number_is_the_plain_sum():
    model = build()
    result = score(model, scoring_windows(IDS, ONE, 19, 2), ONE_BYTE)
    nats, top1, top5, by_position = [], 0, 0, [[] for _ in range(19)]
    for start in range(0, 99, 19):
        window = torch.from_numpy(IDS[start : start + 20])
        for place, logits in enumerate(model(window[None, :-1])[0]):
            target = int(window[place + 1])
            nats.append(-logits.log_softmax(0)[target].item())
            by_position[place].append(nats[-1])
            order = logits.argsort(descending=True).tolist()
            top1 += order[0] == target
            top5 += target in order[:5]
    assert result.n_tokens == len(nats) == 99
    assert result.loss_nats == pytest.approx(np.mean(nats))
    assert result.perplexity == pytest.approx(math.exp(np.mean(nats)))
    assert (result.n_top1, result.n_top5) == (top1, top5)
    assert result.loss_by_position == pytest.approx([np.mean(losses) for losses in by_position])


def test_with_one_byte_a_token_bits_per_byte_is_the_loss_in_bits():
    result = score(build(), scoring_windows(IDS, ONE, 19, 2), ONE_BYTE)
    assert result.bits_per_byte == pytest.approx(result.loss_nats / math.log(2))
    longer = score(build(), scoring_windows(IDS, ONE, 19, 2), ONE_BYTE * 3)
    assert longer.bits_per_byte == pytest.approx(result.bits_per_byte / 3)


def test_the_result_does_not_depend_on_the_batch_size():
    scores = [score(build(), scoring_windows(IDS, ONE, 19, size), ONE_BYTE).nats for size in (1, 4, 50)]
    assert scores == pytest.approx([scores[0]] * 3)


def test_the_result_does_not_depend_on_how_many_logits_are_made_at_once():
    whole = score(build(), scoring_windows(IDS, ONE, 19, 4), ONE_BYTE)
    made, model = [], build()
    model.tokens_at_once = 7
    model.unembedding.register_forward_hook(lambda module, inputs, logits: made.append(len(logits)))
    parts = score(model, scoring_windows(IDS, ONE, 19, 4), ONE_BYTE)
    assert max(made) == 7 and sum(made) == 6 * 19 - 15  # the last row has 4 targets
    assert parts.nats == pytest.approx(whole.nats)
    assert (parts.n_top1, parts.n_top5) == (whole.n_top1, whole.n_top5)
    assert parts.loss_by_position == pytest.approx(whole.loss_by_position)


def test_what_does_not_fit_the_memory_is_one_line_with_the_key_to_lower():
    model = build()

    def refuse(*_):
        raise torch.OutOfMemoryError  # as CUDA does

    model.unembedding.register_forward_hook(refuse)
    with pytest.raises(
        UserError, match=r"4 sequences at once do not fit the memory of cpu: lower evaluate\.batch_size"
    ):
        score(model, scoring_windows(IDS, ONE, 19, 4), ONE_BYTE)


def test_the_report_shows_the_floor_where_it_is_known(tmp_path):
    result = score(build(), scoring_windows(IDS, ONE, 19, 2), ONE_BYTE)
    split = SplitMeta(documents=2, tokens=100, sha256="", text_sha256="", bytes=50, entropy_bits=75.0)
    metrics = write_evaluation(result, split, tmp_path)
    assert metrics["entropy_floor_bits_per_byte"] == 1.5
    assert json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8")) == metrics
    rows = (tmp_path / "loss_by_position.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "position,loss_nats" and len(rows) == 20
    assert float(rows[3].split(",")[1]) == pytest.approx(result.loss_by_position[2], rel=1e-5)
    without = write_evaluation(result, split.model_copy(update={"entropy_bits": None}), tmp_path)
    assert "entropy_floor_bits_per_byte" not in without
