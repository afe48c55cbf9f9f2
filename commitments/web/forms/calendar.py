"""What a new calendar shows, and the name of a saved list."""

import uuid
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django import forms

from commitments.actions import CalendarDraft
from commitments.fields import Choice, Line
from commitments.models import SavedFilter
from countries.access import Standing
from countries.models import Country, Institution

MINE = "person"
Option = tuple[str, str]


class CalendarForm(forms.Form):
    """The choices are what the person may see; each is named by its kind and number."""

    shows = Choice(label="What should it show?", noun="something you can see")
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, standing: Standing, **options: Any) -> None:
        super().__init__(*args, **options)
        seen = {} if standing.sees_all else {"pk__in": standing.seen_countries}
        houses = {} if standing.sees_all else {"country__in": standing.seen_countries}
        self.countries = {str(one.pk): one for one in Country.objects.filter(**seen)}
        found = Institution.objects.filter(**houses).select_related("country").order_by("name", "country")
        self.institutions = {str(one.pk): one for one in found}
        self.saved = {str(one.pk): one for one in SavedFilter.objects.filter(person=standing.person)}
        mine = [(MINE, "What I answer for")] if standing.is_administrator or standing.seated_institutions else []
        self.fields["shows"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one"),
            *mine,
            *self._group("A saved list", "filter", self.saved),
            *self._group("A country", "country", self.countries),
            *self._group("An institution", "institution", self.institutions, named=self._house),
        ]

    def _group(
        self, label: str, kind: str, found: dict[str, Any], named: Callable[[Any], str] = attrgetter("name")
    ) -> list[tuple[str, list[Option]]]:
        return [(label, [(f"{kind}-{pk}", named(one)) for pk, one in found.items()])] if found else []

    def _house(self, one: Institution) -> str:
        """Offices of the Government are many: where there are several countries, each name says which."""
        return f"{one.name} ({one.country.name})" if len(self.countries) > 1 else one.name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "submission" in self.errors:
            del self.errors["submission"]
            self.add_error(None, "A hidden part of this page was damaged, so nothing was made. Please try again.")
        return data

    def draft(self) -> CalendarDraft:
        kind, _, pk = self.cleaned_data["shows"].partition("-")
        submission = self.cleaned_data["submission"]
        if kind == "filter":
            return CalendarDraft(submission, saved_filter=self.saved[pk])
        if kind == "country":
            return CalendarDraft(submission, country=self.countries[pk])
        if kind == "institution":
            return CalendarDraft(submission, institution=self.institutions[pk])
        return CalendarDraft(submission)


class SaveForm(forms.Form):
    name = Line(max_length=80, label="Name")
