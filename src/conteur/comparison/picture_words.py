"""The comparison, word by word: what frequency, length, language and damage do to the number of tokens."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from conteur.comparison.compare import Result
from conteur.comparison.measures import Series
from conteur.comparison.picture import COLOURS, LABELS
from conteur.figures import figure_style, save_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE_IN = (14.0, 8.6)
_BAR = 0.27  # width of a bar; the distance between two groups is 1


def draw_words(results: Sequence[Result], path_without_suffix: Path) -> None:
    """Draw the tokenizers of the largest size, as .png and .pdf; equal results give equal bytes."""
    size = max(result.asked_vocab_size for result in results)
    shown = [result for result in results if result.asked_vocab_size == size]
    with figure_style():
        from matplotlib.figure import Figure
        from matplotlib.patches import Patch

        figure = Figure(figsize=_SIZE_IN, layout="constrained")
        figure.get_layout_engine().set(w_pad=0.15, h_pad=0.12)
        figure.suptitle(f"Where the tokens go, {size:,} tokens in the vocabulary", fontsize=16, fontweight="bold")
        axes = figure.subplots(2, 2, width_ratios=[1.25, 1])
        _bars(axes[0, 0], "Tokens per word, by how frequent the word is in training", [r.by_frequency for r in shown])
        _bars(axes[0, 1], "More tokens for each damage", [r.by_noise for r in shown])
        _lines(axes[1, 0], "Tokens per word, by its letters", [r.by_length for r in shown])
        _languages(
            axes[1, 1], "Tokens for the same two sentences (number: Conteur BPE)", [r.by_language for r in shown]
        )
        handles = [Patch(color=COLOURS[result.name], label=LABELS[result.name]) for result in shown]
        figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))
        save_figure(figure, path_without_suffix)


def _measured(series: Sequence[Series]) -> list[str]:
    """Return the labels under which there is something to see."""
    return [label for label in series[0] if series[0][label] is not None]


def _bars(axes: "Axes", title: str, series: Sequence[Series]) -> None:
    labels = _measured(series)
    for k, (one, colour) in enumerate(zip(series, COLOURS.values(), strict=True)):
        x = [place + (k - 1) * _BAR for place in range(len(labels))]
        values = [one[label] for label in labels]
        bars = axes.bar(x, values, width=_BAR * 0.93, color=colour)
        axes.bar_label(bars, fmt="%.2f", fontsize=7.5, padding=2)
    axes.set_xticks(range(len(labels)), labels)
    axes.tick_params(axis="x", length=0)
    axes.set_yticks([])  # each bar has its number
    axes.spines.left.set_visible(False)
    axes.margins(y=0.1)
    axes.set_title(title)


def _lines(axes: "Axes", title: str, series: Sequence[Series]) -> None:
    labels = _measured(series)
    for one, colour, marker in zip(series, COLOURS.values(), "osD", strict=True):
        axes.plot(labels, [one[label] for label in labels], color=colour, marker=marker, markersize=5)
    axes.set_ylim(bottom=0)
    axes.set_title(title)
    axes.set_xlabel("letters of the word")


def _languages(axes: "Axes", title: str, series: Sequence[Series]) -> None:
    labels = sorted(_measured(series), key=lambda label: series[0][label])
    for k, (one, colour, marker) in enumerate(zip(series, COLOURS.values(), "osD", strict=True)):
        values = [one[label] for label in labels]
        y = [place + (k - 1) * _BAR for place in range(len(labels))]
        axes.plot(values, y, linestyle="none", color=colour, marker=marker, markersize=5)
    axes.set_yticks(range(len(labels)), [f"{label}  {series[0][label]:.0f}" for label in labels])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.grid(visible=True, axis="x")
    axes.set_xlabel("tokens")
    axes.set_xlim(left=0)
    axes.set_title(title)
