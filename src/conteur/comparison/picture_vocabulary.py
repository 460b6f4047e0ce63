"""The vocabularies: what they share, and the tokens that are the longest and that save the most."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from conteur.comparison.compare import Result
from conteur.comparison.picture import COLOURS, LABELS, drawable, known_glyphs
from conteur.figures import INK, figure_style, save_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH_IN, _ROW_IN = 14.0, 3.9
_LONGEST_SHOWN = 24  # characters of a token


def draw_vocabularies(results: Sequence[Result], path_without_suffix: Path) -> None:
    """Draw a row of panels for each size, as .png and .pdf; equal results give equal bytes."""
    sizes = list(dict.fromkeys(result.asked_vocab_size for result in results))
    with figure_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(_WIDTH_IN, _ROW_IN * len(sizes) + 0.5), layout="constrained")
        figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1)
        figure.suptitle("What is in the vocabularies", fontsize=16, fontweight="bold")
        known = known_glyphs()
        panels = figure.subplots(len(sizes), 3, width_ratios=[0.8, 1.45, 1.6], squeeze=False)
        for row, size in zip(panels, sizes, strict=True):
            shown = [result for result in results if result.asked_vocab_size == size]
            _draw_overlap(row[0], shown, f"{size:,} tokens: in common (%)")
            _draw_longest(row[1], shown, known)
            _draw_useful(row[2], shown, known)
        save_figure(figure, path_without_suffix)


def _draw_overlap(axes: "Axes", results: Sequence[Result], title: str) -> None:
    """Draw how much of the vocabulary of each row the one of each column has."""
    shares = [[100 * result.overlap[other.name] for other in results] for result in results]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=180, aspect="auto")  # paler than black, to read the numbers on
    for y, row in enumerate(shares):
        for x, share in enumerate(row):
            axes.text(x, y, f"{share:.0f}", ha="center", va="center", color=INK)
    names = [LABELS[result.name].replace(" ", "\n") for result in results]
    axes.set_xticks(range(len(names)), names, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.tick_params(length=0)
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.set_title(title)


def _draw_longest(axes: "Axes", results: Sequence[Result], known: dict[int, int]) -> None:
    _columns(axes, results, [[_short(text, known) for text in result.longest] for result in results])
    axes.set_title("The longest tokens")


def _draw_useful(axes: "Axes", results: Sequence[Result], known: dict[int, int]) -> None:
    """Write the tokens that save the most, each with its share of the text's bytes that it saves."""
    lines = [
        [f"{100 * token.bytes_saved:3.1f} {_short(token.text, known)}" for token in result.most_useful]
        for result in results
    ]
    _columns(axes, results, lines)
    axes.set_title("The tokens that save the most (% of the bytes of the text)")


def _columns(axes: "Axes", results: Sequence[Result], lines: Sequence[Sequence[str]]) -> None:
    axes.axis("off")
    axes.set(xlim=(0, len(results)), ylim=(max(map(len, lines), default=0) + 1, -0.5))
    style = {"family": "monospace", "fontsize": 8.5, "va": "center", "parse_math": False}
    for x, (result, column) in enumerate(zip(results, lines, strict=True)):
        axes.text(x, 0, LABELS[result.name], color=COLOURS[result.name], fontweight="bold", fontsize=8.5, va="center")
        for y, line in enumerate(column, start=1):
            axes.text(x, y, line, **style)


def _short(text: str, known: dict[int, int]) -> str:
    """Return a token with its spaces visible, cut if it is very long."""
    shown = drawable(text, known).replace(" ", "\u00b7")
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "\u2026"
