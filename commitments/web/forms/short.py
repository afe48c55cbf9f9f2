"""The answers to a line of a mail: no field, or two, on a phone. What they cannot say, the long forms can."""

import datetime as dt
from typing import Any, ClassVar, Self

from django import forms

from commitments.actions import AcknowledgementDraft, ProgressDraft, RequestDraft, last_day_to_put_off
from commitments.choices import Completion, RequestKind
from commitments.fields import Choice, Day, Text
from commitments.models import Commitment
from commitments.web.forms.seen import SeenForm, seen

USUAL = dt.timedelta(days=14)


class ShortForm(SeenForm):
    """Several stand on one page, so each field is known by the answer it belongs to; `answer` says which was sent."""

    name: ClassVar[str]
    answer = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, commitment: Commitment, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = f"{self.name}-%s"
        self.commitment, self.today = commitment, today

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> Self:
        given = seen(commitment, now) | {"answer": cls.name} | cls.proposed(commitment, today)
        return cls(initial=given, commitment=commitment, today=today)

    @classmethod
    def proposed(cls, commitment: Commitment, today: dt.date) -> dict[str, Any]:
        return {}

    @property
    def effective_on(self) -> dt.date:
        """Nothing can have happened before the document counts."""
        return max(self.today, self.commitment.document.counted_from)


class NoChangeForm(ShortForm):
    name = "no-change"

    def draft(self) -> ProgressDraft:
        return ProgressDraft(
            effective_on=self.effective_on,
            completion=self.commitment.completion,
            no_change=True,
            submission=self.cleaned_data["submission"],
        )


class ShortUpdateForm(ShortForm):
    name = "update"
    completion = Choice(label="How far is it?", choices=Completion.choices, noun="one of the five steps of completion")
    narrative = Text(
        max_length=10_000,
        label="What happened",
        help_text="One sentence is enough.",
        error_messages={"required": "Say in a sentence what happened. If nothing did, press “No change”."},
    )

    @classmethod
    def proposed(cls, commitment: Commitment, today: dt.date) -> dict[str, Any]:
        return {"completion": commitment.completion}

    def draft(self) -> ProgressDraft:
        return ProgressDraft(
            effective_on=self.effective_on,
            completion=self.cleaned_data["completion"],
            narrative=self.cleaned_data["narrative"],
            submission=self.cleaned_data["submission"],
        )


class LaterForm(ShortForm):
    """An extension to a day, or a first date; what is meant less exactly is asked for on the long form."""

    name = "later"
    day = Day(label="By when can it be done?", help_text="The last day you need.")
    reason = Text(max_length=4000, label="Why not before?", help_text="Everybody who sees the commitment can read it.")

    def __init__(self, *args: Any, commitment: Commitment, today: dt.date, **options: Any) -> None:
        super().__init__(*args, commitment=commitment, today=today, **options)
        if commitment.due_latest is None:
            self.fields["reason"].label = "Why that day?"

    def draft(self) -> RequestDraft:
        day = self.cleaned_data["day"]
        return RequestDraft(
            kind=RequestKind.EXTEND,
            reason=self.cleaned_data["reason"],
            phrase=f"by {day:%-d %B %Y}",
            edtf=day.isoformat(),
            submission=self.cleaned_data["submission"],
        )

    def shown_as(self, name: str) -> str:
        return {"phrase": "day", "edtf": "day"}.get(name, super().shown_as(name))


class PutOffForm(ShortForm):
    name = "put-off"
    day = Day(label="Ask me again on")
    reason = Text(
        max_length=1000,
        label="What do you wait for?",
        help_text="One sentence. The coordinator can read it.",
        error_messages={"required": "Say in a sentence what you wait for, or what you do about it."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.last = last_day_to_put_off(self.commitment.due_latest, self.today)
        self.fields["day"].help_text = f"{self.last:%-d %B %Y} at the latest."

    @classmethod
    def proposed(cls, commitment: Commitment, today: dt.date) -> dict[str, Any]:
        return {"day": min(today + USUAL, last_day_to_put_off(commitment.due_latest, today))}

    def draft(self) -> AcknowledgementDraft:
        data = self.cleaned_data
        return AcknowledgementDraft(until=data["day"], reason=data["reason"], submission=data["submission"])

    def shown_as(self, name: str) -> str:
        return {"until": "day"}.get(name, super().shown_as(name))


class AskAgainForm(ShortForm):
    """Takes back what was put off."""

    name = "ask-again"
