"""The one look of all pictures."""

import matplotlib
import pytest
from matplotlib.figure import Figure

from conteur.figures import PALETTE, figure_style, save_figure


@pytest.fixture
def figure():
    with figure_style():
        figure = Figure(figsize=(3, 2), layout="constrained")
        figure.subplots().plot([1, 3, 2])
        return figure


def test_the_style_holds_inside_the_block_only_and_over_the_users_own():
    with matplotlib.rc_context({"font.size": 33.0, "axes.facecolor": "red"}):
        with figure_style():
            assert matplotlib.rcParams["axes.facecolor"] == "white"
            assert matplotlib.rcParams["font.size"] == 10.0
            assert matplotlib.rcParams["axes.prop_cycle"].by_key()["color"] == list(PALETTE)
        assert matplotlib.rcParams["font.size"] == 33.0


def test_a_figure_saved_twice_gives_equal_bytes_without_a_date_or_a_version(figure, tmp_path):
    save_figure(figure, tmp_path / "loss.v1")
    save_figure(figure, tmp_path / "again")
    for kind in ("png", "pdf"):
        content = (tmp_path / f"loss.v1.{kind}").read_bytes()
        assert content == (tmp_path / f"again.{kind}").read_bytes()
        for word in (b"CreationDate", b"Producer", b"Creator", b"Software", b"Matplotlib"):
            assert word not in content
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.pdf", "again.png", "loss.v1.pdf", "loss.v1.png"]
