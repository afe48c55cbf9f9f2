"""What of a commitment is counted: its spans, in the place it stands in."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from commitments import timeline
from commitments.choices import Aspect, ScopeKind
from commitments.life import Facts
from commitments.models import Commitment
from commitments.rollups.scope import EVERYTHING_ID
from commitments.timeline import FOR_EVER

_DAY = dt.timedelta(days=1)


class Place(NamedTuple):
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


class CountedSpan(NamedTuple):
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


def by_definition(facts: Facts, place: Place) -> list[CountedSpan]:
    """The timeline's spans; those of the schedule cut where the due date moves, so that each has one."""
    found: list[CountedSpan] = []
    turns = timeline.due_turns(facts)
    for span in timeline.spans(facts):
        until = span.last + _DAY if span.last < FOR_EVER else FOR_EVER
        if span.aspect != Aspect.SCHEDULE:
            found.append(CountedSpan(place, span.aspect.value, span.state, span.first, until, None))
            continue
        cuts = sorted(day for day in turns if span.first < day < until)
        for first, end in zip([span.first, *cuts], [*cuts, until], strict=True):
            due = timeline.due_on(facts, first)
            found.append(CountedSpan(place, span.aspect.value, span.state, first, end, due))
    return found
