"""Correct the text of a commitment, or say how it comes back. Its date moves by decision only."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse

from commitments.actions import edit_commitment
from commitments.deadlines import Reading
from commitments.deadlines.agreement import Words, read_words
from commitments.models import Commitment
from commitments.web.changes import typed
from commitments.web.form_page import FormPage
from commitments.web.forms import EditForm, SeriesForm


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
        return self._explained(self._kind.opened(self.commitment, self.today, self.now))

    def filled(self) -> EditForm:
        return self._explained(self._kind(self.request.POST, document=self.commitment.document))

    @cached_property
    def _reading(self) -> Reading:
        row = self.commitment
        return read_words(
            Words(row.due_phrase, row.quotation_language, row.document.country.code, row.document.counted_from)
        )

    @property
    def _kind(self) -> type[EditForm]:
        """Words that come back, kept before their times were, can be given them."""
        comes_back = self.commitment.occurrence_id is None and self._reading.recurrence is not None
        return SeriesForm if comes_back else EditForm

    def _explained(self, form: EditForm) -> EditForm:
        if isinstance(form, SeriesForm):
            form.explain(self._reading.repetition)
        return form

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
