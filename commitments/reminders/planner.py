"""Who should have been told by now, and has not been: asked of the windows and the ledger, written as new rows.

Asking never depends on the day before: a night that was missed is made good by the next scan, and the steps that
fell into it collapse into the newest one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from commitments.choices import TOLD, About, DecisionKind, ReminderStatus
from commitments.locks import letting_others_in
from commitments.models import Commitment, CommitmentQuerySet, ProgressUpdate, Reminder, ReminderStep
from commitments.reminders.audience import Audience
from commitments.reminders.escalations import owed_escalations
from commitments.reminders.milestones import owed_milestones
from commitments.reminders.notices import owed_notices
from commitments.reminders.owed import Missed, Owed, hold_back
from commitments.reminders.quiet import in_words
from commitments.reminders.reach import reachable
from commitments.reminders.reviews import owed_reviews
from commitments.reminders.silences import owed_silences
from commitments.reminders.steps import LONG_AGO, Policies, Policy, Stage, stages
from commitments.reminders.still_owed import Day, release

BATCH = 500
# What was held back, or replaced by something that was held back itself, may be owed again.
REVIVED = (ReminderStatus.SUPPRESSED, ReminderStatus.SUPERSEDED)


@dataclass(frozen=True)
class Planned:
    reminders: int
    nobody_to_tell: tuple[str, ...]


def plan(today: Day, *, now: dt.datetime) -> Planned:
    """Insert what is owed, ignoring what is there: any number of planners may do this at once."""
    before, nobody = Reminder.objects.planned().count(), []
    for batch in owed_by_now(today, now):
        nobody += [one.commitment.reference for one in batch if one.nobody_to_tell]
        for start in range(0, len(batch), BATCH):
            with letting_others_in():
                _write(batch[start : start + BATCH], now)
    release(today)
    return Planned(Reminder.objects.planned().count() - before, tuple(nobody))


def _write(batch: list[Owed], now: dt.datetime) -> None:
    Reminder.objects.bulk_create(_rows(batch, now), ignore_conflicts=True, batch_size=BATCH)
    _revive(batch, now)


def owed_by_now(today: Day, now: dt.datetime) -> Iterator[list[Owed]]:
    """Of every kind there is, told to whom a mail can reach and who has not put it off."""
    batches = chain(
        owed(today.days, today.audience, today.policies),
        owed_notices(today, now),
        owed_milestones(today),
        owed_reviews(today),
        owed_silences(today),
        owed_escalations(today),
    )
    for batch in filter(None, batches):
        yield [hold_back(one, today.audience) for one in reachable(batch, today)]


def owed(days: Mapping[int, dt.date], audience: Audience, policies: Policies) -> Iterator[list[Owed]]:
    """In batches; reads only. `days` is country id to the day there."""
    for day, policy, countries in policies.by_day_and_policy(days):
        for stage in stages(policy.dates, day):
            found = _candidates(stage).filter(document__country__in=countries).values_list("pk", flat=True)
            ids = list(found)
            for start in range(0, len(ids), BATCH):
                yield _owed_of(ids[start : start + BATCH], stage, policy, audience)


def _candidates(stage: Stage) -> CommitmentQuerySet:
    """Open, in the window of this step, and without an entry that covers it."""
    told = Reminder.objects.filter(
        commitment=OuterRef("pk"),
        about=About.DUE_DATE,
        due_revision=OuterRef("due_revision"),
        days_after__gte=stage.begins,
        status__in=TOLD,
    )
    if stage.told_since > LONG_AGO:
        told = told.filter(falls_on__gt=stage.told_since)
    rows = Commitment.objects.filter(done_on=None, closed_on=None, due_latest__lte=stage.until)
    if stage.after > LONG_AGO:
        rows = rows.filter(due_latest__gt=stage.after)
    return rows.filter(~Exists(told)).order_by("pk")


def _owed_of(ids: list[int], stage: Stage, policy: Policy, audience: Audience) -> list[Owed]:
    known = _ledger(ids)
    moved = Max("decisions__posted_at", filter=Q(decisions__kind=DecisionKind.MOVE_DATE))
    followed = Max("waits_for__moves__posted_at")  # it waits for another commitment, and moved with it
    promised_at = Greatest(
        Coalesce(moved, "registered_at"), Coalesce(followed, "registered_at"), Coalesce(_turned(), "registered_at")
    )
    rows = Commitment.objects.filter(pk__in=ids).for_rows().annotate(promised_at=promised_at)
    return [_owed_one(row, stage, policy, audience, known[row.pk]) for row in rows]


def _turned() -> Subquery:
    """What comes back turned to its present occurrence when something was said of another one, not before."""
    others = ProgressUpdate.objects.filter(commitment=OuterRef("pk"), occurrence__isnull=False)
    said = others.exclude(occurrence=OuterRef("occurrence")).order_by("-posted_at")
    return Subquery(said.values("posted_at")[:1])


def _owed_one(
    row: Commitment,
    stage: Stage,
    policy: Policy,
    audience: Audience,
    known: dict[tuple[int, int], int],
) -> Owed:
    assert row.due_latest is not None  # the window's filter
    step, due = stage.step, row.due_latest
    number = step.round_on(due, stage.on)
    promised = max(row.promised_at, policy.since or row.promised_at)  # type: ignore[attr-defined]  # an annotation
    since = row.country.local_date(promised)
    told = {known_step: latest for (known_step, revision), latest in known.items() if revision == row.due_revision}
    missed = [*_missed_steps(due, step, policy.dates, told)]
    missed += _missed_rounds(due, step, number, max(told.get(step.pk, 0), step.round_on(due, since) - 1))
    return Owed(
        commitment=row,
        step=step,
        round=number,
        falls_on=step.falls_on(due, number),
        told=audience.of_step(step, row.lead),
        missed=tuple(one for one in missed if one.falls_on >= since),
    )


def _missed_steps(
    due: dt.date, current: ReminderStep, steps: list[ReminderStep], told: dict[int, int]
) -> Iterator[Missed]:
    for step in steps:
        if step.offset_days < current.offset_days and not step.intervals and step.pk not in told:
            yield Missed(step, 0, step.falls_on(due, 0))


def _missed_rounds(due: dt.date, step: ReminderStep, number: int, last_told: int) -> Iterator[Missed]:
    if step.intervals and number - 1 > last_told:
        yield Missed(step, number - 1, step.falls_on(due, number - 1), first_round=last_told + 1)


def _ledger(ids: list[int]) -> dict[int, dict[tuple[int, int], int]]:
    """Commitment id to (step, due revision) to the newest round on record."""
    found: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    rows = Reminder.objects.filter(commitment__in=ids).values_list("commitment", "step", "due_revision")
    for commitment, step, revision, latest in rows.annotate(latest=Max("round")).order_by():
        found[commitment][step, revision] = latest
    return found


def _rows(batch: list[Owed], now: dt.datetime) -> Iterator[Reminder]:
    for one in batch:
        for addressee in one.told:
            yield one.row(addressee, now)
            for missed in one.missed:
                row = replace(one, step=missed.step, round=missed.round, falls_on=missed.falls_on).row(addressee, now)
                row.status, row.outcome = ReminderStatus.SUPERSEDED.value, missed.outcome(one.falls_on)
                yield row
        for spared in one.spared:
            row = one.row(spared.addressee, now)
            row.status, row.outcome = ReminderStatus.SUPERSEDED.value, spared.outcome
            yield row
        for waiting in one.held_back:
            row = one.row(waiting.addressee, now)
            row.status, row.outcome = ReminderStatus.SUPPRESSED.value, in_words(waiting.said)
            row.held_back_by = waiting.said
            yield row


def _revive(batch: list[Owed], now: dt.datetime) -> None:
    """What was held back and is owed again (reopened, back in the seat) was never told, so it may be told now."""
    wanted = {(*one.subject, told.person.pk) for one in batch for told in one.told}
    held_back = Reminder.objects.filter(status__in=REVIVED, commitment__in=[one.commitment.pk for one in batch])
    again = [row.pk for row in held_back if (*row.subject, row.recipient_id) in wanted]
    Reminder.objects.filter(pk__in=again, status__in=REVIVED).update(
        status=ReminderStatus.PLANNED, outcome="", message=None, planned_at=now, held_back_by=None
    )
