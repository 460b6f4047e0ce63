"""`invoke tokenize-text`: one text as the pipeline's tokenizer and those of the comparison cut it, side by side.

A row begins wherever one of them begins a token; the number in front is the place in the text, in bytes.
"""

import argparse
import sys
from pathlib import Path

from conteur.commands.console import aligned
from conteur.commands.made import TOKENIZER, check_made
from conteur.comparison import LABELS, Contender, load_contender, ours
from conteur.errors import UserError, run_program
from conteur.tokenizer import load_tokenizer

COMPARISON = Path("models/comparison")
MOST_ROWS = 400
LONG = 100_000  # characters, from which on it is worth the while to load the kernels
WIDEST = 22  # columns of a token


def main() -> None:
    options = parse_options()
    text = text_of(options.text, options.file)
    for line in table(text, find_tokenizers()):
        print(line)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tokenize-text", description=__doc__, allow_abbrev=False)
    parser.add_argument("--text", required=True, help="the text; - reads what is piped in")
    parser.add_argument("--file", action="store_true", help="--text is the name of a file")
    return parser.parse_args()


def text_of(text: str, is_file: bool) -> str:
    try:
        if not is_file and text != "-":
            return text.encode("utf-8", errors="surrogateescape").decode("utf-8")  # what the shell gave, checked
        content = Path(text).read_bytes() if is_file else sys.stdin.buffer.read()
        return content.decode("utf-8")
    except OSError as error:
        raise UserError(f"{text} cannot be read: {error.strerror}; give the name of a text file") from None
    except UnicodeDecodeError as error:
        name = text if is_file else "what was piped in" if text == "-" else "the text"
        raise UserError(f"{name} is not UTF-8 at byte {error.start}; save it as UTF-8") from None


def find_tokenizers() -> dict[str, Contender]:
    """Return the pipeline's tokenizer, and sentencepiece's of the largest size that was compared."""
    check_made(TOKENIZER, "tokenizer")
    found = {LABELS["conteur_bpe"]: ours(load_tokenizer(TOKENIZER))}
    models = {(int(size), name): path for path in COMPARISON.glob("*.model") for name, _, size in [parts(path)]}
    largest = max((size for size, _ in models), default=0)
    return found | {
        LABELS[name]: load_contender(models[largest, name]) for size, name in sorted(models) if size == largest
    }


def parts(path: Path) -> tuple[str, str, str]:
    return path.stem.rpartition("_")


def table(text: str, tokenizers: dict[str, Contender]) -> list[str]:
    """Return the lines of the table, at most MOST_ROWS of tokens, and below them how many tokens there are in all."""
    cells = [cut(contender, text) for contender in tokenizers.values()]
    places = sorted(set().union(*cells))
    n_bytes = len(text.encode())
    number = max(len(str(n_bytes)), len("byte"))
    rows = [("byte".rjust(number), *tokenizers)]
    rows += [(str(at).rjust(number), *(column.get(at, "") for column in cells)) for at in places[:MOST_ROWS]]
    lines = aligned(rows).split("\n")
    if len(places) > MOST_ROWS:
        lines.append(f"... and {len(places) - MOST_ROWS:,} rows more")
    lines.append("")
    for (label, contender), column in zip(tokenizers.items(), cells, strict=True):
        each = f", {n_bytes / len(column):.2f} bytes each" if column else ""
        lines.append(f"{label}, {contender.vocab_size:,} tokens in the vocabulary: {len(column):,} tokens{each}")
    return lines


def cut(contender: Contender, text: str) -> dict[int, str]:
    """Return each token and its id by the place in bytes where it begins."""
    cells, at = {}, 0
    ids = contender.encode(text) if len(text) < LONG else contender.encode_all([text])[0].tolist()
    for id in ids:
        cells[at] = f"{id:>6} {shown(contender.piece(id))}"
        at += len(contender.token_bytes(id))
    return cells


def shown(piece: str) -> str:
    """Make spaces and what cannot be printed visible; cut a very long token."""
    visible = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in piece).replace(" ", "\u00b7")
    return visible if len(visible) <= WIDEST else visible[: WIDEST - 3] + "..."


if __name__ == "__main__":
    run_program(main)
