"""The picture of what each sampling strategy does to one next-token distribution."""

from typing import TYPE_CHECKING

from conteur.commands.next_token import Choice, NextToken
from conteur.figures import BLUE, figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RAW = "#C8C8C8"
LONGEST_TITLE = 70  # characters of the prompt


def draw_strategies(next_token: NextToken) -> "Figure":
    """Draw one panel per strategy: the model's probabilities in grey, what the strategy leaves in blue before them."""
    from matplotlib.figure import Figure

    with figure_style():
        rows = len(next_token.tokens) + 1
        figure = Figure(figsize=(13, 1.8 + 0.23 * rows), layout="constrained")
        panels = figure.subplots(1, len(next_token.choices), sharex=True, sharey=True)
        for axes, choice in zip(panels, next_token.choices, strict=True):
            _draw_panel(axes, next_token, choice)
        labels = [label_of(token) for token in next_token.tokens]
        n_others = next_token.n_tokens - len(labels)
        panels[0].set_yticks(range(rows), [*labels, f"{n_others:,} others"], family="monospace", parse_math=False)
        panels[0].set_ylim(rows - 0.4, -0.6)
        panels[0].set_xlim(0, 1)
        where = f"after: {quoted(next_token.prompt)}" if next_token.prompt else "at the start of a document"
        figure.suptitle(f"The next token {where}", x=0.01, ha="left", weight="bold", size=13, parse_math=False)
        return figure


def _draw_panel(axes: "Axes", next_token: NextToken, choice: Choice) -> None:
    rows = range(len(next_token.tokens) + 1)
    raw = [*next_token.probabilities, next_token.others]
    left = [*choice.probabilities, choice.others]
    axes.barh(rows, raw, height=0.84, color=RAW, label="the model")
    axes.barh(rows, left, height=0.46, color=BLUE, label="left by the strategy")
    axes.set_title(choice.title)


def label_of(token: bytes) -> str:
    """Make a token legible: spaces and line ends become visible, bytes that are no whole character are written out."""
    if not token:
        return "(end)"
    return token.decode("utf-8", "backslashreplace").replace(" ", "\u2423").replace("\n", "\\n")


def quoted(prompt: str) -> str:
    line = " ".join(prompt.split())
    return f"\u201c{line if len(line) <= LONGEST_TITLE else '... ' + line[-LONGEST_TITLE:]}\u201d"
