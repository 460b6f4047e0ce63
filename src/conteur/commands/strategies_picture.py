"""The picture of what each sampling strategy does to one next-token distribution."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from conteur.commands.next_token import Choice, NextToken
from conteur.figures import BLUE, VERMILION, figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RAW = "#C4C4C4"
TICKS = (0.05, 0.2, 0.5, 1.0)
LONGEST_PROMPT = 50  # characters in the title
LONGEST_TOKEN = 16  # characters of a label


def draw_strategies(next_token: NextToken) -> "Figure":
    """Draw one panel per strategy: the model's probabilities in grey, what the strategy leaves in blue before them."""
    from matplotlib.figure import Figure

    n_shown = len(next_token.tokens)
    with figure_style():
        figure = Figure(figsize=(11, 2.6 + 0.2 * n_shown), layout="constrained")
        panels = figure.subplots(1, len(next_token.choices), sharex=True, sharey=True)
        for axes, choice in zip(panels, next_token.choices, strict=True):
            _draw_bars(axes, next_token, choice)
            _mark_cut(axes, next_token, choice)
        first = panels[0]
        in_font = _drawable()
        labels = [
            *(label_of(token, in_font) for token in next_token.tokens),
            f"{next_token.n_tokens - n_shown:,} others",
        ]
        first.set_yticks(_rows(n_shown), labels, family="monospace", parse_math=False)
        first.set_ylim(n_shown + 1.6, -0.7)
        # Linear, the bar of greedy would leave the others no room, and the tail, which is what is cut, no pixel.
        first.set_xscale("function", functions=(np.sqrt, np.square))
        first.set_xlim(0, 1)
        first.set_xticks(TICKS, [f"{tick:.0%}" for tick in TICKS])
        title = title_of(next_token.prompt, in_font)
        figure.suptitle(title, x=0.008, ha="left", weight="bold", size="large", parse_math=False)
        figure.supxlabel("probability of being the next token (square-root scale)", size="medium")
        figure.legend(*first.get_legend_handles_labels(), loc="outside upper right", ncols=2)
        return figure


def _rows(n_shown: int) -> list[int]:
    """Return the heights of the tokens and, after an empty row, of all the others."""
    return [*range(n_shown), n_shown + 1]


def _draw_bars(axes: "Axes", next_token: NextToken, choice: Choice) -> None:
    rows = _rows(len(next_token.tokens))
    axes.barh(rows, [*next_token.probabilities, next_token.others], height=0.86, color=RAW, label="the model")
    axes.barh(rows, [*choice.probabilities, choice.others], height=0.46, color=BLUE, label="left by the strategy")
    axes.set_title(choice.name, pad=34)
    left = "any" if choice.n_kept == next_token.n_tokens else f"{choice.n_kept:,}"
    subtitle = f"{choice.knobs}\n{left} of {next_token.n_tokens:,} tokens can come"
    axes.annotate(subtitle, (0, 1), (0, 6), "axes fraction", "offset points", va="bottom")
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    axes.tick_params(axis="y", length=0)


def _mark_cut(axes: "Axes", next_token: NextToken, choice: Choice) -> None:
    """Draw a line below the last token that is left, or say in the empty row where it would be."""
    n_shown = len(next_token.tokens)
    style = {"ha": "right", "color": VERMILION, "size": "small", "annotation_clip": False}
    edge = axes.get_yaxis_transform()
    if choice.n_kept <= n_shown:
        axes.axhline(choice.n_kept - 0.5, color=VERMILION, linestyle=(0, (4, 2)), linewidth=1.4)
        axes.annotate("cut-off", (0.99, choice.n_kept - 0.4), va="top", xycoords=edge, **style)
    else:
        where = "no cut-off" if choice.n_kept == next_token.n_tokens else "cut-off among the others"
        axes.annotate(where, (0.99, n_shown), va="center", xycoords=edge, **style)


def title_of(prompt: str, in_font: Callable[[str], bool]) -> str:
    """Quote the end of the prompt, which is what the token comes after."""
    if not prompt:
        return "The first token of a document"
    line = legible(" ".join(prompt.split()), in_font)
    return f"The token after \u201c{line if len(line) <= LONGEST_PROMPT else '...' + line[-LONGEST_PROMPT:]}\u201d"


def label_of(token: bytes, in_font: Callable[[str], bool]) -> str:
    """Make a token legible: its spaces become visible, bytes that are no whole character are written out."""
    if not token:
        return "(the end)"
    text = legible(token.decode("utf-8", "backslashreplace").replace(" ", "\u2423"), in_font)
    return text if len(text) <= LONGEST_TOKEN else text[: LONGEST_TOKEN - 3] + "..."


def legible(text: str, in_font: Callable[[str], bool]) -> str:
    """Write out, as \\n or \\u65e5, the characters that cannot be drawn."""
    return "".join(c if in_font(c) else c.encode("unicode_escape").decode("ascii") for c in text)


def _drawable() -> Callable[[str], bool]:
    """Return a test for characters that the fonts of our figures have; they come with matplotlib."""
    from matplotlib.font_manager import findfont, get_font

    fonts = [get_font(findfont(family, fallback_to_default=False)) for family in ("DejaVu Sans", "DejaVu Sans Mono")]
    return lambda character: character.isprintable() and all(font.get_char_index(ord(character)) for font in fonts)
