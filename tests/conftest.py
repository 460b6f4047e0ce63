"""What all tests share."""

import signal

import pytest
import torch


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """The models of the tests are so small that a second thread costs more than it brings."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_reaches_the_programs() -> None:
    """A shell starts what runs in the background deaf to Ctrl+C, and the programs of the tests would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
