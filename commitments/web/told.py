"""What a person was last told of a commitment by mail."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, When

from commitments.choices import About, MessageStatus, ReminderStatus
from commitments.models import Commitment, Reminder
from countries.models import Person

ARRIVED = (MessageStatus.SENT, MessageStatus.KEPT, MessageStatus.UNCONFIRMED)


@dataclass(frozen=True)
class Told:
    """`day` is the one the mail bears, `written_at` what it knew of; `path` leads to the mail itself."""

    day: dt.date
    written_at: dt.datetime
    step: str
    because: str
    path: str
    due_revision: int


def told(commitment: Commitment, person: Person | None) -> Told | None:
    """The newest mail to them in which it stands; of several reasons in it the date goes before the silence and the
    news, as in the mail."""
    if person is None:
        return None
    rows = Reminder.objects.filter(commitment=commitment, recipient=person, message__status__in=ARRIVED)
    found = (
        rows.exclude(status=ReminderStatus.SUPPRESSED)
        .select_related("step", "message")
        .defer("message__raw", "message__html", "message__text", "message__entries")
        .order_by("-message__written_at", Case(When(about=About.DUE_DATE, then=0), default=1), "-pk")
        .first()
    )
    if found is None or found.message is None:
        return None
    mail = found.message
    return Told(
        mail.local_day, mail.written_at, str(found.step), found.because, mail.get_absolute_url(), found.due_revision
    )
