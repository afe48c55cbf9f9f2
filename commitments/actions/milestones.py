"""Add a milestone, and say that it is reached."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import may_update, require
from commitments.actions.readings import DUE, joined, words_in
from commitments.actions.settle import locked, settle
from commitments.models import Commitment, Milestone
from commitments.validators import validate_promise
from countries.access import Standing


@dataclass(frozen=True)
class MilestoneDraft:
    title: str
    due_phrase: str = ""
    due_edtf: str = ""
    due_why: str = ""


@transaction.atomic
def add_milestone(commitment: Commitment, draft: MilestoneDraft, *, by: Standing, now: dt.datetime) -> Milestone:
    require(may_update(by, commitment), "Milestones are set by the lead institution or the coordinator.")
    row = locked(commitment)
    _refuse_closed(row)
    begins_on = row.document.counted_from
    window = validate_promise(draft.due_edtf, draft.due_phrase, begins_on=begins_on)
    milestone = Milestone(commitment=row, title=draft.title.strip(), due_phrase=draft.due_phrase.strip())
    words = words_in(row, draft.due_phrase, begins_on)
    window, milestone.due_reading = joined(words, window, draft.due_why, fields=DUE, by=by, now=now)
    milestone.set_due(window)
    milestone.full_clean()
    milestone.save()
    settle(row, now=now)
    return milestone


@transaction.atomic
def finish_milestone(milestone: Milestone, *, on: dt.date, by: Standing, now: dt.datetime) -> Milestone:
    """The first day reported stays; reporting it again changes nothing."""
    commitment = milestone.commitment
    require(may_update(by, commitment), "Milestones are reported by the lead institution or the coordinator.")
    row = locked(commitment)
    milestone.refresh_from_db(fields=["done_on"])
    if milestone.done_on is not None:
        return milestone
    _refuse_closed(row)
    if not row.document.counted_from <= on <= row.country.local_date(now):
        first, last = row.document.counted_from, row.country.local_date(now)
        raise ValidationError({"done_on": f"Give a day from {first:%-d %B %Y} (the document's) to {last:%-d %B %Y}."})
    milestone.done_on = on
    milestone.save(update_fields=["done_on"])
    settle(row, now=now)
    return milestone


def _refuse_closed(row: Commitment) -> None:
    if row.closed_as:
        raise ValidationError(
            f"{row.reference} is {row.get_closed_as_display().lower()}. Ask the coordinator to reopen it first."
        )
