"""One person's reminders: planned, sent, held back, each with the reason; and why a day brought no mail."""

import datetime as dt

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.fields import Day
from commitments.reminders.explain import outcome_in_words
from commitments.reminders.outlook import outlook
from commitments.reminders.person import day_of_person, people_seen_by, reminders_of
from commitments.reminders.scan import day_of
from commitments.web.asking import now_of, standing

PER_PAGE = 50


class DayForm(forms.Form):
    day = Day(label="Why, or why not, on")


@require_safe
def my_reminders(request: HttpRequest) -> HttpResponse:
    person = standing(request).person
    if person is None:
        raise Http404
    return redirect(reverse("person-reminders", args=[person.pk], query=request.GET))


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    found = people_seen_by(standing(request)).order_by("full_name", "email")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "commitments/people.html", {"page": page})


@require_safe
def person_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(people_seen_by(standing(request)), pk=pk)
    asked = DayForm(request.GET if "day" in request.GET else None)
    day: dt.date | None = asked.cleaned_data["day"] if asked.is_bound and asked.is_valid() else None
    page = Paginator(reminders_of(person), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.in_words = outcome_in_words(row)  # type: ignore[attr-defined]  # for the template
    one_day = day_of_person(person, day) if day else None
    for row in one_day.fell_due if one_day else ():
        row.in_words = outcome_in_words(row)  # type: ignore[attr-defined]
    context = {
        "person": person,
        "is_self": person == request.user,
        "form": asked,
        "one_day": one_day,
        "page": page,
        "outlook": outlook(person, day_of(now_of(request)), now_of(request), even_if_many="ahead" in request.GET),
        "sees_others": people_seen_by(standing(request)).count() > 1,
    }
    return render(request, "commitments/person_reminders.html", context)
