"""The review: an independent judgement beside the claim."""

import datetime as dt
from typing import Any

from django import forms

from commitments.actions import ReviewDraft
from commitments.choices import Completion
from commitments.fields import Choice, Day, Text
from commitments.models import Commitment
from commitments.web.forms.seen import SeenForm, seen
from commitments.web.occurrences import times_to_review


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

    def __init__(self, *args: Any, commitment: Commitment, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        if commitment.occurrence is not None:
            offered = times_to_review(commitment, today)
            self.fields["occurrence"] = Choice(
                label="Which time is it about?",
                choices=offered.choices,
                initial=offered.proposed,
                noun="one of its times",
                help_text="Proposed is the one that was said to be done last and that nobody has judged since.",
            )
            self.order_fields(["occurrence"])

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "ReviewForm":
        initial = seen(commitment, now) | {"reviewed_on": max(today, commitment.document.counted_from)}
        return cls(initial=initial, commitment=commitment, today=today)

    @property
    def time(self) -> str:
        """The number of the time it is about, as far as one is chosen."""
        return str(self["occurrence"].value()) if "occurrence" in self.fields else ""

    def draft(self) -> ReviewDraft:
        data = self.cleaned_data
        return ReviewDraft(
            completion=data["completion"],
            judgement=data["judgement"],
            reviewed_on=data["reviewed_on"],
            occurrence=int(data.get("occurrence") or 0),
            submission=data["submission"],
        )
