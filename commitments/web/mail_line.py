"""Where the links in mails lead: one commitment, what the mail said, how it stands now, and the answers to it.

Opening the page changes nothing, however often and by whomever it is opened; only a press on a button does. Whoever
has not signed in signs in first and comes back; whoever answers for it no longer is told so.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from commitments.access import may_acknowledge, may_coordinate, may_update
from commitments.actions import acknowledge, ask_for_decision, ask_me_again, post_update
from commitments.choices import Completion, ScheduleState
from commitments.models import Acknowledgement, Commitment
from commitments.tasks import apply_rollup_changes, wake
from commitments.timeline import is_open
from commitments.web.changes import changes_since
from commitments.web.form_page import FormPage
from commitments.web.forms import AskAgainForm, LaterForm, NoChangeForm, PutOffForm, ShortUpdateForm
from commitments.web.forms.short import ShortForm
from commitments.web.told import Told, told
from commitments.web.wording import day_in_words
from countries.choices import Role
from countries.models import Seat

INCOMPLETE = "The form was incomplete, so nothing was saved. Please press the button again."
FORMS = (NoChangeForm, ShortUpdateForm, LaterForm, PutOffForm, AskAgainForm)
ANSWERS: Mapping[str, type[ShortForm]] = {form.name: form for form in FORMS}


class MailLinePage(FormPage):
    template_name = "commitments/mail_line.html"
    rule = staticmethod(may_update)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return _not_yours(self, kwargs["reference"])

    def admit(self) -> None:
        """Reading is for everybody who sees the commitment; answering for those who report on it."""
        if self.request.method == "POST":
            super().admit()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("answer") not in ANSWERS:
            messages.error(request, INCOMPLETE)
            return HttpResponseRedirect(request.path)
        return super().post(request, **kwargs)

    def opened(self) -> ShortForm:
        """None is asked for by itself; an address may say which one to show open."""
        kind = ANSWERS.get(self.request.GET.get("answer", ""), NoChangeForm)
        return kind.opened(self.commitment, self.today, self.now)

    def filled(self) -> ShortForm:
        return ANSWERS[self.request.POST["answer"]](self.request.POST, commitment=self.commitment, today=self.today)

    def act(self, form: ShortForm) -> dt.datetime:
        verbs: dict[type[ShortForm], Callable[..., dt.datetime]] = {
            NoChangeForm: self.report,
            ShortUpdateForm: self.report,
            LaterForm: self.ask,
            PutOffForm: self.put_off,
            AskAgainForm: self.ask_again,
        }
        return verbs[type(form)](form, form.cleaned_data["revision"])

    def report(self, form: NoChangeForm | ShortUpdateForm, seen: int) -> dt.datetime:
        draft = form.draft()
        posted = post_update(self.commitment, draft, by=self.standing, now=self.now, seen_revision=seen)
        what = "no change" if posted.no_change else "your update"
        self.said = f"{what} on {self.commitment.reference}, {Completion(posted.completion).label.lower()}"
        return posted.posted_at

    def ask(self, form: LaterForm, seen: int) -> dt.datetime:
        asked = ask_for_decision(self.commitment, form.draft(), by=self.standing, now=self.now, seen_revision=seen)
        self.said = "the coordinator of the country finds your request on the desk and in the next mail"
        return asked.posted_at

    def put_off(self, form: PutOffForm, seen: int) -> dt.datetime:
        said = acknowledge(self.commitment, form.draft(), by=self.standing, now=self.now, seen_revision=seen)
        self.said = f"you are not asked about {self.commitment.reference} before {day_in_words(said.until)}"
        return said.made_at

    def ask_again(self, form: AskAgainForm, seen: int) -> dt.datetime:
        said = ask_me_again(self.commitment, by=self.standing, now=self.now, submission=form.cleaned_data["submission"])
        self.said = f"you are asked about {self.commitment.reference} again"
        return said.made_at if said else self.now

    def done(self, saved_at: dt.datetime) -> HttpResponse:
        wake(apply_rollup_changes)
        words = "Saved" if saved_at == self.now else "Saved already"
        messages.success(self.request, f"{words}: {self.said}.")
        return HttpResponseRedirect(self.request.path)

    def extra(self, form: ShortForm) -> dict[str, Any]:
        state = self.commitment.schedule_on(self.today)
        mail = told(self.commitment, self.standing.person)
        return {
            "answers": self.answers(form),
            "asked": form.name if form.is_bound or "answer" in self.request.GET else "",
            "may_put_off": may_acknowledge(self.standing, self.commitment),
            "put_off": self.acknowledged(),
            "may_answer": may_update(self.standing, self.commitment),
            "owners": self.owners() if self.decides(state) else [],
            "may_decide": self.decides(state),
            "state": state,
            "is_open": is_open(state),
            "days_late": self.commitment.days_late(self.today),
            "told": mail,
            "since": changes_since(self.commitment, mail.written_at, 0) if mail else [],
            "waiting": self.commitment.requests.waiting().select_related("requested_by", "on_behalf_of").first(),
        }

    def decides(self, state: ScheduleState) -> bool:
        """Whoever coordinates comes here from a mail nobody acted on, and decides rather than reports."""
        return is_open(state) and may_coordinate(self.standing, self.commitment)

    def owners(self) -> list[Seat]:
        """Who answers for it and can be asked."""
        seats = Seat.objects.filter(institution=self.commitment.lead, role__in=[Role.EDITOR, Role.HEAD])
        return [seat for seat in seats.select_related("person") if seat.is_held(self.today)]

    def acknowledged(self) -> Acknowledgement | None:
        """What this person put off, while it lasts."""
        days = {self.commitment.document.country_id: self.today}
        return self.commitment.acknowledgements.in_force(days).filter(person=self.standing.person).first()

    def answers(self, form: ShortForm) -> dict[str, ShortForm]:
        """The form in hand, and the others as new."""
        forms = {kind.name.replace("-", "_"): kind for kind in ANSWERS.values()}
        return {
            name: form if isinstance(form, kind) else kind.opened(self.commitment, self.today, self.now)
            for name, kind in forms.items()
        }


def _not_yours(page: MailLinePage, reference: str) -> HttpResponse:
    """Somebody who was told of it knows that it is there; nobody else learns from this page whether it is."""
    found = Commitment.objects.filter(reference=reference).first() if reference.isprintable() else None
    mail: Told | None = told(found, page.standing.person) if found else None
    context = {"reference": reference, "told": mail}
    return render(page.request, "commitments/mail_line_shut.html", context, status=404)
