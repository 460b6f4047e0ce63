"""Losses that jump are said; a training that does not come back from it ends."""

import math

import pytest

from conteur.training.watch import LossWatch
from tests.training.test_loop import train, trainer_of


def seen(*losses: float) -> tuple[LossWatch, list[str]]:
    watch = LossWatch()
    return watch, [watch.see(loss) for loss in losses]


USUAL = [1.0 + 0.01 * (step % 2) for step in range(54)]


def test_a_loss_that_jumps_is_said():
    _, said = seen(*USUAL, 2.0, *USUAL)
    assert said[54] == "the loss jumped to 2.000; the 50 before it had 1.005"
    assert said[:54] + said[55:] == [""] * 108


def test_a_training_says_at_which_step_its_loss_jumped(tmp_path, capsys):
    trainer = trainer_of(max_steps=4)
    trainer.watch.last.extend([3.0, 3.01] * 25)  # and the first loss is ln V = 3.6
    train(trainer, tmp_path)
    assert "step 1: the loss jumped to 3." in capsys.readouterr().out


def test_a_loss_that_is_far_above_for_three_steps_is_diverging():
    assert seen(*USUAL, 3.1, 9.0, 3.1)[0].diverging
    assert not seen(*USUAL, 9.0, 9.0)[0].diverging  # a batch of unusual text
    assert not seen(*USUAL, 9.0, 9.0, 3.0, 9.0, 9.0)[0].diverging


def test_a_loss_that_climbs_slowly_is_diverging_too():
    watch, said = seen(*USUAL, *(1 + 0.01 * step for step in range(206)))
    assert watch.diverging and not any(said)
    assert watch.lowest_mean == pytest.approx(1.005, abs=0.01)


def test_nothing_is_diverging_before_there_is_something_to_compare_with():
    watch, said = seen(*(math.exp(step / 10) for step in range(50)))
    assert not watch.diverging and not any(said)
