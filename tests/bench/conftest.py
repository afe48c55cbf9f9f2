import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.planting.fill import fill


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--size", type=int, default=2000, help="how many commitments the large benchmarks plant")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs an empty database comes before what plants a full one."""
    items.sort(key=lambda item: "plenty" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def planted(request, django_db_setup, django_db_blocker) -> int:
    """How many commitments stand, all counted; they stay until the run ends."""
    size: int = request.config.getoption("--size")
    with (
        django_db_blocker.unblock(),
        request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled(),
    ):
        fill(size)
    return size


@pytest.fixture
def plenty(planted, db) -> int:
    return planted


@dataclass(frozen=True)
class Row:
    name: str
    raw_seconds: float
    our_seconds: float

    @property
    def ratio(self) -> float:
        return self.our_seconds / self.raw_seconds


_rows: list[Row] = []


@pytest.fixture
def compare() -> Callable[..., Row]:
    """`compare("what is done", raw=..., ours=...)`; each is run once to warm up and then `times` times, in turn.

    `before` puts things back for ours; the time it takes does not count.
    """

    def measure(
        name: str,
        *,
        raw: Callable[[], object],
        ours: Callable[[], object],
        times: int = 7,
        before: Callable[[], object] = lambda: None,
    ) -> Row:
        raw(), before(), ours()
        taken = [(_seconds(raw), _seconds(ours, before)) for _ in range(times)]
        row = Row(name, *(statistics.median(column) for column in zip(*taken, strict=True)))
        _rows.append(row)
        return row

    return measure


def _seconds(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    before()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _rows:
        return
    width = max(len(row.name) for row in _rows)
    terminalreporter.section("ours against the barest, medians")
    terminalreporter.write_line(f"{'':<{width}}    barest ms      ours ms    ratio")
    for row in _rows:
        figures = f"{row.raw_seconds * 1000:12.2f} {row.our_seconds * 1000:12.2f} {row.ratio:8.1f}"
        terminalreporter.write_line(f"{row.name:<{width}} {figures}")
