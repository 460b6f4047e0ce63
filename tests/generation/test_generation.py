"""Strategies as the papers have them, and text that is the same with and without the cache."""

import json

import numpy as np
import pytest
import torch

from conteur.generation import Storyteller, generate, greedy, temperature, top_k, top_p, write_samples
from conteur.generation.generate import draw
from conteur.params import load_params
from tests.model.conftest import VOCAB_SIZE, build

LOGITS = torch.tensor([0.4, 0.1, 0.3, 0.2]).log()


def test_greedy_takes_the_likeliest():
    assert greedy(LOGITS).tolist() == [1, 0, 0, 0]
    assert greedy(torch.tensor([0.0, 2.0, 2.0])).tolist() == [0, 1, 0]


def test_temperature_is_a_power_of_the_probabilities():
    squares = torch.tensor([0.16, 0.01, 0.09, 0.04], dtype=torch.float64)
    torch.testing.assert_close(temperature(LOGITS, 0.5), squares / squares.sum(), rtol=1e-6, atol=0)


def test_top_k_keeps_k_tokens():
    assert top_k(LOGITS, 1.0, 2).tolist() == pytest.approx([4 / 7, 0, 3 / 7, 0])
    assert top_k(LOGITS, 1.0, 99).tolist() == pytest.approx([0.4, 0.1, 0.3, 0.2])
    assert top_k(torch.zeros(4), 1.0, 2).tolist() == [0.5, 0.5, 0, 0]  # a tie keeps k, not more


@pytest.mark.parametrize(("p", "kept"), [(0.3, 1), (0.41, 2), (0.69, 2), (0.71, 3), (0.95, 4), (1.0, 4)])
def test_top_p_keeps_the_fewest_tokens_that_reach_p(p, kept):
    probabilities = top_p(LOGITS, 1.0, p)
    assert int((probabilities > 0).sum()) == kept
    assert probabilities.sum().item() == pytest.approx(1)


def test_draws_follow_the_distribution():
    numbers = np.random.Philox(key=[1, 2])
    probabilities = torch.tensor([0.4, 0.0, 0.5, 0.1, 0.0], dtype=torch.float64)
    counts = np.bincount([draw(probabilities, numbers) for _ in range(4000)], minlength=5) / 4000
    assert counts == pytest.approx([0.4, 0, 0.5, 0.1, 0], abs=0.03)
    assert counts[1] == counts[4] == 0


def test_the_cache_changes_nothing():
    model = build()
    cached = list(generate(model, [3, 5], greedy, max_new_tokens=12, key=(0, 0)))
    ids = [3, 5]
    for _ in range(12):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
    assert cached == ids[2:]
    assert len(set(cached)) > 2  # control: not one token for ever


def test_text_goes_on_beyond_the_context():
    model = build()  # context 19
    ids = list(generate(model, list(range(30)), greedy, max_new_tokens=40, key=(0, 0)))
    assert len(ids) == 40
    expected = int(model(torch.tensor([list(range(11, 30))]))[0, -1].argmax())
    assert ids[0] == expected


def test_seeds_decide_and_special_tokens_never_come():
    model = build()

    def text(key, never=()):
        flat = lambda logits: temperature(logits, 50.0)  # noqa: E731
        return list(generate(model, [1], flat, max_new_tokens=300, key=key, never=never))

    assert text((1, 0)) == text((1, 0))
    assert len({tuple(text(key)) for key in [(1, 0), (1, 1), (2, 0)]}) == 3
    assert 9 in text((1, 0))
    assert 9 not in text((1, 0), never=(9,))


def test_the_end_of_the_document_ends_the_text():
    model = build()
    ids = list(generate(model, [1], greedy, max_new_tokens=15, key=(0, 0)))
    stop = ids[6]
    assert list(generate(model, [1], greedy, max_new_tokens=15, key=(0, 0), stop_id=stop)) == ids[: ids.index(stop)]


class Bytes:
    """A tokenizer of 33 letters, enough for a model of 37 ids."""

    letters = "abcdefghijklmnopqrstuvwxyz .,éè'!"
    eos_id, never_ids = 36, range(33, 36)
    vocab_size = VOCAB_SIZE

    def encode(self, text):
        return [self.letters.index(letter) for letter in text]

    def token_bytes(self, token):
        return self.letters[token].encode()


def test_samples_are_written_for_people_and_programs(tmp_path):
    params = load_params().sample.model_copy(update={"prompts": ["", "le loup"], "max_new_tokens": 30})
    write_samples(Storyteller(build(), Bytes()), params, tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "samples.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["prompt"] for row in rows] == ["", "le loup"]
    assert all(row["text"] for row in rows)
    markdown = (tmp_path / "samples.md").read_text(encoding="utf-8")
    assert f"> **le loup**{rows[1]['text']}".rstrip() in markdown


def test_characters_of_several_tokens_come_out_whole():
    class HalfLetters(Bytes):
        def token_bytes(self, token):
            return bytes([0xC3 if token % 2 else 0xA9])  # the two bytes of é, in any order

    params = load_params().sample.model_copy(update={"max_new_tokens": 60, "strategy": "temperature"})
    pieces = list(Storyteller(build(), HalfLetters()).stream("", params))
    assert "é" in pieces
    assert set("".join(pieces)) <= {"é", "\ufffd"}
