"""Ctrl-C, a polite kill and a closed terminal all mean the same: stop, in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ToldToStop(BaseException):
    """Not an Exception: nothing on the way may take it for a failure and carry on."""


def _stop(number: int, frame: FrameType | None) -> None:
    deafen()
    raise ToldToStop


def deafen() -> None:
    """Once stopping, we finish: a second Ctrl-C must not leave something behind."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def heeded() -> Iterator[None]:
    before = {number: signal.signal(number, _stop) for number in SIGNALS}
    try:
        with suppress(ToldToStop):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def of(returncode: int) -> str:
    """How a program ended, in words."""
    if returncode < 0:
        return f"signal {signal.Signals(-returncode).name}"
    return f"exit code {returncode}"
