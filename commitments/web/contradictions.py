"""Contradictions a coordinator or administrator should look at, each with its reason and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.contradictions import Finding, Kind, contradictions_seen_by
from commitments.web.asking import days_of, standing

SHOWN = 50
MOST = 1000
REFUSED = "Contradictions are put right by the coordinator of the country and by administrators."
WHAT_TO_DO: Mapping[Kind, str] = {
    Kind.DUE_BEFORE_DOCUMENT: "Check the year against the document. If the date was written down wrongly, record the "
    "right one by decision; if the document's own date is wrong, ask an administrator.",
    Kind.BASELINE_BEFORE_DOCUMENT: "The first promise cannot be changed. If the document's date is wrong, ask an "
    "administrator; if the promise was written down wrongly, withdraw it and register it again.",
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
    kind: Kind
    advice: str
    findings: Sequence[Finding]

    @property
    def shown(self) -> Sequence[Finding]:
        return self.findings[:SHOWN]

    @property
    def hidden(self) -> int:
        return len(self.findings) - len(self.shown)


@require_safe
def contradictions(request: HttpRequest) -> HttpResponse:
    asks = standing(request)
    if not (asks.is_administrator or asks.coordinated_countries):
        raise PermissionDenied(REFUSED)
    found = contradictions_seen_by(asks, days_of(request), MOST)
    context = {"groups": _groups(found), "count": len(found), "most": MOST, "is_administrator": asks.is_administrator}
    return render(request, "commitments/contradictions.html", context)


def _groups(found: Sequence[Finding]) -> list[Group]:
    groups = [Group(kind, WHAT_TO_DO[kind], [one for one in found if one.kind == kind]) for kind in Kind]
    return [group for group in groups if group.findings]
