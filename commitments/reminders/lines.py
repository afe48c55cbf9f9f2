"""Reminders in; the same with all that a line of a mail says or is asked about, each thing read once.

Joined, these are twenty tables, nearly all of them for nothing: a plan that costs more than what it reads. What no
reminder names is not asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from commitments.choices import About
from commitments.models import (
    Commitment,
    Decision,
    DecisionRequest,
    DependencyMove,
    Milestone,
    Reminder,
    ReminderStep,
    ReviewRequest,
)
from commitments.models.reminder import ReminderQuerySet
from countries.models import Person

PORTION = 500
_REQUESTED = ("requested_by", "on_behalf_of", "answered_by", "answered_on_behalf_of", "decision", "other")
_NAMED = {
    "commitment": Commitment.objects.select_related("document__country", "lead", "occurrence").defer("document__text"),
    "step": ReminderStep.objects.all(),
    "recipient": Person.objects.all(),
    "decision": Decision.objects.all(),
    "request": DecisionRequest.objects.select_related(*_REQUESTED),
    "dependency_move": DependencyMove.objects.select_related("dependency__upon"),
    "milestone": Milestone.objects.all(),
    "review_request": ReviewRequest.objects.select_related("asked", "asked_by"),
}


def lines(rows: Iterable[Reminder]) -> Iterator[Reminder]:
    """In the order given, some at a time: of rows that come one by one, few are in memory."""
    coming = iter(rows)
    while portion := list(islice(coming, PORTION)):
        for name, things in _NAMED.items():
            _put_in(portion, name, things)
        _mark(portion)
        yield from portion


def _put_in(portion: list[Reminder], name: str, things) -> None:  # type: ignore[no-untyped-def]  # of any model
    naming = [(row, named) for row in portion if (named := getattr(row, f"{name}_id")) is not None]
    if naming:
        found = things.in_bulk({named for _row, named in naming})
        for row, named in naming:
            setattr(row, name, found[named])


def _mark(portion: list[Reminder]) -> None:
    moved = _among(portion, Reminder.objects.moved_again, About.DECISION, About.MOVE)
    reported = _among(portion, Reminder.objects.reported_since, About.ESCALATION)
    for row in portion:
        row.moved_again, row.reported_since = row.pk in moved, row.pk in reported
        if row.review_request is not None:
            row.review_request.commitment = row.commitment  # to ask who may judge it


def _among(portion: list[Reminder], question: Callable[[], ReminderQuerySet], *about: About) -> set[int]:
    """Of these kinds, those of which it is true; where there are none, not even the question is put together."""
    ids = [row.pk for row in portion if row.about in about]
    return set(question().filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
