"""`invoke plots`: the reports as pictures."""

import math
import zlib

import numpy as np
import pytest

from conteur.commands import reports
from conteur.commands.compressors import bits_per_byte_of_compressors
from conteur.commands.report_pictures import (
    draw_bits_per_byte,
    draw_loss,
    draw_loss_by_position,
    floor_nats,
    moving_mean,
)
from conteur.errors import UserError
from conteur.files import write_text

READERS = {
    reports.read_training: ("reports/train.json", "train"),
    reports.read_loss: ("reports/loss.csv", "train"),
    reports.read_evaluation: ("reports/evaluation.json", "evaluate"),
    reports.read_loss_by_position: ("reports/loss_by_position.csv", "evaluate"),
    reports.read_samples: ("reports/samples.jsonl", "sample"),
}


@pytest.fixture
def in_project(project, monkeypatch):
    monkeypatch.chdir(project)


def test_the_program_draws_all_pictures_and_says_where_they_are(run, project):
    done = run("plots")
    assert done.returncode == 0, done.stderr  # matplotlib may say there that it looks for fonts, once
    names = ["loss", "loss_by_position", "bits_per_byte"]
    assert done.stdout.splitlines() == [f"reports/{name}.png and .pdf" for name in names]
    for name in names:
        assert (project / f"reports/{name}.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("reader", "path", "task"), [(r, *what) for r, what in READERS.items()])
def test_a_missing_or_damaged_report_names_the_stage_to_run(tmp_path, monkeypatch, reader, path, task):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=rf"^{path} is missing; make it: \S+ {task}$"):
        reader()
    write_text(tmp_path / path, "{\n")
    with pytest.raises(UserError, match=rf"^{path} cannot be read \(.*\); delete it, then: \S+ {task}$"):
        reader()


def test_the_loss_is_drawn_as_the_training_left_it(in_project):
    training, loss = reports.read_training(), reports.read_loss()
    (axes,) = draw_loss(loss, training, {}).axes
    train, validation, best = axes.lines
    assert list(train.get_ydata()) == loss["train_loss"]
    assert list(validation.get_ydata()) == loss["validation_loss"]
    assert list(best.get_xydata()[0]) == [training["best_step"], training["best_validation_loss"]]


def test_the_floor_is_drawn_where_it_is_known(in_project):
    evaluation = reports.read_evaluation()
    (axes,) = draw_loss(reports.read_loss(), reports.read_training(), evaluation).axes
    *_, floor = axes.lines
    expected = math.log(36) * 36 / evaluation["tokens"]  # 36 tales, each as likely as the others
    assert floor.get_ydata()[0] == pytest.approx(expected, rel=0.01)  # the first token of all is not scored
    assert floor_nats({}) is None


def test_each_position_is_drawn_with_its_mean(in_project):
    by_position = reports.read_loss_by_position()
    (axes,) = draw_loss_by_position(by_position).axes
    dots, mean = axes.lines
    assert list(dots.get_ydata()) == by_position["loss_nats"]
    assert np.ptp(mean.get_ydata()[10:]) < np.ptp(dots.get_ydata()[10:])


def test_the_moving_mean_keeps_what_is_straight_and_widens_on_the_way():
    assert moving_mean(np.full(17, 3.0)).tolist() == [3.0] * 17
    straight = np.arange(40.0)
    assert moving_mean(straight)[:30] == pytest.approx(straight[:30])
    assert moving_mean(np.array([1.0, 5.0, 2.0, 6.0, 4.0, 8.0, 3.0])).tolist()[:4] == [1.0, 5.0, 2.0, 4.0]


def test_compressors_are_given_each_byte_and_each_end():
    documents = ["Une fée.", "Two foxes, two foxes, two foxes."]
    bits, n_bytes = bits_per_byte_of_compressors(documents)
    assert n_bytes == 9 + 32
    assert bits["zlib (gzip)"] == 8 * len(zlib.compress("\0".join([*documents, ""]).encode(), 9)) / n_bytes
    assert 0 < bits["LZMA (xz)"] < 16


def test_compressors_stop_after_the_first_megabytes(monkeypatch):
    monkeypatch.setattr("conteur.commands.compressors.MAX_BYTES", 100)
    assert bits_per_byte_of_compressors(["x" * 40] * 9)[1] == 80
    assert bits_per_byte_of_compressors(["x" * 140] * 9)[1] == 140  # one document at least


@pytest.mark.parametrize(("floor", "n_bars"), [({"entropy_floor_bits_per_byte": 0.8}, 4), ({}, 3)])
def test_the_model_stands_between_compressors_and_the_floor(floor, n_bars):
    (axes,) = draw_bits_per_byte({"bits_per_byte": 0.9} | floor, {"zlib": 2.5, "LZMA": 2.0}, 10**6).axes
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == [2.5, 2.0, 0.9, 0.8][:n_bars]
