"""Where the text comes from: one source per package or file, all behind the small interface of `source.py`.

Chapter: docs/01-corpus.md.
"""

from conteur.corpus.documents import SEPARATOR, read_documents
from conteur.corpus.write import write_corpus

__all__ = ["SEPARATOR", "read_documents", "write_corpus"]
