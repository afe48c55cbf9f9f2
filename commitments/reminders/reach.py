"""When a mail could not be delivered to anybody it was meant for, nobody was told: then the coordinator is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from commitments.because import UNREACHED, Because
from commitments.choices import ReminderStatus
from commitments.models import Reminder
from commitments.reminders.audience import Addressee
from commitments.reminders.owed import Owed
from commitments.reminders.still_owed import Day

Subject = tuple[object, ...]


def reachable(batch: list[Owed], today: Day) -> list[Owed]:
    """The same, told to whom no mail about it has failed; failing all of them to the coordinators."""
    failed = _failed(batch)
    return [_of(one, failed.get(one.subject, {}), today) for one in batch]


def _of(one: Owed, failed: dict[int, str], today: Day) -> Owed:
    left = tuple(addressee for addressee in one.told if addressee.person.pk not in failed)
    if left or not failed:
        return replace(one, told=left) if failed else one
    coordinators = today.audience.coordinators(one.commitment.document.country_id)
    people = ", ".join(sorted(failed.values()))
    told = (
        Addressee(other.person, Because.of(UNREACHED, people=people, because=other.because)) for other in coordinators
    )
    return replace(one, told=tuple(other for other in told if other.person.pk not in failed))


def _failed(batch: Iterable[Owed]) -> dict[Subject, dict[int, str]]:
    """What it is about to the people whose mail about it could not be delivered."""
    found: dict[Subject, dict[int, str]] = defaultdict(dict)
    rows = Reminder.objects.filter(commitment__in={one.commitment.pk for one in batch}, status=ReminderStatus.EXPIRED)
    for row in rows.select_related("recipient"):
        found[row.subject][row.recipient_id] = row.recipient.full_name
    return found
