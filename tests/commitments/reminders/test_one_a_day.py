"""When the next mail goes: it is written in the minute foreseen, also to those who move their clock."""

import datetime as dt
import zoneinfo
from itertools import pairwise

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commitments import reminders
from commitments.choices import StepKind
from commitments.models import Message, Reminder, ReminderStep
from commitments.reminders.ahead import next_mail
from commitments.reminders.one_a_day import APART, OneADay
from commitments.reminders.outlook import outlook
from commitments.reminders.queue import next_mails
from commitments.reminders.scan import day_of
from commitments.reminders.wishes import Wishes
from countries.access import Standing
from countries.models import Person
from tests.commitments.reminders.test_property import rolled_back
from tests.factories import CommitmentFactory
from tests.servers import examples

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
START = dt.datetime(2018, 10, 27, tzinfo=dt.UTC)  # clocks change in Europe on the 28th, in New York a week later
ZONES = [
    *("Pacific/Kiritimati", "Pacific/Auckland", "Asia/Kathmandu", "Europe/Oslo", "Atlantic/Azores"),
    *("America/New_York", "America/Los_Angeles", "Pacific/Pago_Pago"),
]
MOVES = st.lists(st.tuples(st.sampled_from(ZONES), st.integers(0, 60 * 30)), min_size=1, max_size=3)
EVERYBODY = Standing(is_administrator=True, sees_all=True)


def happens(person, foreseen):
    """Nothing a minute before, when every page names that minute."""
    known = Message.objects.count()
    reminders.run(foreseen - MINUTE)
    assert Message.objects.count() == known
    said = next_mail(person, day_of(foreseen - MINUTE), foreseen - MINUTE)
    if said is not None:  # what falls due in that very minute is not planned before
        listed = next_mails(EVERYBODY, foreseen - MINUTE, person=person)
        assert (said.goes_at, [one.goes_at for one in listed]) == (foreseen, [foreseen])


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES, first=st.sampled_from(ZONES))
@example(moves=[("Pacific/Pago_Pago", 19 * 60)], first="Pacific/Kiritimati")
@example(moves=[("Pacific/Auckland", 20 * 60), ("America/New_York", 0)], first="Pacific/Pago_Pago")
def test_what_is_foreseen_is_when_it_goes(moves, first, promise, strategy, ministry, editor, kept_here):
    with rolled_back():
        now = START
        Person.objects.filter(pk=editor.pk).update(time_zone=first)
        reminders.run(now)
        for zone, minutes in moves:
            now += minutes * MINUTE
            CommitmentFactory(due="2018-12", lead=ministry, document=strategy, registered_at=now)
            Person.objects.filter(pk=editor.pk).update(time_zone=zone)
            editor.refresh_from_db()
            soonest = outlook(editor, day_of(now), now).mails[0].at
            foreseen = soonest.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(dt.UTC)
            known = Message.objects.count()
            if foreseen > now:
                happens(editor, foreseen)
            now = foreseen
            reminders.run(now)
            assert Message.objects.count() == known + 1


@given(moves=st.lists(st.tuples(st.sampled_from(ZONES), st.integers(0, 72)), min_size=1, max_size=6))
def test_mails_are_neither_close_nor_far_apart_whatever_the_moves(moves):
    """Of somebody who always has something to hear of: 20 hours between two clocks, two days and an hour at most."""
    zone, now, had = zoneinfo.ZoneInfo("Europe/Oslo"), START, ()
    always = [Reminder(step=ReminderStep(kind=StepKind.OVERDUE), falls_on=START.date())]
    ends = [START + sum(hours for _zone, hours in moves[: n + 1]) * HOUR for n in range(len(moves))]
    for (follows, _hours), end in zip([*moves, ("", 0)], [*ends, START + 30 * DAY], strict=True):
        while True:
            day, moment = OneADay(Wishes(zone), had).first(always, now)
            if moment > end:
                break
            had, now = (*had, Message(local_day=day, written_at=moment, time_zone=zone.key)), moment
        zone, now = zoneinfo.ZoneInfo(follows or zone.key), max(now, end)
    assert len({mail.local_day for mail in had}) == len(had)
    for one, other in pairwise(had):
        assert other.written_at - one.written_at <= 2 * DAY + HOUR
        assert one.time_zone == other.time_zone or other.written_at - one.written_at >= APART
