"""Who is at work on a long job: a lock that dies with its holder, so that one who works can be told from one who was
killed, by anybody, at once, and without a clock.

On PostgreSQL it is an advisory lock of the session, on SQLite a lock on a file beside the database.
"""

import fcntl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import DatabaseError, connection

_SPACE = 0x74726163  # of ours among the advisory locks of a database
_TRIES = 5  # on SQLite whoever looks holds the file for a moment, too
# So that a server hears within half a minute that its client, or the client's machine, is no more.
_SOON_HEARD = (
    ("client_connection_check_interval", "5s"),
    ("tcp_keepalives_idle", "15"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
)
_HELD = """
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2
AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""


@contextmanager
def alone_at(job: str) -> Iterator[bool]:
    """Whether nobody else is at it; if so, nobody else will be until this ends."""
    with (_session if connection.vendor == "postgresql" else _file)(job) as alone:
        yield alone


def is_at_work(job: str) -> bool:
    if connection.vendor == "postgresql":
        return _asked(_HELD, _SPACE, _number(job))
    try:
        file = _path(job).open()
    except FileNotFoundError:
        return False
    with file:
        return not _locked(file.fileno(), fcntl.LOCK_SH)


@contextmanager
def _session(job: str) -> Iterator[bool]:
    for name, value in _SOON_HEARD:
        with suppress(DatabaseError):  # not every system has it
            _asked("SELECT set_config(%s, %s, false) <> ''", name, value)
    alone = _asked("SELECT pg_try_advisory_lock(%s, %s)", _SPACE, _number(job))
    try:
        yield alone
    finally:
        if alone:
            with suppress(DatabaseError):  # a session that is no more holds nothing
                _asked("SELECT pg_advisory_unlock(%s, %s)", _SPACE, _number(job))


@contextmanager
def _file(job: str) -> Iterator[bool]:
    path = _path(job)
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        for _ in range(_TRIES):
            alone = _locked(file.fileno(), fcntl.LOCK_EX)
            if alone:
                break
            time.sleep(0.01)
        yield alone


def _locked(file: int, how: int) -> bool:
    """The kernel lets go of it when the file is closed, however that comes about."""
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _path(job: str) -> Path:
    return Path(str(connection.settings_dict["NAME"])).parent / "at-work" / job.replace(" ", "-")


def _number(job: str) -> int:
    return zlib.crc32(job.encode()) >> 1


def _asked(question: str, *values: str | int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return bool(cursor.fetchone()[0])
