"""Duties that come back: lay out their occurrences, keep the coming ones in sight, turn to the current one.

An endless duty always has its next two occurrences on record; whatever happens to it, and once a day, what is missing
is added. Turning to the next one is no decision about a date: each keeps its own first promise.
"""

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q

from commitments.choices import Precision
from commitments.deadlines import InvalidWindow, Repetition
from commitments.facts import facts_of
from commitments.life import Facts
from commitments.models import Commitment, Occurrence, Series
from commitments.timeline import occurrences_on, snapshot

AHEAD = 2


def begin_series(row: Commitment, repetition: Repetition, today: dt.date) -> None:
    """Of a commitment just registered, whose window is that of the first time."""
    lay_out(row, repetition, today)
    row.save(update_fields=["occurrence", "due_precision"])


def lay_out(row: Commitment, repetition: Repetition, today: dt.date) -> None:
    """The caller saves the commitment."""
    Series.objects.create(commitment=row, rule=repetition.text)
    numbers = range(1, repetition.times + 1) if repetition.times else _until_ahead(repetition, 1, today, AHEAD)
    Occurrence.objects.bulk_create([_occurrence(row, repetition, number) for number in numbers])
    row.occurrence = row.occurrences.get(number=1)
    row.due_precision = Precision.RECURRING


def occurrence_of(row: Commitment, number: int) -> Occurrence | None:
    """The one that is meant; 0 is the current one, or none where nothing comes back."""
    if not number:
        return row.occurrence
    found = row.occurrences.filter(number=number).first()
    if found is None:
        raise ValidationError({"occurrence": f"{row.reference} has no time number {number}. Choose one from the list."})
    return found


def turn(row: Commitment, today: dt.date) -> Facts:
    """Bring the occurrences in step with what was said, and show the dates of the current one; the caller saves.

    Another current one, or another date of it, is another due revision: reminders begin anew.
    """
    facts = facts_of(row)
    if row.occurrence_id is None:
        return facts
    if _extend(row, facts, today):
        facts = facts_of(row)
    times = {time.number: time for time in row.occurrences.all()}
    for shot in occurrences_on(facts, today):
        time = times[shot.number]
        if (time.completion, time.done_on) != (shot.completion, shot.done_on):
            time.completion, time.done_on = shot.completion, shot.done_on
            time.save(update_fields=["completion", "done_on"])
    shot_of_day = snapshot(facts, today)
    if shot_of_day is not None:
        _show(row, times[shot_of_day.occurrence])
    return facts


def _show(row: Commitment, time: Occurrence) -> None:
    if (row.occurrence_id, row.due_edtf, row.due_phrase) == (time.pk, time.due_edtf, time.due_phrase):
        return
    row.occurrence = time
    row.due_phrase, row.due_reading_id = time.due_phrase, time.due_reading_id
    row.due_earliest, row.due_latest, row.due_edtf = time.due_earliest, time.due_latest, time.due_edtf
    row.baseline_earliest, row.baseline_latest = time.baseline_earliest, time.baseline_latest
    row.baseline_edtf = time.baseline_edtf
    row.due_revision += 1


def extend_series(now: dt.datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Once a day: reference to how many occurrences were added (or would be) to duties without an end."""
    added = {}
    for pk in _short_of_occurrences(now):
        with transaction.atomic():
            row = Commitment.objects.select_for_update(of=("self",)).select_related("document__country").get(pk=pk)
            today = max(row.country.local_date(now), row.document.counted_from)
            count = _extend(row, facts_of(row), today, dry_run=dry_run)
        if count:
            added[row.reference] = count
    return added


def _short_of_occurrences(now: dt.datetime) -> list[int]:
    """By the latest day it is anywhere, so rather one too many: each is looked at again."""
    day = now.date() + dt.timedelta(days=1)
    coming = Q(commitment__occurrences__baseline_latest__gte=day, commitment__occurrences__done_on=None)
    endless = Series.objects.filter(rule__startswith="R/", commitment__closed_as="")
    counted = endless.annotate(coming=Count("commitment__occurrences", filter=coming)).filter(coming__lt=AHEAD)
    return list(counted.order_by("commitment_id").values_list("commitment", flat=True))


def _extend(row: Commitment, facts: Facts, today: dt.date, *, dry_run: bool = False) -> int:
    repetition = row.series.repetition
    if repetition.times is not None:
        return 0
    shots = occurrences_on(facts, today)
    coming = sum(1 for one in shots if one.done_on is None and one.promised_latest and one.promised_latest >= today)
    numbers = list(_until_ahead(repetition, len(shots) + 1, today, AHEAD - coming))
    if not dry_run:
        Occurrence.objects.bulk_create([_occurrence(row, repetition, number) for number in numbers])
    return len(numbers)


def _until_ahead(repetition: Repetition, number: int, today: dt.date, wanted: int) -> Iterator[int]:
    """Numbers from `number` on, until so many of them are due on `today` or later, or the years run out."""
    while wanted > 0:
        try:
            window = repetition.window(number)
        except InvalidWindow:
            return
        yield number
        number, wanted = number + 1, wanted - (window.latest >= today)


def _occurrence(row: Commitment, repetition: Repetition, number: int) -> Occurrence:
    window = repetition.window(number)
    time = Occurrence(commitment=row, number=number, name=repetition.name(window), due_phrase=row.baseline_phrase)
    time.set_due(window)
    time.due_reading_id = row.baseline_reading_id
    time.baseline_earliest, time.baseline_latest, time.baseline_edtf = window.earliest, window.latest, window.edtf
    return time
