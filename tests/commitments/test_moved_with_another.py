"""What moved with another commitment is found, and marked, like what was moved by decision."""

import datetime as dt

import pytest

from commitments.actions import DependencyDraft, Move, Ruling, move_date, wait_for
from commitments.choices import Movement
from commitments.models import Commitment
from commitments.models.movement import movement_condition
from commitments.record import record_of
from commitments.web.date_line import events_of
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW, standing_for

LATER, LATEST = dt.date(2018, 9, 3), dt.date(2020, 9, 3)


@pytest.fixture
def law(norway, ministry):
    """Due by the end of 2018."""
    return CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry, reference="NO-01")


@pytest.fixture
def centre(law, ministry, coordinator):
    """Due a year after the law."""
    row = CommitmentFactory(document=law.document, lead=ministry, reference="NO-02", due=None)
    draft = DependencyDraft(law, 12, "month", "within a year of the law")
    wait_for(row, draft, by=standing_for(coordinator), now=NOW)
    return row


@pytest.fixture
def move(coordinator):
    def decide(row, edtf, day):
        now = dt.datetime.combine(day, dt.time(12), dt.UTC)
        ruling = Ruling(day, "The Cabinet", "More time is needed.")
        move_date(row, Move(f"by the end of {edtf}", edtf), ruling, by=standing_for(coordinator, day), now=now)

    return decide


def found(movement, on=None) -> set[str]:
    rows = Commitment.objects.as_of(on) if on else Commitment.objects.all()
    return set(rows.filter(movement_condition([movement], on)).values_list("reference", flat=True))


def test_a_date_that_had_passed_is_marked_on_the_line_and_in_the_record(centre, law, move):
    move(law, "2021", LATEST)
    last = centre.waits_for.moves.last()
    assert (last.old_latest, last.after_due) == (dt.date(2019, 12, 31), True)
    centre.refresh_from_db()
    marked = [one for one in events_of(centre, (), centre.waits_for, LATEST) if one.after_due]
    assert [one.label for one in marked] == ["Moved by NO-01"]
    fared = {one.commitment: one.moved_after_due for one in record_of([centre.lead_id], LATEST).fared}
    assert fared[centre]


def test_a_date_still_to_come_is_not_marked(centre, law, move):
    move(law, "2019", LATER)
    assert not centre.waits_for.moves.last().after_due
    assert found(Movement.AFTER_DUE) == set()


def test_the_filter_knows_it_from_the_day_on_which_it_moved(centre, law, move):
    move(law, "2021", LATEST)
    assert found(Movement.AFTER_DUE) == {"NO-01", "NO-02"}
    assert found(Movement.AFTER_DUE, LATEST) == {"NO-01", "NO-02"}
    assert found(Movement.AFTER_DUE, LATEST - dt.timedelta(days=1)) == set()


def test_moved_twice_with_another_is_twice(centre, law, move):
    move(law, "2019", LATER)
    assert found(Movement.TWICE) == set()
    move(law, "2021", LATEST)
    assert found(Movement.TWICE) == {"NO-01", "NO-02"}


def test_once_with_another_and_once_by_decision_is_twice(centre, law, move):
    move(law, "2019", LATER)
    move(centre, "2022", LATEST)
    assert found(Movement.TWICE) == {"NO-02"}
    assert found(Movement.TWICE, LATER) == set()
