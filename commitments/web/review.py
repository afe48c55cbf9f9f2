"""Record an independent judgement beside the claim."""

import datetime as dt
from typing import Any

from commitments.access import may_review
from commitments.actions import post_review
from commitments.web.form_page import FormPage
from commitments.web.forms import ReviewForm


class ReviewPage(FormPage):
    template_name = "commitments/review_form.html"
    rule = staticmethod(may_review)
    saved = "Saved. Your review stands beside the claim."

    def opened(self) -> ReviewForm:
        return ReviewForm.opened(self.commitment, self.today, self.now)

    def filled(self) -> ReviewForm:
        return ReviewForm(self.request.POST, commitment=self.commitment, today=self.today)

    def act(self, form: ReviewForm) -> dt.datetime:
        revision = form.cleaned_data["revision"]
        posted = post_review(self.commitment, form.draft(), by=self.standing, now=self.now, seen_revision=revision)
        return posted.posted_at

    def extra(self, form: ReviewForm) -> dict[str, Any]:
        """What is claimed: of what comes back, of the time that is chosen."""
        said = self.commitment.updates.select_related("author", "on_behalf_of").prefetch_related("evidence")
        times = self.commitment.occurrences.all() if form.time else ()
        time = next((one for one in times if str(one.number) == form.time), self.commitment.occurrence)
        last = said.filter(occurrence=time).first()
        return {"last": last, "time": time, "claimed": (time or self.commitment).completion}
