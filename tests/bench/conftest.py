import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest


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
    """`compare("what is done", raw=..., ours=...)`; each is run once to warm up and then `times` times, in turn."""

    def measure(name: str, *, raw: Callable[[], object], ours: Callable[[], object], times: int = 7) -> Row:
        raw(), ours()
        taken = [(_seconds(raw), _seconds(ours)) for _ in range(times)]
        row = Row(name, *(statistics.median(column) for column in zip(*taken, strict=True)))
        _rows.append(row)
        return row

    return measure


def _seconds(work: Callable[[], object]) -> float:
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
