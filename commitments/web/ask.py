"""Staff ask the coordinator for a decision; the coordinator answers."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from commitments.access import may_update
from commitments.actions import ask_for_decision, grant_request, refuse_request
from commitments.choices import Answer, RequestKind
from commitments.models import Commitment, DecisionRequest
from commitments.web.asking import standing
from commitments.web.form_page import FormPage
from commitments.web.forms import AnswerForm, RequestForm
from commitments.web.reach import reached


class AskPage(FormPage):
    template_name = "commitments/request_form.html"
    rule = staticmethod(may_update)
    saved = "Saved. The coordinator of the country finds your request on the desk and in the next mail."

    def opened(self) -> RequestForm:
        return RequestForm.opened(self.commitment, self.today, self.now)

    def filled(self) -> RequestForm:
        return RequestForm(self.request.POST, commitment=self.commitment, today=self.today)

    def act(self, form: RequestForm) -> dt.datetime:
        posted = ask_for_decision(
            self.commitment,
            form.draft(self.other(form.cleaned_data)),
            by=self.standing,
            now=self.now,
            seen_revision=form.cleaned_data["revision"],
        )
        return posted.posted_at

    def other(self, data: dict[str, Any]) -> Commitment | None:
        if data["kind"] not in (RequestKind.MERGE, RequestKind.SUPERSEDE):
            return None
        found = Commitment.objects.visible_to(self.standing).filter(reference__iexact=data["other"]).first()
        if found is None and data["other"]:
            raise ValidationError(
                {"other": f"There is no commitment {data['other']}. Copy the reference from the list."}
            )
        return found

    def extra(self, form: RequestForm) -> dict[str, Any]:
        waiting = self.commitment.requests.waiting().select_related("requested_by", "on_behalf_of").first()
        return {"waiting": waiting}


class AnswerPage(FormPage):
    template_name = "commitments/answer_form.html"
    saved = "Saved. The answer and its reason are on the record."

    def find(self, request: HttpRequest, **kwargs: Any) -> Commitment:
        asked = DecisionRequest.objects.select_related(
            "commitment__document__country",
            "requested_by",
            "on_behalf_of",
            "other",
            "answered_by",
            "answered_on_behalf_of",
            "proposed_reading",
        )
        found = asked.filter(pk=kwargs["pk"]).first()
        if found is None or not Commitment.objects.visible_to(standing(request)).filter(requests=found).exists():
            raise Http404
        self.asked = found
        return reached(request, found.commitment.reference)

    def opened(self) -> AnswerForm:
        return AnswerForm.opened(self.asked, self.today, self.now, str(self.standing.person or ""))

    def filled(self) -> AnswerForm:
        return AnswerForm(self.request.POST, request=self.asked)

    def act(self, form: AnswerForm) -> dt.datetime:
        if form.cleaned_data["answer"] == Answer.REFUSED:
            answered = refuse_request(self.asked, form.cleaned_data["reason"], by=self.standing, now=self.now)
        else:
            answered = grant_request(self.asked, form.ruling(), by=self.standing, now=self.now, move=form.move())
        return answered.answered_at or self.now

    def extra(self, form: AnswerForm) -> dict[str, Any]:
        return {"asked": self.asked}
