"""The user's own text: a .txt, .jsonl or .parquet file, or a folder of them."""

from conteur.corpus.files.source import FilesSource

__all__ = ["FilesSource"]
