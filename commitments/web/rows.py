"""Rows of the commitments list, ready for the template: one loop, no further question per row.

They come as columns, not as models: making a model of each is a good part of what a page costs beside its template.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from django.urls import reverse

from commitments.choices import Closure, Completion, ScheduleState
from commitments.facts import facts_by_commitment
from commitments.slippage import slippages
from commitments.templatetags.tracker_tags import (
    completion_tag,
    done_in_words,
    late_in_words,
    schedule_tag,
    short_day,
    slip_in_words,
)
from commitments.timeline import schedule_state, snapshot

# Only what a row shows or counts from: documents carry their whole text.
COLUMNS = (
    "reference",
    "title",
    "due_phrase",
    "due_latest",
    "baseline_phrase",
    "baseline_latest",
    "completion",
    "done_on",
    "forecast_on",
    "closed_as",
    "last_reported_on",
    "occurrence_id",
    "occurrence__name",
    "occurrence__number",
    "document__country_id",
    "document__counted_from",
    "lead__name",
    "lead__acronym",
)


@dataclass(frozen=True, slots=True)
class Row:
    reference: str
    address: str
    title: str
    lead: str
    phrase: str
    due: str
    schedule: str
    days: str
    completion: str
    slip: str
    expected: str
    reported: str


class Listed(Protocol):
    """A commitment as the list reads it: `COLUMNS` and its id."""

    pk: int
    reference: str
    title: str
    due_phrase: str
    due_latest: dt.date | None
    baseline_phrase: str
    baseline_latest: dt.date | None
    completion: str
    done_on: dt.date | None
    forecast_on: dt.date | None
    closed_as: str
    last_reported_on: dt.date | None
    occurrence_id: int | None
    occurrence__name: str | None
    occurrence__number: int | None
    document__country_id: int
    document__counted_from: dt.date
    lead__name: str
    lead__acronym: str


@dataclass(frozen=True, slots=True)
class _Text:
    counted_from: dt.date


@dataclass(frozen=True, slots=True)
class _Promise:
    """What its facts are looked up with."""

    pk: int
    document: _Text
    baseline_latest: dt.date | None
    occurrence_id: int | None


@dataclass(frozen=True, slots=True)
class Then:
    """How one commitment stands on the day the list is about."""

    on: dt.date
    schedule: ScheduleState
    completion: Completion
    due_latest: dt.date | None
    done_on: dt.date | None
    forecast_on: dt.date | None
    last_reported_on: dt.date | None
    baseline_latest: dt.date | None
    occurrence: int


def rows_today(listed: Sequence[Listed], days: Mapping[int, dt.date]) -> list[Row]:
    return [_row(found, _today(found, days[found.document__country_id])) for found in listed]


def rows_on(listed: Sequence[Listed], on: dt.date) -> list[Row]:
    """As it was, or will be if nobody acts: read from the facts, in three queries however many rows."""
    facts = facts_by_commitment(
        _Promise(found.pk, _Text(found.document__counted_from), found.baseline_latest, found.occurrence_id)
        for found in listed
    )
    rows = []
    for found in listed:
        shot = snapshot(facts[found.pk], on)
        if shot is not None:
            days = (shot.due_latest, shot.done_on, shot.forecast_on, shot.last_reported_on)
            first = shot.promised_latest if shot.occurrence else found.baseline_latest
            rows.append(_row(found, Then(on, shot.schedule, shot.completion, *days, first, shot.occurrence)))
    return rows


def _today(found: Listed, today: dt.date) -> Then:
    completion, closure = Completion(found.completion), Closure(found.closed_as) if found.closed_as else None
    state = schedule_state(
        due_latest=found.due_latest, completion=completion, done_on=found.done_on, closure=closure, on=today
    )
    days = (found.due_latest, found.done_on, found.forecast_on, found.last_reported_on)
    return Then(today, state, completion, *days, found.baseline_latest, found.occurrence__number or 0)


def _row(found: Listed, then: Then) -> Row:
    slip, expected = _slips(found, then)
    return Row(
        reference=found.reference,
        address=_address(found.reference),
        title=found.title,
        lead=found.lead__acronym or found.lead__name,
        phrase=_phrase(found, then),
        due=short_day(then.due_latest),
        schedule=schedule_tag(then.schedule),
        days=_days(then),
        completion=completion_tag(then.completion),
        slip=slip,
        expected=expected,
        reported=short_day(then.last_reported_on),
    )


@lru_cache(maxsize=10_000)
def _address(reference: str) -> str:
    return reverse("commitment-detail", args=[reference])


def _days(then: Then) -> str:
    """How far from the latest day of the window: when done, or on the day the list is about."""
    if then.due_latest is None or then.schedule == ScheduleState.CLOSED:
        return ""
    if then.done_on:
        return done_in_words((then.done_on - then.due_latest).days)
    return late_in_words((then.on - then.due_latest).days)


def _phrase(found: Listed, then: Then) -> str:
    """The words of the date in force; those of a date in between stand on the commitment's own page."""
    if found.occurrence_id is not None and then.occurrence == found.occurrence__number:
        return f"{found.due_phrase}, for {found.occurrence__name}"
    if then.due_latest == found.due_latest:
        return found.due_phrase
    return found.baseline_phrase if then.due_latest == then.baseline_latest else ""


def _slips(found: Listed, then: Then) -> tuple[str, str]:
    """What happened or is in force, and what the owner expects when that is worse.

    Nothing to say about what is open and due as first promised: the schedule says the rest.
    """
    slips = slippages(then.baseline_latest, current=then.due_latest, forecast=then.forecast_on, done=then.done_on)
    slip = slip_in_words(slips.told) if slips.told or then.done_on else ""
    return slip, slip_in_words(slips.forecast) if slips.expects_worse else ""
