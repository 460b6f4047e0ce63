"""Our tokenizer beside sentencepiece's: what each makes of the same text with the same size of vocabulary.

Read in this order: `contenders` trains them, `measures` and `vocabulary` say what is compared, `noise` and `languages`
with what texts, `compare` does it, `report` writes it down as JSON and as a table, the `picture`s draw it, and `page`
shows texts coloured by token.
"""

from conteur.comparison.compare import Result, compare
from conteur.comparison.contenders import Contender, load_contender, ours
from conteur.comparison.page import write_page
from conteur.comparison.picture import LABELS, draw
from conteur.comparison.picture_vocabulary import draw_vocabularies
from conteur.comparison.picture_words import draw_words
from conteur.comparison.report import as_table, speeds, write_report

__all__ = [
    "LABELS",
    "Contender",
    "Result",
    "as_table",
    "compare",
    "draw",
    "draw_vocabularies",
    "draw_words",
    "load_contender",
    "ours",
    "speeds",
    "write_page",
    "write_report",
]
