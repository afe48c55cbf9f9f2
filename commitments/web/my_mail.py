"""My mail: how it comes, when the next one does, and what it would say."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from commitments.models import MailChoices, Message
from commitments.models.mail_choices import LONGEST_PAUSE
from commitments.reminders.ahead import Ahead, next_mail, picture, wishes_of
from commitments.reminders.choose import ChosenMeanwhile, choose
from commitments.reminders.house import house
from commitments.reminders.outlook import outlook
from commitments.reminders.scan import day_of
from commitments.reminders.still_owed import Day
from commitments.reminders.wishes import URGENT_WAITS
from commitments.web.asking import now_of, standing
from commitments.web.form_page import UNREADABLE
from commitments.web.forms.my_mail import MyMailForm
from commitments.web.outbox import BODY_POLICY
from countries.models import Person

MEANWHILE = (
    "Your choices changed while this page was open, perhaps by the link in a mail. Nothing was saved. Check what you "
    "chose below and save it again."
)


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": [SELF]})
def my_mail(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = _opened(request, person)
    if request.method == "POST":
        form = MyMailForm(request.POST, country_zone=_country_zone(request, person))
        if form.is_valid() and _saved(request, person, form):
            messages.success(request, "Saved. Your mail comes like this from now on.")
            return HttpResponseRedirect(request.path)
    wrong = request.method == "POST"
    return render(
        request, "commitments/my_mail.html", _context(request, person, form), status=UNREADABLE if wrong else 200
    )


@require_safe
def my_next_mail(request: HttpRequest) -> HttpResponse:
    """The picture alone, for the frame."""
    ahead = _ahead(request, _person(request))
    response = HttpResponse(picture(ahead, house()) if ahead else "")
    response["Content-Security-Policy"] = BODY_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _saved(request: HttpRequest, person: Person, form: MyMailForm) -> bool:
    data, now = form.cleaned_data, now_of(request)
    words = {"language": data["language"], "time_zone": data["time_zone"]}
    try:
        choose(person, form.wanted(), **words, wishes=wishes_of(person, _day(request)), now=now, seen=data["seen"])
    except ChosenMeanwhile:
        form.add_error(None, MEANWHILE)
        form.see(MailChoices.objects.newest([person]).get(person.pk))
    except ValidationError as problem:
        form.add_error(None, problem)
    else:
        return True
    person.refresh_from_db()
    return False


def _opened(request: HttpRequest, person: Person) -> MyMailForm:
    chosen = MailChoices.objects.newest([person]).get(person.pk)
    return MyMailForm.of(person, chosen, _country_zone(request, person))


def _context(request: HttpRequest, person: Person, form: MyMailForm) -> dict[str, Any]:
    last = (
        Message.objects.filter(recipient=person).defer("raw", "html", "text", "entries").order_by("-written_at").first()
    )
    bounds = {"urgent_days": URGENT_WAITS.days, "pause_days": LONGEST_PAUSE.days}
    return {
        "form": form,
        "ahead": _ahead(request, person),
        "outlook": outlook(person, _day(request), now_of(request), even_if_many="ahead" in request.GET),
        "now": now_of(request),
        "last": last,
        **bounds,
    }


def _ahead(request: HttpRequest, person: Person) -> Ahead | None:
    return next_mail(person, _day(request), now_of(request))


def _country_zone(request: HttpRequest, person: Person) -> str:
    elsewhere = Person(pk=person.pk)
    return _day(request).audience.zone_of(elsewhere).key


def _day(request: HttpRequest) -> Day:
    """Once per request: the seats of everybody are in it."""
    if not hasattr(request, "_mail_day"):
        request._mail_day = day_of(now_of(request))  # type: ignore[attr-defined]
    return request._mail_day  # type: ignore[attr-defined,no-any-return]


def _person(request: HttpRequest) -> Person:
    person = standing(request).person
    if person is None:
        raise Http404
    return person
