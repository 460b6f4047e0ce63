"""Ctrl+C kept away from what must happen whole."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupt_held() -> Iterator[None]:
    """Hold a Ctrl+C that comes during the block, and raise its KeyboardInterrupt after it.

    Python raises between any two of its instructions, such as the updates of two optimizers, and a checkpoint then
    saves half a step. Where the program has another answer to Ctrl+C, or outside the main thread, nothing changes.
    """
    default = signal.default_int_handler
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is not default:
        yield
        return
    came = []
    signal.signal(signal.SIGINT, lambda *_: came.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, default)
    if came:
        raise KeyboardInterrupt
