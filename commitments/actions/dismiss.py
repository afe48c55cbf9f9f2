"""Let a contradiction stand with a reason, and look at it again."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import require
from commitments.actions.settle import actor
from commitments.contradictions import Finding, Kind, findings_about
from commitments.models import Commitment, Dismissal
from countries.access import Standing
from countries.models import Country, Institution


@transaction.atomic
def dismiss(
    kind: Kind, about: Commitment | Institution, fingerprint: str, reason: str, *, by: Standing, now: dt.datetime
) -> Dismissal:
    """Of the contradiction as it was read; the same one dismissed again gives back the first."""
    country = about.country
    _require(by, country)
    found = _found(kind, about, fingerprint, country.local_date(now))
    key: dict[str, Any] = {"kind": kind, "fingerprint": fingerprint}
    key |= {"commitment": found.commitment, "institution": found.institution}
    said: dict[str, Any] = {
        "words": found.reason,
        "reason": reason.strip(),
        "dismissed_by": actor(by),
        "dismissed_at": now,
    }
    Dismissal(**key, **said).full_clean(validate_constraints=False)
    dismissal, _ = Dismissal.objects.get_or_create(**key, lifted_at=None, defaults=said)
    return dismissal


@transaction.atomic
def look_again(dismissal: Dismissal, *, by: Standing, now: dt.datetime) -> Dismissal:
    about = dismissal.commitment or dismissal.institution
    assert about is not None  # a constraint
    _require(by, about.country)
    row = Dismissal.objects.select_for_update(of=("self",)).get(pk=dismissal.pk)
    if row.lifted_at is None:
        row.lifted_by, row.lifted_at = actor(by), now
        row.save(update_fields=["lifted_by", "lifted_at"])
    return row


def _require(by: Standing, country: Country) -> None:
    allowed = by.is_administrator or country.pk in by.coordinated_countries
    require(allowed, "Contradictions are dismissed by the coordinator of the country.")


def _found(kind: Kind, about: Commitment | Institution, fingerprint: str, day: dt.date) -> Finding:
    for one in findings_about(kind, about, {about.country.pk: day}):
        if one.fingerprint == fingerprint:
            return one
    raise ValidationError("This does not contradict itself any more, or the facts have changed. Look at it again.")
