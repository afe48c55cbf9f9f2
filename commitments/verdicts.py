"""Claimed against verified: a filter by what the newest review made of the claim of that day."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from commitments.choices import Aspect, Completion, Verdict
from commitments.filter_kinds import AnyOf
from commitments.models import Commitment, CommitmentQuerySet, CommitmentSpan, Review

_STEPS = list(Completion)
_CONDITIONS = {
    Verdict.AS_CLAIMED: Q(judged_rank=F("claimed_rank")),
    Verdict.LOWER: Q(judged_rank__lt=F("claimed_rank")),
    Verdict.HIGHER: Q(judged_rank__gt=F("claimed_rank")),
}


class VerdictFilters(django_filters.FilterSet):
    judged = AnyOf(
        method="judged_then", label="Review against claim", choices=Verdict.choices, noun="a way a review can turn out"
    )

    day: Any

    def judged_then(self, queryset: CommitmentQuerySet, name: str, value: list[str]) -> CommitmentQuerySet:
        if not value:
            return queryset
        condition = Q(pk__in=[])
        for verdict in {Verdict(name) for name in value} & _CONDITIONS.keys():
            condition |= _CONDITIONS[verdict]
        wanted = Q(pk__in=_ranked(self.day).filter(condition).order_by().values("pk"))
        if Verdict.UNREVIEWED in value:
            wanted |= ~Q(pk__in=_reviews(self.day).order_by().values("commitment"))
        return queryset.filter(wanted)


def verdict_of(claimed: Completion, judged: Completion) -> Verdict:
    """The same of one claim."""
    if claimed == judged:
        return Verdict.AS_CLAIMED
    return Verdict.LOWER if _STEPS.index(judged) < _STEPS.index(claimed) else Verdict.HIGHER


def _reviews(on: dt.date | None) -> QuerySet[Review]:
    return Review.objects.all() if on is None else Review.objects.filter(reviewed_on__lte=on)


def _ranked(on: dt.date | None) -> CommitmentQuerySet:
    """What anybody reviewed, with the places of the judgement and of the claim on the scale; None stands for now."""
    reviews = _reviews(on)
    newest = reviews.filter(commitment=OuterRef("pk")).order_by("-reviewed_on", "-id").values("completion")[:1]
    claims = CommitmentSpan.objects.filter(commitment=OuterRef("pk"), aspect=Aspect.COMPLETION.value)
    claimed: Any = F("completion") if on is None else Subquery(claims.on(on).values("state")[:1])
    found = Commitment.objects.filter(pk__in=reviews.order_by().values("commitment"))
    named = found.annotate(judged_as=Subquery(newest), claimed_as=claimed)
    return named.annotate(judged_rank=_rank("judged_as"), claimed_rank=_rank("claimed_as"))


def _rank(name: str) -> Case:
    whens = [When(**{name: step.value}, then=Value(place)) for place, step in enumerate(Completion)]
    return Case(*whens, output_field=IntegerField())
