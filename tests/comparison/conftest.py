"""A small text and its comparison, made once."""

import pytest

from conteur.comparison import Result, compare

TRAIN = [
    "An old fox lived by the river, and the river was cold. The fox was old, and the fox was not afraid.\n",
    "The children shared their bread by the river. They laughed, and the fox laughed with them.\n\nThe end.",
    "A young fox ran along the river to the mill. The miller had no bread, and the mill stood still.",
] * 3
VALIDATION = ["The old miller shared his bread with the children.", "Zebras! Été 🦓"]
SENTENCE = "The fox costs $5, not $6."


@pytest.fixture(scope="session")
def results() -> list[Result]:
    return compare(TRAIN, VALIDATION, vocab_sizes=[310, 330], split_pattern="gpt4", sentence=SENTENCE)
