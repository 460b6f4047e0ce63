"""One look for all pictures, and a way to save them that gives the same bytes every time.

matplotlib is imported inside the functions, because it takes half a second and most callers of this module's users
draw nothing. Figures are made as `matplotlib.figure.Figure`, without pyplot, so no window system is ever asked for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from conteur.files import written_beside

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe & Ito 2008: eight colours that people with any of the common kinds of colour blindness can tell apart.
BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE, YELLOW, BLACK = "#56B4E9", "#CC79A7", "#F0E442", "#000000"
PALETTE = (BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE, YELLOW, BLACK)
INK, FAINT = "#222222", "#D9D9D9"

_STYLE = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # these two come with matplotlib: the same glyphs on every system
    "font.monospace": ["DejaVu Sans Mono"],
    "font.size": 10.0,
    "text.color": INK,
    "axes.titlesize": 11.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "savefig.dpi": 150.0,
    "pdf.fonttype": 42,  # TrueType: text in the PDF can be searched, copied and edited
}


@contextmanager
def figure_style() -> Iterator[None]:
    """Draw in the project's style inside the block, whatever the user's matplotlibrc says, and only there."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE, **{"axes.prop_cycle": matplotlib.cycler(color=PALETTE)})
        yield


def save_figure(figure: "Figure", path_without_suffix: Path) -> None:
    """Write `figure` as .png and .pdf; the same figure gives the same bytes: no date, no version, no random name."""
    metadata = {"png": {"Software": None}, "pdf": {"Creator": None, "Producer": None, "CreationDate": None}}
    with figure_style():
        for kind, entries in metadata.items():
            with written_beside(path_without_suffix.with_name(f"{path_without_suffix.name}.{kind}")) as part:
                figure.savefig(part, format=kind, metadata=entries)
