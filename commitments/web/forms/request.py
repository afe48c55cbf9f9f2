"""Ask the coordinator for a decision, and answer."""

import datetime as dt
from typing import Any

from django import forms

from commitments.actions import Move, RequestDraft, Ruling
from commitments.choices import Answer, RequestKind
from commitments.fields import Choice, Day, Line, Text
from commitments.models import Commitment, DecisionRequest
from commitments.models.decision_request import FIRST_DATE
from commitments.web.forms.decision import EDTF_HINT, NEW_DATE, ruling_of
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

ASKED_DATE = DateFields("phrase", "edtf", "why", "choice")


class RequestForm(SeenForm):
    kind = Choice(
        label="What do you ask for?",
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        noun="one of the four requests",
    )
    phrase = Line(
        required=False,
        max_length=300,
        label="For a later date: by when, in words",
        help_text="Such as “by the end of 2019”.",
    )
    edtf = Line(required=False, max_length=40, label="For a later date: the same in figures", help_text=EDTF_HINT)
    why = why_field()
    other = Line(
        required=False,
        max_length=40,
        label="To merge or replace: the other commitment",
        help_text="Its reference, such as NO-2019-04.",
    )
    reason = Text(max_length=4000, label="Reason", help_text="Everybody who sees the commitment can read it.")

    def __init__(self, *args: Any, commitment: Commitment, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.source = source_of(commitment, today)
        show_reading(self, ASKED_DATE, self.source)
        if commitment.due_latest is None:
            self._ask_for_a_first_date()

    def _ask_for_a_first_date(self) -> None:
        later = {RequestKind.EXTEND.value: FIRST_DATE}
        kind: Any = self.fields["kind"]
        kind.choices = [(value, later.get(value, label)) for value, label in RequestKind.choices]
        for name in ("phrase", "edtf"):
            self.fields[name].label = str(self.fields[name].label).replace("later", "first")

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "RequestForm":
        initial = seen(commitment, now) | {"kind": RequestKind.EXTEND if commitment.due_latest else None}
        return cls(initial=initial, commitment=commitment, today=today)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == RequestKind.EXTEND:
            propose_figures(self, ASKED_DATE, self.source)
        return data

    def draft(self, other: Commitment | None) -> RequestDraft:
        data = self.cleaned_data
        return RequestDraft(
            kind=data["kind"],
            reason=data["reason"],
            phrase=data["phrase"],
            edtf=data["edtf"],
            why=data["why"],
            other=other,
            submission=data["submission"],
        )


class AnswerForm(SeenForm):
    """`decided_by` and the rest of a ruling count when the request is granted."""

    answer = Choice(label="Your answer", choices=Answer.choices, widget=forms.RadioSelect, noun="an answer")
    reason = Text(max_length=4000, label="Reason", help_text="Who asked will read it, and everybody else.")
    new_phrase = Line(required=False, max_length=300, label="New date, in words", help_text="As asked, or another.")
    new_edtf = Line(required=False, max_length=40, label="New date, in figures", help_text=EDTF_HINT)
    new_why = why_field()
    decided_by = Line(required=False, max_length=200, label="Who decided", help_text="A person or a body.")
    decided_on = Day(required=False, label="Decided on")
    source = Line(required=False, max_length=500, label="Source", help_text="Web address, if it is published.")

    def __init__(self, *args: Any, request: DecisionRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.commitment, self.extends = request.commitment, request.kind == RequestKind.EXTEND
        if self.extends:
            show_reading(self, NEW_DATE, self._source())
        else:
            del self.fields["new_phrase"], self.fields["new_edtf"], self.fields["new_why"]

    @classmethod
    def opened(cls, request: DecisionRequest, today: dt.date, now: dt.datetime, who: str) -> "AnswerForm":
        given = {
            "new_phrase": request.proposed_phrase,
            "new_edtf": request.proposed_edtf,
            "new_why": request.proposed_reading.reason if request.proposed_reading else "",
            "decided_by": who,
            "decided_on": max(today, request.commitment.document.counted_from),
        }
        return cls(initial=seen(request.commitment, now) | given, request=request)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("answer") == Answer.GRANTED:
            if not data.get("decided_by") and "decided_by" not in self.errors:
                self.add_error("decided_by", "Say who decided: a person or a body.")
            if not data.get("decided_on") and "decided_on" not in self.errors:
                self.add_error("decided_on", "Give the day of the decision, like 2018-12-31.")
            if self.extends:
                propose_figures(self, NEW_DATE, self._source())
        return data

    def ruling(self) -> Ruling:
        return ruling_of(self.cleaned_data)

    def move(self) -> Move | None:
        data = self.cleaned_data
        return Move(data["new_phrase"], data["new_edtf"], data["new_why"]) if self.extends else None

    def _source(self) -> Source:
        return source_of(self.commitment, day_typed(self, "decided_on"), on_field="decided_on")
