"""A database that refuses a lock is asked again, a few times: what was sent must get on record."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

TRIES = 5
FIRST_PAUSE = 0.1
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
