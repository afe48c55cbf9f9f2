"""Filters know what slipped, slipped twice, or moved after it had passed."""

import datetime as dt

import pytest

from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update, withdraw
from commitments.choices import Movement
from commitments.filters import CommitmentFilters
from commitments.rollups.apply import apply_waiting
from countries.choices import Role
from tests.factories import CommitmentFactory, CountryFactory, DocumentFactory, InstitutionFactory
from tests.people import seated, standing_for


@pytest.fixture(scope="module")
def record(of_the_module):
    """One commitment due in 2018 per life; and who decided about them."""
    norway = CountryFactory(code="NO")
    ministry, document = InstitutionFactory(country=norway), DocumentFactory(country=norway)
    by = standing_for(seated("decider", Role.COORDINATOR, ministry), dt.date(2021, 1, 1))

    def move(row, day: dt.date, to: str) -> None:
        move_date(row, Move(f"by {to}", to), Ruling(day, "The ministry", "Late."), by=by, now=at(day))

    rows = {name: CommitmentFactory(document=document, lead=ministry, reference=name) for name in NAMES}
    move(rows["once"], dt.date(2018, 6, 1), "2019")
    move(rows["twice"], dt.date(2018, 6, 1), "2019")
    move(rows["twice"], dt.date(2019, 6, 1), "2020")
    move(rows["after"], dt.date(2019, 2, 1), "2020")
    move(rows["back"], dt.date(2018, 6, 1), "2019")
    move(rows["back"], dt.date(2018, 7, 1), "2018-10")
    move(rows["dropped"], dt.date(2018, 6, 1), "2019")
    withdraw(rows["dropped"], Ruling(dt.date(2018, 8, 1), "All", "No."), by=by, now=at(dt.date(2018, 8, 1)))
    done = dt.date(2019, 6, 13)
    post_update(rows["late"], ProgressDraft(done, "complete", "Joined."), by=by, now=at(done))
    apply_waiting(at(done))
    return by


@pytest.fixture
def by(record, db):
    return record


NAMES = ("still", "once", "twice", "after", "back", "dropped", "late")


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def found(by, **asked) -> set[str]:
    days = dict.fromkeys(by.seen_countries, dt.date(2021, 1, 1))
    filters = CommitmentFilters(asked, standing=by, days=days)
    assert not filters.errors
    return {row.reference for row in filters.qs}


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ([Movement.SLIPPED], {"once", "twice", "after", "late"}),
        ([Movement.TWICE], {"twice"}),
        ([Movement.AFTER_DUE], {"after"}),
        ([Movement.TWICE, Movement.AFTER_DUE], {"twice", "after"}),
        ([], set(NAMES)),
    ],
)
def test_each_way_of_slipping_finds_its_own(record, by, moved, expected):
    assert found(by, moved=moved) == expected


@pytest.mark.parametrize(
    ("moved", "on", "expected"),
    [
        (Movement.SLIPPED, "2018-05-31", set()),
        (Movement.SLIPPED, "2018-06-01", {"once", "twice", "back", "dropped"}),
        (Movement.SLIPPED, "2018-08-01", {"once", "twice"}),
        (Movement.SLIPPED, "2019-06-12", {"once", "twice", "after"}),
        (Movement.SLIPPED, "2019-06-13", {"once", "twice", "after", "late"}),
        (Movement.TWICE, "2019-05-31", set()),
        (Movement.TWICE, "2019-06-01", {"twice"}),
        (Movement.AFTER_DUE, "2019-01-31", set()),
        (Movement.AFTER_DUE, "2019-02-01", {"after"}),
    ],
)
def test_on_a_past_day_it_is_what_was_known_then(record, by, moved, on, expected):
    assert found(by, moved=[moved], on=on) == expected


def test_precision_is_of_the_date_in_force(record, by):
    assert found(by, precision=["month"]) == {"back"}
