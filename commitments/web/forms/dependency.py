"""What a commitment waits for, and how long after it is due."""

import datetime as dt

from django import forms

from commitments.actions import DependencyDraft
from commitments.actions.depend import LONGEST
from commitments.choices import LengthUnit
from commitments.fields import EMPTY, Choice, Line
from commitments.models import Commitment
from commitments.web.forms.seen import SeenForm, seen

NUMBER = f"Give a number from 1 to {LONGEST:,}."
UNITS = [(unit.value, f"{unit.label}s") for unit in LengthUnit]


class DependencyForm(SeenForm):
    phrase = Line(
        max_length=300, label="As promised, word for word", help_text="Such as “within 18 months of the new law”."
    )
    upon = Line(max_length=40, label="The commitment it waits for", help_text="Its reference, such as NO-2019-04.")
    amount = forms.IntegerField(
        min_value=1,
        max_value=LONGEST,
        label="How long after it",
        help_text="Counted from the day that one is done; until then, from the date it is due.",
        error_messages={"required": EMPTY, "invalid": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
    )
    unit = Choice(label="Counted in", choices=UNITS, noun="a length of time")
    field_order = ["phrase", "upon", "amount", "unit"]

    @classmethod
    def opened(cls, commitment: Commitment, now: dt.datetime) -> "DependencyForm":
        return cls(initial=seen(commitment, now) | {"phrase": commitment.due_phrase, "unit": LengthUnit.MONTH.value})

    def draft(self, upon: Commitment) -> DependencyDraft:
        data = self.cleaned_data
        return DependencyDraft(
            upon=upon,
            amount=data["amount"],
            unit=data["unit"],
            phrase=data["phrase"],
            submission=data["submission"],
        )
