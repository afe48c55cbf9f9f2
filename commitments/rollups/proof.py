"""Changes recomputed from the spans by the database itself, beside those that stand: wherever the two differ.

Each statement sees one moment, in which spans and changes were written together. Days are held against the spans,
months against their days, years against their months.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from commitments.choices import Period, ScopeKind
from commitments.models import CommitmentSpan, RollupDelta
from commitments.models.delta import STATES
from commitments.rollups.changes import DeltaKey, Vector, periods
from commitments.rollups.scope import EVERYTHING_ID
from commitments.timeline import FOR_EVER

SPANS, DELTAS = CommitmentSpan._meta.db_table, RollupDelta._meta.db_table
PLACES = {
    ScopeKind.ALL: str(EVERYTHING_ID),
    ScopeKind.COUNTRY: "country_id",
    ScopeKind.DOCUMENT: "document_id",
    ScopeKind.PILLAR: "pillar_id",
    ScopeKind.INSTITUTION: "institution_id",
}
_LONGER = {Period.MONTH: (Period.DAY, "month", "%Y-%m-01"), Period.YEAR: (Period.MONTH, "year", "%Y-01-01")}


@dataclass(frozen=True)
class Difference:
    key: DeltaKey
    expected: Vector
    found: Vector

    @property
    def missing(self) -> Vector:
        return [expected - found for expected, found in zip(self.expected, self.found, strict=True)]


def differences() -> Iterator[Difference]:
    """A day that is wrong does not make its month wrong too: the month is held against what the day should be."""
    wrong = {difference.key: difference for kind in ScopeKind for difference in _wrong_days(kind)}
    yield from wrong.values()
    for period, number in ((Period.MONTH, 1), (Period.YEAR, 2)):
        below = dict(wrong)
        wrong = {}
        sums = {difference.key: difference for difference in _wrong_sums(period)}
        for key, fault in below.items():
            longer = (*key[:2], *periods(key[3])[number])
            standing = sums.get(longer) or _standing(longer)
            expected = [a + b for a, b in zip(standing.expected, fault.missing, strict=True)]
            sums[longer] = Difference(longer, expected, standing.found)
        for key, difference in sums.items():
            if difference.expected != difference.found:
                wrong[key] = difference
        yield from wrong.values()


def _standing(key: DeltaKey) -> Difference:
    """A sum that agrees with what it sums up."""
    kind, pk, period, day = key
    rows = RollupDelta.objects.filter(scope_kind=kind, scope_id=pk, period=period, day=day)
    found = list(rows.values_list(*STATES).first() or [0] * len(STATES))
    return Difference(key, found, found)


def _wrong_days(kind: ScopeKind) -> Iterator[Difference]:
    place, date = PLACES[kind], connection.ops.adapt_datefield_value
    spans = f"FROM {SPANS} WHERE {place} IS NOT NULL"
    events = (
        f"SELECT {place} AS place, first AS day, state, 1 AS change {spans} UNION ALL "
        f"SELECT {place}, until, state, -1 {spans} AND until < %s"
    )
    expected = f"SELECT place, day, {_pivoted()} FROM ({events}) AS events GROUP BY place, day"
    found = f"SELECT scope_id AS place, day, {', '.join(STATES)} FROM {DELTAS} WHERE scope_kind = %s AND period = %s"
    return _compared(kind, Period.DAY, expected, found, [date(FOR_EVER), kind.value, Period.DAY.value])


def _wrong_sums(period: Period) -> Iterator[Difference]:
    """Months that are not the sum of their days, years that are not the sum of their months."""
    shorter, name, pattern = _LONGER[period]
    postgresql = connection.vendor == "postgresql"
    first = f"CAST(date_trunc('{name}', day) AS date)" if postgresql else f"strftime('{pattern}', day)"
    sums = ", ".join(f"SUM({state}) AS {state}" for state in STATES)
    for kind in ScopeKind:
        rows = f"FROM {DELTAS} WHERE scope_kind = %s AND period = %s"
        expected = f"SELECT scope_id AS place, {first} AS day, {sums} {rows} GROUP BY 1, 2"
        found = f"SELECT scope_id AS place, day, {', '.join(STATES)} {rows}"
        yield from _compared(kind, period, expected, found, [kind.value, shorter.value, kind.value, period.value])


def _compared(
    kind: ScopeKind, period: Period, expected: str, found: str, values: list[str | None]
) -> Iterator[Difference]:
    """Both sides in one heap, the found ones in columns of their own: what does not cancel out differs."""
    nothing = ", ".join(["0"] * len(STATES))
    wanted, standing = (", ".join(f"{side}_{state}" for state in STATES) for side in ("e", "f"))
    sums = ", ".join(f"SUM({side}_{state})" for side in ("e", "f") for state in STATES)
    unequal = " OR ".join(f"SUM(e_{state}) <> SUM(f_{state})" for state in STATES)
    statement = (
        f"WITH every (place, day, {wanted}, {standing}) AS ("
        f"SELECT expected.*, {nothing} FROM ({expected}) AS expected UNION ALL "
        f"SELECT place, day, {nothing}, {', '.join(STATES)} FROM ({found}) AS found) "
        f"SELECT place, day, {sums} FROM every GROUP BY place, day HAVING {unequal} ORDER BY place, day"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("'%Y", "'%%Y").replace("-%m-", "-%%m-"), values)
        rows = cursor.fetchall()
    for pk, day, *numbers in rows:
        when = day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
        whole = [int(number) for number in numbers]
        yield Difference((kind.value, pk, period.value, when), whole[: len(STATES)], whole[len(STATES) :])


def _pivoted() -> str:
    """SQL of a column for each state."""
    return ", ".join(f"SUM(CASE WHEN state = '{state}' THEN change ELSE 0 END) AS {state}" for state in STATES)
