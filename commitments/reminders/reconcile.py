"""Rows that vanished from the ledger, found by what stands beside them: of everybody who is told of one thing together,
each has a row. Where all are gone the planner finds it by itself; who joined a seat meanwhile is told as well."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from commitments import changes
from commitments.choices import About, ReminderStatus, StepKind
from commitments.models import JobRun, Reminder, ReminderStep
from commitments.reminders.audience import Addressee
from commitments.reminders.lines import lines
from commitments.reminders.still_owed import Day, why_not
from countries.models import Institution

JOB = "reminders reconciled"
EVERY = dt.timedelta(minutes=10)
LOOKS_BACK = dt.timedelta(days=2)
BATCH = 500
Subject = tuple[object, ...]
_SUBJECT = (
    *("commitment", "about", "due_revision", "request", "decision", "dependency_move", "milestone", "review_request"),
    *("since", "step", "round"),
)


def reconcile(today: Day, now: dt.datetime) -> int:
    """How many were found; not more often than every ten minutes."""
    last = JobRun.objects.filter(job=JOB).first()
    if last is not None and abs(now - last.started_at) < EVERY:
        return 0
    changes.forget_old()
    found = 0
    ids = list(_on_their_way(now).order_by("commitment_id").values_list("commitment_id", flat=True).distinct())
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
    known = _told_of(Reminder.objects.filter(commitment__in=commitments))
    doubtful = set(_doubtful(commitments, known, today, now))
    if not doubtful:
        return
    about = {subject[0] for subject in doubtful}
    for row in lines(_on_their_way(now).filter(commitment__in=about)):
        if row.subject not in doubtful or row.stands_for_others:
            continue
        doubtful.remove(row.subject)
        for one in _told(row, today):
            if one.person.pk not in known[row.subject]:
                copy = _copy(row, one, now)
                if why_not(copy, today) is None:
                    yield copy


def _doubtful(
    commitments: list[int], known: dict[Subject, set[int]], today: Day, now: dt.datetime
) -> Iterator[Subject]:
    """Of what is on its way, that of which somebody may not have been told. Asked without reading whole rows: nearly
    always nobody is missing."""
    rows = _on_their_way(now).filter(commitment__in=commitments).order_by().distinct()
    found = list(rows.values_list("commitment__lead", *_SUBJECT))
    leads = Institution.objects.in_bulk({lead for lead, *_ in found})
    steps = ReminderStep.objects.in_bulk({step for *_, step, _ in found})
    for lead, *subject in found:
        one, step = _subject(*subject), steps[subject[-2]]
        by_name = one[1] in (About.REQUEST, About.REVIEW)
        meant = () if by_name else today.audience.of_step(step, leads[lead])
        if by_name or not known[one].issuperset(told.person.pk for told in meant):
            yield one


def _told_of(rows: QuerySet[Reminder]) -> dict[Subject, set[int]]:
    found: dict[Subject, set[int]] = defaultdict(set)
    for recipient, *subject in rows.order_by().values_list("recipient", *_SUBJECT):
        found[_subject(*subject)].add(recipient)
    return found


def _subject(commitment: int, about: str, revision: int, *others: object) -> Subject:
    """As `Reminder.subject`, of the columns of a row."""
    return commitment, about, revision if about == About.DUE_DATE else None, *others


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
    copy.moved_again, copy.reported_since = row.moved_again, row.reported_since
    return copy
