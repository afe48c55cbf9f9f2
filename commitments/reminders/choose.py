"""A person chooses how their mail comes. Rows are added, never rewritten: a quiet day can be explained later."""

import datetime as dt
from dataclasses import asdict, dataclass
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.models import MailChoices
from commitments.models.mail_choices import LONGEST_PAUSE, ChosenBy
from commitments.reminders.clock import local_day
from commitments.reminders.wishes import DAY, Wishes
from commitments.tongue import tongue_of
from countries.models import Person

BREATH = dt.timedelta(days=14)


@dataclass(frozen=True)
class Wanted:
    rhythm: str
    days: str
    weekly_on: int
    hour: int
    quiet_overdue: bool
    news: bool
    paused_from: dt.date | None = None
    paused_until: dt.date | None = None


class ChosenMeanwhile(Exception):
    """The choices are not any more those on which the person decided."""


@transaction.atomic
def choose(
    person: Person, wanted: Wanted, *, language: str, time_zone: str, wishes: Wishes, now: dt.datetime, seen: int
) -> MailChoices:
    """`seen` is the choice they saw, 0 for none; `wishes` are those in force, for their zone. Twice is once."""
    Person.objects.select_for_update().get(pk=person.pk)
    newest = MailChoices.objects.newest([person]).get(person.pk)
    if newest is not None and Wanted(**{name: getattr(newest, name) for name in asdict(wanted)}) == wanted:
        _speak(person, language, time_zone)
        return newest
    if (newest.pk if newest else 0) != seen:
        raise ChosenMeanwhile
    chosen = MailChoices(person=person, chosen_at=now, chosen_by=ChosenBy.PAGE.value, **asdict(wanted))
    chosen.full_clean()
    _refuse_endless_pause(chosen, local_day(wishes.zone, now))
    _speak(person, language, time_zone)
    chosen.save()
    return chosen


def _speak(person: Person, language: str, time_zone: str) -> None:
    """A tag such as "nn" stays as long as its mail is written in the language that was chosen."""
    if tongue_of(person.language) != language:
        person.language = language
    person.time_zone = time_zone
    person.full_clean(exclude=["password"])
    person.save(update_fields=["language", "time_zone"])


def _refuse_endless_pause(chosen: MailChoices, today: dt.date) -> None:
    """Pauses with less than two weeks of mail between them count as one, or one could follow the other for ever."""
    if chosen.paused_from is None or chosen.paused_until is None:
        return
    if chosen.paused_until < today:
        raise ValidationError({"paused_until": "This pause is over. Choose a later last day, or leave both empty."})
    begun = _begun(chosen, chosen.paused_from)
    if chosen.paused_until - begun >= LONGEST_PAUSE:
        last = begun + LONGEST_PAUSE - DAY
        raise ValidationError(
            {
                "paused_until": f"Pauses since {begun:%-d %B %Y} with less than {BREATH.days} days of mail between "
                f"them count as one, and {LONGEST_PAUSE.days} days are the most: up to {last:%-d %B %Y}. Choose an "
                "earlier last day, or ask your coordinator to enter a deputy in your seat."
            }
        )


def _begun(chosen: MailChoices, first: dt.date) -> dt.date:
    """The first day of the pauses that hang together with this one, as they were really kept."""
    earlier = list(MailChoices.objects.filter(person=chosen.person).order_by("-pk"))
    for later, row in pairwise([chosen, *earlier]):
        if row.paused_from is None or row.paused_until is None:
            continue
        kept_until = min(row.paused_until, later.chosen_at.date())
        if row.paused_from <= kept_until and kept_until >= first - BREATH:
            first = min(first, row.paused_from)
    return first
