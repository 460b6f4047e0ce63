"""Our tokenizer beside sentencepiece's: what each makes of the same text with the same size of vocabulary.

Read in this order: `contenders` trains them, `measures` says what is compared, `compare` does it, `report` writes it
down as JSON and as a table, `picture` draws it.
"""

from conteur.comparison.compare import Result, compare
from conteur.comparison.picture import draw
from conteur.comparison.report import as_table, write_report

__all__ = ["Result", "as_table", "compare", "draw", "write_report"]
