"""Whose numbers somebody asks for, of which day: the same for the page, its pictures and its report."""

import datetime as dt
from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest

from commitments.dashboard import Dashboard, Places, Slippage, Subject, dashboard_of, slippage_of
from commitments.models import NamedBaseline
from commitments.rollups.freshness import Freshness
from commitments.web.kept import Keeper, keeper
from countries.access import Standing
from countries.models import Country


class NothingToShow(Exception):
    """Of what the address asks for there is no picture; it says why."""


@dataclass(frozen=True)
class Question:
    """Whose numbers somebody asks for, and of which day; `works_out` also what takes some seconds of very many."""

    subject: Subject
    on: dt.date
    today: dt.date
    standing: Standing
    places: Places
    works_out: bool = field(default=False, kw_only=True)

    @property
    def scope(self) -> str:
        return scope_name(self.subject, self.places)

    def keeper(self, fresh: Freshness) -> Keeper:
        return keeper(self.subject, self.on, self.today, self.standing, fresh, works_out=self.works_out)

    def baseline(self) -> NamedBaseline | None:
        """The newest one about exactly this place that was kept for an earlier day and still holds."""
        return NamedBaseline.objects.visible_to(self.standing).last_before(self.on, [self.subject.places])

    @property
    def slips_on(self) -> dt.date | None:
        """Slippage of today stands in the record as it is now, which needs no look at days."""
        return None if self.on == self.today else self.on

    def answer(self) -> tuple[Dashboard, Slippage | None]:
        shown = dashboard_of(self.subject, self.on, standing=self.standing, places=self.places, today=self.today)
        total = shown.figures.total.count
        at_any_size = self.works_out
        return shown, slippage_of(
            self.subject, self.standing, self.places, total, self.slips_on, at_any_size=at_any_size
        )


# In an address: what takes some seconds is wanted nevertheless.
WORKED_OUT = ("work-out", "slips")


def is_worked_out(request: HttpRequest) -> bool:
    name, value = WORKED_OUT
    return request.GET.get(name) == value


def today_of(subject: Subject, places: Places, now: dt.datetime) -> dt.date:
    """The country's own day; for several, the newest one that has begun in all of them."""
    countries = [subject.country] if subject.country else places.countries.values()
    return min((country.local_date(now) for country in countries), default=now.date())


def scope_name(subject: Subject, places: Places) -> str:
    """Whoever sees one country reads its name, not "all"."""
    only: list[Country] = list(places.countries.values())
    return str(only[0]) if not subject.asked and len(only) == 1 else subject.name


def what_is_wrong_with(form: forms.Form) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
