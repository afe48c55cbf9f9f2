"""The link in a mail by which its reader gets less of them, without signing in (RFC 8058).

What can be turned off is turned off, and what is owed comes once a week; nothing owed is ever turned off. The token
names a mail, not a person, and grants nothing else.
"""

import datetime as dt
import re

from django.core.signing import BadSignature, Signer
from django.db import transaction

from commitments.models import MailChoices, Message
from commitments.models.mail_choices import ChosenBy, Rhythm
from commitments.models.message import name_of
from countries.models import Person

ADDRESS = "/mail/less/"
_LINK = re.compile(rf"{ADDRESS}[^/\s\"'<>]+/")
_signer = Signer(salt="commitments.reminders.less", sep=".")


def token_of(message_id: str) -> str:
    return _signer.sign(name_of(message_id))


def reader_of(token: str) -> Person | None:
    """Whom the mail went to; None when the token is not one of ours, or its mail is gone."""
    try:
        name = _signer.unsign(token)
    except BadSignature:
        return None
    mail = Message.objects.called(name).select_related("recipient").first()
    return mail.recipient if mail else None


def without_token(words: str) -> str:
    """A mail as others may read it: pressing its link is for its reader alone."""
    return _LINK.sub(f"{ADDRESS}…/", words)


@transaction.atomic
def get_less(person: Person, now: dt.datetime) -> MailChoices:
    """As often as a mail program repeats it: the second time changes nothing."""
    Person.objects.select_for_update().get(pk=person.pk)
    chosen = MailChoices.objects.newest([person]).get(person.pk) or MailChoices(person=person)
    if chosen.rhythm == Rhythm.WEEKLY and not chosen.news:
        return chosen
    chosen.pk, chosen.chosen_at, chosen.chosen_by = None, now, ChosenBy.LINK.value
    chosen.rhythm, chosen.news = Rhythm.WEEKLY.value, False
    chosen.save(force_insert=True)
    return chosen
