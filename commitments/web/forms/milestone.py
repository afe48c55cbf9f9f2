"""Milestones: a dated step, and the day it was reached."""

import datetime as dt
from typing import Any

from django import forms

from commitments.actions import MilestoneDraft
from commitments.fields import Day, Line
from commitments.models import Commitment
from commitments.web.forms.decision import EDTF_HINT
from commitments.web.forms.promised import DateFields, propose_figures, show_reading, source_of, why_field
from commitments.web.forms.seen import SeenForm, seen

DATE = DateFields("due_phrase", "due_edtf", "due_why", "due_choice", "keep_undated")


class MilestoneForm(SeenForm):
    title = Line(max_length=200, label="Step", help_text="What will have been reached.")
    due_phrase = Line(required=False, max_length=300, label="Due, in words", help_text="Such as “by mid-2018”.")
    due_edtf = Line(required=False, max_length=40, label="Due, in figures", help_text=EDTF_HINT)
    due_why = why_field()
    keep_undated = forms.BooleanField(required=False, label="No day can be named: keep the words without figures")

    def __init__(self, *args: Any, commitment: Commitment, **options: Any) -> None:
        super().__init__(*args, **options)
        self.source = source_of(commitment)
        show_reading(self, DATE, self.source)

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "MilestoneForm":
        return cls(initial=seen(commitment, now), commitment=commitment)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        propose_figures(self, DATE, self.source)
        return data

    def draft(self) -> MilestoneDraft:
        data = self.cleaned_data
        return MilestoneDraft(data["title"], data["due_phrase"], data["due_edtf"], data["due_why"])


class FinishForm(SeenForm):
    done_on = Day(label="Reached on")

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "FinishForm":
        return cls(initial=seen(commitment, now) | {"done_on": max(today, commitment.document.counted_from)})
