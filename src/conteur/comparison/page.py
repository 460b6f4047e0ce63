"""The comparison as one HTML page that needs no network: texts coloured by token, each token with its id."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from conteur.comparison.compare import Cut, Result
from conteur.comparison.picture import LABELS
from conteur.files import write_text

_N_COLOURS = 6
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
h3 { margin: 1.4rem 0 0.2rem; font-size: 1rem; }
.row { display: grid; grid-template-columns: 14rem 1fr 6rem; gap: 0 1rem; padding: 0.15rem 0; }
.row > :last-child { text-align: right; color: #666; }
.text { font-family: ui-monospace, Consolas, Menlo, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.text span { border-radius: 3px; padding: 0.1em 0; }
.t0 { background: #bfe3f7; } .t1 { background: #f8eda0; } .t2 { background: #efd0e1; }
.t3 { background: #bce5d3; } .t4 { background: #fbd9a8; } .t5 { background: #dcdcf5; }
.part { color: #a33; font-size: 0.8em; }
@media (max-width: 50rem) { .row { grid-template-columns: 1fr; } .row > :last-child { text-align: left; } }
""".strip()


def write_page(results: Sequence[Result], path: Path) -> None:
    """Write the page; equal results give equal bytes."""
    sections = [
        _section(size, list(group)) for size, group in groupby(results, key=lambda result: result.asked_vocab_size)
    ]
    body = "\n".join(sections)
    write_text(
        path,
        f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Texts coloured by token</title>
<style>
{_STYLE}
</style>
</head>
<body>
<h1>Texts coloured by token</h1>
<p>Each coloured piece is one token; hold the pointer over it to see its id. A part of a character stands as its byte
in small red digits, a line feed as \u23ce.</p>
{body}
</body>
</html>
""",
    )


def _section(size: int, results: Sequence[Result]) -> str:
    parts = [f"<h2>{size:,} tokens in the vocabulary</h2>"]
    for cuts in zip(*(result.cuts for result in results), strict=True):
        parts.append(f"<h3>{escape(cuts[0].title)}</h3>")
        parts += [_row(LABELS[result.name], cut) for result, cut in zip(results, cuts, strict=True)]
    return "\n".join(parts)


def _row(label: str, cut: Cut) -> str:
    spans = "".join(_span(piece, id, n) for n, (piece, id) in enumerate(zip(cut.pieces, cut.ids, strict=True)))
    count = f"{len(cut.pieces)} tokens"
    return f'<div class="row"><b>{escape(label)}</b><div class="text">{spans}</div><div>{count}</div></div>'


def _span(piece: str, id: int, n: int) -> str:
    shown = escape(piece).replace("\n", "\u23ce\n")
    if piece.startswith("\\x"):
        shown = f'<span class="part">{shown}</span>'
    return f'<span class="t{n % _N_COLOURS}" title="{id}">{shown}</span>'
