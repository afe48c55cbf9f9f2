"""Keep a list of commitments under a name, rename it, throw it away."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from commitments.actions.settle import actor
from commitments.models import SavedFilter
from countries.access import Standing

MOST = 50
LONGEST = 2000


@transaction.atomic
def save_filter(name: str, query: str, *, by: Standing, now: dt.datetime) -> SavedFilter:
    """The same question under the same name is there already; another question needs another name."""
    person, name = actor(by), name.strip()
    known = SavedFilter.objects.filter(person=person, name=name).first()
    if known is not None and known.query == query:
        return known
    if SavedFilter.objects.filter(person=person).count() >= MOST:
        raise ValidationError({"name": f"You have {MOST} saved lists. Delete one you no longer need first."})
    if len(query) > LONGEST:
        raise ValidationError({"name": "This list has too many filters to be saved. Choose fewer of them."})
    return _kept(SavedFilter(person=person, name=name, query=query, saved_at=now))


@transaction.atomic
def rename_filter(saved: SavedFilter, name: str, *, by: Standing) -> SavedFilter:
    _require_own(saved, by)
    saved.name = name.strip()
    return _kept(saved)


def delete_filter(saved: SavedFilter, *, by: Standing) -> None:
    """The calendars that show it stop with it."""
    _require_own(saved, by)
    saved.delete()


def _require_own(saved: SavedFilter, by: Standing) -> None:
    if by.person is None or saved.person_id != by.person.pk:
        raise ValueError("Only one's own saved lists are changed.")


def _kept(saved: SavedFilter) -> SavedFilter:
    saved.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as taken:
        raise ValidationError({"name": f"You have a list called “{saved.name}”. Choose another name."}) from taken
    return saved
