"""One commitment: the promise in its own words, its dates, what was claimed and judged, and what one may do."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.access import may_coordinate, may_review, may_update
from commitments.actions import is_asked
from commitments.choices import DecisionKind
from commitments.facts import facts_of
from commitments.life import owed_on, weighed_on
from commitments.models import Commitment, Dependency, Review
from commitments.reminders.explain import reminder_history
from commitments.timeline import STALE_DAYS, is_open
from commitments.web.asking import now_of, standing
from commitments.web.date_line import date_line, events_of
from commitments.web.occurrences import times_of
from commitments.web.reach import reached
from countries.access import Standing

NEWEST = 10


@dataclass(frozen=True)
class May:
    """Which buttons the person gets; the pages behind them ask again."""

    update: bool
    review: bool
    coordinate: bool

    @classmethod
    def of(cls, asks: Standing, commitment: Commitment) -> "May":
        if asks.person is None:
            return cls(update=False, review=False, coordinate=False)
        return cls(
            update=may_update(asks, commitment),
            review=may_review(asks, commitment),
            coordinate=may_coordinate(asks, commitment),
        )


@require_safe
def commitment_detail(request: HttpRequest, reference: str) -> HttpResponse:
    commitment = reached(request, reference)
    today = commitment.country.local_date(now_of(request))
    everything = "all" in request.GET
    context = {
        "commitment": commitment,
        "today": today,
        "may": May.of(standing(request), commitment),
        "contributors": commitment.contributors.all(),
        "milestones": commitment.milestones.select_related("due_reading__read_by"),
        "history": reminder_history(commitment, today, standing=standing(request)),
        **_schedule(commitment, today),
        **_record(commitment, today, everything=everything),
    }
    context |= _waiting(commitment, context)
    context["asked_of_reader"] = [one.pk for one in context["review_requests"] if is_asked(one, standing(request))]
    context |= _dates(commitment, context, today, everything=everything)
    return render(request, "commitments/commitment_detail.html", context)


def _schedule(commitment: Commitment, today: dt.date) -> dict[str, Any]:
    state = commitment.schedule_on(today)
    reported = commitment.last_reported_on or commitment.document.counted_from
    silent = (today - reported).days
    return {
        "state": state,
        "days_late": commitment.days_late(today),
        "slip": commitment.slippage(),
        "slips": commitment.slippages(),
        "phrase_language": _phrase_language(commitment),
        "days_silent": silent,
        "is_stale": is_open(state) and silent >= STALE_DAYS,
    }


def _phrase_language(commitment: Commitment) -> str:
    """The words of the date are those of the document when they stand in its sentence."""
    return commitment.quotation_language if commitment.baseline_phrase in commitment.quotation else "en"


def _record(commitment: Commitment, today: dt.date, *, everything: bool) -> dict[str, Any]:
    """What people said, newest first; a long life shows its newest part until somebody asks for all of it."""
    updates = commitment.updates.select_related("author", "on_behalf_of", "occurrence").prefetch_related("evidence")
    shown = list(updates if everything else updates[: NEWEST + 1])
    reviews = list(commitment.reviews.select_related("reviewer", "on_behalf_of", "occurrence"))
    decisions = commitment.decisions.select_related(
        "recorded_by", "on_behalf_of", "occurrence", "successor__document", "new_reading__read_by"
    )
    return {
        "last": shown[0] if shown else None,
        "updates": shown if everything else shown[:NEWEST],
        "has_more": not everything and len(shown) > NEWEST,
        "reviews": reviews,
        **_judged(commitment, reviews, today),
        "decisions": list(decisions),
        "review_requests": list(commitment.review_requests.select_related("asked", "asked_by")),
        "requests": list(
            commitment.requests.select_related(
                "requested_by",
                "on_behalf_of",
                "answered_by",
                "answered_on_behalf_of",
                "other",
                "occurrence",
                "proposed_reading__read_by",
            )
        ),
    }


def _judged(commitment: Commitment, reviews: list[Review], today: dt.date) -> dict[str, Any]:
    """The review that stands against what is claimed. Of what comes back it may be of the time reported on last: then
    its claim and its name come along."""
    if commitment.occurrence is None or not reviews:
        return {"review": reviews[0] if reviews else None}
    facts, day = facts_of(commitment), max(today, commitment.document.counted_from)
    weighed = weighed_on(facts, owed_on(facts, day), day)
    if weighed is None:
        return {"review": None}
    review = next(one for one in reviews if one.pk == weighed.by.sequence)
    if weighed.number == commitment.occurrence.number:
        return {"review": review}
    return {"review": review, "review_claimed": weighed.claimed}


def _waiting(commitment: Commitment, context: dict[str, Any]) -> dict[str, Any]:
    found = Dependency.objects.filter(commitment=commitment).select_related("upon").prefetch_related("moves")
    waits_for = found.first()
    dated = waits_for is not None or commitment.due_latest is not None
    return {
        "waits_for": waits_for,
        "awaited_by": list(commitment.awaited_by.select_related("commitment").prefetch_related("moves")),
        "date_decided": any(decision.kind == DecisionKind.MOVE_DATE for decision in context["decisions"]),
        "may_wait": context["may"].coordinate and is_open(context["state"]) and not dated,
    }


def _dates(commitment: Commitment, context: dict[str, Any], today: dt.date, *, everything: bool) -> dict[str, Any]:
    times = times_of(commitment, today, everything=everything)
    events = events_of(commitment, context["decisions"], context["waits_for"], today)
    drawn = commitment.baseline_latest or commitment.due_latest or commitment.done_on or commitment.forecast_on
    line = date_line(events, times.shown if times else ()) if drawn else None
    return {"events": events, "times": times, "line": line}
