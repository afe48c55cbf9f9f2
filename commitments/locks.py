"""How to live with others who write: a refused lock is asked for again, a few times, for what was sent must get on
record; and who writes much, writes it in portions and lets others in between them."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

TRIES = 5
FIRST_PAUSE = 0.1
LONG = 0.05  # seconds of writing after which others are let in
PAUSE = 0.1  # on SQLite whoever waits asks about every tenth of a second, and fails when it is always taken again
FIRST_PORTION, PORTION_SECONDS = 8, 0.5
T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


def patient(work: Callable[P, R]) -> Callable[P, R]:
    """For whole transactions only: inside another one there is nothing to begin anew."""

    @wraps(work)
    def persisting(*args: P.args, **kwargs: P.kwargs) -> R:
        for tries in range(1, TRIES):
            try:
                return work(*args, **kwargs)
            except OperationalError as problem:
                if connection.in_atomic_block or not is_refused_lock(problem):
                    raise
                time.sleep(FIRST_PAUSE * 2**tries * random.uniform(0.5, 1))
        return work(*args, **kwargs)

    return persisting


def is_refused_lock(problem: Exception) -> bool:
    """SQLite was busy for longer than its patience, or PostgreSQL chose us to end a deadlock."""
    said = str(problem)
    return "locked" in said or "deadlock" in said


@contextmanager
def letting_others_in() -> Iterator[None]:
    """Around one transaction of many in a row. On PostgreSQL nobody else waits for the whole database."""
    begun = time.monotonic()
    yield
    if connection.vendor == "sqlite" and not connection.in_atomic_block and time.monotonic() - begun > LONG:
        time.sleep(PAUSE)


def in_portions(items: Sequence[T], write: Callable[[Sequence[T]], int], *, most: int) -> int:
    """The sum of what `write` says of each portion; each is as large as half a second allows, judged by the last."""
    start, size, done = 0, min(FIRST_PORTION, most), 0
    while start < len(items):
        begun = time.monotonic()
        with letting_others_in():
            done += write(items[start : start + size])
            took = time.monotonic() - begun
        start, size = start + size, next_size(size, took, most)
    return done


def next_size(size: int, took: float, most: int) -> int:
    """Twice as many at most, one at least. `took` in seconds."""
    allowed = 2 * size if took * 2 <= PORTION_SECONDS else int(size * PORTION_SECONDS / took)
    return max(1, min(allowed, most))
