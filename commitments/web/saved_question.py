"""Whose numbers somebody asks for with a saved list: what it finds, or the part of it that stands in a place."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from commitments.calendars.scope import what_is_wrong
from commitments.dashboard import Comparison, Dashboard, Places, Slippage
from commitments.dashboard.chosen import MOST, MOST_ASKED_FOR, Chosen, comparison_of_chosen, dashboard_of_chosen
from commitments.dashboard.slip import MOST_AT_ONCE, slippage_among
from commitments.dashboard.subject import commitments_within
from commitments.facets import Facets, Leaf
from commitments.filters import CommitmentFilters
from commitments.models import CommitmentQuerySet, SavedFilter
from commitments.rollups.freshness import Freshness
from commitments.saved_lists import is_steady, question_of
from commitments.web.asking import now_of, standing
from commitments.web.dashboard_form import DashboardForm
from commitments.web.kept import Keeper
from commitments.web.question import NothingToShow, Question, is_worked_out, today_of, what_is_wrong_with
from countries.access import Standing
from countries.models import local_dates

TOO_MUCH = (
    f"This list finds more than {MOST:,} commitments, and a saved list is counted one by one, which takes some seconds."
)
TOO_MUCH_TO_COMPARE = (
    f"This list finds more than {MOST:,} commitments, and those of a saved list are compared one by one. "
    "Narrow it down, for example to a country, or look at each of the two days by itself."
)
TOO_MUCH_EVEN_SO = (
    f"This list finds more than {MOST_ASKED_FOR:,} commitments, too many to count one by one. "
    "Narrow it down, for example to a country, or look at the dashboard of all countries."
)


class NoSuchList(NothingToShow):
    """Deleted, or somebody else's: which of the two is nobody's business."""

    def __init__(self) -> None:
        super().__init__(
            "The saved list was deleted, or somebody else saved it: it opens only for the person who did. Ask them for "
            "the address of the list of commitments itself, which opens for everybody who may see these."
        )


class TooMuch(NothingToShow):
    """It can be had, by whoever wants to wait."""


@dataclass(frozen=True)
class SavedQuestion(Question):
    """Kept nowhere: what a list finds changes with every edit, not with the counts alone."""

    chosen: Chosen
    saved: SavedFilter
    filters: CommitmentFilters

    @property
    def scope(self) -> str:
        return self.chosen.name

    @property
    def is_steady(self) -> bool:
        return is_steady(self.saved)

    def keeper(self, fresh: Freshness) -> Keeper:
        return Keeper("")

    def baseline(self) -> None:
        """Baselines are kept of places."""

    def answer(self) -> tuple[Dashboard, Slippage | None]:
        found = self._in_the_place(self.filters.qs)
        # On any day: what a steady question finds begins with its document, as its spans do.
        ever = self._in_the_place(self.filters.another(question_of(self.saved, "")).qs) if self.is_steady else None
        shown = dashboard_of_chosen(
            self.chosen,
            self.on,
            found=found,
            ever=ever,
            today=self.today,
            places=self.places,
            is_asked_for=self.works_out,
        )
        if shown is None:
            raise NothingToShow(TOO_MUCH_EVEN_SO) if self.works_out else TooMuch(TOO_MUCH)
        many = shown.figures.total.count > MOST_AT_ONCE
        return shown, slippage_among(found, self.chosen, self.places, self.slips_on, many=many)

    def compared(self, form: DashboardForm) -> Comparison | None:
        """None where the form names no other day."""
        against = form.cleaned_data["against"]
        if not against or against == self.on:
            return None
        earlier, later = sorted((self.on, against))
        filters = self.filters.another(question_of(self.saved, later.isoformat()))
        found = self._in_the_place(filters.qs)
        made = comparison_of_chosen(
            self.chosen,
            earlier,
            later,
            found=found,
            is_steady=self.is_steady,
            places=self.places,
        )
        if made is None:
            raise NothingToShow(TOO_MUCH_TO_COMPARE)
        return made

    def _in_the_place(self, found: CommitmentQuerySet) -> CommitmentQuerySet:
        place = self.chosen.place
        return found.filter(commitments_within(place.scope(self.standing, self.places))) if place.asked else found


def saved_of(request: HttpRequest) -> SavedFilter:
    asked = request.GET["saved"]
    known = asked.isascii() and asked.isdecimal() and len(asked) <= 18
    own = SavedFilter.objects.filter(person=standing(request).person)
    saved = own.filter(pk=int(asked)).first() if known else None
    if saved is None:
        raise NoSuchList
    return saved


def form_of(request: HttpRequest) -> DashboardForm:
    return DashboardForm(request.GET, Places.seen_by(standing(request)))


def question_of_list(request: HttpRequest, saved: SavedFilter, form: DashboardForm) -> SavedQuestion:
    """Of a form that holds; `NothingToShow` where the list cannot be asked any more."""
    asks, places, now = standing(request), form.places, now_of(request)
    place, _ = form.subject()
    chosen = Chosen(**place.places, saved=saved.pk, title=saved.name)  # type: ignore[arg-type]
    today = today_of(place, places, now)
    on = form.cleaned_data["on"] or today
    question: QueryDict = question_of(saved, on.isoformat())
    days = local_dates(places.countries.values(), now)
    filters = CommitmentFilters(question, standing=asks, days=days, facets=_facets(places, asks, question))
    if not filters.is_valid():
        raise NothingToShow(f"It cannot be asked any more. {what_is_wrong(filters)}")
    works_out = is_worked_out(request)
    return SavedQuestion(chosen, on, today, asks, places, chosen, saved, filters, works_out=works_out)


def _facets(places: Places, asks: Standing, question: QueryDict) -> Facets:
    """Nobody sees these filters, so of pillars and institutions only those that are asked for have to be known."""
    codes = {country.pk: country.code for country in places.countries.values()}
    documents = [(one.pk, one.reference, one.title) for one in places.documents.values()]
    pillars: list[Leaf] | None = None if question.get("pillar") else []
    institutions: list[Leaf] | None = None if question.get("institution") else []
    return Facets(asks).knowing(codes, documents, pillars, institutions)


def saved_question(request: HttpRequest) -> SavedQuestion:
    """For its files."""
    saved, form = saved_of(request), form_of(request)
    if not form.is_valid():
        raise NothingToShow(what_is_wrong_with(form))
    return question_of_list(request, saved, form)
