"""One supervisor per data folder. The kernel lets go of the lock when its holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Carries the words the holder left: its address and process."""


@contextmanager
def held(path: Path, words: str) -> Iterator[None]:
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunning(file.read().strip()) from None
        file.truncate(0)
        file.write(f"{words} (process {os.getpid()})")
        file.flush()
        yield
        file.truncate(0)
