"""Eight in the morning where the person is, also on the days when clocks change."""

import datetime as dt
import zoneinfo

import pytest

from commitments import reminders
from commitments.models import Message

MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Oslo", dt.date(2018, 10, 28)),
        ("Europe/Oslo", dt.date(2019, 3, 31)),
        ("America/New_York", dt.date(2018, 11, 4)),
        ("Pacific/Auckland", dt.date(2018, 12, 5)),
        ("Pacific/Pago_Pago", dt.date(2018, 12, 5)),
        ("Asia/Kathmandu", dt.date(2018, 12, 5)),
    ],
)
def test_one_mail_at_eight(promise, editor, kept_here, zone, day):
    editor.time_zone = zone
    editor.save()
    eight = dt.datetime.combine(day, dt.time(8), zoneinfo.ZoneInfo(zone)).astimezone(dt.UTC)
    reminders.run(eight - MINUTE)
    before = Message.objects.filter(local_day=day).count()
    for moment in range(5):
        reminders.run(eight + moment * MINUTE)
    assert (before, Message.objects.filter(local_day=day).count()) == (0, 1)


def test_every_hour_around_the_day_clocks_change(promise, editor, kept_here):
    for first in (dt.datetime(2018, 10, 27, 5, tzinfo=dt.UTC), dt.datetime(2019, 3, 30, 5, tzinfo=dt.UTC)):
        for hour in (0, 1, 2, 3, 17, 18, 19, 24, 25, 26, 27):
            reminders.run(first + dt.timedelta(hours=hour))
    days = list(Message.objects.order_by("local_day").values_list("local_day", flat=True))
    assert days == [dt.date(2018, 10, 27), dt.date(2019, 3, 30)]
