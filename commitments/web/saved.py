"""Lists somebody keeps: save the one on the screen, open it, rename it, delete it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commitments.actions import delete_filter, rename_filter, save_filter
from commitments.calendars.scope import what_is_wrong
from commitments.facets import Facets
from commitments.filters import CommitmentFilters
from commitments.models import SavedFilter
from commitments.paging import DIRECTIONS
from commitments.web.asking import days_of, now_of, standing
from commitments.web.chips import Chip, chips, tidy
from commitments.web.forms import SaveForm

UNREADABLE = 422
FIXED = ("due_after", "due_before", "on")
NOT_KEPT = ("page", *DIRECTIONS)


@dataclass(frozen=True)
class Row:
    """`problem` is empty while the list can be asked; `is_fixed` says that a day in it stays that day."""

    saved: SavedFilter
    address: str
    chips: tuple[Chip, ...]
    problem: str
    is_fixed: bool


@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """A new one comes from the list, with its question in a hidden field."""
    if request.method != "POST":
        return _page(request)
    asked = _question(request.POST.get("query", ""))
    filters = CommitmentFilters(asked, standing=standing(request), days=days_of(request))
    if not filters.is_valid():
        problem = ValidationError({"name": f"This list cannot be saved. {what_is_wrong(filters)}"})
        return _refused(request, problem, asked)
    if "saved" in asked:
        problem = ValidationError(
            {"name": "This list stands on another saved list. Open that one, and save its filters."}
        )
        return _refused(request, problem, asked)
    form = SaveForm(request.POST)
    if not form.is_valid():
        return _refused(request, ValidationError({"name": form.errors["name"].as_data()}), asked)
    try:
        kept = save_filter(form.cleaned_data["name"], asked.urlencode(), by=standing(request), now=now_of(request))
    except ValidationError as problem:
        return _refused(request, problem, asked)
    messages.success(request, f"Saved: “{kept.name}”.")
    return redirect("saved-list")


@require_POST
def saved_rename(request: HttpRequest, pk: int) -> HttpResponse:
    kept, form = _own(request, pk), SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"“{kept.name}” keeps its name. {' '.join(map(str, form.errors['name']))}")
        return redirect("saved-list")
    try:
        old, kept = kept.name, rename_filter(kept, form.cleaned_data["name"], by=standing(request))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, f"“{old}” is called “{kept.name}” now.")
    return redirect("saved-list")


@require_POST
def saved_delete(request: HttpRequest, pk: int) -> HttpResponse:
    kept = _own(request, pk)
    delete_filter(kept, by=standing(request))
    messages.success(request, f"Deleted: “{kept.name}”. Calendars that showed it have stopped.")
    return redirect("saved-list")


def _own(request: HttpRequest, pk: int) -> SavedFilter:
    return get_object_or_404(SavedFilter.objects.filter(person=standing(request).person), pk=pk)


def _question(text: str) -> QueryDict:
    """Without what was empty, and without the page one happened to be on."""
    asked = tidy(QueryDict(text.removeprefix("?")))
    for name in NOT_KEPT:
        asked.pop(name, None)
    return asked


def _refused(request: HttpRequest, problem: ValidationError, asked: QueryDict) -> HttpResponse:
    form = SaveForm(request.POST)
    form.is_valid()
    form.errors.clear()
    for name, errors in problem.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
    return _page(request, form=form, query=asked.urlencode(), status=UNREADABLE)


def _page(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    facets = Facets.for_standing(standing(request))
    rows = [_row(request, kept, facets) for kept in SavedFilter.objects.filter(person=standing(request).person)]
    return render(request, "commitments/saved.html", {"rows": rows, **more}, status=status)


def _row(request: HttpRequest, kept: SavedFilter, facets: Facets) -> Row:
    asked = QueryDict(kept.query)
    filters = CommitmentFilters(asked, standing=standing(request), days=days_of(request), facets=facets)
    problem = "" if filters.is_valid() else what_is_wrong(filters)
    return Row(
        saved=kept,
        address=f"{reverse('commitment-list')}?{kept.query}",
        chips=() if problem else tuple(chips(filters, asked)),
        problem=problem,
        is_fixed=any(name in asked for name in FIXED),
    )
