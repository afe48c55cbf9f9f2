"""What of a commitment is counted: its spans, in the place it stands in, and the deltas they add up to."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commitments import timeline
from commitments.choices import Aspect, ScopeKind
from commitments.models import Commitment, CommitmentSpan
from commitments.rollups.scope import EVERYTHING_ID
from commitments.timeline import FOR_EVER, Facts

_DAY = dt.timedelta(days=1)
DeltaKey = tuple[str, int, str, str, dt.date]  # scope kind, scope id, aspect, state, day


@dataclass(frozen=True)
class Place:
    """The ids under which a commitment is counted."""

    country: int
    document: int
    pillar: int | None
    institution: int

    def scopes(self) -> Iterator[tuple[str, int]]:
        yield ScopeKind.ALL.value, EVERYTHING_ID
        yield ScopeKind.COUNTRY.value, self.country
        yield ScopeKind.DOCUMENT.value, self.document
        yield ScopeKind.INSTITUTION.value, self.institution
        if self.pillar is not None:
            yield ScopeKind.PILLAR.value, self.pillar


@dataclass(frozen=True)
class CountedSpan:
    """Holds from `first` up to, not including, `until`."""

    place: Place
    aspect: str
    state: str
    first: dt.date
    until: dt.date
    due_latest: dt.date | None


def place_of(commitment: Commitment) -> Place:
    """The document must be selected with it."""
    return Place(commitment.document.country_id, commitment.document_id, commitment.pillar_id, commitment.lead_id)


def spans_to_count(facts: Facts, place: Place) -> frozenset[CountedSpan]:
    """The timeline's spans; those of the schedule cut where the due date moves, so that each has one."""
    found: set[CountedSpan] = set()
    for span in timeline.spans(facts):
        until = span.last + _DAY if span.last < FOR_EVER else FOR_EVER
        if span.aspect != Aspect.SCHEDULE:
            found.add(CountedSpan(place, span.aspect.value, span.state, span.first, until, None))
            continue
        cuts = sorted({due.decided_on for due in facts.dues if span.first < due.decided_on < until})
        for first, end in zip([span.first, *cuts], [*cuts, until], strict=True):
            due = timeline.due_on(facts, first)
            found.add(CountedSpan(place, span.aspect.value, span.state, first, end, due))
    return frozenset(found)


def span_of_row(row: CommitmentSpan) -> CountedSpan:
    place = Place(row.country_id, row.document_id, row.pillar_id, row.institution_id)
    return CountedSpan(place, row.aspect, row.state, row.first, row.until, row.due_latest)


def row_of_span(commitment_id: int, span: CountedSpan) -> CommitmentSpan:
    return CommitmentSpan(
        commitment_id=commitment_id,
        aspect=span.aspect,
        state=span.state,
        first=span.first,
        until=span.until,
        due_latest=span.due_latest,
        country_id=span.place.country,
        document_id=span.place.document,
        pillar_id=span.place.pillar,
        institution_id=span.place.institution,
    )


def deltas_of(added: Iterable[CountedSpan], removed: Iterable[CountedSpan]) -> dict[DeltaKey, int]:
    """What the counts change by when `removed` make room for `added`; nothing that comes to nought."""
    sums: Counter[DeltaKey] = Counter()
    for spans, sign in ((added, 1), (removed, -1)):
        for span in spans:
            for kind, pk in span.place.scopes():
                sums[kind, pk, span.aspect, span.state, span.first] += sign
                if span.until < FOR_EVER:
                    sums[kind, pk, span.aspect, span.state, span.until] -= sign
    return {key: change for key, change in sums.items() if change}
