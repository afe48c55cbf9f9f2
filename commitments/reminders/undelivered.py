"""A mail that was not delivered and what a person wants done in; a ruling on record and no reminder lost out.

Sent again: a mail that may have arrived goes out to the byte; another one is written anew, to the address of today, or
what it said stands in the next mail when its day is over. Passed on: its reminders are planned for somebody else.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from commitments.because import PASSED_ON, Because
from commitments.choices import FAILED, MessageStatus, ReminderStatus
from commitments.delivery import FINAL_RULINGS, MailRulingKind
from commitments.models import MailRuling, Message, Reminder
from countries.choices import Role
from countries.models import Person, Seat


class DealtWithAlready(ValidationError):
    """Somebody was faster; the words say who and what."""


@dataclass(frozen=True)
class Ruling:
    """`seen` is how often the mail had been ruled on when the page was opened; `submission` names this one sending."""

    seen: int
    submission: uuid.UUID
    reason: str = ""


def resend(message: Message, ruling: Ruling, *, by: Person, now: dt.datetime) -> MailRuling:
    def again(mail: Message) -> None:
        mail.status, mail.reason, mail.retrying_since, mail.next_attempt_at = MessageStatus.PENDING, "", None, now
        mail.asked = ""
        mail.save(update_fields=["status", "reason", "retrying_since", "next_attempt_at", "asked"])
        lost = Reminder.objects.filter(message=mail, status=ReminderStatus.EXPIRED)
        lost.update(status=ReminderStatus.BUNDLED, outcome="")

    return _rule(MailRulingKind.RESEND, message, ruling, again, by=by, now=now)


def pass_on(message: Message, to: Person, ruling: Ruling, *, by: Person, now: dt.datetime) -> MailRuling:
    if to not in successors(message, now):
        why = f"{to.full_name} holds no seat in an institution this mail is about. Choose somebody of the list."
        raise ValidationError({"passed_to": why})

    def over(mail: Message) -> None:
        lost = Reminder.objects.filter(message=mail, status=ReminderStatus.EXPIRED).order_by("pk")
        because = Because.of(PASSED_ON, by=by.full_name, person=mail.recipient.full_name)
        Reminder.objects.bulk_create((_for(to, one, because, now) for one in lost), ignore_conflicts=True)

    return _rule(MailRulingKind.PASS_ON, message, ruling, over, by=by, now=now, to=to)


def let_be(message: Message, ruling: Ruling, *, by: Person, now: dt.datetime) -> MailRuling:
    if not ruling.reason:
        raise ValidationError({"reason": "This cannot be empty. Say why nobody needs this mail."})
    return _rule(MailRulingKind.LET_BE, message, ruling, lambda mail: None, by=by, now=now)


def successors(message: Message, now: dt.datetime) -> list[Person]:
    """Who holds a seat in an institution the mail is about, or coordinates its country; by the day it is there."""
    leads = message.reminders.values("commitment__lead")
    countries = message.reminders.values("commitment__lead__country")
    coordinates = Q(role=Role.COORDINATOR, institution__country__in=countries)
    seats = Seat.objects.filter(Q(institution__in=leads) | coordinates).select_related("person", "institution__country")
    held = {seat.person_id for seat in seats if seat.is_held(seat.institution.country.local_date(now))}
    people = Person.objects.filter(pk__in=held, is_active=True).exclude(pk=message.recipient_id)
    return list(people.order_by("full_name", "pk"))


def _rule(
    kind: MailRulingKind,
    message: Message,
    ruling: Ruling,
    do: Callable[[Message], None],
    *,
    by: Person,
    now: dt.datetime,
    to: Person | None = None,
) -> MailRuling:
    """Once, however often the button is pressed, and only on what the person saw."""
    done = MailRuling.objects.filter(submission=ruling.submission, message=message).first()
    if done is not None:
        return done
    try:
        with transaction.atomic():
            mail = Message.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=message.pk)
            _check_unchanged(mail, ruling)
            record = MailRuling(
                message=mail, kind=kind.value, ruled_by=by, ruled_at=now, reason=ruling.reason, passed_to=to,
                submission=ruling.submission,
            )  # fmt: skip
            record.save(force_insert=True)
            do(mail)
    except IntegrityError:
        same = MailRuling.objects.filter(submission=ruling.submission, message=message).first()
        if same is None:
            raise _already(message) from None
        return same
    return record


def _check_unchanged(mail: Message, ruling: Ruling) -> None:
    if mail.status not in FAILED or mail.rulings.count() != ruling.seen:
        raise _already(mail)
    if mail.rulings.filter(kind__in=FINAL_RULINGS).exists():
        raise _already(mail)


def _already(mail: Message) -> DealtWithAlready:
    last = mail.rulings.select_related("ruled_by").last()
    if last is None:
        return DealtWithAlready("This mail is not among the undelivered ones any more. Nothing was changed.")
    what = last.get_kind_display().lower()
    when = f"{last.ruled_at:%-d %B %Y, %H:%M} UTC"
    return DealtWithAlready(f"{last.ruled_by.full_name} has dealt with it: {what}, {when}. Nothing was changed.")


def _for(to: Person, lost: Reminder, because: Because, now: dt.datetime) -> Reminder:
    return Reminder(
        commitment_id=lost.commitment_id,
        about=lost.about,
        due_revision=lost.due_revision,
        step_id=lost.step_id,
        request_id=lost.request_id,
        decision_id=lost.decision_id,
        dependency_move_id=lost.dependency_move_id,
        milestone_id=lost.milestone_id,
        review_request_id=lost.review_request_id,
        since=lost.since,
        round=lost.round,
        days_after=lost.days_after,
        falls_on=lost.falls_on,
        recipient=to,
        reason=because.as_data(),
        planned_at=now,
        passed_on_from=lost,
    )
