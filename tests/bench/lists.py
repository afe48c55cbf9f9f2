"""Lists, searched and filtered, first and deep page: what we ask the database beside what one would ask by hand."""

import datetime as dt

from django.db import connection
from django.http import QueryDict

from commitments.filters import CommitmentFilters
from commitments.web.rows import COLUMNS
from countries.models import Country
from tests.bench.conftest import EVERYBODY
from tests.bench.statements import asked_by, fetched, replay
from tests.planting.land import TODAY

SIZE = 50
_ROW = (
    "SELECT c.id, c.reference, c.title, c.due_phrase, c.due_latest, c.baseline_phrase, c.baseline_latest, "
    "c.completion, c.done_on, c.forecast_on, c.closed_as, c.last_reported_on, "
    "d.id, d.country_id, d.counted_from, i.id, i.name, i.acronym "
    "FROM commitments_commitment c JOIN countries_document d ON d.id = c.document_id "
    "JOIN countries_institution i ON i.id = c.lead_id "
)
_OPEN = "c.done_on IS NULL AND c.closed_on IS NULL"
_END = f" ORDER BY c.due_latest, c.reference LIMIT {SIZE + 1}"
_DATED = " AND c.due_latest IS NOT NULL"
_UNDATED_LAST = f" ORDER BY c.due_latest IS NULL, c.due_latest, c.reference LIMIT {SIZE + 1}"
_THEN = (
    "EXISTS (SELECT 1 FROM commitments_commitmentspan s WHERE s.commitment_id = c.id AND s.aspect = 'schedule' "
    "AND s.state = 'overdue' AND s.first <= %s AND s.until > %s)"
)
_WORDS = {
    "sqlite": "c.id IN (SELECT rowid FROM commitments_search WHERE commitments_search MATCH %s)",
    "postgresql": (
        "c.id IN (SELECT commitment_id FROM commitments_searchtext "
        "WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s))"
    ),
}
_EXERCISE = {"sqlite": '"exercise"*', "postgresql": "exercise:*"}
_COURTS = {"sqlite": '"hotline"* "courts"* "legal"*', "postgresql": "hotline:* & courts:* & legal:*"}


def _filters(query: str) -> CommitmentFilters:
    days = dict.fromkeys(Country.objects.values_list("pk", flat=True), TODAY)
    return CommitmentFilters(QueryDict(query), standing=EVERYBODY, days=days)


def _compare(compare, name: str, query: str, where: str, values: list, *, most: float, end: str = _DATED + _END):
    """The first page, and the one in the middle."""
    filters = _filters(query)
    filters.is_valid()
    first = asked_by(lambda: filters.page(COLUMNS, {}, SIZE))
    bare = f"{_ROW} WHERE {where}"
    compare(name, raw=lambda: fetched(bare + end, *values), ours=lambda: replay(first), most=most)
    dated = filters.qs.exclude(due_latest=None)
    middle = list(dated[dated.count() // 2 :][:1])
    if not middle:
        return
    place = f"{middle[0].due_latest}~{middle[0].reference}"
    deep = asked_by(lambda: filters.page(COLUMNS, {"after": place}, SIZE))
    behind = f"{bare} AND (c.due_latest, c.reference) > (%s, %s)"
    key = [middle[0].due_latest, middle[0].reference]
    raw = fetched(behind + _END, *values, *key)
    ours = [row[0] for rows in replay(deep) for row in rows]
    assert ours[: len(raw)] == [row[0] for row in raw]
    compare(
        f"{name}, deep page", raw=lambda: fetched(behind + _END, *values, *key), ours=lambda: replay(deep), most=most
    )


def bench_filtered_lists(plenty, compare):
    house = fetched("SELECT id FROM countries_institution WHERE name = 'Agency 3' ORDER BY id")[0][0]
    since, until = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
    _compare(compare, "list of everything", "", "1 = 1", [], most=1.5)
    overdue = f"{_OPEN} AND c.due_latest < %s"
    _compare(compare, "list of what is overdue", "schedule=overdue", overdue, [TODAY], most=1.5)
    query = f"institution={house}&schedule=on_schedule&schedule=due_soon&due_after={since}&due_before={until}"
    where = f"{_OPEN} AND c.lead_id = %s AND c.due_latest >= %s AND c.due_latest BETWEEN %s AND %s"
    name = "list by institution, state and due window"
    _compare(compare, name, query, where, [house, TODAY, since, until], most=1.5)


def bench_lists_of_a_past_day(plenty, compare):
    on = dt.date(2023, 3, 1)
    name = f"list of what was overdue on {on}"
    _compare(compare, name, f"schedule=overdue&on={on}", f"{_THEN} AND d.counted_from <= %s", [on, on, on], most=2)


def bench_text_search(plenty, compare):
    words, vendor = _WORDS[connection.vendor], connection.vendor
    name, found = "search for a frequent word", [_EXERCISE[vendor]]
    _compare(compare, name, "q=exercise", words, found, most=3, end=_UNDATED_LAST)
    name, found = "search for three words together", [_COURTS[vendor]]
    _compare(compare, name, "q=hotline courts legal", words, found, most=3, end=_UNDATED_LAST)
