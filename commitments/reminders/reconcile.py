"""Rows that vanished from the ledger, found by what stands beside them: of everybody who is told of one thing together,
each has a row. Where all are gone the planner finds it by itself; who joined a seat meanwhile is told as well."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from commitments import changes
from commitments.choices import About, ReminderStatus, StepKind
from commitments.models import JobRun, Reminder
from commitments.reminders.audience import Addressee
from commitments.reminders.still_owed import Day, why_not

JOB = "reminders reconciled"
EVERY = dt.timedelta(minutes=10)
LOOKS_BACK = dt.timedelta(days=2)
BATCH = 500


def reconcile(today: Day, now: dt.datetime) -> int:
    """How many were found; not more often than every ten minutes."""
    last = JobRun.objects.filter(job=JOB).first()
    if last is not None and abs(now - last.started_at) < EVERY:
        return 0
    changes.forget_old()
    found = 0
    ids = list(_on_their_way(now).order_by("pk").values_list("commitment", flat=True).distinct())
    for start in range(0, len(ids), BATCH):
        missing = list(_missing(ids[start : start + BATCH], today, now))
        found += len(Reminder.objects.bulk_create(missing, ignore_conflicts=True))
    JobRun.objects.update_or_create(
        job=JOB, defaults={"started_at": now, "finished_at": now, "outcome": f"{found} found"}
    )
    return found


def _on_their_way(now: dt.datetime):  # type: ignore[no-untyped-def]  # a query set with annotations
    """Planned, in a mail, or in a mail of the last two days."""
    lately = Q(status=ReminderStatus.DONE, message__written_at__gte=now - LOOKS_BACK)
    return Reminder.objects.filter(Q(status__in=[ReminderStatus.PLANNED, ReminderStatus.BUNDLED]) | lately)


def _missing(commitments: list[int], today: Day, now: dt.datetime) -> Iterator[Reminder]:
    known: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for row in Reminder.objects.filter(commitment__in=commitments):
        known[row.subject].add(row.recipient_id)
    seen = set()
    for row in _on_their_way(now).for_lines().filter(commitment__in=commitments):
        if row.subject in seen or row.stands_for_others:
            continue
        seen.add(row.subject)
        for one in _told(row, today):
            if one.person.pk not in known[row.subject]:
                copy = _copy(row, one, now)
                if why_not(copy, today) is None:
                    yield copy


def _told(row: Reminder, today: Day) -> Iterable[Addressee]:
    lead = row.commitment.lead
    if row.about == About.REQUEST and row.request is not None:
        if row.step.kind == StepKind.ASKED:
            return today.audience.coordinators(row.commitment.document.country_id)
        return today.audience.of_answer(row.request, lead, row.step)
    if row.about == About.REVIEW and row.review_request is not None:
        return today.audience.of_review(row.review_request)
    return today.audience.of_step(row.step, lead)


def _copy(row: Reminder, one: Addressee, now: dt.datetime) -> Reminder:
    """The same for somebody else, as new."""
    copy = Reminder(**{field.attname: getattr(row, field.attname) for field in Reminder._meta.concrete_fields})
    copy.pk, copy.recipient, copy.message = None, one.person, None
    copy.status, copy.outcome = ReminderStatus.PLANNED.value, ""
    copy.reason, copy.planned_at, copy.held_back_by_id = one.because.as_data(), now, None
    for name in ("commitment", "step", "request", "decision", "dependency_move", "milestone", "review_request"):
        setattr(copy, name, getattr(row, name))
    copy.moved_again, copy.reported_since = row.moved_again, row.reported_since  # type: ignore[attr-defined]
    return copy
