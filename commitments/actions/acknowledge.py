"""Put off being asked about a commitment, for a while; and take that back.

It silences the reminders of one person, never those of anybody else: what is owed stays owed, and the coordinator and
whoever is told when nothing happens hear of it as before.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import acts_for, may_acknowledge, require
from commitments.actions.settle import actor, locked, refuse_stale
from commitments.models import Acknowledgement, Commitment
from countries.access import Standing

MOST_DAYS = 60
MOST_DAYS_OVERDUE = 14
OWNERS_ONLY = "Only those who answer for a commitment can put off being asked about it."


@dataclass(frozen=True)
class AcknowledgementDraft:
    """`until` is the first day on which to be asked again."""

    until: dt.date
    reason: str
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


def last_day_to_put_off(due_latest: dt.date | None, today: dt.date) -> dt.date:
    """Sixty days, and not past two weeks after the date: overdue may be quiet for a while, and is never off."""
    longest = today + dt.timedelta(days=MOST_DAYS)
    if due_latest is None:
        return longest
    return min(longest, max(today, due_latest) + dt.timedelta(days=MOST_DAYS_OVERDUE))


@transaction.atomic
def acknowledge(
    commitment: Commitment,
    draft: AcknowledgementDraft,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None = None,
) -> Acknowledgement:
    """The same `submission` sent again gives back the first one."""
    require(may_acknowledge(by, commitment), OWNERS_ONLY)
    row = locked(commitment)
    said = Acknowledgement.objects.filter(submission=draft.submission, commitment=row).first()
    if said is not None:
        return said
    refuse_stale(row, seen_revision)
    _refuse(row, draft, row.country.local_date(now))
    return _say(row, by, now, draft.submission, until=draft.until, reason=draft.reason.strip())


@transaction.atomic
def ask_me_again(
    commitment: Commitment, *, by: Standing, now: dt.datetime, submission: uuid.UUID | None = None
) -> Acknowledgement | None:
    """Take back what was put off; None when nothing was."""
    require(may_acknowledge(by, commitment), OWNERS_ONLY)
    row = locked(commitment)
    last = Acknowledgement.objects.filter(commitment=row, person=by.person).first()
    if last is None or last.until is None:
        return last
    return _say(row, by, now, submission or uuid.uuid4())


def _refuse(row: Commitment, draft: AcknowledgementDraft, today: dt.date) -> None:
    if row.closed_as or row.done_on:
        what = row.get_closed_as_display().lower() if row.closed_as else "done"
        raise ValidationError(f"{row.reference} is {what}, so nobody is asked about it any more.")
    if draft.until <= today:
        raise ValidationError({"until": f"Choose a day after today, {today:%-d %B %Y}."})
    last = last_day_to_put_off(row.due_latest, today)
    if draft.until > last:
        longest = _longest(row.due_latest, today, last)
        raise ValidationError(
            {"until": f"Being asked can be put off {longest}. Choose {last:%-d %B %Y} or a day before."}
        )
    if not draft.reason.strip():
        raise ValidationError({"reason": "Say in a sentence what you wait for, or what you do about it."})


def _longest(due_latest: dt.date | None, today: dt.date, last: dt.date) -> str:
    if due_latest is None or last == today + dt.timedelta(days=MOST_DAYS):
        return f"for {MOST_DAYS} days"
    if due_latest < today:
        return "for two weeks at a time while it is overdue"
    return "until two weeks after the date"


def _say(
    row: Commitment,
    by: Standing,
    now: dt.datetime,
    submission: uuid.UUID,
    *,
    until: dt.date | None = None,
    reason: str = "",
) -> Acknowledgement:
    said = Acknowledgement(
        commitment=row,
        person=actor(by),
        on_behalf_of=acts_for(by, row),
        until=until,
        reason=reason,
        due_revision=row.due_revision,
        made_at=now,
        submission=submission,
    )
    said.full_clean(validate_constraints=False)
    said.save()
    return said
