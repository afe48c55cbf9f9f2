"""A picture of a dashboard as a file: SVG and PNG for documents, CSV for the numbers, and all of it on a page as PDF.

Same scope, same day, same numbers.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commitments.dashboard import Places
from commitments.dashboard.numbers import Figures
from commitments.models import NamedBaseline
from commitments.pictures import Picture, Source, pictures_of
from commitments.pictures.sheet import sheet
from commitments.pictures.svg import drawn
from commitments.press import Busy, NotPrinted
from commitments.press.picture import png
from commitments.press.report import KeptFigures, pdf
from commitments.rollups.counts import Counts
from commitments.rollups.freshness import Freshness, freshness
from commitments.web.asking import now_of, standing
from commitments.web.dashboard_form import DashboardForm
from commitments.web.question import NothingToShow, Question, is_worked_out, today_of, what_is_wrong_with
from commitments.web.saved_question import saved_question


@dataclass(frozen=True)
class Kind:
    content_type: str
    made: Callable[[Picture, Source], bytes]


NO_REPORT = "There is no such report"
KINDS: Mapping[str, Kind] = {
    "svg": Kind("image/svg+xml", lambda picture, source: drawn(picture, source).encode()),
    "png": Kind("image/png", png),
    "csv": Kind("text/csv; charset=utf-8", sheet),
}


@require_safe
def picture_file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    try:
        question = asked(request)
    except NothingToShow as reason:
        return _nothing(request, reason)
    fresh = freshness(question.standing, now_of(request))
    source = source_of(question, fresh)

    def drawn_now() -> bytes:
        picture = pictures_of(*question.answer()).get(name)
        if picture is None:
            raise NothingToShow("The dashboard of that scope and day has no such picture.")
        return KINDS[kind].made(picture, source)

    try:
        made = question.keeper(fresh).kept(f"{name}.{kind}", drawn_now)
    except NothingToShow as reason:
        return _nothing(request, reason)
    except NotPrinted as problem:
        return _not_printed(request, problem)
    return _file(made, KINDS[kind].content_type, f"{file_name(name, question)}.{kind}")


@require_safe
def report_file(request: HttpRequest) -> HttpResponse:
    """The whole dashboard on one sheet of A4."""
    try:
        question = asked(request)
    except NothingToShow as reason:
        return _nothing(request, reason, NO_REPORT)
    fresh = freshness(question.standing, now_of(request))
    source, baseline = source_of(question, fresh), question.baseline()

    def printed_now() -> bytes:
        shown, slippage = question.answer()
        pictures = pictures_of(shown, slippage)
        if not pictures:
            raise NothingToShow(
                f"Nothing was promised there by {question.on:%-d %B %Y}, so there is nothing to report."
            )
        return pdf(shown, pictures, source, _kept_figures(baseline))

    try:
        made = question.keeper(fresh).kept(f"report.pdf {baseline and baseline.pk}", printed_now)
    except NothingToShow as reason:
        return _nothing(request, reason, NO_REPORT)
    except NotPrinted as problem:
        return _not_printed(request, problem)
    return _file(made, "application/pdf", f"{file_name('report', question)}.pdf")


def _kept_figures(baseline: NamedBaseline | None) -> KeptFigures | None:
    if baseline is None:
        return None
    counted = dict(baseline.figures.values_list("state", "count"))
    address = settings.SITE_URL + baseline.get_absolute_url()
    return KeptFigures(baseline.name, address, Figures((), baseline.on, Counts(counted)))


def _file(made: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _nothing(request: HttpRequest, reason: NothingToShow, title: str = "There is no such picture") -> HttpResponse:
    context = {"title": title, "reason": str(reason), "kept": request.GET.urlencode()}
    return render(request, "commitments/dashboard/no_picture.html", context, status=404)


def _not_printed(request: HttpRequest, problem: NotPrinted) -> HttpResponse:
    """The page itself can be printed, too, so nobody stands there with empty hands."""
    context = {
        "title": "It could not be printed",
        "reason": str(problem),
        "kept": request.GET.urlencode(),
        "in_the_meantime": True,
    }
    answer = render(request, "commitments/dashboard/no_picture.html", context, status=503)
    if isinstance(problem, Busy):
        answer["Retry-After"] = "60"
    return answer


def asked(request: HttpRequest) -> Question:
    """From the address, as the dashboard reads it; what it would refuse with a reason has no file."""
    if request.GET.get("saved"):
        return saved_question(request)
    asks = standing(request)
    places = Places.seen_by(asks)
    form = DashboardForm(request.GET, places)
    if not places.countries or not form.is_valid():
        raise NothingToShow(what_is_wrong_with(form) or "A dashboard shows the countries in which you have a seat.")
    subject, _ = form.subject()
    today = today_of(subject, places, now_of(request))
    return Question(subject, form.cleaned_data["on"] or today, today, asks, places, works_out=is_worked_out(request))


def source_of(question: Question, fresh: Freshness) -> Source:
    return Source(
        subject=question.subject,
        scope=question.scope,
        on=question.on,
        today=question.today,
        list_address=settings.SITE_URL + reverse("commitment-list"),
        dashboard_address=settings.SITE_URL + reverse("dashboard"),
        counted=_counted(fresh),
    )


def _counted(fresh: Freshness) -> str:
    if fresh.counted_at is None:
        return "Not counted yet. "
    doubts = "".join(words for words, holds in _doubts(fresh) if holds)
    at = f"{doubts}Counted {fresh.counted_at.astimezone(dt.UTC):%-d %B %Y, %H:%M} UTC"
    waiting = f"; {fresh.waiting_told} change{' waits' if fresh.waiting == 1 else 's wait'}" if fresh.waiting else ""
    return f"{at}{waiting}. "


def _doubts(fresh: Freshness) -> tuple[tuple[str, bool], ...]:
    """What the page says beside its numbers goes with them."""
    return (
        (
            "Everything was being counted afresh when this was made: numbers may be missing or too small. ",
            fresh.rebuilding_since is not None,
        ),
        ("Numbers may be wrong: a recount found some that differ and were not put right yet. ", fresh.is_wrong),
    )


def file_name(name: str, question: Question) -> str:
    """What it shows, of whom, on which day: late-norway-2019-03-01."""
    whose = slugify(question.scope)[:60].strip("-") or "-".join(value for _, value in question.subject.asked)
    return f"{name}-{slugify(whose) or 'scope'}-{question.on.isoformat()}"
