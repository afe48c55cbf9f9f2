"""Copy the states of a day, with the words of the moment: a statement for each portion of a list, one for figures."""

from typing import Any

from django.db import connection

from commitments.choices import KEPT_ASPECTS, Aspect, ScheduleState, ScopeKind
from commitments.dashboard.subject import commitments_within
from commitments.models import BaselineEntry, BaselineFigure, Commitment, CommitmentSpan, NamedBaseline
from commitments.rollups.scope import Scope
from countries.models import Document, Institution

_ENTRIES, _FIGURES = BaselineEntry._meta.db_table, BaselineFigure._meta.db_table
_SPANS, _COMMITMENTS = CommitmentSpan._meta.db_table, Commitment._meta.db_table
PORTION = 20_000  # no list is too long for the memory of a database
LARGEST = 2**63 - 1
_RARE = (Aspect.REPORTING, Aspect.LATENESS, Aspect.HORIZON)
_WITHIN = {
    ScopeKind.COUNTRY: f"c.document_id IN (SELECT id FROM {Document._meta.db_table} WHERE country_id IN ({{ids}}))",
    ScopeKind.DOCUMENT: "c.document_id IN ({ids})",
    ScopeKind.PILLAR: "c.pillar_id IN ({ids})",
    ScopeKind.INSTITUTION: "c.lead_id IN ({ids})",
}


def keep_entries(baseline: NamedBaseline, scope: Scope) -> None:
    last: int | None = 0
    following = Commitment.objects.filter(commitments_within(scope)).order_by("pk")
    while last is not None:
        ids = following.filter(pk__gt=last).values_list("pk", flat=True)
        end = next(iter(ids[PORTION - 1 : PORTION]), None)
        _keep_portion(baseline, scope, last, end)
        last = end


def _keep_portion(baseline: NamedBaseline, scope: Scope, last: int, end: int | None) -> None:
    """Those behind `last`, up to and with `end`; None is without an end. Said of every span again: PostgreSQL does not
    conclude it from the join, and would read all spans that there are for each portion."""
    portion = f"{{id}} > {last} AND {{id}} <= {LARGEST if end is None else end}"
    columns = ", ".join(("schedule", "completion", "reporting", "lateness", "horizon"))
    states = ", ".join(("s.state", "m.state", *(f"COALESCE({aspect.value}.state, '')" for aspect in _RARE)))
    rare = " ".join(f"LEFT JOIN {_join(aspect.value, aspect, portion)}" for aspect in _RARE)
    ids = ", ".join(map(str, scope.ids))
    where = "TRUE" if scope.kind == ScopeKind.ALL else _WITHIN[scope.kind].format(ids=ids or "NULL")
    day = connection.ops.adapt_datefield_value(baseline.on)
    _run(
        f"INSERT INTO {_ENTRIES} "
        f"(baseline_id, commitment_id, reference, title, lead_name, {columns}, due_latest, revision, done_on) "
        f"SELECT %s, c.id, c.reference, c.title, i.name, {states}, s.due_latest, c.rolled_revision, "
        f"CASE WHEN s.state IN ({_quoted('done_on_time', 'done_late', 'done_undated')}) THEN m.first END "
        f"FROM {_COMMITMENTS} c JOIN {Institution._meta.db_table} i ON i.id = c.lead_id "
        f"JOIN {_join('s', Aspect.SCHEDULE, portion)} JOIN {_join('m', Aspect.COMPLETION, portion)} {rare} "
        f"WHERE {where} AND {portion.format(id='c.id')}",
        [baseline.pk, *[day, day] * (2 + len(_RARE))],
    )


def keep_figures(baseline: NamedBaseline) -> None:
    """Counted from the list itself, so that the two can never differ."""
    parts = [
        f"SELECT %s, '{aspect.value}', {aspect.value}, COUNT(*) FROM {_ENTRIES} "
        f"WHERE baseline_id = %s AND {aspect.value} <> '' GROUP BY {aspect.value}"
        for aspect in KEPT_ASPECTS
    ]
    _run(
        f"INSERT INTO {_FIGURES} (baseline_id, aspect, state, count) {' UNION ALL '.join(parts)}",
        [baseline.pk] * 2 * len(parts),
    )


def _join(name: str, aspect: Aspect, portion: str) -> str:
    """The span of the day; its two places take the day."""
    among = portion.format(id=f"{name}.commitment_id")
    return (
        f"{_SPANS} {name} ON {name}.commitment_id = c.id AND {name}.aspect = '{aspect.value}' "
        f"AND {name}.first <= %s AND {name}.until > %s AND {among}"
    )


def _quoted(*states: str) -> str:
    return ", ".join(f"'{ScheduleState(state).value}'" for state in states)


def _run(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
