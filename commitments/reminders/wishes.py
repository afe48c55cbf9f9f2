"""What goes to a person on a day, by what they chose: choices hold reminders back for a while, and never for ever.

On a day of theirs everything planned goes. Requests, reviews and escalations wait `URGENT_WAITS` at most, whatever
was chosen, overdue ones a week at most beyond a pause, and a pause ends: `LONGEST_WAIT` bounds it all.
"""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from commitments.choices import NEWS_KINDS, URGENT_KINDS, StepKind
from commitments.models import Reminder
from commitments.models.mail_choices import EVERY_DAY, LONGEST_PAUSE, MailChoices, Rhythm
from commitments.reminders.clock import OPENS_AT, open_day

URGENT_WAITS = dt.timedelta(days=3)
WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)
LONGEST_WAIT = LONGEST_PAUSE + 2 * WEEK


@dataclass(frozen=True)
class Wishes:
    """`days` are ISO weekdays; `quiet_on` is the weekday on which a quiet person hears of what is overdue."""

    zone: zoneinfo.ZoneInfo
    hour: int = OPENS_AT
    days: str = EVERY_DAY
    quiet_on: int | None = None
    news: bool = True
    paused_from: dt.date | None = None
    paused_until: dt.date | None = None

    @classmethod
    def of(cls, choices: MailChoices | None, zone: zoneinfo.ZoneInfo) -> "Wishes":
        if choices is None:
            return cls(zone)
        weekly = choices.rhythm == Rhythm.WEEKLY
        days = str(choices.weekly_on) if weekly else choices.days
        quiet_on = choices.weekly_on if choices.quiet_overdue and not weekly else None
        return cls(zone, choices.hour, days, quiet_on, choices.news, choices.paused_from, choices.paused_until)

    def open_day(self, now: dt.datetime) -> dt.date | None:
        return open_day(self.zone, self.hour, now)

    def is_paused(self, day: dt.date) -> bool:
        return bool(self.paused_from and self.paused_until and self.paused_from <= day <= self.paused_until)

    def is_mail_day(self, day: dt.date) -> bool:
        return not self.is_paused(day) and str(day.isoweekday()) in self.days

    def hears_of_overdue(self, day: dt.date) -> bool:
        """Quiet: on one weekday, or on the first mail day after it, should it not be one."""
        if self.quiet_on is None:
            return True
        since = next(day - DAY * back for back in range(7) if (day - DAY * back).isoweekday() == self.quiet_on)
        return not any(self.is_mail_day(since + DAY * n) for n in range((day - since).days))

    def wants(self, reminder: Reminder) -> bool:
        return self.news or reminder.step.kind not in NEWS_KINDS

    def takes(self, reminder: Reminder, day: dt.date) -> bool:
        """Whether it goes in the mail of this local day."""
        if reminder.step.kind in URGENT_KINDS and _has_waited(reminder, day):
            return True
        if not self.is_mail_day(day):
            return False
        return reminder.step.kind != StepKind.OVERDUE or self.hears_of_overdue(day)

    def first_day(
        self, reminders: Iterable[Reminder], since: dt.date, opens: Callable[[dt.date], bool] = lambda _day: True
    ) -> dt.date:
        """The first day on which one of them goes, of those that open."""
        waiting = list(reminders)
        days = (since + DAY * n for n in range(LONGEST_WAIT.days + WEEK.days))
        return next(day for day in days if any(self.takes(one, day) for one in waiting) and opens(day))


def _has_waited(reminder: Reminder, day: dt.date) -> bool:
    """What is told more often than the bound would be new each time, and wait for ever; so it does not wait."""
    often = any(gap <= URGENT_WAITS.days for gap in reminder.step.intervals)
    return often or day - reminder.falls_on >= URGENT_WAITS
