"""An institution's record: what moved, how late, and by how many days at the median."""

import datetime as dt

import pytest

from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update, withdraw
from commitments.record import NEWEST, median_of, record_of
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import standing_for

TODAY = dt.date(2021, 1, 1)


@pytest.fixture
def by(coordinator):
    return standing_for(coordinator, TODAY)


@pytest.fixture
def promised(norway, ministry):
    document = DocumentFactory(country=norway)
    return lambda due="2018": CommitmentFactory(document=document, lead=ministry, due=due)


def at(day):
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def moved(row, by, day, to):
    ruling = Ruling(day, "The ministry", "More time.")
    move_date(row, Move(f"by {to}", to), ruling, by=by, now=at(day))


def done(row, by, day):
    post_update(row, ProgressDraft(day, "complete", "Done."), by=by, now=at(day))


def test_every_way_of_faring_is_counted_once(promised, ministry, by):
    done(promised(), by, dt.date(2018, 12, 1))
    done(promised(), by, dt.date(2019, 1, 10))
    promised()  # passed, neither done nor moved
    moved(promised(), by, dt.date(2018, 6, 1), "2019")
    moved(promised(), by, dt.date(2019, 6, 1), "2022")
    record = record_of([ministry.pk], TODAY)
    assert (record.of, record.done_on_time, record.done_late, record.overdue) == (5, 1, 1, 2)
    assert (record.moved, record.moved_after_due, record.waiting) == (2, 1, 1)
    assert record.slips == [-30, 10, 365, 1461]
    assert record.median == 188
    assert [band.count for band in record.bands] == [1, 0, 1, 1, 1]


def test_what_tells_nothing_yet_is_left_out(promised, ministry, by):
    promised("2025")
    promised(None)
    dropped = promised()
    withdraw(dropped, Ruling(dt.date(2018, 8, 1), "All", "No."), by=by, now=at(dt.date(2018, 8, 1)))
    assert record_of([ministry.pk], TODAY).of == 0


def test_done_after_its_moved_date_was_kept_is_on_time_and_slipped(promised, ministry, by):
    row = promised()
    moved(row, by, dt.date(2018, 6, 1), "2019")
    done(row, by, dt.date(2019, 12, 31))
    record = record_of([ministry.pk], TODAY)
    assert (record.done_on_time, record.done_late, record.slips) == (1, 0, [365])


def test_date_that_follows_another_commitment_has_moved_without_a_decision(promised, ministry):
    row = promised()
    row.due_latest, row.due_edtf = dt.date(2019, 3, 31), "2018/2019-03"
    row.save()
    record = record_of([ministry.pk], TODAY)
    assert (record.moved, record.waiting, record.slips) == (1, 0, [90])


def test_two_are_too_few_for_a_median(promised, ministry, by):
    for _ in range(2):
        done(promised(), by, dt.date(2019, 1, 10))
    assert record_of([ministry.pk], TODAY).median is None


def test_due_day_itself_has_not_passed(promised, ministry):
    promised()
    assert record_of([ministry.pk], dt.date(2018, 12, 31)).of == 0
    assert record_of([ministry.pk], dt.date(2019, 1, 1)).overdue == 1


def test_only_the_newest_promises_are_counted(promised, ministry, by):
    old = promised("2017-12")
    for _ in range(NEWEST):
        promised()
    record = record_of([ministry.pk], TODAY)
    assert (len(record.fared), record.of) == (NEWEST, NEWEST + 1)
    assert old not in [one.commitment for one in record.fared]


def test_questions_do_not_grow(promised, ministry, by, django_assert_num_queries):
    for _ in range(5):
        moved(promised(), by, dt.date(2018, 6, 1), "2019")
    with django_assert_num_queries(3):
        assert record_of([ministry.pk], TODAY).moved == 5


@pytest.mark.parametrize(
    ("slips", "median"), [([1, 2], None), ([-5, 0, 7], 0), ([1, 2, 3, 4], 3), ([-4, -3, 1, 2], -1)]
)
def test_median_is_in_whole_days(slips, median):
    assert median_of(slips) == median
