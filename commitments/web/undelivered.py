"""Mails that did not arrive, oldest first, and what a coordinator or administrator does about each."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_safe

from commitments.choices import FAILED, MessageStatus
from commitments.delivery import FINAL_RULINGS
from commitments.fields import Text
from commitments.models import MailRuling, Message
from commitments.models.mail_ruling import LONGEST_REASON
from commitments.reminders.undelivered import DealtWithAlready, Ruling, let_be, pass_on, resend, successors
from commitments.tasks import send_due_reminders, wake
from commitments.web.asking import now_of, standing
from commitments.web.form_page import STALE, UNREADABLE
from countries.models import Person

PER_PAGE = 50
REFUSED = "Mails that did not arrive are dealt with by the coordinator of the country and by administrators."
SETTLED = "settled"
KINDS = {
    "": "Waiting for a decision",
    MessageStatus.DEAD.value: "Refused or given up",
    MessageStatus.UNCONFIRMED.value: "Sent, never confirmed",
    SETTLED: "Dealt with",
}


class RulingForm(forms.Form):
    """`seen` is how many rulings the person saw; `submission` names this one sending."""

    seen = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def ruling(self) -> Ruling:
        data = self.cleaned_data
        return Ruling(data["seen"], data["submission"], data.get("reason", ""))

    def refuse(self, problem: ValidationError) -> None:
        for name, errors in getattr(problem, "error_dict", {None: problem.error_list}).items():
            self.add_error(name if name in self.fields else None, errors)


class ResendForm(RulingForm):
    pass


class PassOnForm(RulingForm):
    passed_to = forms.ModelChoiceField(
        Person.objects.none(),
        label="To whom?",
        empty_label="Choose a person",
        error_messages={
            "required": "Nobody is chosen. Choose somebody of the list.",
            "invalid_choice": "This person holds no seat there any more. Choose somebody of the list.",
        },
        help_text="They get everything the mail said and is still owed in their next mail, with a word why.",
    )
    reason = Text(max_length=LONGEST_REASON, required=False, label="A note for the record")


class LetBeForm(RulingForm):
    reason = Text(
        max_length=LONGEST_REASON, label="Why does nobody need it?", help_text="Kept with your name beside the mail."
    )


FORMS: dict[str, type[RulingForm]] = {"resend": ResendForm, "pass_on": PassOnForm, "let_be": LetBeForm}
SAVED = {
    "resend": "Saved. It goes out within a minute, or its content with the next mail when its day is over.",
    "pass_on": "Saved. It stands in the next mail of the person you chose.",
    "let_be": "Saved. It stands among those dealt with, with your reason.",
}


@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    mails = _in_charge(request)
    waiting = mails.undelivered()
    counts: dict[str, int] = dict(waiting.order_by().values_list("status").annotate(n=Count("pk")))
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = mails.filter(rulings__kind__in=FINAL_RULINGS) if kind == SETTLED else waiting
    if kind and kind != SETTLED:
        found = found.filter(status=kind)
    rows = found.select_related("recipient").prefetch_related("rulings__ruled_by", "rulings__passed_to")
    page = Paginator(rows.defer("raw", "html", "text", "entries").order_by("written_at", "pk"), PER_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "kind": kind,
        "kinds": [(key, label, sum(counts.values()) if not key else counts.get(key)) for key, label in KINDS.items()],
        "count": sum(counts.values()),
    }
    return render(request, "commitments/undelivered.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undelivered_mail(request: HttpRequest, pk: int) -> HttpResponse:
    mail = get_object_or_404(_in_charge(request).select_related("recipient").defer("raw"), pk=pk)
    wish = request.POST.get("wish", "")
    filled = _form(wish, mail, request) if wish in FORMS else None
    if filled is None or not filled.is_valid():
        return _page(request, mail, filled, wish, UNREADABLE if request.method == "POST" else 200)
    try:
        _act(wish, mail, filled, request)
    except DealtWithAlready as problem:
        filled.refuse(problem)
        mail.refresh_from_db()
        filled.data = MultiValueDict({**filled.data, "seen": [mail.rulings.count()], "submission": [uuid.uuid4()]})
        return _page(request, mail, filled, wish, STALE)
    except ValidationError as problem:
        filled.refuse(problem)
        return _page(request, mail, filled, wish, UNREADABLE)
    wake(send_due_reminders)
    messages.success(request, SAVED[wish])
    return HttpResponseRedirect(reverse("undelivered"))


def _act(wish: str, mail: Message, form: RulingForm, request: HttpRequest) -> MailRuling:
    person = standing(request).person
    assert person is not None  # somebody in charge is somebody
    ruling, now = form.ruling(), now_of(request)
    if wish == "pass_on":
        return pass_on(mail, form.cleaned_data["passed_to"], ruling, by=person, now=now)
    verb: Callable[..., MailRuling] = resend if wish == "resend" else let_be
    return verb(mail, ruling, by=person, now=now)


def _form(wish: str, mail: Message, request: HttpRequest) -> RulingForm:
    sent = request.POST if wish == request.POST.get("wish") else None
    fresh: dict[str, Any] = {"seen": mail.rulings.count(), "submission": uuid.uuid4()}
    form = FORMS[wish](sent, initial=fresh, auto_id=f"{wish}_%s")
    if isinstance(form, PassOnForm):
        field = form.fields["passed_to"]
        assert isinstance(field, forms.ModelChoiceField)
        ids = [person.pk for person in successors(mail, now_of(request))]
        field.queryset = Person.objects.filter(pk__in=ids).order_by("full_name")
    return form


def _page(request: HttpRequest, mail: Message, filled: RulingForm | None, wish: str, status: int) -> HttpResponse:
    rulings = mail.rulings.select_related("ruled_by", "passed_to")
    settled = mail.status not in FAILED or any(one.kind in FINAL_RULINGS for one in rulings)
    forms_by_wish = {name: filled if name == wish and filled else _form(name, mail, request) for name in FORMS}
    context = {
        "mail": mail,
        "rulings": rulings,
        "settled": settled,
        "attempts": mail.attempts.all(),
        "reminders": mail.reminders.select_related("commitment", "step").order_by("commitment__due_latest", "pk"),
        "forms": forms_by_wish,
        "form": filled,
        "may_have_arrived": mail.maybe_delivered,
        "moved": mail.address != mail.recipient.email,
    }
    return render(request, "commitments/undelivered_mail.html", context, status=status)


def _in_charge(request: HttpRequest) -> Any:
    asks = standing(request)
    if not (asks.is_administrator or asks.coordinated_countries):
        raise PermissionDenied(REFUSED)
    mails: QuerySet[Message] = Message.objects.in_charge_of(asks)
    return mails
