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

from commitments.dashboard import Dashboard, Places, Slippage, Subject, dashboard_of, slippage_of
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
from commitments.web.kept import Keeper, keeper
from countries.access import Standing
from countries.models import Country


class NothingToShow(Exception):
    """Of what the address asks for there is no picture; it says why."""


@dataclass(frozen=True)
class Kind:
    content_type: str
    made: Callable[[Picture, Source], bytes]


KINDS: Mapping[str, Kind] = {
    "svg": Kind("image/svg+xml", lambda picture, source: drawn(picture, source).encode()),
    "png": Kind("image/png", png),
    "csv": Kind("text/csv; charset=utf-8", sheet),
}


@dataclass(frozen=True)
class Question:
    """Whose numbers somebody asks for, and of which day."""

    subject: Subject
    on: dt.date
    today: dt.date
    standing: Standing
    places: Places

    @property
    def scope(self) -> str:
        return scope_name(self.subject, self.places)

    def keeper(self, fresh: Freshness) -> Keeper:
        return keeper(self.subject, self.on, self.today, self.standing, fresh)

    def baseline(self) -> NamedBaseline | None:
        """The newest one about exactly this place that was kept for an earlier day and still holds."""
        return NamedBaseline.objects.visible_to(self.standing).last_before(self.on, [self.subject.places])

    def answer(self) -> tuple[Dashboard, Slippage | None]:
        """Slippage of today stands in the record as it is now, which needs no look at days."""
        shown = dashboard_of(self.subject, self.on, standing=self.standing, places=self.places, today=self.today)
        day, total = None if self.on == self.today else self.on, shown.figures.total.count
        return shown, slippage_of(self.subject, self.standing, self.places, total, day)


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
        return _nothing(request, reason)
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
        return _nothing(request, reason)
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


def _nothing(request: HttpRequest, reason: NothingToShow) -> HttpResponse:
    context = {"title": "There is no such picture", "reason": str(reason), "kept": request.GET.urlencode()}
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
        raise NothingToShow("Of a saved list there are no files. Its dashboard can be printed from the browser.")
    asks = standing(request)
    places = Places.seen_by(asks)
    form = DashboardForm(request.GET, places)
    if not places.countries or not form.is_valid():
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        raise NothingToShow(" ".join(wrong) or "A dashboard shows the countries in which you have a seat.")
    subject, _ = form.subject()
    today = today_of(subject, places, now_of(request))
    return Question(subject, form.cleaned_data["on"] or today, today, asks, places)


def today_of(subject: Subject, places: Places, now: dt.datetime) -> dt.date:
    """The country's own day; for several, the newest one that has begun in all of them."""
    countries = [subject.country] if subject.country else places.countries.values()
    return min(country.local_date(now) for country in countries)


def scope_name(subject: Subject, places: Places) -> str:
    """Whoever sees one country reads its name, not "all"."""
    only: list[Country] = list(places.countries.values())
    return str(only[0]) if not subject.asked and len(only) == 1 else subject.name


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
