"""My desk: what a person's institutions owe on a day, the most pressing first.

A standing and the day in each country go in; groups of rows come out, in a number of queries that does not depend on
how much is owed. Whoever owes nothing (a viewer, an administrator) sees the same groups and no buttons.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.db.models import Count, Exists, OuterRef, Q

from commitments.access import may_acknowledge
from commitments.choices import Aspect, Completion, Reporting, ScheduleState
from commitments.models import Acknowledgement, Commitment, CommitmentQuerySet, Review
from commitments.models.bands import band_condition
from commitments.paging import bounded_count
from countries.access import Standing

SHOWN = 20
SHOWN_DONE = 5
MOST_COUNTED = 1_000
Days = Mapping[int, dt.date]


@dataclass(frozen=True)
class Row:
    commitment: Commitment
    state: ScheduleState
    days_late: int | None
    days_silent: int | None
    may_put_off: bool = False
    may_decide: bool = False
    put_off_until: dt.date | None = None


@dataclass(frozen=True)
class Group:
    """`rows` are the first of `total`; `query` finds all of them in the commitments list."""

    name: str
    title: str
    short: str
    rows: tuple[Row, ...]
    total: int
    query: tuple[tuple[str, str], ...] = ()

    @property
    def hidden(self) -> int:
        return self.total - len(self.rows)

    @property
    def has_unreported(self) -> bool:
        return any(row.days_silent is None for row in self.rows)

    @property
    def told(self) -> str:
        """Beyond a bound nobody has counted."""
        return f"{MOST_COUNTED:,} or more" if self.total > MOST_COUNTED else str(self.total)


@dataclass(frozen=True)
class Desk:
    overdue: Group
    soon: Group
    silent: Group
    rest: Group
    review: Group
    done: Group

    @property
    def pressing(self) -> tuple[Group, ...]:
        return tuple(group for group in (self.overdue, self.soon, self.silent, self.review) if group.total)

    @property
    def later(self) -> tuple[Group, ...]:
        return tuple(group for group in (self.rest, self.done) if group.total)

    @property
    def next_due(self) -> Row | None:
        """The first of what has a date still to come."""
        return next((row for row in self.rest.rows if row.commitment.due_latest), None)


@dataclass(frozen=True)
class _Order:
    """By a day; `lacking` are those that may have none: first, last, or nobody. `dated` is what the condition says of
    those that have one, said apart so that an index is walked from there and not from its beginning."""

    column: str
    lacking: Literal["first", "last", ""] = ""
    newest: bool = False
    dated: Q = field(default_factory=Q)


@dataclass(frozen=True)
class _Question:
    title: str
    short: str
    condition: Q
    order: _Order
    query: tuple[tuple[str, str], ...] = ()
    shown: int = SHOWN


@dataclass(frozen=True)
class _Reader:
    """Whose desk it is, and what they put off."""

    standing: Standing
    days: Days
    put_off: Mapping[int, dt.date | None]


def desk_of(standing: Standing, days: Days) -> Desk:
    scope = on_the_desk_of(standing)
    asked = _questions(standing, days)
    totals = _bounded(scope, asked) if standing.is_administrator else _counted(scope, asked)
    reader = _Reader(standing, days, _put_off_by(standing, days))
    return Desk(**{name: _group(name, question, scope, totals[name], reader) for name, question in asked.items()})


def _counted(scope: CommitmentQuerySet, asked: Mapping[str, _Question]) -> dict[str, int]:
    counts: dict[str, int] = scope.aggregate(
        **{name: Count("pk", filter=question.condition) for name, question in asked.items()}
    )
    return counts


def _bounded(scope: CommitmentQuerySet, asked: Mapping[str, _Question]) -> dict[str, int]:
    """Of everything there is, each group is counted no further than a bound."""
    return {name: bounded_count(scope.filter(question.condition), MOST_COUNTED) for name, question in asked.items()}


def on_the_desk_of(standing: Standing) -> CommitmentQuerySet:
    """What the person answers for: their institutions' or, for a coordinator, their countries'; else what they read."""
    owed = Q(lead__in=standing.owned_institutions) | Q(document__country__in=standing.coordinated_countries)
    visible = Commitment.objects.visible_to(standing)
    if standing.owned_institutions or standing.coordinated_countries:
        return visible.filter(owed)
    if standing.is_administrator:
        return visible
    return visible.filter(lead__in=standing.seated_institutions)


def _questions(standing: Standing, days: Days) -> dict[str, _Question]:
    quiet = [ScheduleState.ON_SCHEDULE, ScheduleState.UNDATED]
    by_due, by_report = _Order("due_latest"), _Order("last_reported_on", "first")
    open_states = tuple(("schedule", state.value) for state in quiet)

    def schedule(*states: ScheduleState) -> Q:
        return band_condition(Aspect.SCHEDULE, states, days)

    def reporting(state: Reporting) -> Q:
        return band_condition(Aspect.REPORTING, [state], days)

    done = Q(completion=Completion.COMPLETE, closed_as="")
    return {
        "overdue": _Question("Overdue", "overdue", schedule(ScheduleState.OVERDUE), by_due, (("schedule", "overdue"),)),
        "soon": _Question(
            "Due in the next 30 days", "due soon", schedule(ScheduleState.DUE_SOON), by_due, (("schedule", "due_soon"),)
        ),
        "silent": _Question(
            "Not reported for 90 days or more",
            "not reported lately",
            schedule(*quiet) & reporting(Reporting.STALE),
            by_report,
            (*open_states, ("reporting", "stale")),
        ),
        "rest": _Question(
            "On schedule, or without a date",
            "on schedule or undated",
            schedule(*quiet) & reporting(Reporting.RECENT),
            _Order("due_latest", "last", dated=schedule(ScheduleState.ON_SCHEDULE)),
            (*open_states, ("reporting", "recent")),
        ),
        "review": _Question(
            "Said to be complete, not yet reviewed", "to review", done & _awaits_review_by(standing), by_report
        ),
        "done": _Question(
            "Done most recently",
            "done",
            done,
            _Order("done_on", newest=True),
            (("completion", "complete"), ("sort", "-reported")),
            SHOWN_DONE,
        ),
    }


def _awaits_review_by(standing: Standing) -> Q:
    """Coordinators judge what they do not own themselves."""
    reviewed = Exists(Review.objects.filter(commitment=OuterRef("pk")))
    theirs = Q(document__country__in=standing.coordinated_countries)
    return theirs & ~Q(lead__in=standing.seated_institutions) & ~Q(reviewed)


def _put_off_by(standing: Standing, days: Days) -> dict[int, dt.date | None]:
    """Commitment id to the day on which the person asked to be asked again."""
    found = Acknowledgement.objects.in_force(days).filter(person=standing.person)
    return dict(found.values_list("commitment", "until"))


def _group(name: str, question: _Question, scope: CommitmentQuerySet, total: int, reader: _Reader) -> Group:
    found = _first(scope.filter(question.condition).for_rows(), question.order, question.shown) if total else []
    rows = tuple(_row(commitment, reader) for commitment in found)
    return Group(name, question.title, question.short, rows, total, question.query)


def _first(found: CommitmentQuerySet, order: _Order, most: int) -> list[Commitment]:
    """Those without a day apart from those with one: so that an index can give each in order."""
    lacking = found.filter(**{f"{order.column}__isnull": True}).order_by("reference") if order.lacking else found.none()
    column, reference = (f"-{order.column}", "-reference") if order.newest else (order.column, "reference")
    dated = found.filter(order.dated, **{f"{order.column}__isnull": False}).order_by(column, reference)
    parts = (lacking, dated) if order.lacking == "first" else (dated, lacking)
    rows: list[Commitment] = []
    for part in parts:
        if len(rows) < most:
            rows += part[: most - len(rows)]
    return rows


def _row(commitment: Commitment, reader: _Reader) -> Row:
    today, reported = reader.days[commitment.document.country_id], commitment.last_reported_on
    return Row(
        commitment=commitment,
        state=commitment.schedule_on(today),
        days_late=commitment.days_late(today),
        days_silent=(today - reported).days if reported else None,
        may_put_off=may_acknowledge(reader.standing, commitment),
        may_decide=commitment.document.country_id in reader.standing.coordinated_countries,
        put_off_until=reader.put_off.get(commitment.pk),
    )
