"""Which statements each test sends, and what it costs: with `--statements FOLDER`, a file per process there.

`tests/said_once.py` chooses by it what is said on one database only; `make once` does both.
"""

import json
import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--statements", type=Path, help="write down in this folder which statements each test sends")


def pytest_configure(config: pytest.Config) -> None:
    folder = config.getoption("statements")
    if folder:
        config.pluginmanager.register(Recorder(folder.absolute()))


class Recorder:
    def __init__(self, folder: Path) -> None:
        self.folder, self.test = folder, ""
        self.sent: dict[str, set[str]] = defaultdict(set)
        self.cost: dict[str, float] = defaultdict(float)
        # Not by `execute_wrapper`: threads of a test have connections of their own.
        for name in ("_execute", "_executemany"):
            setattr(CursorWrapper, name, self._noting(getattr(CursorWrapper, name)))

    def _noting(self, does: Any) -> Any:
        def noted(cursor: CursorWrapper, sql: object, *rest: Any) -> Any:
            if self.test:
                self.sent[self.test].add(str(sql))
            return does(cursor, sql, *rest)

        return noted

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, object, object]:
        return (yield from self._watched(item))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        return (yield from self._watched(item))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        """What several share is nobody's own: it would be that of the test that happens to come first."""
        test, begun = self.test, _spent()
        if not test or fixturedef.scope == "function":
            return (yield)
        try:
            self.test = ""
            return (yield)
        finally:
            self.test = test
            self.cost[test] -= _spent() - begun

    def _watched(self, item: pytest.Item) -> Generator[None, object, object]:
        self.test, begun = item.nodeid, _spent()
        try:
            return (yield)
        finally:
            self.cost[self.test] += _spent() - begun
            self.test = ""

    def pytest_sessionfinish(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        rows = {test: {"cost": cost, "sent": sorted(self.sent[test])} for test, cost in self.cost.items()}
        (self.folder / f"{os.environ.get('PYTEST_XDIST_WORKER', 'one')}.json").write_text(json.dumps(rows))


def _spent() -> float:
    return sum(os.times()[:4])
