import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chaos.kills import Result
from tests.chaos.running import Broker
from tests.chaos.stage import Launcher, Stage

SEED = 20181203
_rows: list[tuple[object, ...]] = []


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
        started.append(Broker(stage))
        return started[-1]

    yield starting
    for one in started:
        one.stop()


@pytest.fixture
def figures() -> Callable[..., None]:
    """One row of the table in `docs/reliability.md`: what was done, and what the mail server saw."""

    def note(what: str, result: Result, besides: str = "") -> None:
        _rows.append((what, result.kills, result.mails, result.lost, result.repeats, result.doubled, besides))

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for row in _rows:
        terminalreporter.write_line(f"| {' | '.join(str(cell) for cell in row)} |")
