"""Open commitments nobody has reported on for long: also those due late or never. Any report ends the silence.

A silence counts from the last report; of what was never reported on, from the day it was registered, for nobody could
have reported earlier.
"""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from commitments.choices import TOLD, About, StepKind
from commitments.models import Commitment, CommitmentQuerySet, Reminder
from commitments.reminders.owed import Owed
from commitments.reminders.steps import LONG_AGO, Policy, Stage, stages
from commitments.reminders.still_owed import Day

BATCH = 500
_DAY = dt.timedelta(days=1)


def owed_silences(today: Day) -> Iterator[list[Owed]]:
    for day, policy, countries in today.policies.by_day_and_policy(today.days):
        for stage in stages(policy.of(StepKind.STALE), day):
            for rows in (_reported(stage), _never_reported(stage)):
                ids = list(rows.filter(document__country__in=countries).order_by("pk").values_list("pk", flat=True))
                for start in range(0, len(ids), BATCH):
                    yield [*_owed_of(ids[start : start + BATCH], stage, today)]


def silent_since(commitment: Commitment) -> dt.date:
    """The day a silence counts from."""
    registered = commitment.country.local_date(commitment.registered_at)
    return commitment.last_reported_on or max(registered, commitment.document.counted_from)


def counts_from_here(commitment: Commitment) -> bool:
    """Nobody has reported, and it was registered after the day its document counts from: dashboards say how long nobody
    has heard of it, mails how long somebody could have said something."""
    return commitment.last_reported_on is None and silent_since(commitment) > commitment.document.counted_from


def asked_from(commitment: Commitment, policy: Policy) -> dt.date | None:
    """The first day on which mails ask about the present silence; None when the policy asks about none."""
    since = silent_since(commitment)
    return min((step.falls_on(since, 1) for step in policy.of(StepKind.STALE)), default=None)


def _reported(stage: Stage) -> CommitmentQuerySet:
    """`since` tells this silence from an earlier one."""
    told = _told(stage).filter(since=OuterRef("last_reported_on"))
    rows = Commitment.objects.filter(done_on=None, closed_on=None, last_reported_on__lte=stage.until)
    if stage.after > LONG_AGO:
        rows = rows.filter(last_reported_on__gt=stage.after)
    return rows.filter(~Exists(told))


def _never_reported(stage: Stage) -> CommitmentQuerySet:
    """Registered days are those of UTC here; `_owed_of` asks again by the country's own calendar."""
    rows = Commitment.objects.filter(done_on=None, closed_on=None, last_reported_on=None)
    rows = rows.filter(registered_at__lt=_midnight(stage.until + 2 * _DAY))
    if stage.after > LONG_AGO:
        begun = Q(registered_at__gte=_midnight(stage.after - _DAY)) | Q(document__counted_from__gt=stage.after)
        rows = rows.filter(begun)
    return rows.filter(~Exists(_told(stage)))


def _told(stage: Stage) -> QuerySet[Reminder]:
    told = Reminder.objects.filter(
        commitment=OuterRef("pk"), about=About.SILENCE, days_after__gte=stage.begins, status__in=TOLD
    )
    return told.filter(falls_on__gt=stage.told_since) if stage.every else told


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _owed_of(ids: list[int], stage: Stage, today: Day) -> Iterator[Owed]:
    for row in Commitment.objects.filter(pk__in=ids).for_rows().order_by("pk"):
        since, step = silent_since(row), stage.step
        number = step.round_on(since, stage.on)
        if not stage.holds(since, number):
            continue
        told = today.audience.of_step(step, row.lead)
        yield Owed(row, step, number, step.falls_on(since, number), told, since=since)
