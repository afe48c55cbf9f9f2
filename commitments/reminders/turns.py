"""Claimed mails in the order of their turn. Those in front have been asked about, and a mark says since when that is
so; when something changes, only the one whose turn it is is asked about again, then two, then four."""

import datetime as dt
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from commitments import changes
from commitments.choices import MessageStatus
from commitments.models import Message
from commitments.reminders.audience import Audience
from commitments.reminders.holds import stopping
from commitments.reminders.house import House
from commitments.reminders.receipts import Next
from commitments.reminders.recheck import recheck
from commitments.reminders.steps import policies_in_force
from commitments.reminders.still_owed import Day
from commitments.reminders.upgrades import free, open_upgrades

# Facts that change faster than a mail can be asked about: it waits for the next run.
MOST_DOUBTS = 10


@dataclass(frozen=True)
class Seen:
    """What a run has read, and the mark it took before."""

    today: Day
    mark: changes.Mark

    @property
    def name(self) -> str:
        """What is put down beside an answer: on which day it was given, and before which changes."""
        return f"{self.today.name} {self.mark}"

    def still_holds(self, name: str) -> bool:
        """What was answered under this name would be answered now: it is the same day, and nothing has changed."""
        day, _, mark = name.partition(" ")
        return day == self.today.name and changes.unchanged_since_kept(mark)

    def kept_up(self) -> "Seen":
        """As it is now; the same while nothing has changed."""
        return self if changes.unchanged(self.mark) else self.anew()

    def anew(self) -> "Seen":
        """Who sits where now, who asked for quiet, which policies are in force."""
        mark = changes.mark()
        return Seen(replace(self.today, audience=Audience.on(self.today.days), policies=policies_in_force()), mark)


class Turns:
    """In one batch. `dropped` are those that are not owed any more, by what became of them; when `held`, nothing may
    leave any more."""

    def __init__(self, batch: Iterable[Message], seen: Seen, house: House, now: dt.datetime) -> None:
        self._waiting, self._sure = deque(batch), deque[Message]()
        self._aside: list[Message] = []
        self._seen, self._house, self._now = seen, house, now
        self._portion, self._doubts = len(self._waiting), 0
        self._mark = seen.mark
        self._known: dict[str, bool] = {}
        self.dropped: list[MessageStatus] = []
        self.held = False

    def next(self) -> Next | None:
        """The first whose words are true; None when nobody is left. It stays in line until it is taken."""
        while not self._sure and self._waiting and not self.held:
            self._ask()
        return Next(self._sure[0], self._mark) if self._sure else None

    def take(self) -> Message:
        self._doubts = 0
        return self._sure.popleft()

    def is_asked_again(self) -> bool:
        """It could not be put on record as being sent. True when something has changed and it is asked about again;
        otherwise somebody else has it, or it waits for a quieter moment."""
        if changes.unchanged(self._mark) or self._doubts == MOST_DOUBTS:
            return False
        self._waiting.extendleft(reversed(self._sure))
        self._sure.clear()
        self._portion, self._doubts = 1, self._doubts + 1
        return True

    @property
    def has_sure(self) -> bool:
        return bool(self._sure)

    @property
    def left(self) -> list[Message]:
        return [*self._sure, *self._waiting, *self._aside]

    def _ask(self) -> None:
        if not changes.unchanged(self._seen.mark):
            self._seen, self._known = self._seen.anew(), {}
            self.held = self._house.delivers and stopping().exists()
            if open_upgrades().exists():
                self._set_aside()
        if self.held:
            return
        portion = [self._waiting.popleft() for _ in range(min(self._portion, len(self._waiting)))]
        self._portion *= 2
        self._mark = self._seen.mark
        asked = [one for one in portion if not self._is_known(one)]
        still = recheck(asked, self._seen.today, self._house, self._now, self._seen.name) if asked else []
        kept = {one.pk for one in still}
        gone = [one for one in asked if one.pk not in kept]
        self._sure.extend(one for one in portion if one not in gone)
        fates = (MessageStatus(one.status) for one in gone)
        self.dropped += [fate for fate in fates if fate in (MessageStatus.CANCELLED, MessageStatus.DEAD)]

    def _set_aside(self) -> None:
        """What an upgrade has come to hold since it was claimed."""
        waiting = Message.objects.filter(pk__in=[one.pk for one in self._waiting])
        may_go = set(free(waiting).values_list("pk", flat=True))
        self._aside += [one for one in self._waiting if one.pk not in may_go]
        self._waiting = deque(one for one in self._waiting if one.pk in may_go)

    def _is_known(self, message: Message) -> bool:
        """Its words were true when it was last asked about and nothing has changed since. Found out after the mark of
        this asking was taken, so that mark vouches for it from here on."""
        if message.asked not in self._known:
            self._known[message.asked] = bool(message.asked) and self._seen.still_holds(message.asked)
        return self._known[message.asked]
