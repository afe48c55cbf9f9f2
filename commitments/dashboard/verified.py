"""What reviews made of the claims: how many were verified as claimed, less far, further, or by nobody, and the newest
that differ. One question, which costs what was reviewed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from commitments.choices import Aspect, Completion, Verdict
from commitments.dashboard.judged import MOST, Judged, judged_otherwise
from commitments.dashboard.numbers import Figures, Number, Part
from commitments.dashboard.subject import commitments_within, spans_within
from commitments.models import Commitment, CommitmentSpan, Review
from commitments.rollups.scope import Scope
from commitments.verdicts import verdict_of

MOST_READ = 2_000


@dataclass(frozen=True)
class Reviewed:
    """`parts` is None where so much was reviewed that only a narrower scope is counted."""

    parts: tuple[Part, ...] | None
    otherwise: tuple[Judged, ...]


def reviewed_in(figures: Figures, scope: Scope, on: dt.date) -> Reviewed:
    newest = _newest(scope, on)
    if newest is None:
        return Reviewed(None, judged_otherwise(spans_within(scope), on))
    found = Counter(verdict_of(one.claimed, one.judged) for one in newest)
    found[Verdict.UNREVIEWED] = figures.total.count - found.total()
    parts = tuple(Part(verdict, _number(figures, verdict, found[verdict])) for verdict in Verdict)
    return Reviewed(parts, tuple(one for one in newest if one.judged != one.claimed)[:MOST])


def _newest(scope: Scope, on: dt.date) -> list[Judged] | None:
    """The newest review by that day of each commitment that is claimed something on it, newest first."""
    within = commitments_within(scope)
    claims = CommitmentSpan.objects.filter(commitment=OuterRef("commitment"), aspect=Aspect.COMPLETION).on(on)
    reviews = Review.objects.filter(reviewed_on__lte=on).order_by()
    if within:
        reviews = reviews.filter(commitment__in=Commitment.objects.filter(within).order_by().values("pk"))
    with_claims = reviews.annotate(claimed=Subquery(claims.values("state")[:1]))
    columns = ("reviewed_on", "id", "completion", "claimed", "commitment__reference", "commitment__title")
    rows = list(with_claims.values_list(*columns)[: MOST_READ + 1])
    return None if len(rows) > MOST_READ else _by_reference(sorted(rows, key=lambda row: row[:2]))


def _by_reference(rows: Iterable[tuple[dt.date, int, str, str | None, str, str]]) -> list[Judged]:
    """Of rows in the order of their days the last one of each commitment."""
    newest: dict[str, Judged] = {}
    for day, _, judged, claimed, reference, title in rows:
        newest.pop(reference, None)
        if claimed:
            newest[reference] = Judged(reference, title, Completion(claimed), Completion(judged), day)
    return list(reversed(newest.values()))


def _number(figures: Figures, verdict: Verdict, count: int) -> Number:
    return Number(count, (*figures.place, ("judged", verdict.value), ("on", figures.on.isoformat())))
