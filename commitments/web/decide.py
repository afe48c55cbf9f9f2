"""Record a decision of the coordinator. The address says which kind; without one the page offers those that apply."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commitments.actions import move_date, reopen, supersede, withdraw
from commitments.choices import DecisionKind
from commitments.models import Commitment, Decision
from commitments.web.form_page import UNREADABLE, FormPage
from commitments.web.forms import DecisionForm, MoveForm, SupersedeForm

FORMS: dict[str, type[DecisionForm]] = {
    DecisionKind.MOVE_DATE: MoveForm,
    DecisionKind.WITHDRAW: DecisionForm,
    DecisionKind.SUPERSEDE: SupersedeForm,
    DecisionKind.REOPEN: DecisionForm,
}
MEANING = {
    DecisionKind.MOVE_DATE: "It is due on another day from now on. What was first promised stays on the record.",
    DecisionKind.WITHDRAW: "It is no longer pursued. It stays on the record with the reason.",
    DecisionKind.SUPERSEDE: "Another commitment takes its place.",
    DecisionKind.REOPEN: "It is pursued again.",
}


class DecidePage(FormPage):
    template_name = "commitments/decision_form.html"
    saved = "Saved. The decision and its reason are on the record."

    @property
    def kind(self) -> str:
        asked = self.request.GET.get("kind", "")
        return asked if asked in FORMS else ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().get(request) if self.kind else self.choose()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().post(request) if self.kind else self.choose(status=UNREADABLE)

    def choose(self, status: int = 200) -> HttpResponse:
        closed = bool(self.commitment.closed_as)
        kinds = [(kind, MEANING[kind]) for kind in MEANING if (kind == DecisionKind.REOPEN) == closed]
        context = {"commitment": self.commitment, "kinds": kinds, "refused": status == UNREADABLE}
        return render(self.request, "commitments/decision_choice.html", context, status=status)

    def opened(self) -> DecisionForm:
        return FORMS[self.kind].opened(self.commitment, self.today, self.now)

    def filled(self) -> DecisionForm:
        return FORMS[self.kind](self.request.POST, commitment=self.commitment)

    def act(self, form: Any) -> dt.datetime:
        return self.decide(form).posted_at

    def decide(self, form: Any) -> Decision:
        asks: dict[str, Any] = {
            "by": self.standing,
            "now": self.now,
            "seen_revision": form.cleaned_data["revision"],
        }
        if self.kind == DecisionKind.MOVE_DATE:
            return move_date(self.commitment, form.move(), form.ruling(), **asks)
        if self.kind == DecisionKind.SUPERSEDE:
            return supersede(self.commitment, self.successor(form), form.ruling(), **asks)
        verb = withdraw if self.kind == DecisionKind.WITHDRAW else reopen
        return verb(self.commitment, form.ruling(), **asks)

    def successor(self, form: SupersedeForm) -> Commitment:
        reference = form.cleaned_data["successor"]
        found = Commitment.objects.visible_to(self.standing).filter(reference__iexact=reference).first()
        if found is None:
            reason = f"There is no commitment {reference} you can see. Copy the reference from the list."
            raise ValidationError({"successor": reason})
        return found

    def extra(self, form: Any) -> dict[str, Any]:
        return {"kind": DecisionKind(self.kind), "meaning": MEANING[DecisionKind(self.kind)]}
