"""What moved since the day of a list is found where it stands now, however a page is walked to."""

import datetime as dt
import uuid

import pytest

from commitments import day_filters
from commitments.actions import Move, ProgressDraft, Ruling, move_date, post_update
from commitments.models import Commitment
from commitments.rollups import stretch
from commitments.rollups.apply import apply_waiting
from commitments.rollups.stretch import stretch_of
from tests.commitments.rollups.walked import walked
from tests.factories import CommitmentFactory, DocumentFactory, coming_back
from tests.people import standing_for

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2020, 6, 1, 10, tzinfo=dt.UTC)
DAY, LATER = dt.date(2018, 7, 1), dt.date(2019, 5, 1)
SORTS = ("", "&sort=-due")


@pytest.fixture(autouse=True)
def nothing_is_gathered(monkeypatch):
    monkeypatch.setattr(day_filters, "GATHERED", -1)
    monkeypatch.setattr(day_filters, "GATHERED_OF_THE_PAST", -1)


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway)


@pytest.fixture
def by(coordinator):
    return standing_for(coordinator)


@pytest.fixture
def decide(by):
    def move(row, new):
        ruling = Ruling(LATER, "The ministry", "So it was decided.", submission=uuid.uuid4())
        move_date(row, Move(f"by {new}", new), ruling, by=by, now=NOW)

    return move


@pytest.fixture(params=["counted", "waiting"])
def counted(request):
    return lambda: apply_waiting(NOW) if request.param == "counted" else None


def assert_found(query, *rows):
    for sort in SORTS:
        forward, back, whole = walked(f"{query}&on={DAY}{sort}", NOW.date())
        assert forward == back == whole
        assert set(whole) == {row.reference for row in rows}


@pytest.mark.parametrize(
    ("query", "due", "new"),
    [
        ("schedule=on_schedule", "2019", "2017-12"),
        ("schedule=on_schedule", "2019", "2021"),
        ("schedule=due_soon", "2018-07", "2018-06"),
        ("schedule=due_soon", "2018-07", "2021"),
        ("schedule=overdue", "2017-12", "2021"),
        ("lateness=late_91_365", "2018-03", "2021"),
        ("horizon=within_365", "2018-12", "2017-12"),
        ("horizon=within_365&horizon=later", "2018-12", "2018-01"),
        ("schedule=undated", None, "2021"),
        ("schedule=on_schedule&schedule=undated", None, "2017-12"),
    ],
)
def test_what_moved_after_the_day_is_found_where_it_stands_today(document, decide, counted, query, due, new):
    rows = [CommitmentFactory(document=document, due=due) for _ in range(4)]
    CommitmentFactory(document=document, due="2018-02")
    apply_waiting(NOW)
    decide(rows[1], new)
    counted()
    early = query in ("schedule=overdue", "lateness=late_91_365")
    assert_found(query, *rows, *Commitment.objects.filter(due_edtf="2018-02") if early else ())


def test_what_comes_back_is_found_at_its_next_date(document, by, counted):
    duty = coming_back("R/2018-03-01/P1Y", NOW.date(), document=document)
    late = CommitmentFactory(document=document, due="2017-12")
    apply_waiting(NOW)
    for time in duty.occurrences.order_by("number")[:2]:
        post_update(duty, ProgressDraft(LATER, "complete", "It was done.", occurrence=time.number), by=by, now=NOW)
    counted()
    assert_found("schedule=overdue", duty, late)


def test_where_very_many_wait_nothing_is_left_out(document, decide, monkeypatch):
    monkeypatch.setattr(stretch, "_MOST_WAITING", 0)
    rows = [CommitmentFactory(document=document, due="2019") for _ in range(4)]
    apply_waiting(NOW)
    decide(rows[0], "2017-12")
    assert_found("schedule=on_schedule", *rows)


@pytest.mark.parametrize("is_past", [True, False])
def test_what_was_overdue_is_walked_to_the_end_on_a_past_day_alone(is_past):
    last = stretch_of(["overdue"], DAY, is_past=is_past).last
    assert last == (None if is_past else dt.date(2018, 6, 30))
