"""Contradictions a coordinator or administrator should look at, each with its reason and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from commitments.contradictions import Kind, Sheet, sheet, sheets
from commitments.models import Dismissal
from commitments.web.asking import days_of, standing
from countries.access import Standing

SHOWN = 50
REFUSED = "Contradictions are put right by the coordinator of the country and by administrators."
WHAT_TO_DO: Mapping[Kind, str] = {
    Kind.DUE_BEFORE_DOCUMENT: "Check the year against the document. If the date was written down wrongly, record the "
    "right one by decision; if the document's own date is wrong, ask an administrator.",
    Kind.BASELINE_BEFORE_DOCUMENT: "The first promise cannot be changed. If the document's date is wrong, ask an "
    "administrator; if the promise was written down wrongly, withdraw it and register it again.",
    Kind.WORDS_AND_FIGURES: "Read the words in the document. If the figures are wrong, record the right date by "
    "decision; if they are right, dismiss this and say why.",
    Kind.OUTSIDE_PERIOD: "Check the date against the document, and the period of the plan with an administrator. A "
    "plan may promise something beyond its own end: then dismiss this and say so.",
    Kind.PAST_WHEN_REGISTERED: "Check the year. If it is right, ask the lead institution to report what became of it, "
    "or record a new date by decision.",
    Kind.NO_OWNER: "Its reminders go to the coordinator of the country, who alone can report on it. Have an "
    "administrator give somebody a seat, or name another lead institution.",
    Kind.NO_PROOF: "Ask whoever reported it for a link or a file, and post it with an update; or review the claim.",
    Kind.TRANSLATION: "Compare both with the document and correct the one that is wrong.",
    Kind.LATE_MILESTONE: "Check the day of the milestone. If the whole needs that long, record a new date of the "
    "commitment by decision.",
    Kind.LATE_DRAFT: "Check which of the two days is right, and add the milestone again with it if need be.",
}


@dataclass(frozen=True)
class Group:
    """One kind on the page: its first findings, and whether more may follow."""

    sheet: Sheet
    advice: str

    @property
    def kind(self) -> Kind:
        return self.sheet.kind

    @property
    def more(self) -> str:
        """The address at which to look on."""
        return f"?{urlencode({'kind': self.kind.value, 'after': self.sheet.after})}" if self.sheet.after else ""


@require_safe
def contradictions(request: HttpRequest) -> HttpResponse:
    """All kinds or, with `kind`, one of them from `after` on."""
    asks = _in_charge(request)
    kind, after = request.GET.get("kind", ""), request.GET.get("after", "")
    if kind in Kind.values:
        found = [sheet(Kind(kind), asks, days_of(request), SHOWN, after if after.isprintable() else "")]
    else:
        found = sheets(asks, days_of(request), SHOWN)
    context = {
        "groups": [Group(one, WHAT_TO_DO[one.kind]) for one in found],
        "count": sum(len(one.findings) for one in found),
        "more": any(one.after for one in found),
        "only": Kind(kind) if kind in Kind.values else None,
        "is_administrator": asks.is_administrator,
        "dismissed": Dismissal.objects.in_force().in_charge_of(asks).count(),
    }
    return render(request, "commitments/contradictions.html", context)


def _in_charge(request: HttpRequest) -> Standing:
    asks = standing(request)
    if not (asks.is_administrator or asks.coordinated_countries):
        raise PermissionDenied(REFUSED)
    return asks
