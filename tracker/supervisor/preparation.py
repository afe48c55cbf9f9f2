"""What must be true before the first page: tables, reference data, static files. Skipped when nothing changed."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

ROOMS = ("countries", "commitments", "tracker", "fixtures")
LEFT_OUT = {"__pycache__"}


def fingerprint(root: Path, chosen: str) -> str:
    """Of every file that could change the outcome, by name, size and time, and of the settings chosen."""
    digest = hashlib.sha256(chosen.encode())
    for path in sorted(file for room in ROOMS for file in _files(root / room)):
        facts = path.stat()
        digest.update(f"{path.relative_to(root)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not LEFT_OUT & set(path.parts))


def is_done(mark: Path, wanted: str) -> bool:
    """A database that was moved away or restored from a backup is seen by its missing migrations."""
    return mark.is_file() and mark.read_text() == wanted and not _migrations_are_missing()


def _migrations_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    missing = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    connections.close_all()
    return missing


def steps(*, with_demo: bool) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done, in words, with the doing."""
    yield "Database", lambda: call_command("migrate", verbosity=0, interactive=False)
    if with_demo:
        yield "Three countries, their commitments and people", _load_demo
    yield "Static files", lambda: call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def _load_demo() -> None:
    call_command("load_fixtures", demo=True, verbosity=0)
