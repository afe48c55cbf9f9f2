import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from commitments.dashboard import Places
from commitments.models import Commitment
from countries.access import Standing
from tests.planting.fill import fill

EVERYBODY = Standing(sees_all=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--size", type=int, default=2000, help="how many commitments the large benchmarks plant")
    parser.addoption("--record", type=Path, help="add what was measured to this file of figures")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs an empty database comes before what plants a full one; what changes the full one comes last.

    A database that is kept is full from the start, and only what reads of it is measured.
    """
    items.sort(key=lambda item: (_needs_plenty(item), item.path.stem == "recounts"))
    if config.getoption("--planted"):
        items[:] = [item for item in items if _needs_plenty(item)]


def _needs_plenty(item: pytest.Item) -> bool:
    return "planted" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def django_db_keepdb(request) -> bool:
    return request.config.getoption("--planted") is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request) -> None:
    """Each size has a database of its own, in a folder that can serve as DATA_DIR: db.sqlite3, or a name."""
    kept, size = request.config.getoption("--planted"), request.config.getoption("--size")
    if kept is None:
        return
    folder = kept.absolute() / str(size)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"planted_{size}" if connection.vendor == "postgresql" else folder / "db.sqlite3"
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
    connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def planted(request, django_db_setup, django_db_blocker) -> int:
    """How many commitments stand, all counted; they stay until the run ends, or longer in a folder of `--planted`."""
    size: int = request.config.getoption("--size")
    capture = request.config.pluginmanager.get_plugin("capturemanager")
    with django_db_blocker.unblock(), capture.global_and_fixture_disabled():
        if not Commitment.objects.exists():
            fill(size)
        assert Commitment.objects.count() == size, "Another number was planted here. Give another folder."
    return size


@pytest.fixture
def plenty(planted, db) -> int:
    return planted


@pytest.fixture
def places(plenty) -> Places:
    return Places.seen_by(EVERYBODY)


@dataclass(frozen=True)
class Row:
    """`most` is the ratio the tracker promises; None where it promises none. `size` 0 needs no full database."""

    name: str
    raw_seconds: float
    our_seconds: float
    most: float | None
    size: int

    @property
    def ratio(self) -> float:
        return self.our_seconds / self.raw_seconds


_rows: list[Row] = []


@pytest.fixture
def record(request) -> Callable[..., Row]:
    size = request.config.getoption("--size") if "planted" in request.fixturenames else 0

    def keep(name: str, raw: float, ours: float, *, most: float | None = None) -> Row:
        _rows.append(Row(name, raw, ours, most, size))
        return _rows[-1]

    return keep


@pytest.fixture
def compare(record) -> Callable[..., Row]:
    """`compare("what is done", raw=..., ours=...)`; each is run once to warm up and then `times` times, in turn.

    `before` puts things back for ours; the time it takes does not count.
    """

    def measure(
        name: str,
        *,
        raw: Callable[[], object],
        ours: Callable[[], object],
        times: int = 9,
        most: float | None = None,
        before: Callable[[], object] = lambda: None,
    ) -> Row:
        raw(), before(), ours()
        taken = [(seconds(raw), seconds(ours, before)) for _ in range(times)]
        return record(name, *(statistics.median(column) for column in zip(*taken, strict=True)), most=most)

    return measure


def seconds(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    before()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _rows:
        return
    width = max(len(row.name) for row in _rows)
    terminalreporter.section("ours against the barest, medians")
    terminalreporter.write_line(f"{'':<{width}}    barest ms      ours ms    ratio  promised")
    for row in _rows:
        promised = "" if row.most is None else f"{row.most:9.2f}"
        figures = f"{row.raw_seconds * 1000:12.2f} {row.our_seconds * 1000:12.2f} {row.ratio:8.2f} {promised}"
        terminalreporter.write_line(f"{row.name:<{width}} {figures}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    path: Path | None = session.config.getoption("--record")
    if path is None or not _rows:
        return
    kept = json.loads(path.read_text()) if path.exists() else []
    new = [{**asdict(row), "database": connection.vendor, "cores": os.cpu_count()} for row in _rows]
    known = {(one["name"], one["size"], one["database"]) for one in new}
    old = [one for one in kept if (one["name"], one["size"], one["database"]) not in known]
    path.write_text(json.dumps([*old, *new], indent=1) + "\n")
