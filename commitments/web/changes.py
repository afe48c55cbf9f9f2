"""Two texts side by side: what others saved since a form was opened, and what was typed into it."""

import datetime as dt
from dataclasses import dataclass

from django import forms

from commitments.models import Commitment, Review
from commitments.web.forms import SeenForm
from commitments.web.wording import day_in_words


@dataclass(frozen=True)
class Change:
    """What somebody saved, in the words they used."""

    what: str
    who: str
    when: dt.datetime
    text: str


@dataclass(frozen=True)
class Typed:
    label: str
    text: str


def changes_since(commitment: Commitment, opened_at: dt.datetime, revisions: int) -> list[Change]:
    """Newest first. Should clocks disagree, the newest as many as there are new revisions."""
    found = sorted(_all(commitment), key=lambda change: change.when, reverse=True)
    return [change for change in found if change.when >= opened_at] or found[: max(revisions, 0)]


def _all(commitment: Commitment) -> list[Change]:
    updates = [
        Change(
            f"Progress update: {update.get_completion_display()}",
            update.said_by,
            update.posted_at,
            update.narrative or "No change.",
        )
        for update in commitment.updates.select_related("author", "on_behalf_of")
    ]
    reviews = [
        Change(
            f"Review{_of(review)}: {review.get_completion_display()}",
            review.judged_by,
            review.posted_at,
            review.judgement,
        )
        for review in commitment.reviews.select_related("reviewer", "on_behalf_of", "occurrence")
    ]
    decisions = [
        Change(
            f"Decision: {decision.get_kind_display().lower()}",
            decision.written_down_by,
            decision.posted_at,
            decision.reason,
        )
        for decision in commitment.decisions.select_related("recorded_by", "on_behalf_of")
    ]
    return updates + reviews + decisions


def _of(review: Review) -> str:
    return f" of {review.occurrence.name}" if review.occurrence else ""


def typed(form: SeenForm) -> list[Typed]:
    """What stands in the visible fields, as sentences."""
    return [Typed(str(field.label), text) for field in form.visible_fields() if (text := _as_text(field))]


def _as_text(field: forms.BoundField) -> str:
    value = field.value()
    if isinstance(field.field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.field.widget.choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(item), str(item)) for item in chosen if item)
    if isinstance(field.field, forms.DateField):
        day = field.form.cleaned_data.get(field.name) if field.form.is_bound else value
        return day_in_words(day) if isinstance(day, dt.date) else str(value or "")
    if isinstance(field.field, forms.BooleanField):
        return "yes" if value else ""
    return str(value) if value else ""
