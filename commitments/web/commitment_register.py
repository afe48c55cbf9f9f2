"""Take a promise into the tracker: first the document it stands in, then the promise."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from commitments.actions import register_commitment
from commitments.models import Commitment
from commitments.tasks import apply_rollup_changes, wake
from commitments.web.asking import now_of, standing
from commitments.web.form_page import UNREADABLE
from commitments.web.forms import RegisterForm
from countries.access import Standing
from countries.models import Document


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_register(request: HttpRequest) -> HttpResponse:
    asks = standing(request)
    if not asks.is_administrator and not asks.coordinated_countries:
        raise PermissionDenied("Commitments are registered by the coordinator of the country.")
    documents = _documents(asks)
    document = documents.filter(reference=_asked(request)).first()
    if document is None:
        return _choose(request, documents)
    if request.method != "POST":
        return _page(request, RegisterForm.for_document(document, now_of(request)))
    return _register(request, document)


def _documents(asks: Standing) -> QuerySet[Document]:
    found = Document.objects.select_related("country").defer("text")
    return found if asks.is_administrator else found.filter(country__in=asks.coordinated_countries)


def _asked(request: HttpRequest) -> str:
    asked = request.GET.get("document", "")
    return asked if asked.isprintable() else ""


def _choose(request: HttpRequest, documents: QuerySet[Document]) -> HttpResponse:
    wrong = request.method == "POST" or bool(request.GET.get("document"))
    context = {"documents": documents, "refused": wrong}
    return render(request, "commitments/register_choice.html", context, status=UNREADABLE if wrong else 200)


def _register(request: HttpRequest, document: Document) -> HttpResponse:
    form, now = RegisterForm(request.POST, document=document), now_of(request)
    if form.is_valid():
        draft = form.draft(form.cleaned_data["reference"])
        try:
            saved = register_commitment(document, draft, by=standing(request), now=now)
        except ValidationError as problem:
            twice = _sent_twice(document, draft.reference, draft.title, form.cleaned_data["opened_at"])
            if twice is not None:
                return _done(request, twice, "Saved already: it is there once.")
            form.refuse(problem)
        else:
            return _done(request, saved, f"Saved. {saved.reference} is on the record.")
    if not form.was_whole:
        form.renew(None, now)
    return _page(request, form, status=UNREADABLE)


def _sent_twice(document: Document, reference: str, title: str, opened_at: dt.datetime) -> Commitment | None:
    """The same page sent again finds what its first sending has registered."""
    since = document.commitments.filter(registered_at__gte=opened_at)
    return since.filter(reference=reference, title=title).first()


def _done(request: HttpRequest, saved: Commitment, message: str) -> HttpResponse:
    wake(apply_rollup_changes)
    messages.success(request, message)
    return HttpResponseRedirect(saved.get_absolute_url())


def _page(request: HttpRequest, form: RegisterForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "document": form.document}
    return render(request, "commitments/register_form.html", context, status=status)
