"""Whether mails may leave, for administrators: why not, what would go, and the two ways to release it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commitments.delivery import Release
from commitments.fields import Line
from commitments.models import MailHold
from commitments.reminders.holds import hold, open_holds, perhaps_told, release, waiting
from commitments.tasks import send_due_reminders, wake
from commitments.web.asking import now_of, standing
from commitments.web.form_page import UNREADABLE

SHOWN = 50
REFUSED = "Sending is held and released by administrators."


class HoldForm(forms.Form):
    reason = Line(max_length=400, label="Why may no mail leave?", help_text="Everybody reads it on the outbox page.")


class ReleaseForm(forms.Form):
    release = forms.ChoiceField(
        choices=Release.choices,
        widget=forms.RadioSelect,
        label="What becomes of what waits?",
        error_messages={"required": "Nothing is chosen. Choose one.", "invalid_choice": "Choose one of the two."},
    )

    def __init__(self, *args: Any, held: list[MailHold], **options: Any) -> None:
        """Where nothing can have been sent meanwhile there is nothing to choose."""
        super().__init__(*args, **options)
        if not any(one.gap_until for one in held):
            self.initial = {"release": Release.SEND.value}
            self.fields["release"].widget = forms.HiddenInput()


def _extent(held: list[MailHold]) -> str:
    if all(one.is_partial for one in held):
        return "Mails about countries without a policy of their own wait; all others leave."
    return "No mail leaves."


@require_http_methods(["GET", "HEAD", "POST"])
def mail_hold(request: HttpRequest) -> HttpResponse:
    asks = standing(request)
    if not asks.is_administrator:
        raise PermissionDenied(REFUSED)
    held, now = list(open_holds()), now_of(request)
    sent = request.POST if request.method == "POST" else None
    form: forms.Form = ReleaseForm(sent, held=held) if held else HoldForm(sent)
    if sent is not None and form.is_valid():
        if held:
            release(Release(form.cleaned_data["release"]), by=asks.person, now=now)
            wake(send_due_reminders)
            messages.success(request, "Released. What waits goes within a minute.")
        else:
            hold(form.cleaned_data["reason"], by=asks.person, now=now)
            messages.success(request, "Held. No mail leaves until you release it.")
        return HttpResponseRedirect(reverse("mail-hold"))
    doubtful = {mail.pk for one in held for mail in perhaps_told(one).only("pk")}
    mails = waiting().select_related("recipient").defer("raw", "html", "text", "entries").order_by("written_at", "pk")
    page = Paginator(mails, SHOWN).get_page(request.GET.get("page"))
    context = {
        "held": held,
        "extent": _extent(held),
        "form": form,
        "page": page,
        "doubtful": doubtful,
        "rows": [(m, m.pk in doubtful) for m in page],
    }
    return render(request, "commitments/mail_hold.html", context, status=UNREADABLE if form.errors else 200)
