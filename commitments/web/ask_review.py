"""Ask somebody for a review; decline one."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from commitments.access import may_update
from commitments.actions import ask_for_review, decline_review, is_asked
from commitments.models import Commitment, ReviewRequest
from commitments.web.asking import standing
from commitments.web.form_page import FormPage
from commitments.web.forms.review_request import DeclineForm, ReviewRequestForm
from commitments.web.reach import reached


class AskReviewPage(FormPage):
    template_name = "commitments/review_request_form.html"
    rule = staticmethod(may_update)
    saved = "Saved. They find it in their next mail, and it stands on this page until they answer."

    def opened(self) -> ReviewRequestForm:
        return ReviewRequestForm.opened(self.commitment, self.today, self.now)

    def filled(self) -> ReviewRequestForm:
        return ReviewRequestForm(self.request.POST, commitment=self.commitment, on=self.today)

    def act(self, form: ReviewRequestForm) -> dt.datetime:
        revision = form.cleaned_data["revision"]
        asks: dict[str, Any] = {"by": self.standing, "now": self.now, "seen_revision": revision}
        return ask_for_review(self.commitment, form.draft(), **asks).posted_at


class DeclinePage(FormPage):
    template_name = "commitments/review_decline_form.html"
    rule = staticmethod(may_update)  # not asked: who is asked declines, see `find`
    saved = "Saved. Who asked can now ask somebody else."

    def find(self, request: HttpRequest, **kwargs: Any) -> Commitment:
        found = ReviewRequest.objects.select_related("commitment", "asked", "asked_by").filter(pk=kwargs["pk"]).first()
        if found is None or not Commitment.objects.visible_to(standing(request)).filter(review_requests=found).exists():
            raise Http404
        if not is_asked(found, standing(request)):
            raise PermissionDenied("Only who is asked for a review declines it.")
        self.asked = found
        return reached(request, found.commitment.reference)

    def admit(self) -> None:
        """`find` has seen to it."""

    def opened(self) -> DeclineForm:
        return DeclineForm.opened(self.commitment, self.now)

    def filled(self) -> DeclineForm:
        return DeclineForm(self.request.POST)

    def act(self, form: DeclineForm) -> dt.datetime:
        declined = decline_review(self.asked, form.cleaned_data["reason"], by=self.standing, now=self.now)
        return declined.answered_at or self.now

    def extra(self, form: DeclineForm) -> dict[str, Any]:
        return {"asked": self.asked}
