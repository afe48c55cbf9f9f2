"""Ctrl-C, a polite kill and a closed terminal all mean the same: stop, in order."""

import select
import signal
import sys
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


def terminal_is_gone() -> bool:
    """A window that is closed tells the first program in it only, and `make` does not pass it on."""
    if not sys.__stdout__ or sys.__stdout__.closed:
        return False
    window = select.poll()
    window.register(sys.__stdout__, 0)
    return any(event & select.POLLHUP for _, event in window.poll(0))


def of(returncode: int) -> str:
    """How a program ended, in words."""
    if returncode < 0:
        return f"signal {signal.Signals(-returncode).name}"
    return f"exit code {returncode}"
