"""My desk, and the one-click report that nothing has changed."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from commitments.actions import ProgressDraft, StaleForm, post_update
from commitments.contradictions import tally
from commitments.desk import Group, desk_of
from commitments.models import Commitment, DecisionRequest
from commitments.reminders.silences import asked_from, counts_from_here
from commitments.reminders.steps import Policies, policies_in_force
from commitments.reminders.unanswered import unanswered
from commitments.tasks import apply_rollup_changes, wake
from commitments.web.asking import days_of, now_of, standing
from commitments.web.reach import reached
from countries.access import Standing
from countries.models import Country, Institution

MINE = (("mine", "1"),)
OTHERS_OWE = "When something is, it stands here; mails go to those who owe it."


@dataclass(frozen=True)
class Place:
    """Where a person sits, as the desk's first line says it; `query` is how the commitments list calls it, `calm` and
    `then` what an empty desk says and promises."""

    sentence: str
    names: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    acts: bool = False
    calm: str = "Nothing is owed today"
    then: str = "When something is, it stands here, and a mail says so in time."

    @property
    def is_one_house(self) -> bool:
        """Then its name need not stand on every row."""
        return self.query == MINE and len(self.names) == 1


@dataclass(frozen=True)
class Section:
    """A group with what may be done about it."""

    group: Group
    address: str
    presses: bool = False
    reports: bool = False
    reviews: bool = False
    decides: bool = False
    decides_less: bool = False
    asks: bool = False
    asked_from: dt.date | None = None


def desk(request: HttpRequest) -> HttpResponse:
    asked_by, days = standing(request), days_of(request)
    found, place = desk_of(asked_by, days), place_of(asked_by)
    context = {
        "desk": found,
        "place": place,
        "reader": asked_by.person,
        "stands_in": [one for one in asked_by.stands_in if one.is_needed],
        "pressing": [_section(group, place, asked_by, days) for group in found.pressing],
        "later": [_section(group, place, asked_by, days) for group in found.later],
        "requests": requests_to_answer(asked_by),
        "unanswered": unanswered(asked_by, days),
        **_contradictions(request, asked_by),
        "submission": uuid.uuid4,  # a template calls what it can: each form gets its own
    }
    return render(request, "commitments/desk.html", context)


def _contradictions(request: HttpRequest, asked_by: Standing) -> dict[str, object]:
    count, more = tally(asked_by, days_of(request))
    return {"contradictions": count, "more_contradictions": more}


def requests_to_answer(asked_by: Standing) -> list[DecisionRequest]:
    """What waits for this coordinator, the longest wait first."""
    waiting = DecisionRequest.objects.waiting().for_coordinator(asked_by)
    return list(waiting.select_related("commitment", "requested_by", "on_behalf_of").order_by("posted_at"))


def _section(group: Group, place: Place, asked_by: Standing, days: Mapping[int, dt.date]) -> Section:
    is_open = group.name not in ("review", "done")
    return Section(
        group=group,
        address=f"{reverse('commitment-list')}?{urlencode([*place.query, *group.query])}",
        presses=group.name in ("overdue", "soon"),
        reports=place.acts and is_open,
        reviews=group.name == "review",
        decides=group.name == "overdue",
        decides_less=is_open and group.name != "overdue",
        asks=place.acts and is_open and not asked_by.coordinated_countries,
        asked_from=_asked_from(group, days) if group.name == "silent" else None,
    )


def _asked_from(group: Group, days: Mapping[int, dt.date]) -> dt.date | None:
    """When mails begin to ask about those nobody has reported on; None when they have begun."""
    unheard = [row.commitment for row in group.rows if counts_from_here(row.commitment)]
    policies = policies_in_force() if unheard else Policies()
    asked = ((one.country.pk, asked_from(one, policies.of(one.country.pk))) for one in unheard)
    found = [(day, day > days[country]) for country, day in asked if day is not None]
    return min(found)[0] if found and all(is_ahead for _day, is_ahead in found) else None


@require_http_methods(["GET", "POST"])
def no_change(request: HttpRequest, reference: str) -> HttpResponse:
    """Repeats what was reported last, for today. Who comes back here from the sign-in page finds the button again."""
    if request.method == "GET":
        return redirect("desk")
    commitment = reached(request, reference)
    try:
        seen, submission = int(request.POST["revision"]), uuid.UUID(request.POST["submission"])
    except (KeyError, ValueError):
        messages.error(request, "The form was incomplete, so nothing was saved. Please press the button again.")
        return redirect("desk")
    draft = ProgressDraft(
        effective_on=days_of(request)[commitment.document.country_id],
        completion=commitment.completion,
        no_change=True,
        submission=submission,
    )
    _post(request, commitment, draft, seen)
    return redirect("desk")


def _post(request: HttpRequest, commitment: Commitment, draft: ProgressDraft, seen: int) -> None:
    name, now = commitment.reference, now_of(request)
    try:
        update = post_update(commitment, draft, by=standing(request), now=now, seen_revision=seen)
    except StaleForm:
        messages.warning(
            request,
            f"Somebody changed {name} while your desk was open, so nothing was saved. Read it before you report.",
        )
    except ValidationError as refused:
        messages.error(request, f"{name}: {' '.join(refused.messages)}")
    else:
        wake(apply_rollup_changes)
        words = "Saved" if update.posted_at == now else "Saved already"
        messages.success(request, f"{words}: no change on {name}, still {commitment.get_completion_display().lower()}.")


def place_of(asked_by: Standing) -> Place:
    if asked_by.coordinated_countries:
        countries = list(Country.objects.filter(pk__in=asked_by.coordinated_countries))
        query = (("country", countries[0].code),) if len(countries) == 1 else ()
        return Place("You coordinate", tuple(country.name for country in countries), query, acts=True)
    if asked_by.owned_institutions:
        return Place("You answer for", _names(asked_by.owned_institutions), MINE, acts=True)
    if asked_by.is_administrator:
        said = "You look after the tracker and owe nothing here. This is what everybody owes."
        return Place(said, calm="Nothing is overdue, due soon or unreported", then=OTHERS_OWE)
    if asked_by.seated_institutions:
        said, names = "Nothing is asked of you here. You read along with", _names(asked_by.seated_institutions)
        return Place(said, names, calm="Nothing led there is overdue, due soon or unreported", then=OTHERS_OWE)
    said = "You have no seat in an institution yet. Ask an administrator of the tracker for one."
    return Place(said, calm="Without a seat nothing is owed", then="With one, what you owe stands here.")


def _names(institutions: frozenset[int]) -> tuple[str, ...]:
    """Offices of the Government are many: where there are several countries, each name says which."""
    found = list(Institution.objects.filter(pk__in=institutions).select_related("country").order_by("name", "country"))
    abroad = len({one.country_id for one in found}) > 1
    return tuple(f"the {one.name}{f' ({one.country.name})' if abroad else ''}" for one in found)
