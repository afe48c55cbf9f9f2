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
_UNDATED = f" ORDER BY c.reference LIMIT {SIZE + 1}"
_UNDATED_LAST = f" ORDER BY c.due_latest IS NULL, c.due_latest, c.reference LIMIT {SIZE + 1}"
_THEN = (
    "EXISTS (SELECT 1 FROM commitments_commitmentspan s WHERE s.commitment_id = c.id AND s.aspect = 'schedule' "
    "AND s.state = %s AND s.first <= %s AND s.until > %s)"
)
_SPANS = "SELECT s.commitment_id FROM commitments_commitmentspan s WHERE s.first <= %s AND s.until > %s AND s.state"
_AMONG = {"sqlite": "c.id IN ({})", "postgresql": "c.id = ANY(ARRAY({}))"}
_MONTH = "IN ('due_soon', 'on_schedule') AND s.due_latest BETWEEN %s AND %s"
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
    """The first page, and the one in the middle of those with a date, or else of all."""
    filters = _filters(query)
    filters.is_valid()
    bare = f"{_ROW} WHERE {where}"
    _compare_pages(compare, name, filters, {}, lambda: fetched(bare + end, *values), most)
    place = _middle(filters)
    if place is None:
        return
    due, reference = place
    behind = f"{bare} AND (c.due_latest, c.reference) > (%s, %s)" if due else f"{bare} AND c.reference > %s"
    behind += _END if due else f" AND c.due_latest IS NULL{_UNDATED}"
    values = [*values, *([due] if due else []), reference]
    asked = {"after": f"{due or ''}~{reference}"}
    _compare_pages(compare, f"{name}, deep page", filters, asked, lambda: fetched(behind, *values), most)


def _middle(filters) -> tuple[dt.date | None, str] | None:
    for part in (filters.qs.exclude(due_latest=None), filters.qs):
        rows = part.values_list("due_latest", "reference")
        found = list(rows[rows.count() // 2 :][:1])
        if found:
            return found[0]
    return None


def _compare_pages(compare, name, filters, asked, raw, most):
    ours = asked_by(lambda: filters.page(COLUMNS, asked, SIZE))
    ids = [row[0] for rows in replay(ours) for row in rows if len(row) == len(COLUMNS) + 1]
    wanted = [row[0] for row in raw()]
    assert ids[: len(wanted)] == wanted
    compare(name, raw=raw, ours=lambda: replay(ours), most=most)


def bench_filtered_lists(plenty, compare):
    since, until = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
    _compare(compare, "list of everything", "", "1 = 1", [], most=1.5)
    overdue = f"{_OPEN} AND c.due_latest < %s"
    _compare(compare, "list of what is overdue", "schedule=overdue", overdue, [TODAY], most=1.5)
    house, *below = _busiest(since, until)
    houses = ", ".join(map(str, (house, *below)))
    query = f"institution={house}&schedule=on_schedule&schedule=due_soon&due_after={since}&due_before={until}"
    where = f"{_OPEN} AND c.lead_id IN ({houses}) AND c.due_latest >= %s AND c.due_latest BETWEEN %s AND %s"
    name = "list by institution, state and due window"
    _compare(compare, name, query, where, [TODAY, since, until], most=1.5)


def _busiest(since: dt.date, until: dt.date) -> list[int]:
    """The one that owes most between the two days, and those below it, which its list shows too: an empty list would
    measure how long a question is."""
    owed = f"{_OPEN} AND c.due_latest >= %s AND c.due_latest <= %s"
    most = fetched(
        f"SELECT c.lead_id FROM commitments_commitment c WHERE {owed} "
        "GROUP BY c.lead_id ORDER BY COUNT(*) DESC, c.lead_id LIMIT 1",
        max(since, TODAY),
        until,
    )
    branch = "id = %s UNION SELECT i.id FROM countries_institution i JOIN branch b ON i.parent_id = b.id"
    found = fetched(
        f"WITH RECURSIVE branch (id) AS (SELECT id FROM countries_institution WHERE {branch}) SELECT id FROM branch",
        most[0][0],
    )
    return [pk for (pk,) in found]


def bench_lists_of_states(plenty, compare):
    soon, dated = TODAY + dt.timedelta(days=30), f"{_OPEN} AND c.due_latest"
    where = f"{dated} BETWEEN %s AND %s"
    _compare(compare, "list of what is due soon", "schedule=due_soon", where, [TODAY, soon], most=1.5)
    _compare(compare, "list of what is on schedule", "schedule=on_schedule", f"{dated} > %s", [soon], most=1.5)
    _compare(compare, "list of what is undated", "schedule=undated", f"{dated} IS NULL", [], most=1.5, end=_UNDATED)


def bench_lists_of_another_day(plenty, compare):
    ahead = _AMONG[connection.vendor].format(f"{_SPANS} {_MONTH}") + " AND d.counted_from <= %s"
    for on in (dt.date(2023, 3, 1), dt.date(2025, 11, 22), dt.date(2027, 12, 31)):
        _compare_states_of(compare, on)
        first = dt.date(on.year + 1, 4, 1)
        last = dt.date(on.year + 1, 4, 30)
        query = f"schedule=due_soon&schedule=on_schedule&due_after={first}&due_before={last}&on={on}"
        name, values = f"list of what was due in {first:%B %Y} on {on}", [on, on, first, last, on]
        _compare(compare, name, query, ahead, values, most=2, end=_UNDATED_LAST)


def _compare_states_of(compare, on):
    """Beside what suits each best by hand: the order of dates from a day on, or all there are, sorted."""
    soon = on + dt.timedelta(days=30)
    sorted_ = _AMONG[connection.vendor].format(f"{_SPANS} = %s")
    for state, walked, first in (
        ("overdue", True, None),
        ("due_soon", False, None),
        ("on_schedule", True, soon if on > TODAY else None),
        ("done_late", True, None),
        ("undated", False, None),
    ):
        where = (_THEN if walked else sorted_) + " AND d.counted_from <= %s"
        values = [state, on, on, on] if walked else [on, on, state, on]
        if first:
            where, values = f"{where} AND c.due_latest > %s", [*values, first]
        end = _DATED + _END if walked else _UNDATED_LAST
        name = f"list of what was {state.replace('_', ' ')} on {on}"
        _compare(compare, name, f"schedule={state}&on={on}", where, values, most=2, end=end)


def bench_text_search(plenty, compare):
    words, vendor = _WORDS[connection.vendor], connection.vendor
    name, found = "search for a frequent word", [_EXERCISE[vendor]]
    _compare(compare, name, "q=exercise", words, found, most=3, end=_UNDATED_LAST)
    name, found = "search for three words together", [_COURTS[vendor]]
    _compare(compare, name, "q=hotline courts legal", words, found, most=3, end=_UNDATED_LAST)
