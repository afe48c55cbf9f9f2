"""When a mail could not be delivered to anybody it was meant for, nobody was told: then the coordinator is. And whoever
was told before a restore, as was said when sending was released, is not told again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Q

from commitments.because import UNREACHED, Because
from commitments.choices import ReminderStatus
from commitments.models import Reminder
from commitments.reminders.audience import Addressee
from commitments.reminders.holds import TOLD
from commitments.reminders.owed import Owed, Spared
from commitments.reminders.still_owed import Day

Subject = tuple[object, ...]


@dataclass(frozen=True)
class _Record:
    """Of one subject: whose mail about it could not be delivered, by name, and who had heard of it before a restore."""

    failed: dict[int, str] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)


def reachable(batch: list[Owed], today: Day) -> list[Owed]:
    """The same, told to whom no mail about it has failed; failing all of them to the coordinators."""
    records = _records(batch)
    return [_of(one, records[one.subject], today) if one.subject in records else one for one in batch]


def _of(one: Owed, record: _Record, today: Day) -> Owed:
    meant = tuple(other for other in one.told if other.person.pk not in record.failed)
    if not meant and record.failed:
        meant = tuple(_instead(one, record.failed, today))
    before = tuple(Spared(other, TOLD) for other in meant if other.person.pk in record.told)
    left = tuple(other for other in meant if other.person.pk not in record.told)
    return replace(one, told=left, spared=(*one.spared, *before))


def _instead(one: Owed, failed: dict[int, str], today: Day) -> Iterator[Addressee]:
    people = ", ".join(sorted(failed.values()))
    for other in today.audience.coordinators(one.commitment.document.country_id):
        if other.person.pk not in failed:
            yield Addressee(other.person, Because.of(UNREACHED, people=people, because=other.because))


def _records(batch: Iterable[Owed]) -> dict[Subject, _Record]:
    found: dict[Subject, _Record] = defaultdict(_Record)
    what = Q(status=ReminderStatus.EXPIRED) | Q(status=ReminderStatus.SUPERSEDED, outcome=TOLD)
    rows = Reminder.objects.filter(what, commitment__in={one.commitment.pk for one in batch})
    for row in rows.select_related("recipient"):
        record = found[row.subject]
        if row.status == ReminderStatus.EXPIRED:
            record.failed[row.recipient_id] = row.recipient.full_name
        else:
            record.told.add(row.recipient_id)
    return found
