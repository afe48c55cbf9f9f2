"""Add a milestone, and say that it is reached."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from commitments.access import may_update
from commitments.actions import add_milestone, finish_milestone
from commitments.models import Commitment, Milestone
from commitments.web.asking import standing
from commitments.web.form_page import FormPage
from commitments.web.forms import FinishForm, MilestoneForm
from commitments.web.reach import reached

LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


class MilestonePage(FormPage):
    template_name = "commitments/milestone_form.html"
    rule = staticmethod(may_update)
    saved = "Saved. The milestone is added."

    def opened(self) -> MilestoneForm:
        return MilestoneForm.opened(self.commitment, self.today, self.now)

    def filled(self) -> MilestoneForm:
        return MilestoneForm(self.request.POST, commitment=self.commitment)

    def act(self, form: MilestoneForm) -> dt.datetime:
        draft = form.draft()
        same = self.commitment.milestones.filter(title=draft.title).first()
        if same is not None and same.due_edtf == draft.due_edtf:
            return LONG_AGO
        if same is not None:
            raise ValidationError(
                {"title": f"“{draft.title}” is a step of this commitment already. Name it otherwise."}
            )
        add_milestone(self.commitment, draft, by=self.standing, now=self.now)
        return self.now


class FinishPage(FormPage):
    template_name = "commitments/milestone_finish.html"
    rule = staticmethod(may_update)
    saved = "Saved. The milestone is reached."

    def find(self, request: HttpRequest, **kwargs: Any) -> Commitment:
        found = Milestone.objects.filter(pk=kwargs["pk"]).select_related("commitment").first()
        if found is None or not Commitment.objects.visible_to(standing(request)).filter(milestones=found).exists():
            raise Http404
        self.milestone = found
        return reached(request, found.commitment.reference)

    def opened(self) -> FinishForm:
        return FinishForm.opened(self.commitment, self.today, self.now)

    def filled(self) -> FinishForm:
        return FinishForm(self.request.POST)

    def act(self, form: FinishForm) -> dt.datetime:
        if self.milestone.done_on is not None:
            return LONG_AGO
        finish_milestone(self.milestone, on=form.cleaned_data["done_on"], by=self.standing, now=self.now)
        return self.now

    def extra(self, form: Any) -> dict[str, Any]:
        return {"milestone": self.milestone}
