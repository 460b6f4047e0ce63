"""The comparison as a picture: a panel of bars per measure, and below them the sentence as each tokenizer cuts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from conteur.comparison.compare import Result
from conteur.comparison.naughty import NAUGHTY_TEXTS
from conteur.figures import BLUE, GREEN, INK, ORANGE, PURPLE, SKY, YELLOW, figure_style, save_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABELS = {
    "conteur_bpe": "Conteur BPE",
    "sentencepiece_bpe": "SentencePiece BPE",
    "sentencepiece_unigram": "SentencePiece unigram",
}
COLOURS = {"conteur_bpe": BLUE, "sentencepiece_bpe": ORANGE, "sentencepiece_unigram": GREEN}

_WIDTH_IN = 14.0
_PANELS_IN = 4.2  # height of the title, the panels and the legend
_LINE_IN = 0.3  # height of a line of tokens
_LABEL_COLUMNS = 21  # the sentence is drawn on a grid of characters: first the names, ...
_TEXT_COLUMNS = 80  # ... then the tokens, ...
_COUNT_COLUMNS = 11  # ... then how many they are
_BAR = 0.27  # width of a bar; the distance between two sizes is 1
_TICK = {"marker": "_", "markersize": 10.5, "markeredgewidth": 1.5, "color": INK}
_TOKEN_COLOURS = (SKY, YELLOW, PURPLE, GREEN)  # by turns; made pale enough to read on


@dataclass(frozen=True)
class _Panel:
    title: str
    better: str
    of: Callable[[Result], float]  # height of the bar
    of_train: Callable[[Result], float] | None  # height of the tick
    form: str


_PANELS = (
    _Panel(
        "Bytes per token",
        "more is better",
        lambda result: result.validation.bytes_per_token,
        lambda result: result.train.bytes_per_token,
        "{:.2f}",
    ),
    _Panel(
        "Tokens per word",
        "1 is best",
        lambda result: result.validation.tokens_per_word,
        lambda result: result.train.tokens_per_word,
        "{:.2f}",
    ),
    _Panel(
        "Words split (%)",
        "fewer is better",
        lambda result: 100 * result.validation.words_split,
        lambda result: 100 * result.train.words_split,
        "{:.1f}",
    ),
    _Panel(
        "Vocabulary used (%)",
        "more is better",
        lambda result: 100 * result.validation.vocabulary_used,
        lambda result: 100 * result.train.vocabulary_used,
        "{:.0f}",
    ),
    _Panel(
        "Odd texts given back",
        f"{len(NAUGHTY_TEXTS)} is best",
        lambda result: len(NAUGHTY_TEXTS) - len(result.naughty_lost),
        None,
        "{:.0f}",
    ),
)


def draw(results: Sequence[Result], path_without_suffix: Path) -> None:
    """Write the picture as .png and .pdf; equal results give equal bytes."""
    with figure_style():
        from matplotlib.figure import Figure

        known = known_glyphs()
        lines = [_wrapped([drawable(piece, known) for piece in result.pieces]) for result in results]
        sentence_in = _LINE_IN * (sum(map(len, lines)) + len({result.asked_vocab_size for result in results}))
        figure = Figure(figsize=(_WIDTH_IN, _PANELS_IN + sentence_in), layout="constrained")
        figure.get_layout_engine().set(w_pad=0.12, h_pad=0.08)
        above, below = figure.subfigures(2, 1, height_ratios=[_PANELS_IN, sentence_in])
        _draw_panels(above, results)
        _draw_sentence(below.subplots(), results, lines)
    save_figure(figure, path_without_suffix)


def _draw_panels(figure: "Figure", results: Sequence[Result]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    figure.suptitle("One text, three tokenizers", fontsize=16, fontweight="bold")
    for axes, panel in zip(figure.subplots(1, len(_PANELS)), _PANELS, strict=True):
        _draw_panel(axes, panel, results)
    handles = [Patch(color=COLOURS[name], label=label) for name, label in LABELS.items()]
    meaning = "bars: on validation text, black ticks: on training text"
    handles.append(Line2D([], [], linestyle="none", **_TICK, label=meaning))
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))


def _draw_panel(axes: "Axes", panel: _Panel, results: Sequence[Result]) -> None:
    """Draw the sizes at 0, 1, ..., and around each of them a bar for each tokenizer with its number on top."""
    sizes = list(dict.fromkeys(result.asked_vocab_size for result in results))
    for result in results:
        x = sizes.index(result.asked_vocab_size) + (list(LABELS).index(result.name) - 1) * _BAR
        top = value = panel.of(result)
        axes.bar(x, value, width=_BAR * 0.93, color=COLOURS[result.name])
        if panel.of_train:
            top = max(value, panel.of_train(result))
            axes.plot(x, panel.of_train(result), **_TICK)
        number = {"ha": "center", "va": "bottom", "fontsize": min(8.0, 17 / len(sizes))}
        axes.annotate(panel.form.format(value), (x, top), xytext=(0, 3), textcoords="offset points", **number)
        if result.vocab_size != result.asked_vocab_size:
            note = {"rotation": 90, "ha": "center", "va": "bottom", "fontsize": 8}
            axes.text(x, 0, f"  only {result.vocab_size:,} found", **note)
    axes.set_title(f"{panel.title}\n")
    axes.text(0, 1.03, panel.better, transform=axes.transAxes)
    axes.set_xticks(range(len(sizes)), [f"{size:,}" for size in sizes])
    axes.set_xlabel("tokens in the vocabulary")
    axes.tick_params(axis="x", length=0)
    axes.set_yticks([])  # each bar has its number
    axes.spines.left.set_visible(False)
    axes.margins(y=0.1)


def _draw_sentence(axes: "Axes", results: Sequence[Result], lines_of: Sequence[list[list[str]]]) -> None:
    """Draw one result below the other on a grid of characters, its tokens side by side."""
    n_columns = _LABEL_COLUMNS + _TEXT_COLUMNS + _COUNT_COLUMNS
    axes.axis("off")
    y, size = 0, None
    for result, lines in zip(results, lines_of, strict=True):
        if result.asked_vocab_size != size:
            size = result.asked_vocab_size
            axes.text(0, y + 0.6, f"One sentence, {size:,} tokens in the vocabulary", fontweight="bold", va="center")
            y += 1
        label = {"color": COLOURS[result.name], "fontweight": "bold", "va": "center"}
        axes.text(0, y + 0.5, LABELS[result.name], **label)
        axes.text(n_columns, y + 0.5, f"{len(result.pieces)} tokens", ha="right", va="center")
        _draw_tokens(axes, lines, y)
        y += len(lines)
    axes.set(xlim=(0, n_columns), ylim=(y, 0))


def _draw_tokens(axes: "Axes", lines: Sequence[Sequence[str]], y: int) -> None:
    """Draw each token as a coloured box as wide as its characters."""
    from matplotlib.patches import Rectangle

    style = {"family": "monospace", "fontsize": 11, "ha": "center", "va": "center", "parse_math": False}
    colours = cycle(_TOKEN_COLOURS)
    for row, line in enumerate(lines, start=y):
        x = _LABEL_COLUMNS
        for piece in line:
            box = (x, row + 0.06), len(piece), 0.88
            axes.add_patch(Rectangle(*box, facecolor=next(colours), alpha=0.45, edgecolor="white", linewidth=1.5))
            axes.text(x + len(piece) / 2, row + 0.5, piece, **style)
            x += len(piece)


def _wrapped(pieces: Sequence[str]) -> list[list[str]]:
    """Break a row of pieces into lines that fit into the grid; a piece longer than a line keeps its beginning."""
    lines: list[list[str]] = [[]]
    for piece in (piece[:_TEXT_COLUMNS] for piece in pieces):
        if sum(map(len, lines[-1])) + len(piece) > _TEXT_COLUMNS:
            lines.append([])
        lines[-1].append(piece)
    return lines


def known_glyphs() -> dict[int, int]:
    """Return the characters that the font can draw, the same on every system; to be called in the project's style."""
    from matplotlib.font_manager import findfont, get_font

    return get_font(findfont("monospace")).get_charmap()


def drawable(piece: str, known: dict[int, int]) -> str:
    """Escape what cannot be seen, and put a box for what the font, the same on every system, has no glyph for."""
    shown = (char if char.isprintable() else ascii(char)[1:-1] for char in piece)
    return "".join(char if ord(char) in known else "\u25a1" for text in shown for char in text)
