"""Ask for a review, and decline one."""

import datetime as dt
from typing import Any

from django import forms

from commitments.actions import ReviewRequestDraft
from commitments.actions.ask_review import reviewers_of
from commitments.fields import Text
from commitments.models import Commitment
from commitments.web.forms.seen import SeenForm, seen
from countries.models import Person


class ReviewRequestForm(SeenForm):
    asked = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who shall review it?",
        empty_label="Choose",
        help_text="A head of another institution or a coordinator: nobody judges what their own house owes.",
        error_messages={"required": "Choose somebody.", "invalid_choice": "They may not review this. Choose another."},
    )
    reason = Text(max_length=2000, label="What shall be looked at", help_text="They read it in their mail.")

    def __init__(self, *args: Any, commitment: Commitment, on: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["asked"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = reviewers_of(commitment, on)

    @classmethod
    def opened(cls, commitment: Commitment, on: dt.date, now: dt.datetime) -> "ReviewRequestForm":
        return cls(initial=seen(commitment, now), commitment=commitment, on=on)

    def draft(self) -> ReviewRequestDraft:
        data = self.cleaned_data
        return ReviewRequestDraft(asked=data["asked"], reason=data["reason"], submission=data["submission"])


class DeclineForm(SeenForm):
    reason = Text(max_length=2000, label="Why not", help_text="Who asked reads it, and can ask somebody else.")

    @classmethod
    def opened(cls, commitment: Commitment, now: dt.datetime) -> "DeclineForm":
        return cls(initial=seen(commitment, now))
