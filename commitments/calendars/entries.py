"""Commitments, each time of what comes back, and milestones as all-day events on the last day that counts."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F

from commitments.choices import Precision
from commitments.models import Commitment, CommitmentQuerySet, Milestone, Occurrence
from commitments.models.due import PromisedByDate

MOST = 2000


@dataclass(frozen=True)
class Entry:
    """`key` stays when the day moves; `sequence` grows with every change."""

    key: str
    day: dt.date
    summary: str
    description: str
    path: str
    sequence: int
    changed_at: dt.datetime
    is_cancelled: bool


def entries(commitments: CommitmentQuerySet) -> list[Entry]:
    """What is open first, should there be more than a calendar can hold. Three queries, however many."""
    dated = commitments.filter(due_latest__isnull=False)
    over = (F("closed_on").desc(nulls_first=True), F("done_on").desc(nulls_first=True))
    rows = list(dated.order_by(*over, "-due_latest", "pk").select_related("lead").for_rows()[:MOST])
    by_id = {row.pk: row for row in rows}
    found = [_of_commitment(row) for row in rows if row.occurrence_id is None]
    times = Occurrence.objects.filter(commitment__in=[row.pk for row in rows if row.occurrence_id])[:MOST]
    found += [_of_time(time, by_id[time.commitment_id]) for time in times]
    steps = Milestone.objects.filter(commitment__in=by_id, due_latest__isnull=False).order_by("pk")[:MOST]
    return [*found, *(_of_milestone(step, by_id[step.commitment_id]) for step in steps)]


def _of_commitment(row: Commitment) -> Entry:
    assert row.due_latest is not None  # `entries`
    return Entry(
        key=f"commitment-{row.reference}",
        day=row.due_latest,
        summary=_summary(row),
        description="\n".join(_lines(row)),
        path=row.get_absolute_url(),
        sequence=row.revision,
        changed_at=row.changed_at or row.registered_at,
        is_cancelled=bool(row.closed_as),
    )


def _summary(row: Commitment) -> str:
    if row.closed_as:
        return f"{row.get_closed_as_display()}: {row.title} ({row.reference})"
    return f"{'✓ Done' if row.done_on else 'Due'}: {row.title} ({row.reference})"


def _lines(row: Commitment) -> Iterator[str]:
    yield f"{row.lead.name}. {row.get_completion_display()}."
    yield f"Promised: “{row.due_phrase}”."
    if row.due_latest != row.baseline_latest and row.baseline_latest is not None:
        yield f"First promised for {row.baseline_latest:%-d %B %Y}."
    yield from _window(row)
    if row.done_on:
        yield f"Done on {row.done_on:%-d %B %Y}."
    elif row.forecast_on:
        yield f"Expected by its owner on {row.forecast_on:%-d %B %Y}."


def _of_time(time: Occurrence, row: Commitment) -> Entry:
    """A time that is done keeps its day; the next one is an event of its own."""
    assert time.due_latest is not None  # its constraint
    what = row.get_closed_as_display() if row.closed_as and not time.done_on else "✓ Done" if time.done_on else "Due"
    lines = [f"{row.lead.name}. {time.get_completion_display()}.", f"Promised: “{row.due_phrase}”."]
    if time.due_latest != time.baseline_latest:
        lines.append(f"First promised for {time.baseline_latest:%-d %B %Y}.")
    lines += _window(time)
    if time.done_on:
        lines.append(f"Done on {time.done_on:%-d %B %Y}.")
    return Entry(
        key=f"commitment-{row.reference}-{time.number}",
        day=time.due_latest,
        summary=f"{what}: {row.title}, {time.name} ({row.reference})",
        description="\n".join(lines),
        path=row.get_absolute_url(),
        sequence=row.revision,
        changed_at=row.changed_at or row.registered_at,
        is_cancelled=bool(row.closed_as) and not time.done_on,
    )


def _window(promise: PromisedByDate) -> Iterator[str]:
    """A vague date is a span; the calendar shows its last day and says so."""
    if promise.due_precision != Precision.DAY and promise.due_earliest and promise.due_earliest != promise.due_latest:
        yield (
            f"No single day was named: any day from {promise.due_earliest:%-d %B %Y} counts, and this is the last one."
        )


def _of_milestone(step: Milestone, row: Commitment) -> Entry:
    assert step.due_latest is not None  # `entries`
    what = "✓ Reached" if step.done_on else "Milestone"
    lines = [f"A step of {row.reference} {row.title}.", f"Planned: “{step.due_phrase}”.", *_window(step)]
    if step.done_on:
        lines.append(f"Reached on {step.done_on:%-d %B %Y}.")
    return Entry(
        key=f"milestone-{step.pk}",
        day=step.due_latest,
        summary=f"{what}: {step.title} ({row.reference})",
        description="\n".join(lines),
        path=row.get_absolute_url(),
        sequence=row.revision,
        changed_at=row.changed_at or row.registered_at,
        is_cancelled=bool(row.closed_as),
    )
