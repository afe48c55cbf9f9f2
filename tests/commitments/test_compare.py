"""Two days of one subject: what became of each commitment between them, and that it all adds up."""

import datetime as dt
from itertools import cycle

import pytest
from django.http import QueryDict

from commitments import compared as compared_module
from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update, reopen, withdraw
from commitments.choices import Change, Completion
from commitments.dashboard import Places, Subject, comparison_of
from commitments.dashboard import compare as compare_module
from commitments.filters import CommitmentFilters
from commitments.rollups.apply import apply_waiting
from countries.access import Standing
from countries.choices import Role
from countries.models import Document
from tests.factories import CommitmentFactory, CountryFactory, DocumentFactory, InstitutionFactory, coming_back
from tests.people import seated, standing_for

EVERYBODY = Standing(sees_all=True)
NOW = dt.datetime(2021, 6, 1, 10, tzinfo=dt.UTC)
EARLIER, LATER = dt.date(2018, 6, 1), dt.date(2019, 6, 1)


@pytest.fixture(scope="module")
def lived_once(of_the_module):
    """Who decides, and the document of all that was lived through."""
    norway = CountryFactory(code="NO")
    office = seated("decider", Role.COORDINATOR, InstitutionFactory(country=norway))
    by = standing_for(office, NOW.date())
    return by, _lives(norway, InstitutionFactory(country=norway), by).pk


@pytest.fixture
def by(lived_once, db):
    return lived_once[0]


@pytest.fixture
def lives(lived_once, db):
    return Document.objects.get(pk=lived_once[1])


def _lives(norway, ministry, by):
    """One commitment for each thing that can become of one; named for it."""
    document = DocumentFactory(country=norway, reference="NO-2017")
    newer = DocumentFactory(country=norway, published_on=dt.date(2019, 1, 1), counted_from=dt.date(2019, 1, 1))

    def made(reference, due, home=document):
        return CommitmentFactory(document=home, lead=ministry, reference=reference, due=due)

    def told(row, day, completion):
        post_update(row, ProgressDraft(dt.date.fromisoformat(day), completion, "So."), by=by, now=NOW)

    def ruling(day):
        return Ruling(dt.date.fromisoformat(day), "The ministry", "So.")

    made("appeared", "2025", newer)
    made("became_late", "2018")
    made("still", "2030")
    told(made("done", "2018"), "2018-09-01", Completion.COMPLETE)
    told(made("done_from_late", "2018-03"), "2018-09-01", Completion.COMPLETE)
    withdraw(made("closed", "2018"), ruling("2019-02-01"), by=by, now=NOW)
    move_date(made("no_longer_late", "2018-03"), Move("by 2022", "2022"), ruling("2018-12-01"), by=by, now=NOW)
    row = made("not_complete", "2025")
    told(row, "2018-02-01", Completion.COMPLETE)
    told(row, "2019-02-01", Completion.LIMITED)
    row = made("reopened", "2025")
    withdraw(row, ruling("2018-02-01"), by=by, now=NOW)
    reopen(row, ruling("2019-02-01"), by=by, now=NOW)
    move_date(made("moved_later", "2024"), Move("by 2026", "2026"), ruling("2018-12-01"), by=by, now=NOW)
    move_date(made("moved_earlier", "2024"), Move("by 2022", "2022"), ruling("2018-12-01"), by=by, now=NOW)
    move_date(made("date_given", None), Move("by 2022", "2022"), ruling("2018-12-01"), by=by, now=NOW)
    row = made("advanced", "2030")
    told(row, "2018-02-01", Completion.LIMITED)
    told(row, "2019-02-01", Completion.SUBSTANTIAL)
    row = made("receded", "2030")
    told(row, "2018-02-01", Completion.SUBSTANTIAL)
    told(row, "2019-02-01", Completion.NOT_STARTED)
    row = made("up_and_back", "2030")
    told(row, "2018-07-01", Completion.LIMITED)
    told(row, "2019-02-01", Completion.NO_EVIDENCE)
    row = made("moved_and_back", "2024")
    move_date(row, Move("by 2026", "2026"), ruling("2018-12-01"), by=by, now=NOW)
    move_date(row, Move("by 2024", "2024"), ruling("2018-12-02"), by=by, now=NOW)
    yearly = coming_back("R/2018-03-01/P1Y", NOW.date(), document=document, lead=ministry, reference="yearly")
    told(yearly, "2018-02-20", Completion.COMPLETE)
    told(yearly, "2019-02-20", Completion.COMPLETE)
    apply_waiting(NOW)
    return document


def compared(subject=None, earlier=EARLIER, later=LATER):
    return comparison_of(subject or Subject(), earlier, later, standing=EVERYBODY, places=Places.seen_by(EVERYBODY))


def listed(query):
    filters = CommitmentFilters(QueryDict(query), standing=EVERYBODY, days={})
    assert filters.is_valid(), filters.errors
    return {row.reference for row in filters.qs}


def numbers(comparison):
    for difference in (*comparison.differences, *comparison.beside):
        yield difference.number
        yield from (cell.number for cell in difference.cells if cell)
    yield comparison.changed


