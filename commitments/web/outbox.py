"""Every mail that went, waits, failed or goes next: nobody has to believe that a reminder was sent."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.choices import FAILED, WAITING, MessageStatus
from commitments.models import MailRelay, Message, Reminder
from commitments.reminders.holds import foremost
from commitments.reminders.house import house
from commitments.reminders.less import without_token
from commitments.reminders.queue import Next, next_mails
from commitments.web.asking import now_of, standing
from commitments.web.mail_headers import headers_in_words
from countries.models import Person

PER_PAGE = 50
NEXT_SHOWN = 10
PLANNED = "planned"
GROUPS: dict[str, tuple[str, tuple[MessageStatus, ...]]] = {
    PLANNED: ("Planned next", ()),
    "waiting": ("Waiting", WAITING),
    "sent": ("Sent", (MessageStatus.SENT,)),
    "kept": ("Kept here", (MessageStatus.KEPT,)),
    "failed": ("Failed", FAILED),
    "cancelled": ("Cancelled", (MessageStatus.CANCELLED,)),
}
# The mail brings its own styles and nothing else: no script, no picture, no form, no way out of its frame.
BODY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'; base-uri 'none'"


_TOLD = Subquery(
    Reminder.objects.filter(message=OuterRef("pk")).order_by().values("message").annotate(n=Count("pk")).values("n")
)


class OutboxFilter(forms.Form):
    status = forms.ChoiceField(
        required=False,
        choices=[("", "All"), *((key, label) for key, (label, _) in GROUPS.items())],
        error_messages={"invalid_choice": "There is no such status. Choose one of the list."},
    )
    person = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        empty_label="Everybody",
        error_messages={"invalid_choice": "There are no mails to this person that you may see. Choose another one."},
    )

    def __init__(self, data: Any, *, mails: QuerySet[Message], people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.mails = mails
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people

    @property
    def wanted_status(self) -> str:
        return str(self.cleaned_data.get("status") or "")

    @property
    def wanted_person(self) -> Person | None:
        person: Person | None = self.cleaned_data.get("person")
        return person

    def found(self) -> QuerySet[Message]:
        """Nothing is found by a filter that is wrong."""
        if not self.is_valid():
            return self.mails.none()
        mails = self.mails.filter(recipient=self.wanted_person) if self.wanted_person else self.mails
        return mails.filter(status__in=GROUPS[self.wanted_status][1]) if self.wanted_status else mails


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    mails = Message.objects.visible_to(standing(request))
    recipients = Person.objects.filter(pk__in=mails.order_by().values("recipient"))
    asked = OutboxFilter(request.GET, mails=mails, people=recipients)
    found = (
        asked.found().select_related("recipient").defer("raw", "html", "text", "entries").order_by("-written_at", "-id")
    )
    upcoming: list[Next] = []
    if asked.is_valid() and asked.wanted_status in ("", PLANNED):
        upcoming = next_mails(standing(request), now_of(request), person=asked.wanted_person)
    shown = upcoming if asked.wanted_status == PLANNED else upcoming[:NEXT_SHOWN]
    return render(
        request,
        "commitments/outbox.html",
        {
            "form": asked,
            "page": Paginator(found.annotate(told=Coalesce(_TOLD, 0)), PER_PAGE).get_page(request.GET.get("page")),
            "next": shown,
            "next_count": len(upcoming),
            "planned": PLANNED,
            "undelivered": Message.objects.in_charge_of(standing(request)).undelivered().count(),
            "held": foremost(),
            "delivers": settings.MAIL_IS_DELIVERED,
            "relay": MailRelay.objects.filter(name=house().relay, down_since__isnull=False).first(),
        },
    )


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def outbox_message(request: HttpRequest, pk: int) -> HttpResponse:
    mail = _as_read_by(request, _visible(request, pk))
    carried = mail.reminders.select_related("commitment", "step").order_by("commitment__due_latest", "pk")
    theirs = Message.objects.in_charge_of(standing(request)).undelivered().filter(pk=pk).exists()
    context = {
        "mail": mail,
        "may_settle": theirs,
        "headers": headers_in_words(mail),
        "attempts": mail.attempts.all(),
        "reminders": carried,
    }
    return render(request, "commitments/outbox_message.html", context)


@require_safe
def outbox_body(request: HttpRequest, pk: int) -> HttpResponse:
    response = HttpResponse(_as_read_by(request, _visible(request, pk)).html)
    response["Content-Security-Policy"] = BODY_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _as_read_by(request: HttpRequest, mail: Message) -> Message:
    """The link by which its reader gets less mail works for whoever presses it, so nobody else is shown it."""
    if mail.recipient != standing(request).person:
        mail.text, mail.html = without_token(mail.text), without_token(mail.html)
    return mail


def _visible(request: HttpRequest, pk: int) -> Message:
    mails = Message.objects.visible_to(standing(request)).select_related("recipient")
    return get_object_or_404(mails, pk=pk)
