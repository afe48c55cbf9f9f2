"""The commitments list: facets, chips, a table and its pages; the whole state lives in the address."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.choices import Reporting
from commitments.filters import CommitmentFilters
from commitments.paging import DIRECTIONS, Slice
from commitments.rollups.freshness import freshness
from commitments.web.asking import days_of, now_of, standing
from commitments.web.chips import address_of, chips, columns, neighbours, tidy
from commitments.web.how_many import how_many
from commitments.web.rows import COLUMNS, Listed, Row, rows_on, rows_today

PAGE_ROWS = 50
UNREADABLE = 422  # htmx shows only what comes with 200
PLAIN = ("q", "country", "document", "institution")
DATES = ("due_after", "due_before", "on", "against")
RARE = ("change", "was", "judged", "reporting", "lateness", "horizon", "moved", "precision")


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    asked = tidy(request.GET)
    filters = CommitmentFilters(request.GET, standing=standing(request), days=days_of(request))
    if asked != request.GET and not request.htmx and filters.is_valid():  # type: ignore[attr-defined]
        return HttpResponseRedirect(request.path + address_of(asked))
    status = UNREADABLE if filters.errors and not request.htmx else 200  # type: ignore[attr-defined]
    response = render(request, "commitments/commitment_list.html", _listing(request, filters), status=status)
    if request.htmx:  # type: ignore[attr-defined]
        response["HX-Push-Url"] = request.path + address_of(asked)
    return response


def _listing(request: HttpRequest, filters: CommitmentFilters) -> dict[str, Any]:
    asked = tidy(request.GET)
    form, asks = filters.form, standing(request)
    shown = (
        Slice([])
        if form.errors
        else filters.page(COLUMNS, {name: asked.get(name, "") for name in DIRECTIONS}, PAGE_ROWS)
    )
    return {
        "form": form,
        "plain_fields": [form[name] for name in PLAIN],
        "date_fields": [form[name] for name in DATES],
        "rare_fields": [form[name] for name in RARE],
        "sort": asked.get("sort", ""),
        "pages": neighbours(asked, shown),
        "rows": _rows(request, filters, shown.rows),
        "count_in_words": how_many(filters),
        "chips": chips(filters, asked),
        "columns": columns(asked, "" if form.errors else form.cleaned_data["sort"]),
        "on": None if form.errors else filters.day,
        "freshness": freshness(asks, now_of(request)) if filters.is_found_by_counts else None,
        "now": now_of(request),
        "shows_silent": not form.errors and filters.day is None and Reporting.STALE in asked.getlist("reporting"),
        "more_open": any(asked.getlist(name) for name in ("pillar", "completion", "mine", *DATES, *RARE)),
        "may_register": asks.is_administrator or bool(asks.coordinated_countries),
        "list_address": request.path,
        "may_save": asks.person is not None and not form.errors,
        "query": _without_page(asked),
    }


def _without_page(asked: QueryDict) -> str:
    """What is saved when the list is saved."""
    kept = asked.copy()
    for name in ("page", *DIRECTIONS):
        kept.pop(name, None)
    return kept.urlencode()


def _rows(request: HttpRequest, filters: CommitmentFilters, found: list[Listed]) -> list[Row]:
    return rows_on(found, filters.day) if filters.day else rows_today(found, days_of(request))
