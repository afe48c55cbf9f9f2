"""What people choose holds mail back, says until when, and never holds it back for ever."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.choices import URGENT_KINDS, StepKind
from commitments.models import MailChoices, Reminder, ReminderStep
from commitments.models.mail_choices import Rhythm
from commitments.reminders.wishes import LONGEST_WAIT, URGENT_WAITS, Wishes

OSLO = zoneinfo.ZoneInfo("Europe/Oslo")
MONDAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
SATURDAY, SUNDAY = MONDAY + 5 * DAY, MONDAY + 6 * DAY


def reminder(kind, falls_on=MONDAY, repeats=""):
    return Reminder(step=ReminderStep(kind=kind, repeats=repeats), falls_on=falls_on)


def wishes(**chosen):
    return Wishes.of(MailChoices(**chosen), OSLO)


BEFORE, OVERDUE, REQUEST = reminder(StepKind.BEFORE), reminder(StepKind.OVERDUE, repeats="7"), reminder(StepKind.ASKED)


def test_who_chose_nothing_gets_mail_every_day_at_eight():
    usual = Wishes.of(None, OSLO)
    assert usual.hour == 8
    assert all(usual.takes(OVERDUE, MONDAY + DAY * n) for n in range(7))


def test_only_on_the_days_chosen():
    assert wishes(days="12345").first_day([BEFORE], SATURDAY) == MONDAY + 7 * DAY


def test_once_a_week_on_the_weekday_chosen():
    weekly = wishes(rhythm=Rhythm.WEEKLY, weekly_on=4)
    assert [n for n in range(14) if weekly.takes(BEFORE, MONDAY + DAY * n)] == [3, 10]


def test_pause_ends():
    paused = wishes(paused_from=MONDAY, paused_until=SUNDAY)
    assert paused.first_day([BEFORE, OVERDUE], MONDAY) == SUNDAY + DAY


def test_quiet_overdue_comes_once_a_week_and_the_rest_as_usual():
    quiet = wishes(quiet_overdue=True, weekly_on=3)
    assert [n for n in range(14) if quiet.takes(OVERDUE, MONDAY + DAY * n)] == [2, 9]
    assert quiet.takes(BEFORE, MONDAY)


def test_quiet_overdue_comes_on_the_next_mail_day_when_its_own_is_none():
    quiet = wishes(quiet_overdue=True, weekly_on=6, days="12345")
    assert [n for n in range(14) if quiet.takes(OVERDUE, MONDAY + DAY * n)] == [0, 7]


@pytest.mark.parametrize(
    "chosen",
    [
        {"rhythm": Rhythm.WEEKLY, "weekly_on": 1},
        {"paused_from": MONDAY, "paused_until": MONDAY + 30 * DAY},
        {"days": "1"},
    ],
)
def test_request_waits_days_only_whatever_was_chosen(chosen):
    tuesday = reminder(StepKind.ASKED, MONDAY + DAY)
    assert wishes(**chosen).first_day([tuesday], MONDAY + DAY) == MONDAY + DAY + URGENT_WAITS


def test_request_waits_for_the_next_day_of_work():
    saturday = reminder(StepKind.ASKED, SATURDAY)
    assert wishes(days="12345").first_day([saturday], SATURDAY) == MONDAY + 7 * DAY


def test_request_told_more_often_than_the_bound_does_not_wait():
    often = reminder(StepKind.ASKED, SATURDAY, repeats="1")
    assert wishes(days="12345").takes(often, SATURDAY)


DAYS = st.sets(st.integers(1, 7), min_size=1).map(lambda days: "".join(str(day) for day in sorted(days)))
CHOICES = st.fixed_dictionaries(
    {
        "rhythm": st.sampled_from(Rhythm.values),
        "days": DAYS,
        "weekly_on": st.integers(1, 7),
        "quiet_overdue": st.booleans(),
        "pause": st.none() | st.tuples(st.integers(0, 30), st.integers(0, 59)),
    }
)


@given(chosen=CHOICES, kind=st.sampled_from(StepKind.values), offset=st.integers(0, 13))
def test_choices_never_hold_anything_back_for_ever(chosen, kind, offset):
    pause = chosen.pop("pause")
    if pause:
        begins = MONDAY + DAY * pause[0]
        chosen |= {"paused_from": begins, "paused_until": begins + DAY * pause[1]}
    planned = MONDAY + DAY * offset
    waits = wishes(**chosen).first_day([reminder(kind, planned)], planned) - planned
    assert waits <= (URGENT_WAITS if kind in URGENT_KINDS else LONGEST_WAIT)
