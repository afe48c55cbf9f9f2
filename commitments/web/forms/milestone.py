"""Milestones: a dated step, and the day it was reached."""

import datetime as dt

from commitments.actions import MilestoneDraft
from commitments.fields import Day, Line
from commitments.models import Commitment
from commitments.web.forms.decision import EDTF_HINT
from commitments.web.forms.seen import SeenForm, seen


class MilestoneForm(SeenForm):
    title = Line(max_length=200, label="Step", help_text="What will have been reached.")
    due_phrase = Line(required=False, max_length=300, label="Due, in words", help_text="Such as “by mid-2018”.")
    due_edtf = Line(required=False, max_length=40, label="Due, in figures", help_text=EDTF_HINT)

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "MilestoneForm":
        return cls(initial=seen(commitment, now))

    def draft(self) -> MilestoneDraft:
        data = self.cleaned_data
        return MilestoneDraft(title=data["title"], due_phrase=data["due_phrase"], due_edtf=data["due_edtf"])


class FinishForm(SeenForm):
    done_on = Day(label="Reached on")

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "FinishForm":
        return cls(initial=seen(commitment, now) | {"done_on": max(today, commitment.document.counted_from)})
