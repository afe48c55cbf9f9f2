import datetime as dt
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.chaos import record
from tests.chaos.kills import Result
from tests.chaos.running import Broker
from tests.chaos.stage import Launcher, Stage

SEED = 20181203
_rows: list[dict[str, object]] = []


@pytest.fixture(scope="session")
def launcher(django_db_setup: None) -> Iterator[Launcher]:
    running = Launcher()
    yield running
    running.close()


@pytest.fixture
def open_stage(tmp_path: Path, launcher: Launcher) -> Iterator[Callable[..., Stage]]:
    """`open_stage(senders=4)`: with a mail server, a launcher and a seed of its own."""
    numbers, opened = itertools.count(), []

    def opening(*, senders: int = 2, faults: float = 0.0) -> Stage:
        number = next(numbers)
        opened.append(Stage(tmp_path / f"stage{number}", launcher, senders=senders, seed=SEED + number, faults=faults))
        return opened[-1]

    yield opening
    for stage in opened:
        stage.close()


@pytest.fixture
def broker() -> Iterator[Callable[[Stage], Broker]]:
    started: list[Broker] = []

    def starting(stage: Stage) -> Broker:
        started.append(Broker(stage.folder))
        return started[-1]

    yield starting
    for one in started:
        one.stop()


@pytest.fixture
def figures(request) -> Callable[..., None]:
    """One row of the table in `docs/reliability.md`: what was done, and what the mail server saw."""
    began, path = time.monotonic(), request.config.getoption("--figures")

    def note(what: str, result: Result, besides: str = "") -> None:
        counted = {name: getattr(result, name) for name in ("kills", "mails", "lost", "repeats", "doubled")}
        _rows.append({"what": what, **counted, "besides": besides})
        if path is not None:
            origin = {"day": dt.datetime.now(dt.UTC).date().isoformat(), "commit": record.commit()}
            seconds = round(time.monotonic() - began)
            record.keep(path, {"database": connection.vendor, **_rows[-1], **origin, "seconds": seconds})

    return note


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", type=Path, help="add what was found to this file of figures")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for row in _rows:
        terminalreporter.write_line(f"| {' | '.join(str(cell) for cell in row.values())} |")
