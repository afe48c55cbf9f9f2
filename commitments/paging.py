"""Pages of a list by keyset: each begins behind a row, not at a number, so the thousandth costs what the first does.

A QuerySet and an order go in, with a place to begin behind or end before; its rows come out, and where the neighbouring
pages begin. The place says the row's value and its reference, so it stays where it is when that row moves.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db.models import BooleanField, ExpressionWrapper, F, Func, OrderBy, Q, QuerySet, Value

from commitments.models import CommitmentQuerySet

_SEPARATOR = "~"
Direction = Literal["after", "before"]
DIRECTIONS: tuple[Direction, ...] = ("after", "before")


@dataclass(frozen=True)
class Stretch:
    """The values between which everything found stands in the order, but for a few; None is without an end.

    Those few are asked for by a condition of their own: `before` the first value, `behind` the last, `without` any.
    None where they are not few, or where there is no such place. Where it is empty all with a value are `before` it; if
    that is None, too, nothing has one.
    """

    first: Any = None
    last: Any = None
    before: Q | None = None
    behind: Q | None = None
    without: Q | None = None
    is_empty: bool = False


@dataclass(frozen=True)
class Order:
    """By one expression, what has no value at the end, and by reference, the same way, among equals.

    `value` reads of a row what `expression` sorts it by; `spell` and `read` are its form in an address.
    """

    expression: Any
    value: Callable[[Any], Any]
    read: Callable[[str], Any]
    spell: Callable[[Any], str] = str
    descending: bool = False
    all_have_it: bool = False  # nothing found lacks a value, so nobody needs to look for it
    are_few: bool = False  # found by something better than the order, so they are sorted when found
    stretch: Stretch = Stretch()

    def turned(self) -> "Order":
        return replace(self, descending=not self.descending)


@dataclass(frozen=True)
class Place:
    """Of a row in the order; `value` is None where it has none."""

    value: Any
    reference: str


@dataclass(frozen=True)
class Asked:
    """The page behind or before a place; without one, the first."""

    place: Place | None = None
    direction: Direction = "after"


@dataclass(frozen=True)
class Slice:
    """`previous` and `next` are the places from which the neighbouring pages are asked for."""

    rows: list[Any]
    previous: str = ""
    next: str = ""


def place_from(text: str, order: Order) -> Place | None:
    """None for what no page of ours has written."""
    value, separator, reference = text.rpartition(_SEPARATOR)
    if not separator or not reference or not reference.isprintable():
        return None
    try:
        return Place(order.read(value) if value else None, reference)
    except (ValueError, OverflowError):
        return None


def slice_of(found: QuerySet[Any, Any], order: Order, asked: Asked, size: int) -> Slice:
    """One question, a second where the page reaches into what has no value."""
    backward = asked.direction == "before" and asked.place is not None
    rows = _fetch(found, order, asked, size + 1, backward=backward)
    more = len(rows) > size
    rows = rows[:size]
    if asked.place is not None and (not rows or (backward and not more)):
        return slice_of(found, order, Asked(), size)  # beyond an end: a whole first page rather than a part of one
    if backward:
        rows.reverse()
    first, last = (_spelt(row, order) for row in (rows[0], rows[-1])) if rows else ("", "")
    return Slice(rows, previous=first if asked.place is not None else "", next=last if backward or more else "")


def _fetch(found: QuerySet[Any, Any], order: Order, asked: Asked, most: int, *, backward: bool) -> list[Any]:
    """Those with a value and those without apart: so the database may walk an index in either direction."""
    marked: Any = found.alias(sorted_by=order.expression)
    if order.are_few:
        return list(_sorted(marked, order, asked.place, backward=backward)[:most])
    rows: list[Any] = []
    for part in _parts(marked, order, asked.place, backward=backward):
        if len(rows) < most:
            rows += part[: most - len(rows)]
    return rows


def _parts(found: Any, order: Order, place: Place | None, *, backward: bool) -> list[Any]:
    """One behind the other they are what is asked for; few of them are needed to fill a page."""
    valued = _valued(found, order, place, backward=backward)
    without = [] if order.all_have_it else _without_value(found, order, place, backward=backward)
    return [*without, *valued] if backward else [*valued, *without]


def _sorted(found: Any, order: Order, place: Place | None, *, backward: bool) -> Any:
    """Both in one question."""
    lacking, descending = Q(sorted_by__isnull=True), order.descending != backward
    if place is not None and place.value is None:
        behind = _behind(place, descending)
        found = found.filter(~lacking | behind if backward else lacking & behind)
    elif place is not None:
        beyond = Q(_Beyond(order.expression, place, descending))
        found = found.filter(~lacking & beyond if backward else beyond | lacking)
    # Said as a column of its own: NULLS LAST would lure SQLite into walking an index instead of sorting the few.
    apart = OrderBy(ExpressionWrapper(lacking, output_field=BooleanField()), descending=backward)
    return found.order_by(apart, OrderBy(F("sorted_by"), descending=descending), _by_reference(descending))


def _valued(found: Any, order: Order, place: Place | None, *, backward: bool) -> list[Any]:
    """Along the stretch, and of the few on either side of it those that may be on the way."""
    if place is not None and place.value is None and not backward:
        return []
    stretch, descending = order.stretch, order.descending != backward
    value = None if place is None else place.value
    parts = [] if stretch.is_empty else [_along(found, order, place, backward=backward)]
    if stretch.before is not None and (stretch.first is None or descending or value is None or value < stretch.first):
        earlier = Q(sorted_by__isnull=False) if stretch.first is None else Q(sorted_by__lt=stretch.first)
        few = found.filter(stretch.before, earlier)
        parts.insert(len(parts) if descending else 0, _sorted(few, order, place, backward=backward))
    if stretch.behind is not None and (not descending or value is None or value > stretch.last):
        few = found.filter(stretch.behind, sorted_by__gt=stretch.last)
        parts.insert(0 if descending else len(parts), _sorted(few, order, place, backward=backward))
    return parts


def _along(found: Any, order: Order, place: Place | None, *, backward: bool) -> Any:
    """Nothing is said twice: PostgreSQL would take two conditions for rarer than one, and walk another way."""
    stretch, descending = order.stretch, order.descending != backward
    value = None if place is None else place.value
    if stretch.first is not None and (descending or value is None or value < stretch.first):
        found = found.filter(sorted_by__gte=stretch.first)
    if stretch.last is not None and (not descending or value is None or value > stretch.last):
        found = found.filter(sorted_by__lte=stretch.last)
    if place is not None and value is not None:
        found = found.filter(_Beyond(order.expression, place, descending))
    elif not order.all_have_it and stretch.first is None and stretch.last is None:
        found = found.filter(sorted_by__isnull=False)
    return found.order_by(OrderBy(F("sorted_by"), descending=descending), _by_reference(descending))


def _by_reference(descending: bool) -> str:
    """The same way as the values, so that an index of both can be walked in either direction."""
    return "-reference" if descending else "reference"


def _behind(place: Place, descending: bool) -> Q:
    return Q(reference__lt=place.reference) if descending else Q(reference__gt=place.reference)


class _Beyond(Func):
    """Further than a place: both columns compared at once, so that an index finds it among thousands of equals."""

    output_field = BooleanField()

    def __init__(self, expression: Any, place: Place, descending: bool) -> None:
        value = place.value if hasattr(place.value, "resolve_expression") else Value(place.value)
        super().__init__(expression, F("reference"), value, Value(place.reference))
        self.template = f"(%s, %s) {'<' if descending else '>'} (%s, %s)"

    def as_sql(self, compiler: Any, connection: Any, *given: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        parts = [compiler.compile(part) for part in self.get_source_expressions()]
        sql = self.template % tuple(sql for sql, _ in parts)
        return sql, tuple(value for _, values in parts for value in values)


def _without_value(found: Any, order: Order, place: Place | None, *, backward: bool) -> list[Any]:
    if backward and place is not None and place.value is not None:
        return []
    if order.stretch.without is not None:
        # In these words SQLite does not walk an index of all without a value.
        few = found.filter(order.stretch.without, ~Q(sorted_by__isnull=False))
        return [_sorted(few, order, place, backward=backward)]
    nobody_has_it = order.stretch.is_empty and order.stretch.before is None
    found = found if nobody_has_it else found.filter(sorted_by__isnull=True)
    descending = order.descending != backward
    found = found.order_by(_by_reference(descending))
    return [found if place is None or place.value is not None else found.filter(_behind(place, descending))]


def _spelt(row: Any, order: Order) -> str:
    value = order.value(row)
    return f"{'' if value is None else order.spell(value)}{_SEPARATOR}{row.reference}"


def bounded_count(found: CommitmentQuerySet, most: int) -> int:
    """How many, counted no further than one more than `most`."""
    return found.order_by().values("pk")[: most + 1].count()


def read_text(text: str) -> str:
    if not text.isprintable():
        raise ValueError(text)
    return text
