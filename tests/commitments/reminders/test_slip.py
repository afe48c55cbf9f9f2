"""A mail says of each date how far it has moved from the first promise."""

import datetime as dt

import pytest

from commitments import reminders
from commitments.actions import Move, Ruling, move_date
from commitments.models import Message
from commitments.reminders.preview import preview
from commitments.reminders.slip import Moves
from tests.factories import CommitmentFactory
from tests.mailbox import unfolded
from tests.people import standing_for

BEFORE = dt.datetime(2018, 6, 1, 10, tzinfo=dt.UTC)
YEAR_LATER = dt.datetime(2019, 12, 1, 8, tzinfo=dt.UTC)


def moved(commitment, coordinator, *dates, now=BEFORE):
    for edtf in dates:
        ruling = Ruling(now.date(), "The government", "It takes longer.")
        move_date(commitment, Move(f"by {edtf}", edtf), ruling, by=standing_for(coordinator), now=now)
    commitment.refresh_from_db()


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ([], ""),
        (["2019"], "moved once, 365 days after the first promise"),
        (["2019", "2020"], "moved twice, 731 days after the first promise"),
        (["2019", "2020", "2021"], "moved 3 times, 1,096 days after the first promise"),
        (["2018-12-30"], "moved once, 1 day before the first promise"),
        (["2019", "2018"], "moved twice, back to the first promise"),
    ],
)
def test_slip_in_words(promise, coordinator, dates, words):
    moved(promise, coordinator, *dates)
    assert Moves.of([promise]).slip(promise, BEFORE.date()) == words


def test_date_given_later_by_decision(strategy, ministry, coordinator):
    undated = CommitmentFactory(lead=ministry, document=strategy, due=None)
    moved(undated, coordinator, "2019")
    assert Moves.of([undated]).slip(undated, BEFORE.date()) == "no date was promised at first"


def test_move_of_a_later_day_is_not_counted(promise, coordinator):
    moved(promise, coordinator, "2019")
    assert Moves.of([promise]).slip(promise, BEFORE.date() - dt.timedelta(days=1)) == "365 days after the first promise"


def test_lines_and_the_rest_of_the_list_say_it(promise, strategy, ministry, editor, coordinator, kept_here):
    moved(promise, coordinator, "2019")
    other = CommitmentFactory(title="On the list", lead=ministry, document=strategy)
    moved(other, coordinator, "2019-12-20")
    reminders.run(YEAR_LATER)
    CommitmentFactory(title="New", due="2019-12-09", lead=ministry, document=strategy)
    reminders.run(YEAR_LATER + dt.timedelta(days=2))
    first, second = Message.objects.order_by("local_day")
    assert "    Moved once, 365 days after the first promise\n" in first.text
    assert "due in 27 days" not in first.text
    also = f"{other.reference} On the list: due in 17 days, moved once, 354 days after the first promise"
    assert also in unfolded(second.text)
    assert "moved once, 354 days after the first promise" in second.html


def test_preview_says_it(promise, editor, coordinator):
    moved(promise, coordinator, "2019")
    (digest,) = preview(YEAR_LATER.date(), today=YEAR_LATER.date()).digests
    assert digest.lines[0].slip == "moved once, 365 days after the first promise"
