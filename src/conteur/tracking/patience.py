"""Calls that end in time. A server that takes the connection and stays silent must not hold up a training."""

import queue
import threading
from collections.abc import Callable
from typing import Any


def call_within(limit_s: float | None, function: Callable, *arguments: Any, **named: Any) -> Any:
    """Call `function` and return or raise what it does, or raise a `TimeoutError` after `limit_s` seconds.

    Timeouts of the HTTP library do not bound a call: they start again with each retry, each address of the host and
    each byte that arrives. The thread that is given up is a daemon, so it cannot hold up the end of the process.
    """
    if limit_s is None:
        return function(*arguments, **named)
    answers: queue.SimpleQueue = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put((function(*arguments, **named), None))
        except BaseException as error:
            answers.put((None, error))

    threading.Thread(target=work, daemon=True).start()
    try:
        value, error = answers.get(timeout=limit_s)
    except queue.Empty:
        raise TimeoutError(f"no answer within {limit_s:.0f} s") from None
    if error is not None:
        raise error
    return value


class Patient:
    """An object whose methods are each called by `call_within`."""

    def __init__(self, inner: Any, limit_s: float | None) -> None:
        self._inner = inner
        self._limit_s = limit_s

    def __getattr__(self, name: str) -> Callable:
        method = getattr(self._inner, name)
        return lambda *arguments, **named: call_within(self._limit_s, method, *arguments, **named)
