"""Who has asked for a decision and waits for the answer: the mail says so, instead of telling them to ask."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commitments.models import Commitment, DecisionRequest
from commitments.reminders.news import asked_for, who_acted
from commitments.tongue import day_in_words
from countries.models import Person


@dataclass(frozen=True)
class AskedAlready:
    """The requests that wait about some commitments, in one query; one waits per commitment at most."""

    waiting: dict[int, DecisionRequest]

    @classmethod
    def of(cls, commitments: Iterable[Commitment]) -> "AskedAlready":
        rows = DecisionRequest.objects.waiting().filter(commitment__in={one.pk for one in commitments})
        return cls({row.commitment_id: row for row in rows.prefetch_related("requested_by", "on_behalf_of", "other")})

    def said(self, commitment: Commitment, reader: Person) -> str:
        """Empty when nobody has asked."""
        request = self.waiting.get(commitment.pk)
        if request is None:
            return ""
        day: dt.date = commitment.country.local_date(request.posted_at)
        words = {"day": day_in_words(day), "asked": asked_for(request, commitment)}
        if request.requested_by_id == reader.pk:
            return _("You asked on %(day)s: %(asked)s. The coordinator has not answered yet.") % words
        words["person"] = who_acted(request.requested_by, request.on_behalf_of)
        return _("%(person)s asked on %(day)s: %(asked)s. The coordinator has not answered yet.") % words
