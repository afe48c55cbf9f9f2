"""Post a progress update, in under a minute."""

import datetime as dt
from typing import Any

from commitments.access import may_update
from commitments.actions import post_update
from commitments.web.form_page import FormPage
from commitments.web.forms import ProgressForm


class UpdatePage(FormPage):
    template_name = "commitments/update_form.html"
    rule = staticmethod(may_update)
    saved = "Saved. Your update is on the record."

    def opened(self) -> ProgressForm:
        return ProgressForm.opened(self.commitment, self.today, self.now)

    def filled(self) -> ProgressForm:
        return ProgressForm(self.request.POST, self.request.FILES, commitment=self.commitment, today=self.today)

    def act(self, form: ProgressForm) -> dt.datetime:
        revision = form.cleaned_data["revision"]
        posted = post_update(self.commitment, form.draft(), by=self.standing, now=self.now, seen_revision=revision)
        return posted.posted_at

    def extra(self, form: ProgressForm) -> dict[str, Any]:
        last = self.commitment.updates.select_related("author", "on_behalf_of").first()
        return {"last": last, "lost_file": form.is_bound and bool(form.files.get("file"))}
