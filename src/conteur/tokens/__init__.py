"""Ids on disk, and batches from them."""

from conteur.tokens.batches import NOT_SCORED, TrainingBatches, check_long_enough, scoring_windows
from conteur.tokens.store import META, SplitMeta, TokenMeta, open_ids, read_meta, write_tokens

__all__ = [
    "META",
    "NOT_SCORED",
    "SplitMeta",
    "TokenMeta",
    "TrainingBatches",
    "check_long_enough",
    "open_ids",
    "read_meta",
    "scoring_windows",
    "write_tokens",
]
