"""Make the secret address of a calendar, and take it back."""

import datetime as dt
import hashlib
import secrets
import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from commitments.actions.settle import actor
from commitments.models import CalendarFeed, CalendarScope, SavedFilter
from countries.access import Standing
from countries.models import Country, Institution

MOST = 20


@dataclass(frozen=True)
class CalendarDraft:
    """One of the three, or none for what the person answers for."""

    submission: uuid.UUID
    institution: Institution | None = None
    country: Country | None = None
    saved_filter: SavedFilter | None = None

    @property
    def scope(self) -> CalendarScope:
        if self.institution is not None:
            return CalendarScope.INSTITUTION
        if self.country is not None:
            return CalendarScope.COUNTRY
        return CalendarScope.PERSON if self.saved_filter is None else CalendarScope.FILTER


def token_hash(token: str) -> str:
    """The secret has 256 random bits, so one round of a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "backslashreplace")).hexdigest()


@transaction.atomic
def make_calendar(draft: CalendarDraft, *, by: Standing, now: dt.datetime) -> tuple[CalendarFeed, str]:
    """The feed and its secret, which is given away this once; empty when the same form was sent before."""
    person = actor(by)
    _require_visible(draft, by)
    made = CalendarFeed.objects.filter(submission=draft.submission, person=person).first()
    if made is not None:
        return made, ""
    if CalendarFeed.objects.live().filter(person=person).count() >= MOST:
        raise ValidationError(f"You have {MOST} calendars. Stop one you no longer need first.")
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        person=person,
        scope=draft.scope.value,
        institution=draft.institution,
        country=draft.country,
        saved_filter=draft.saved_filter,
        token_hash=token_hash(token),
        submission=draft.submission,
        made_at=now,
    )
    return feed, token


def revoke_calendar(feed: CalendarFeed, *, by: Standing, now: dt.datetime) -> None:
    """Once stopped it stays stopped."""
    if by.person is None or feed.person_id != by.person.pk:
        raise PermissionDenied("Only the person who made a calendar stops it.")
    CalendarFeed.objects.live().filter(pk=feed.pk).update(revoked_at=now)


def _require_visible(draft: CalendarDraft, by: Standing) -> None:
    country = draft.country.pk if draft.country else draft.institution.country_id if draft.institution else None
    if country is not None and not by.sees_all and country not in by.seen_countries:
        raise PermissionDenied("You hold no seat in that country.")
    if draft.saved_filter is not None and (by.person is None or draft.saved_filter.person_id != by.person.pk):
        raise PermissionDenied("That list is not yours.")
