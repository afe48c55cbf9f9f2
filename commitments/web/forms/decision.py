"""Decisions of the coordinator: each kind asks only for what it needs."""

import datetime as dt
from typing import Any

from commitments.actions import Move, Ruling
from commitments.fields import Choice, Day, Line, Text
from commitments.models import Commitment
from commitments.web.forms.promised import (
    DateFields,
    Source,
    day_typed,
    propose_figures,
    show_reading,
    source_of,
    why_field,
)
from commitments.web.forms.seen import SeenForm, seen
from commitments.web.occurrences import choices_of
from countries.validators import validate_web_address

EDTF_HINT = (
    "The date in figures: 2018 (a year), 2018-12 (a month), 2018-12-31 (a day), 2024-33 (first quarter; 34, 35, 36 "
    "for the others), 2022/2024 (from, to). The last day of it counts."
)
NEW_DATE = DateFields("new_phrase", "new_edtf", "new_why", "new_choice")


def ruling_of(data: dict[str, Any]) -> Ruling:
    """The fields that every form of a decision has in common."""
    return Ruling(
        decided_on=data["decided_on"],
        decided_by=data["decided_by"],
        reason=data["reason"],
        source=data["source"],
        submission=data["submission"],
    )


class DecisionForm(SeenForm):
    """Withdraw or reopen."""

    reason = Text(max_length=4000, label="Reason", help_text="Everybody who sees the commitment can read it.")
    decided_by = Line(max_length=200, label="Who decided", help_text="A person or a body, such as the Cabinet.")
    decided_on = Day(label="Decided on")
    source = Line(
        required=False,
        max_length=500,
        label="Source",
        validators=[validate_web_address],
        help_text="Web address of the decision, if it is published.",
    )
    field_order = ["new_phrase", "new_edtf", "new_why", "successor", "reason", "decided_by", "decided_on", "source"]

    def __init__(self, *args: Any, commitment: Commitment, **options: Any) -> None:
        super().__init__(*args, **options)
        self.commitment = commitment

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "DecisionForm":
        initial = seen(commitment, now) | {"decided_on": max(today, commitment.document.counted_from)}
        return cls(initial=initial, commitment=commitment)

    def ruling(self) -> Ruling:
        return ruling_of(self.cleaned_data)


class MoveForm(DecisionForm):
    new_phrase = Line(
        max_length=300, label="New date, in the words of the decision", help_text="Such as “by the end of 2019”."
    )
    new_edtf = Line(required=False, max_length=40, label="New date, in figures", help_text=EDTF_HINT)
    new_why = why_field()

    def __init__(self, *args: Any, commitment: Commitment, **options: Any) -> None:
        super().__init__(*args, commitment=commitment, **options)
        if commitment.occurrence is not None:
            today = day_typed(self, "decided_on") or commitment.document.counted_from
            self.fields["occurrence"] = Choice(
                label="Which time does it move?",
                choices=choices_of(commitment, today, still_open=True),
                initial=str(commitment.occurrence.number),
                noun="one of the times that are not done",
                help_text="The others stay as promised.",
            )
            self.order_fields(["occurrence", *self.field_order])
        show_reading(self, NEW_DATE, self._source())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        propose_figures(self, NEW_DATE, self._source())
        return data

    def _source(self) -> Source:
        """The words of a decision count from its day."""
        return source_of(self.commitment, day_typed(self, "decided_on"), on_field="decided_on")

    def move(self) -> Move:
        data = self.cleaned_data
        time = int(data.get("occurrence") or 0)
        return Move(phrase=data["new_phrase"], edtf=data["new_edtf"], why=data["new_why"], occurrence=time)


class SupersedeForm(DecisionForm):
    successor = Line(max_length=40, label="Commitment that replaces it", help_text="Its reference, such as NO-2019-04.")
