"""Ids on disk, and batches from them."""

from conteur.tokens.batches import NOT_SCORED, TrainingBatches, check_long_enough, scoring_windows
from conteur.tokens.store import META, SplitMeta, TokenMeta, open_ids, open_starts, read_meta
from conteur.tokens.write import Text, write_tokens

__all__ = [
    "META",
    "NOT_SCORED",
    "SplitMeta",
    "Text",
    "TokenMeta",
    "TrainingBatches",
    "check_long_enough",
    "open_ids",
    "open_starts",
    "read_meta",
    "scoring_windows",
    "write_tokens",
]
