"""When somebody's next mail goes: one for each day of their calendar, and none within hours of one by another clock.

Asked by whoever writes mails and by whoever foresees them, so both name the same moment. A day that is lived twice,
because somebody flew west over the date line, has had its mail; a day that is begun late gets it late.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from commitments.choices import MessageKind, MessageStatus
from commitments.models import Message, Reminder
from commitments.reminders.clock import local_day, opens_at
from commitments.reminders.wishes import Wishes
from countries.models import Person

APART = dt.timedelta(hours=20)
FARTHEST = dt.timedelta(days=2)  # days differ by as much between any two zones


@dataclass(frozen=True)
class OneADay:
    """`had` are the mails they got lately, wherever they lived their days."""

    wishes: Wishes
    had: tuple[Message, ...] = ()

    def goes_at(self, day: dt.date, since: dt.datetime) -> dt.datetime | None:
        """When the mail of this local day goes, should there be something to say from `since` on; None when none of
        that day goes any more."""
        opening = opens_at(day, self.wishes.zone, self.wishes.hour)
        if opening is None or any(mail.local_day == day for mail in self.had):
            return None
        moment = max(since, opening, *(mail.written_at + APART for mail in self.had if self._was_elsewhere(mail)))
        return moment if local_day(self.wishes.zone, moment) == day else None

    def first(self, reminders: Iterable[Reminder], now: dt.datetime) -> tuple[dt.date, dt.datetime]:
        """The day on which one of them goes, and the moment: now when it goes within a minute."""
        moments: dict[dt.date, dt.datetime | None] = {}

        def opens(day: dt.date) -> bool:
            moments[day] = self.goes_at(day, now)
            return moments[day] is not None

        day = self.wishes.first_day(reminders, local_day(self.wishes.zone, now), opens)
        return day, moments[day] or now

    def on_their_clock(self, moment: dt.datetime) -> dt.datetime:
        """Without a zone, so that no page turns it into another one's."""
        return moment.astimezone(self.wishes.zone).replace(tzinfo=None)

    def _was_elsewhere(self, mail: Message) -> bool:
        return mail.time_zone not in ("", self.wishes.zone.key)


def had_lately(people: Collection[Person], now: dt.datetime) -> dict[int, tuple[Message, ...]]:
    """Person id to the mails of theirs that may count for a day that is now, somewhere."""
    rows = Message.objects.filter(
        recipient__in=people, kind=MessageKind.DIGEST, local_day__gte=now.date() - 2 * FARTHEST
    )
    found: dict[int, tuple[Message, ...]] = defaultdict(tuple)
    for mail in rows.exclude(status=MessageStatus.CANCELLED).only("recipient", "local_day", "written_at", "time_zone"):
        found[mail.recipient_id] += (mail,)
    return found
