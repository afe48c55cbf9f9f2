"""On every day of a generated life the SQL twin says what `timeline.snapshot` says."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments.choices import Completion, DecisionKind
from commitments.facts import facts_by_commitment
from commitments.models import Commitment, Decision, Dependency, DependencyMove, Occurrence, ProgressUpdate
from commitments.timeline import occurrences_on, snapshot
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory, PersonFactory
from tests.servers import examples

BEGIN = dt.date(2018, 1, 1)
NOW = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
OFFSETS = st.integers(0, 18)

TIMES = st.none() | st.lists(OFFSETS, min_size=1, max_size=4)  # the days on which it comes back
WHICH = st.integers(0, 3)

UPDATES = st.tuples(st.just("update"), OFFSETS, st.tuples(st.sampled_from(Completion.values), st.none() | OFFSETS))
FOLLOWS = st.tuples(st.just("follow"), OFFSETS, st.none() | OFFSETS)
MOVES = st.tuples(st.just("move_date"), OFFSETS, OFFSETS)
CLOSINGS = st.tuples(st.sampled_from(["withdraw", "supersede", "reopen"]), OFFSETS, st.none())
EVENTS = st.one_of(UPDATES, UPDATES, MOVES, CLOSINGS, FOLLOWS)
LIVES = st.lists(st.tuples(EVENTS, WHICH), max_size=9)
DAYS = st.sets(st.integers(-1, 20), min_size=5, max_size=7)


@pytest.fixture
def stage(db):
    document = DocumentFactory(published_on=BEGIN, counted_from=BEGIN)
    lead = InstitutionFactory(country=document.country)
    other = CommitmentFactory(document=document, lead=lead, due=None)
    return document, lead, PersonFactory(), other


def day(offset: int) -> dt.date:
    return BEGIN + dt.timedelta(days=offset)


def live(commitment: Commitment, events, person, other) -> None:
    """Rows as any history could have left them, later days before earlier ones included."""
    times = list(commitment.occurrences.all())
    for (kind, offset, detail), which in events:
        time = times[which % len(times)] if times else None
        if kind == "update":
            completion, forecast = detail
            ProgressUpdate.objects.create(
                commitment=commitment,
                occurrence=time,
                author=person,
                posted_at=NOW,
                effective_on=day(offset),
                completion=completion,
                forecast_on=day(forecast) if forecast is not None else None,
                narrative="So it went.",
            )
        elif kind == "follow":
            if times:
                continue  # refused: what comes back has dates of its own
            follow(commitment, other, person, day(offset), day(detail) if detail is not None else None)
        else:
            latest = day(detail) if kind == DecisionKind.MOVE_DATE else None
            Decision.objects.create(
                commitment=commitment,
                occurrence=time if kind == DecisionKind.MOVE_DATE else None,
                kind=kind,
                decided_on=day(offset),
                decided_by="All",
                reason="So it was decided.",
                recorded_by=person,
                posted_at=NOW,
                new_latest=latest,
                successor=other if kind == DecisionKind.SUPERSEDE else None,
            )


def follow(commitment: Commitment, other: Commitment, person, on: dt.date, latest: dt.date | None) -> None:
    fields = {"upon": other, "amount": 1, "unit": "day", "phrase": "then", "recorded_by": person, "posted_at": NOW}
    dependency, _ = Dependency.objects.get_or_create(commitment=commitment, defaults=fields)
    DependencyMove.objects.create(
        dependency=dependency, moved_on=on, posted_at=NOW, basis="due", new_earliest=latest, new_latest=latest
    )


def come_back(commitment: Commitment, days: list[int]) -> None:
    for number, latest in enumerate(days, 1):
        window = {f"{part}_{end}": day(latest) for part in ("due", "baseline") for end in ("earliest", "latest")}
        edtf = day(latest).isoformat()
        Occurrence.objects.create(
            commitment=commitment, number=number, name=edtf, due_edtf=edtf, baseline_edtf=edtf, **window
        )
    commitment.occurrence = commitment.occurrences.first()
    commitment.save()


@settings(max_examples=examples(9), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.none() | OFFSETS, TIMES, LIVES), min_size=2, max_size=5), DAYS)
def test_the_twin_agrees_on_any_day(stage, lives, days):
    document, lead, person, other = stage
    with transaction.atomic():
        for due, times, events in lives:
            row = CommitmentFactory(document=document, lead=lead, due=day(due).isoformat() if due is not None else None)
            if times is not None:
                come_back(row, times)
            live(row, events, person, other)
        rows = list(Commitment.objects.select_related("document"))
        facts = facts_by_commitment(rows)
        for on in map(day, sorted(days)):
            compare(facts, on)
            compare_occurrences(facts, on)
        transaction.set_rollback(True)


def compare(facts, on: dt.date) -> None:
    shots = {pk: snapshot(fact, on) for pk, fact in facts.items()}
    expected = {
        pk: (s.schedule, s.completion, s.done_on, s.due_latest, s.closure or "", s.last_reported_on, s.forecast_on)
        for pk, s in shots.items()
        if s is not None
    }
    columns = (
        "schedule",
        "then_completion",
        "then_done_on",
        "then_due_latest",
        "then_closed_as",
        "then_last_reported_on",
        "then_forecast_on",
    )
    found = {row[0]: row[1:] for row in Commitment.objects.as_of(on).values_list("pk", *columns)}
    assert found == expected


def compare_occurrences(facts, on: dt.date) -> None:
    expected = {
        (pk, one.number): (one.schedule, one.completion, one.done_on, one.due_latest)
        for pk, fact in facts.items()
        if on >= fact.begins_on
        for one in occurrences_on(fact, on)
    }
    columns = ("schedule", "then_completion", "then_done_on", "then_due_latest")
    rows = Occurrence.objects.as_of(on).values_list("commitment", "number", *columns)
    assert {row[:2]: row[2:] for row in rows} == expected
