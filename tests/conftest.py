"""What all tests share."""

import pytest
import torch


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """The models of the tests are so small that a second thread costs more than it brings."""
    torch.set_num_threads(1)
