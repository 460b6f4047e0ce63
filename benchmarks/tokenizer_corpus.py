"""Make the corpora on which the tokenizers are measured: given texts, mixed evenly with fables until they are large.

Run in the project's root with `src` on PYTHONPATH:
python -m benchmarks.tokenizer_corpus --out english.txt --language en --add FILE [FILE ...] [--python]
Each FILE is UTF-8 text, with a line `<|endoftext|>` after each document if it has several. Fables have few different
words, so the different words of a corpus come from the rest: `--python` adds the English that every machine has.
"""

import argparse
import ast
import sysconfig
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.surroundings import command, describe, descriptions
from conteur.corpus import SEPARATOR, read_documents
from conteur.corpus.documents import is_separator_inside
from conteur.corpus.fables.grammar import tell
from conteur.corpus.fables.source import grammar_of
from conteur.corpus.fables.stream import Stream

SEED = 7  # of the fables


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.tokenizer_corpus", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--language", choices=["en", "fr"], required=True, help="of the fables")
    parser.add_argument("--add", nargs="*", type=Path, default=[], help="files whose documents are to be in it")
    parser.add_argument("--python", action="store_true", help="add what Python and its packages say in English")
    parser.add_argument("--megabytes", type=int, default=52)
    options = parser.parse_args()
    given = [document for path in options.add for document in read_documents(path)]
    if options.python:
        given += python_prose()
    n_bytes, n_given_bytes, n_distinct = write_mixed(
        options.out, given, fables(options.language), options.megabytes * 1_000_000
    )
    describe(
        options.out,
        f"{n_bytes / 1e6:.0f} MB, of which {n_given_bytes / 1e6:.1f} MB are given texts, spread evenly among fables of "
        f"seed {SEED}; {n_distinct:,} different words between spaces. Made by `{command()}`.",
    )
    print(descriptions([options.out]), end="")


def write_mixed(path: Path, given: list[str], others: Iterator[str], total: int) -> tuple[int, int, int]:
    """Write `total` bytes, in which the given texts are spread evenly; return all, given bytes and distinct words."""
    share = sum(map(size_in_file, given)) / total
    n_bytes = n_given_bytes = 0
    rest, words = iter(given), set()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while n_bytes < total:
            is_given = n_given_bytes < share * n_bytes
            document = next(rest if is_given else others)
            file.write(f"{document}\n{SEPARATOR}\n")
            words.update(document.split(" "))
            n_bytes += size_in_file(document)
            n_given_bytes += size_in_file(document) * is_given
    return n_bytes, n_given_bytes, len(words)


def size_in_file(document: str) -> int:
    return len(document.encode()) + len(SEPARATOR) + 2


def fables(language: str) -> Iterator[str]:
    grammar = grammar_of(language)
    return (tell(grammar, Stream(SEED, language, number).below).text for number in count())


def python_prose() -> list[str]:
    """Return the prose of this Python's library and packages (*.rst, *.md, licences) and the library's docstrings."""
    library, packages = (Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib"))
    files = [file for pattern in ("*.rst", "*.md", "LICENSE*") for file in sorted(packages.rglob(pattern))]
    texts = [file.read_text(encoding="utf-8", errors="ignore") for file in files if file.is_file()]
    for file in sorted(library.rglob("*.py")):
        if not {"site-packages", "test", "tests", "lib2to3"} & {*file.relative_to(library).parts}:
            texts += docstrings(file)
    distinct = dict.fromkeys(text.strip().replace("\r\n", "\n") for text in texts)
    return [text for text in distinct if text and not is_separator_inside(text)]


def docstrings(file: Path) -> Iterator[str]:
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, described) and (text := ast.get_docstring(node)):
            yield text


if __name__ == "__main__":
    main()
