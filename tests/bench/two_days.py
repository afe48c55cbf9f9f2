"""What a manager asks between two days: what became of everything, a baseline of it, and what is known since."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from django.db import connection

from commitments.actions import BaselineDraft, keep_baseline, keep_next_ordered
from commitments.baselines.board import board_of
from commitments.choices import Completion, ScheduleState, ScopeKind
from commitments.dashboard import Places, Subject
from commitments.dashboard.compare import comparison_of
from commitments.models import BaselineOrder
from commitments.rollups.between_many import steps_of_many
from commitments.rollups.scope import Scope
from countries.access import standing_of
from countries.models import Person
from tests.bench.conftest import EVERYBODY
from tests.bench.statements import fetched
from tests.planting.land import NOW, TODAY

LATER = TODAY
EARLIER = {
    "a month": dt.date(2026, 10, 22),
    "a year": dt.date(2025, 11, 22),
    "seven years": dt.date(2019, 11, 22),
}
EVERYTHING = Scope(ScopeKind.ALL, (0,))
_SPANS, _COMMITMENTS = "commitments_commitmentspan", "commitments_commitment"
_RANK = " ".join(f"WHEN '{step.value}' THEN {place}" for place, step in enumerate(Completion))
_RARE = ("reporting", "lateness", "horizon")


def _on(name: str, aspect: str, day: dt.date, of: str) -> str:
    condition = f"{name}.aspect = '{aspect}' AND {name}.first <= '{day}' AND {name}.until > '{day}'"
    return f"{_SPANS} {name} ON {name}.commitment_id = {of} AND {condition}"


def _turns(earlier: dt.date) -> list:
    """By hand: of everything that stands on the later day, both states, and what became of date and claim."""
    return fetched(
        "SELECT b.state, a.state, CASE WHEN a.due_latest > b.due_latest THEN 1 WHEN a.due_latest < b.due_latest "
        f"THEN -1 ELSE 0 END, SIGN((CASE m.state {_RANK} END) - (CASE k.state {_RANK} END)), COUNT(*) FROM {_SPANS} a "
        f"LEFT JOIN {_on('b', 'schedule', earlier, 'a.commitment_id')} "
        f"JOIN {_on('m', 'completion', LATER, 'a.commitment_id')} "
        f"LEFT JOIN {_on('k', 'completion', earlier, 'a.commitment_id')} "
        f"WHERE a.aspect = 'schedule' AND a.first <= '{LATER}' AND a.until > '{LATER}' GROUP BY 1, 2, 3, 4"
    )


@pytest.mark.parametrize("apart", EARLIER)
def bench_everything_between_two_days(plenty, places: Places, compare, apart):
    """Of everything one can see; the dashboard's page asks the same and then draws it."""
    earlier = EARLIER[apart]
    _agree(earlier)
    compare(
        f"everything compared between two days, {apart} apart",
        raw=lambda: _turns(earlier),
        ours=lambda: comparison_of(Subject(), earlier, LATER, standing=EVERYBODY, places=places),
        times=3 if plenty > 100_000 else 7,
    )


def _agree(earlier: dt.date) -> None:
    """They answer the same question."""
    by_hand, ours = Counter(), Counter()
    for before, after, *_, n in _turns(earlier):
        by_hand[before, after] += n if before != after else 0
    for step, n in steps_of_many(None, earlier, LATER).items():
        ours[step.before, step.after] += n if step.before != step.after else 0
    assert +by_hand == +ours


def bench_baseline_of_everything(plenty, compare, record):
    by = standing_of(Person.objects.get(email="bench@example.org"), TODAY, public=False)
    numbers = count(1)

    def keep():
        """With what the database looks up when it is committed."""
        kept = keep_baseline(BaselineDraft(f"Report {next(numbers)}", Subject(), TODAY, TODAY), by=by, now=NOW)
        if isinstance(kept, BaselineOrder):
            assert keep_next_ordered(NOW)
            kept.refresh_from_db()
        baseline = kept.baseline if isinstance(kept, BaselineOrder) else kept
        if _is_postgresql():
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        return baseline

    with _most_memory() as taken:
        baseline = keep()
    before, most = taken
    record("memory while a baseline of everything is kept (GB for s), against before", before, most)
    times = 1 if plenty > 100_000 else 3
    compare("a baseline of everything, against one copy of the same", raw=_copied, ours=keep, times=times)
    assert baseline.entries.count() == fetched("SELECT COUNT(*) FROM copied")[0][0]
    compare(
        "what became known since, of a baseline of everything, against looking at all of it",
        raw=lambda: _known_otherwise(baseline.pk),
        ours=lambda: board_of(baseline, Subject(), EVERYTHING),
        times=times,
    )


def _copied() -> None:
    """By hand: the list alone, into a table without indexes, references and triggers."""
    rare = " ".join(f"LEFT JOIN {_on(aspect, aspect, TODAY, 'c.id')}" for aspect in _RARE)
    done = ", ".join(f"'{state}'" for state in (ScheduleState.DONE_ON_TIME, ScheduleState.DONE_LATE))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS copied")
        cursor.execute(
            "CREATE TEMPORARY TABLE copied AS SELECT c.id, c.reference, c.title, i.name, s.state AS schedule, "
            f"m.state AS completion, {', '.join(f'{aspect}.state AS {aspect}' for aspect in _RARE)}, s.due_latest, "
            f"c.rolled_revision, CASE WHEN s.state IN ({done}) THEN m.first END AS done_on "
            f"FROM {_COMMITMENTS} c JOIN countries_institution i ON i.id = c.lead_id "
            f"JOIN {_on('s', 'schedule', TODAY, 'c.id')} JOIN {_on('m', 'completion', TODAY, 'c.id')} {rare}"
        )


def _known_otherwise(baseline: int) -> list:
    return fetched(
        "SELECT e.schedule, s.state, COUNT(*) FROM commitments_baselineentry e "
        f"LEFT JOIN {_on('s', 'schedule', TODAY, 'e.commitment_id')} WHERE e.baseline_id = %s "
        "AND (s.state IS NULL OR s.state <> e.schedule) GROUP BY 1, 2",
        baseline,
    )


@contextmanager
def _most_memory() -> Iterator[list[float]]:
    """Before, and the most while it lasts: of this process and, on PostgreSQL, of the server's that works for it."""
    ids = ["self", *(str(pid) for (pid,) in (fetched("SELECT pg_backend_pid()") if _is_postgresql() else ()))]
    taken, over = [_memory(ids)] * 2, threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            taken[1] = max(taken[1], _memory(ids))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield taken
    finally:
        over.set()
        watching.join()


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _memory(ids: list[str]) -> float:
    """Not counted: pages of files, and what all sessions of a server share."""
    lines = (line for pid in ids for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1e6
