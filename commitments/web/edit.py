"""Correct the text of a commitment. Its date moves by decision only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from commitments.actions import edit_commitment
from commitments.models import Commitment
from commitments.web.changes import typed
from commitments.web.form_page import FormPage
from commitments.web.forms import EditForm


@dataclass(frozen=True)
class Difference:
    """One field in which what is saved by now and what was typed are not the same."""

    label: str
    theirs: str
    yours: str


class EditPage(FormPage):
    template_name = "commitments/edit_form.html"
    saved = "Saved. The text is corrected."

    def opened(self) -> EditForm:
        return EditForm.opened(self.commitment, self.today, self.now)

    def filled(self) -> EditForm:
        return EditForm(self.request.POST, document=self.commitment.document)

    def act(self, form: EditForm) -> dt.datetime:
        draft, revision = form.draft(self.commitment.reference), form.cleaned_data["revision"]
        edit_commitment(self.commitment, draft, by=self.standing, now=self.now, seen_revision=revision)
        return self.now

    def stale(self, form: Any, found: Commitment) -> HttpResponse:
        """The same text sent twice is no conflict."""
        same = not differences(found, form, self.now)
        return self.done(form.cleaned_data["opened_at"]) if same else super().stale(form, found)

    def extra(self, form: Any) -> dict[str, Any]:
        return {"differences": differences(self.commitment, form, self.now) if form.is_bound else []}


def differences(commitment: Commitment, form: EditForm, now: dt.datetime) -> list[Difference]:
    theirs = {item.label: item.text for item in typed(EditForm.opened(commitment, now.date(), now))}
    yours = {item.label: item.text for item in typed(form)}
    labels = [str(field.label) for field in form.visible_fields()]
    return [
        Difference(label, theirs.get(label, ""), yours.get(label, ""))
        for label in labels
        if theirs.get(label, "") != yours.get(label, "")
    ]