LISTED = {
    Change.APPEARED: {"appeared"},
    Change.BECAME_LATE: {"became_late"},
    Change.DONE: {"done", "done_from_late"},
    Change.CLOSED: {"closed"},
    Change.NO_LONGER_LATE: {"no_longer_late"},
    Change.NOT_COMPLETE: {"not_complete"},
    Change.REOPENED: {"reopened"},
    Change.MOVED_LATER: {"no_longer_late", "moved_later"},
    Change.MOVED_EARLIER: {"moved_earlier"},
    Change.DATE_GIVEN: {"date_given"},
    Change.DATE_LOST: set(),
    Change.ADVANCED: {"advanced", "done", "done_from_late"},
    Change.RECEDED: {"receded", "not_complete"},
}
SPANS = [
    ("2018-06-01", "2019-06-01"),
    ("2017-01-01", "2018-06-01"),
    ("2018-12-01", "2018-12-02"),
    ("2019-06-01", "2031-01-01"),
    ("2010-01-01", "2011-01-01"),
]


def test_each_change_lists_what_it_counts(lives):
    comparison = compared()
    found = {d.change: d.number for d in (*comparison.differences, *comparison.beside)}
    assert {change: listed(number.query) for change, number in found.items()} == LISTED
    assert {change: number.count for change, number in found.items()} == {c: len(names) for c, names in LISTED.items()}


def test_the_earlier_day_and_all_changes_are_the_later_day(lives):
    for (earlier, later), subject in zip(SPANS, cycle((Subject(), Subject(lives.country, lives))), strict=False):
        comparison = compared(subject, dt.date.fromisoformat(earlier), dt.date.fromisoformat(later))
        assert comparison.adds_up
        for number in numbers(comparison):
            assert number.count == len(listed(number.query)), number.query


def test_changes_split_by_where_they_came_from(lives):
    done = next(d for d in compared().differences if d.change == Change.DONE)
    assert [(cell.number.count, cell.adds) if cell else None for cell in done.cells] == [
        (1, False),
        (1, False),
        (2, True),
        None,
    ]
    assert listed(done.cells[0].number.query) == {"done_from_late"}


def test_a_duty_that_comes_back_moves_only_by_decision(lives, by):
    assert "yearly" not in listed("on=2019-06-01&against=2018-06-01")
    yearly = lives.commitments.get(reference="yearly")
    ruling = Ruling(dt.date(2019, 3, 1), "The ministry", "Late.")
    move_date(yearly, Move("by May 2020", "2020-05"), ruling, by=by, now=NOW)
    apply_waiting(NOW)
    assert "yearly" in listed("on=2019-06-01&against=2018-06-01&change=moved_later")


def test_a_great_many_are_counted_and_listed_like_a_few(lives, lithuania, monkeypatch):
    for number in range(2):
        CommitmentFactory(document=DocumentFactory(country=lithuania), due="2018", reference=f"LT-{number}")
    apply_waiting(NOW)
    for (earlier, later), subject in zip(SPANS, cycle((Subject(lives.country), Subject())), strict=False):
        days = dt.date.fromisoformat(earlier), dt.date.fromisoformat(later)
        few = compared(subject, *days)
        with monkeypatch.context() as many:
            many.setattr(compare_module, "MOST_STANDING", 3)
            many.setattr(compared_module, "MOST_SPANS", 3)
            comparison = compared(subject, *days)
            assert (comparison.changed, comparison.differences) == (few.changed, few.differences)
            assert comparison.beside == few.beside
            for number in numbers(comparison):
                assert number.count == len(listed(number.query)), number.query


def test_the_next_time_of_a_duty_begins_anew_and_goes_no_way_back(lives, by):
    yearly = lives.commitments.get(reference="yearly")
    for day, completion in (("2018-05-01", Completion.LIMITED), ("2019-05-01", Completion.SUBSTANTIAL)):
        draft = ProgressDraft(dt.date.fromisoformat(day), completion, "So.")
        post_update(yearly, draft, by=by, now=NOW)
    apply_waiting(NOW)
    asked = "on={}&against={}&change={}"
    assert "yearly" not in listed(asked.format("2019-03-01", "2018-06-01", "receded"))
    assert "yearly" in listed(asked.format("2019-06-01", "2019-03-01", "advanced"))


def test_days_that_cannot_be_compared_are_refused_with_a_reason(norway):
    for query, reason in [
        ("on=2019-06-01&against=2019-06-01", "This is not before 1 June 2019"),
        ("on=2019-06-01&change=done", "Since when?"),
        ("on=2019-06-01&was=overdue", "Since when?"),
    ]:
        filters = CommitmentFilters(QueryDict(query), standing=EVERYBODY, days={})
        assert reason in filters.errors["against"][0]


def test_without_a_day_the_list_is_about_today(lives):
    filters = CommitmentFilters(
        QueryDict("against=2018-06-01&change=became_late"),
        standing=EVERYBODY,
        days={lives.country_id: dt.date(2019, 1, 1)},
    )
    assert {row.reference for row in filters.qs} == {"became_late", "closed"}
