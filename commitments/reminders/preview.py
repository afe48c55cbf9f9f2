"""Who would be told what on a day, and why. Reads only.

For today and later: what is planned, and what the next scan would plan, if nobody acts until then. For a past day:
the steps that fell on it, for commitments as they stood then.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from commitments.choices import MessageStatus, StepKind
from commitments.facts import facts_by_commitment
from commitments.models import Commitment, MailChoices, Message, Reminder, ReminderStep
from commitments.reminders.audience import Audience
from commitments.reminders.digest import Digest, compose
from commitments.reminders.escalations import escalations_of_day
from commitments.reminders.lines import lines
from commitments.reminders.milestones import milestones_of_day
from commitments.reminders.notices import notices_of_day
from commitments.reminders.owed import Owed, hold_back
from commitments.reminders.planner import owed_by_now
from commitments.reminders.reviews import reviews_of_day
from commitments.reminders.silences import silent_since
from commitments.reminders.steps import newest, policies_in_force
from commitments.reminders.still_owed import Day, released, why_not
from commitments.reminders.wishes import Wishes
from commitments.timeline import Snapshot, is_open, snapshot
from countries.models import Country, Person


@dataclass(frozen=True)
class Preview:
    on: dt.date
    digests: tuple[Digest, ...]
    nobody_to_tell: tuple[str, ...]


MIDNIGHT = dt.time()


def preview(on: dt.date, *, today: dt.date) -> Preview:
    days = dict.fromkeys(Country.objects.values_list("pk", flat=True), on)
    day = Day(days, Audience.on(days), policies_in_force())
    is_past = on < today
    now = dt.datetime.combine(min(on, today), MIDNIGHT, dt.UTC)
    found = list(_fell(day, on)) if is_past else list(_owed_now(day, now))
    rows = [*_rows(found, now), *([] if is_past else _planned(day))]
    by_person = _by_person(rows, had_mail=set() if is_past else _had_mail(on))
    by_person = by_person if is_past else _as_chosen(by_person, day, on)
    local_days = {person.pk: on for person in by_person}
    digests = compose(by_person, day, local_days, with_list=not is_past)
    ordered = sorted(digests.values(), key=lambda one: (one.name, one.address))
    return Preview(on, tuple(ordered), tuple(one.commitment.reference for one in found if one.nobody_to_tell))


def _fell(day: Day, on: dt.date) -> Iterator[Owed]:
    """On a past day."""
    return chain(
        _fell_on(day, on),
        notices_of_day(day, on),
        milestones_of_day(day, on),
        reviews_of_day(day, on),
        escalations_of_day(day, on),
    )


def _owed_now(day: Day, now: dt.datetime) -> Iterator[Owed]:
    for batch in owed_by_now(day, now):
        yield from batch


def _planned(day: Day) -> Iterator[Reminder]:
    rows = chain(lines(Reminder.objects.planned()), released(day))
    return (row for row in rows if why_not(row, day) is None)


def _had_mail(on: dt.date) -> set[int]:
    mails = Message.objects.filter(local_day=on).exclude(status=MessageStatus.CANCELLED)
    return set(mails.values_list("recipient", flat=True))


def _rows(found: Iterable[Owed], now: dt.datetime) -> Iterator[Reminder]:
    return (one.row(addressee, now) for one in found for addressee in one.told)


def _by_person(rows: Sequence[Reminder], had_mail: set[int]) -> Mapping[Person, list[Reminder]]:
    found: dict[Person, list[Reminder]] = defaultdict(list)
    for row in rows:
        if row.recipient_id not in had_mail:
            found[row.recipient].append(row)
    return found


def _as_chosen(owed: Mapping[Person, list[Reminder]], day: Day, on: dt.date) -> Mapping[Person, list[Reminder]]:
    """What each would get on this day by what they chose; the rest waits for a day of theirs."""
    choices = MailChoices.objects.newest(owed)
    found = {}
    for person, rows in owed.items():
        wishes = Wishes.of(choices.get(person.pk), day.audience.zone_of(person))
        going = [row for row in rows if wishes.wants(row) and wishes.takes(row, on)]
        if going:
            found[person] = going
    return found


def _fell_on(day: Day, on: dt.date) -> Iterator[Owed]:
    """As it stood then: the facts decide, not today's columns; the ledger is not asked."""
    rows = list(Commitment.objects.for_rows().filter(document__counted_from__lte=on).order_by("pk"))
    facts = facts_by_commitment(rows)
    for row in rows:
        shot = snapshot(facts[row.pk], on)
        if shot is None or not is_open(shot.schedule):
            continue
        _put_back(row, shot)
        policy = day.policies.of(row.document.country_id)
        if shot.due_latest is not None:
            yield from _reached(row, policy.dates, shot.due_latest, day, on)
        since = silent_since(row)
        yield from (replace(one, since=since) for one in _reached(row, policy.of(StepKind.STALE), since, day, on))


def _reached(row: Commitment, steps: list[ReminderStep], since: dt.date, day: Day, on: dt.date) -> Iterator[Owed]:
    reached = newest(steps, since, on)
    if reached is not None and reached[0].falls_on(since, reached[1]) == on:
        yield hold_back(Owed(row, *reached, on, day.audience.of_step(reached[0], row.lead)), day.audience)


def _put_back(row: Commitment, shot: Snapshot) -> None:
    """The row as it stood, in memory only."""
    if shot.due_latest == row.baseline_latest:
        row.due_phrase = row.baseline_phrase
    row.due_latest, row.completion, row.done_on = shot.due_latest, shot.completion, shot.done_on
    row.last_reported_on = shot.last_reported_on
    row.closed_as, row.closed_on = shot.closure or "", shot.closed_on
