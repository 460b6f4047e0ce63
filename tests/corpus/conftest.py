"""What the tests of the corpus share."""

import pytest

from conteur.params import DataParams


@pytest.fixture
def data_params():
    """Make the section `data` of params.yaml, with `changes`."""

    def make(**changes):
        values = {
            "dataset": "fables",
            "language": "en",
            "seed": 1,
            "path": "nowhere",
            "pattern": "**/*",
            "text_field": "text",
            "separator": "<|endoftext|>",
            "max_documents": 200,
            "validation_fraction": 0.2,
        }
        return DataParams(**{**values, **changes})

    return make
