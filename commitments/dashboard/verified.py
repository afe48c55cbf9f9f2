"""How many claims were verified: as claimed, less far, further, or by nobody."""

import datetime as dt
from collections import Counter

from django.db.models import OuterRef, Subquery

from commitments.choices import Aspect, Completion, Verdict
from commitments.dashboard.numbers import Figures, Number, Part
from commitments.dashboard.subject import commitments_within
from commitments.models import Commitment, CommitmentSpan, Review
from commitments.rollups.scope import Scope
from commitments.verdicts import verdict_of

MOST_READ = 2_000


def verified_of(figures: Figures, scope: Scope, on: dt.date) -> tuple[Part, ...] | None:
    """One question, which costs what was reviewed. None where that is so much that only a narrower scope is counted."""
    within = commitments_within(scope)
    claims = CommitmentSpan.objects.filter(commitment=OuterRef("commitment"), aspect=Aspect.COMPLETION).on(on)
    reviews = Review.objects.filter(reviewed_on__lte=on).order_by()
    if within:
        reviews = reviews.filter(commitment__in=Commitment.objects.filter(within).order_by().values("pk"))
    with_claims = reviews.annotate(claimed=Subquery(claims.values("state")[:1]))
    columns = ("commitment_id", "reviewed_on", "id", "completion", "claimed")
    rows = list(with_claims.values_list(*columns)[: MOST_READ + 1])
    if len(rows) > MOST_READ:
        return None
    newest = {row[0]: row for row in sorted(rows, key=lambda row: row[:3])}
    found = Counter(
        verdict_of(Completion(claimed), Completion(judged)) for *_, judged, claimed in newest.values() if claimed
    )
    found[Verdict.UNREVIEWED] = figures.total.count - found.total()
    return tuple(Part(verdict, _number(figures, verdict, found[verdict])) for verdict in Verdict)


def _number(figures: Figures, verdict: Verdict, count: int) -> Number:
    return Number(count, (*figures.place, ("judged", verdict.value), ("on", figures.on.isoformat())))
