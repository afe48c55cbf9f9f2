"""Record what a commitment without a date of its own waits for."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError

from commitments.actions import wait_for
from commitments.models import Commitment
from commitments.web.form_page import FormPage
from commitments.web.forms import DependencyForm


class DependPage(FormPage):
    template_name = "commitments/dependency_form.html"
    saved = "Saved. Its date follows the other commitment from now on."

    def opened(self) -> DependencyForm:
        return DependencyForm.opened(self.commitment, self.now)

    def filled(self) -> DependencyForm:
        return DependencyForm(self.request.POST)

    def act(self, form: DependencyForm) -> dt.datetime:
        draft = form.draft(self.upon(form.cleaned_data["upon"]))
        revision = form.cleaned_data["revision"]
        return wait_for(self.commitment, draft, by=self.standing, now=self.now, seen_revision=revision).posted_at

    def upon(self, reference: str) -> Commitment:
        visible = Commitment.objects.visible_to(self.standing).select_related("document")
        found = visible.filter(reference__iexact=reference).first()
        if found is None:
            reason = f"There is no commitment {reference} you can see. Copy the reference from the list."
            raise ValidationError({"upon": reason})
        return found

    def extra(self, form: Any) -> dict[str, Any]:
        return {"own_date": self.commitment.due_latest}
