"""The review: an independent judgement beside the claim."""

import datetime as dt

from django import forms

from commitments.actions import ReviewDraft
from commitments.choices import Completion
from commitments.fields import Choice, Day, Text
from commitments.models import Commitment
from commitments.web.forms.seen import SeenForm, seen


class ReviewForm(SeenForm):
    completion = Choice(
        label="How far is it, in your judgement?",
        choices=Completion.choices,
        widget=forms.RadioSelect,
        noun="one of the five steps of completion",
        help_text="Your own judgement. It stands beside the claim and does not change it.",
    )
    judgement = Text(max_length=10_000, label="What the judgement rests on", help_text="What you looked at.")
    reviewed_on = Day(label="Judged on")

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "ReviewForm":
        return cls(initial=seen(commitment, now) | {"reviewed_on": max(today, commitment.document.counted_from)})

    def draft(self) -> ReviewDraft:
        data = self.cleaned_data
        return ReviewDraft(
            completion=data["completion"],
            judgement=data["judgement"],
            reviewed_on=data["reviewed_on"],
            submission=data["submission"],
        )
