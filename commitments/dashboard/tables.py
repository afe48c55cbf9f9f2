"""The rows of a dashboard: countries, pillars by document, institutions with those below them."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from commitments.choices import OPEN_STATES, ScheduleState, ScopeKind
from commitments.dashboard.numbers import Figures
from commitments.dashboard.places import Places
from commitments.dashboard.subject import Asked, Subject
from commitments.rollups.counts import Counts, together
from commitments.rollups.scope import branch, children_by_parent, in_tree_order
from countries.models import Document

MOST_ROWS = 60
ByPlace = Mapping[tuple[ScopeKind, int], Counts]


@dataclass(frozen=True)
class Row:
    """`subject` is where its name leads; its figures include everything below it in the tree."""

    subject: Subject
    depth: int
    figures: Figures


@dataclass(frozen=True)
class Tables:
    countries: tuple[Row, ...]
    pillars: tuple["Group", ...]
    institutions: tuple[Row, ...]


@dataclass(frozen=True)
class Group:
    """A document and its pillars. `elsewhere`: some of its commitments stand under none of them."""

    document: Document
    rows: tuple[Row, ...]
    elsewhere: bool


def tables_of(
    subject: Subject,
    shown: Mapping[ScopeKind, Collection[int]],
    places: Places,
    counts: ByPlace,
    on: dt.date,
    aside: Asked = (),
) -> Tables:
    """`aside` is what the lists behind their numbers are asked besides."""

    def inside(row: Row) -> Row:
        within = subject.inside(row.subject)
        return Row(within, row.depth, Figures((*within.asked, *aside), on, row.figures.counts))

    groups = pillar_groups(subject, shown, places, counts, on)
    return Tables(
        tuple(map(inside, country_rows(shown.get(ScopeKind.COUNTRY, ()), places, counts, on))),
        tuple(replace(group, rows=tuple(map(inside, group.rows))) for group in groups),
        tuple(map(inside, institution_rows(shown.get(ScopeKind.INSTITUTION, ()), places, counts, on))),
    )


def kinds_shown(subject: Subject, places: Places) -> dict[ScopeKind, list[int]]:
    """Which places get a row. A table too long to be read is left out: a narrower subject shows it."""
    shown: dict[ScopeKind, list[int]] = {}
    if subject.country is None:
        shown[ScopeKind.COUNTRY] = list(places.countries)
    if subject.institution is not None:
        shown[ScopeKind.INSTITUTION] = list(places.below_institution(subject.institution))
        return shown
    if subject.country is not None or not places.has_more_pillars(MOST_ROWS):
        documents = _documents(subject, places)
        shown |= {ScopeKind.PILLAR: _pillars(subject, documents, places), ScopeKind.DOCUMENT: documents}
    if subject.document is None and (subject.country is not None or not places.has_more_institutions(MOST_ROWS)):
        shown[ScopeKind.INSTITUTION] = list(places.institutions_in(subject.country))
    return shown


def _documents(subject: Subject, places: Places) -> list[int]:
    if subject.document is not None:
        return [subject.document.pk]
    return [pk for pk, document in places.documents.items() if subject.holds(document)]


def _pillars(subject: Subject, documents: Collection[int], places: Places) -> list[int]:
    return list(places.below_pillar(subject.pillar) if subject.pillar else places.pillars_of(documents))


def country_rows(ids: Collection[int], places: Places, counts: ByPlace, on: dt.date) -> tuple[Row, ...]:
    """A league: the most overdue first, then the most open."""
    rows = [_row(Subject(places.countries[pk]), 0, [(ScopeKind.COUNTRY, pk)], counts, on) for pk in ids]
    return tuple(sorted(rows, key=_most_overdue_first))


def _most_overdue_first(row: Row) -> tuple[int, int, str]:
    counts = row.figures.counts
    return -counts.of(ScheduleState.OVERDUE), -counts.of(*OPEN_STATES), row.subject.name


def pillar_groups(
    subject: Subject, shown: Mapping[ScopeKind, Collection[int]], places: Places, counts: ByPlace, on: dt.date
) -> tuple[Group, ...]:
    groups = []
    for document in (places.documents[pk] for pk in shown.get(ScopeKind.DOCUMENT, ())):
        own = places.pillars_of([document.pk])
        ids = [pk for pk in shown[ScopeKind.PILLAR] if pk in own]
        rows = tuple(_pillar_rows(ids, document, places, counts, on))
        if not rows:
            continue
        inside = sum(row.figures.total.count for row in rows if row.depth == 0)
        whole = counts.get((ScopeKind.DOCUMENT, document.pk), Counts()).total
        groups.append(Group(document, rows, elsewhere=subject.pillar is None and inside < whole))
    return tuple(groups)


def _pillar_rows(
    ids: Collection[int], document: Document, places: Places, counts: ByPlace, on: dt.date
) -> Iterator[Row]:
    country, pillars = places.countries[document.country_id], places.pillars_of([document.pk])
    children = places.pillar_children(document.pk)
    for pk, depth in in_tree_order(ids, children):
        subject = Subject(country, document, pillars[pk])
        below = [(ScopeKind.PILLAR, member) for member in branch(pk, children)]
        yield _row(subject, depth, below, counts, on)


def institution_rows(ids: Collection[int], places: Places, counts: ByPlace, on: dt.date) -> tuple[Row, ...]:
    """Without those that promised nothing."""
    rows, institutions = [], places.institutions_read
    children = children_by_parent({pk: institution.parent_id for pk, institution in institutions.items()})
    for pk, depth in in_tree_order(ids, children):
        institution = institutions[pk]
        subject = Subject(places.countries[institution.country_id], institution=institution)
        below = [(ScopeKind.INSTITUTION, member) for member in branch(pk, children)]
        rows.append(_row(subject, depth, below, counts, on))
    return tuple(row for row in rows if row.figures.total.count)


def _row(subject: Subject, depth: int, places: Iterable[tuple[ScopeKind, int]], counts: ByPlace, on: dt.date) -> Row:
    return Row(subject, depth, Figures(subject.asked, on, together(counts.get(place) for place in places)))
