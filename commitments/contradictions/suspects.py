"""Which commitments could contradict themselves, kind by kind, for all the database can tell; the rules decide."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from commitments.choices import Aspect, Completion, ScheduleState
from commitments.contradiction_kind import ContradictionKind as Kind
from commitments.models import CommitmentQuerySet, Evidence, Milestone
from commitments.models.bands import band_condition

Days = Mapping[int, dt.date]
_COMPLETE = Q(completion=Completion.COMPLETE.value)
_BEGINS = F("document__counted_from")
_PUBLISHING = ("publish", "publication", "adopt", "approv")


def suspects(kinds: Iterable[Kind], scope: CommitmentQuerySet, days: Days) -> CommitmentQuerySet:
    """Of any of `kinds`; `NO_OWNER` is about institutions and has none."""
    condition = Q(pk__in=[])
    for kind in kinds:
        condition |= _condition(kind, days)
    return scope.alias(registered_on=TruncDate("registered_at", tzinfo=dt.UTC)).filter(condition)


def _condition(kind: Kind, days: Days) -> Q:
    if kind == Kind.PAST_WHEN_REGISTERED:
        # A day more than the universal one: it may be tomorrow in the country already.
        return band_condition(Aspect.SCHEDULE, [ScheduleState.OVERDUE], days) & Q(registered_on__gte=F("due_latest"))
    if kind == Kind.NO_PROOF:
        return _COMPLETE & ~Q(Exists(proof()))
    if kind == Kind.LATE_MILESTONE:
        return ~_COMPLETE & Q(Exists(_steps().filter(due_latest__gt=OuterRef("due_latest"), done_on=None)))
    if kind == Kind.LATE_DRAFT:
        words = Q()
        for word in _PUBLISHING:
            words |= Q(title__icontains=word)
        drafts = _steps().filter(title__icontains="draft", done_on=None)
        return ~_COMPLETE & Q(Exists(drafts)) & Q(Exists(_steps().filter(words)))
    return _CONDITIONS[kind]


def proof() -> QuerySet[Evidence]:
    """Given with an update of the day it was done, or later."""
    return Evidence.objects.filter(update__commitment=OuterRef("pk"), update__effective_on__gte=OuterRef("done_on"))


def _steps() -> QuerySet[Milestone]:
    return Milestone.objects.filter(commitment=OuterRef("pk"), due_latest__isnull=False)


def _names_a_year(field: str) -> Q:
    """Perhaps: enough to leave most texts in the database."""
    return Q(**{f"{field}__contains": "19"}) | Q(**{f"{field}__contains": "20"})


def _outside(field: str) -> Q:
    until, begin = F("document__covers_until"), F("document__covers_from")
    return Q(**{f"{field}__gt": until}) | Q(**{f"{field}__lt": begin})


_CONDITIONS = {
    Kind.DUE_BEFORE_DOCUMENT: Q(due_latest__lt=_BEGINS) | Q(due_latest=_BEGINS) & ~_COMPLETE,
    Kind.BASELINE_BEFORE_DOCUMENT: Q(baseline_latest__lt=_BEGINS),
    Kind.WORDS_AND_FIGURES: Q(due_reading=None, waits_for=None, due_latest__isnull=False),
    Kind.OUTSIDE_PERIOD: _outside("due_latest") | _outside("baseline_latest"),
    Kind.TRANSLATION: _names_a_year("quotation") & _names_a_year("translation"),
}
