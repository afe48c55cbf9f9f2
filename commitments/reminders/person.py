"""Of one person: what was told, what was not and why, and what a day was like; with the reason in words."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commitments.choices import MessageStatus
from commitments.models import Acknowledgement, MailChoices, Message, Reminder
from commitments.reminders.audience import Audience
from commitments.reminders.wishes import Wishes
from countries.access import Standing
from countries.choices import Role
from countries.models import Country, Person, Seat


@dataclass(frozen=True)
class OneDay:
    """`mails` of that day, `fell_due` the reminders of that day, and `why` sentences for whoever wonders."""

    on: dt.date
    mails: tuple[Message, ...]
    fell_due: tuple[Reminder, ...]
    why: tuple[str, ...]


def people_seen_by(standing: Standing) -> QuerySet[Person]:
    """Oneself; as coordinator the people of the country; as administrator everybody. As in the outbox."""
    return Person.objects.filter(pk__in=_seen(standing).values("pk"))


def _seen(standing: Standing) -> QuerySet[Person]:
    if standing.is_administrator:
        return Person.objects.all()
    mine = Q(pk=standing.person.pk) if standing.person else Q(pk__in=[])
    if not standing.coordinated_countries:
        return Person.objects.filter(mine)
    theirs = Q(seats__institution__country__in=standing.coordinated_countries)
    elsewhere = Seat.objects.exclude(institution__country__in=standing.seen_countries)
    if not standing.sees_all:
        theirs &= ~Q(pk__in=elsewhere.values("person"))
    return Person.objects.filter(mine | theirs)


def reminders_of(person: Person) -> QuerySet[Reminder]:
    """Newest first, with what a row of the list says."""
    rows = Reminder.objects.filter(recipient=person).select_related("commitment", "step", "message", "milestone")
    return rows.defer("message__raw", "message__html", "message__text", "message__entries").order_by("-falls_on", "-pk")


def day_of_person(person: Person, on: dt.date) -> OneDay:
    mails = (
        Message.objects.filter(recipient=person, local_day=on).defer("raw", "html", "text", "entries").order_by("pk")
    )
    fell_due = reminders_of(person).filter(falls_on=on)
    found, due = tuple(mails), tuple(fell_due)
    return OneDay(on, found, due, tuple(_why(person, on, found, due)))


def _why(person: Person, on: dt.date, mails: tuple[Message, ...], due: tuple[Reminder, ...]) -> list[str]:
    said = [_of_mail(mail) for mail in mails]
    if any(mail.status in (MessageStatus.SENT, MessageStatus.KEPT) for mail in mails):
        return said
    said += [*_of_seats(person, on), *_of_choices(person, on), *_of_acknowledgements(person, on)]
    if not due:
        said.append("No reminder fell due for this person on that day.")
    elif not mails:
        said.append("What fell due on that day stands below, with what became of it.")
    return said


def _of_mail(mail: Message) -> str:
    words = {
        MessageStatus.SENT: "A mail was sent, and the mail server took it.",
        MessageStatus.KEPT: "A mail was written and kept here, because no mail server is set.",
        MessageStatus.CANCELLED: "A mail was written and cancelled.",
        MessageStatus.DEAD: "A mail was written and could not be delivered.",
        MessageStatus.UNCONFIRMED: "A mail was sent, and the mail server never confirmed it.",
    }
    said = words.get(MessageStatus(mail.status), "A mail was written and waits to be sent.")
    return f"{said} {mail.reason}".strip()


def _of_seats(person: Person, on: dt.date) -> list[str]:
    seats = Seat.objects.filter(person=person).select_related("person", "institution", "deputy")
    held = [seat for seat in seats if seat.is_held(on)]
    if not held:
        return ["They held no seat on that day, as the seats stand now, so nobody's reminders came to them."]
    if all(seat.role == Role.VIEWER for seat in held):
        return ["They only read along: viewers are not reminded of anything, unless they are asked for a review."]
    away = [seat for seat in held if seat.is_absent(on)]
    return [
        f"They were away from {seat.absent_from:%-d %B %Y} to {seat.absent_until:%-d %B %Y} as "
        f"{seat.get_role_display().lower()} at the {seat.institution.name}; their deputy, if any, is told instead."
        for seat in away
    ]


def _of_choices(person: Person, on: dt.date) -> list[str]:
    """As they had chosen by the end of that day."""
    audience = Audience.on(dict.fromkeys(Country.objects.values_list("pk", flat=True), on))
    zone = audience.zone_of(person)
    ends = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), zone)
    chosen = MailChoices.objects.filter(person=person, chosen_at__lt=ends).order_by("pk").last()
    wishes = Wishes.of(chosen, zone)
    if wishes.is_paused(on):
        return [f"They had paused their mail until {wishes.paused_until:%-d %B %Y}; urgent things go all the same."]
    if not wishes.is_mail_day(on):
        return ["It was not one of the days on which they want mail; it goes on the next one."]
    if not wishes.hears_of_overdue(on):
        return ["They want to hear of what is overdue once a week, on another day."]
    return []


def _of_acknowledgements(person: Person, on: dt.date) -> list[str]:
    rows = Acknowledgement.objects.filter(person=person, until__gt=on, made_at__date__lte=on)
    return [
        f"They asked not to be reminded of {one.commitment.reference} before {one.until:%-d %B %Y}: {one.reason}"
        for one in rows.select_related("commitment")
        if one.until is not None
    ]
