"""Requests that wait, answers, moved dates: who should have been told of them by now, and has not been.
Dates that moved with another commitment are asked for in `follows`.

Facts in, what is owed out; reads only. A request is told again every week until it is answered; an answer and a
moved date are news, told once.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from commitments.choices import UNHEARD, DecisionKind, StepKind
from commitments.models import Decision, DecisionRequest, JobRun, Reminder, ReminderStep
from commitments.reminders.audience import Addressee
from commitments.reminders.follows import moves_between, untold_moves
from commitments.reminders.owed import Missed, Owed, Spared, present
from commitments.reminders.still_owed import Day

NEWS_LASTS = dt.timedelta(days=30)
MARGIN = dt.timedelta(days=1)
Fact = TypeVar("Fact", DecisionRequest, Decision)
_ABOUT = ("commitment__document__country", "commitment__lead")


def owed_notices(today: Day, now: dt.datetime) -> Iterator[list[Owed]]:
    usual = _news_since(now)
    for policy, countries in today.policies.by_policy(today.days):
        for step in policy.notices:
            since = max(usual, policy.news_from.get(step.kind, usual))
            if step.kind == StepKind.ASKED:
                yield [*_waiting(present(_in(countries, DecisionRequest.objects.waiting())), step, today)]
            elif step.kind == StepKind.ANSWERED:
                answered = _in(countries, _answers().filter(answered_at__gte=since))
                untold = answered.exclude(Exists(_told(step, request=OuterRef("pk"))))
                yield [*_answered(present(untold), step, today)]
            elif step.kind == StepKind.FOLLOWED:
                yield [*untold_moves(step, today, countries, since)]
            else:
                moved = _in(countries, _moves().filter(posted_at__gte=since, commitment__done_on=None))
                still_open = moved.filter(commitment__closed_on=None)
                unheard = still_open.exclude(Exists(_told(step, decision=OuterRef("pk"))))
                yield [*_moved(present(unheard), step, today)]


def notices_of_day(today: Day, on: dt.date) -> Iterator[Owed]:
    """What fell on a past day, as it stood then; the ledger is not asked."""
    for policy, countries in today.policies.by_policy(today.days):
        for step in policy.notices:
            yield from (one for one in _then(step, countries, today, on) if one.falls_on == on)


def _then(step: ReminderStep, countries: list[int], today: Day, on: dt.date) -> Iterator[Owed]:
    begins = dt.datetime.combine(on, dt.time(), dt.UTC) - MARGIN
    near = (begins, begins + 3 * MARGIN)
    if step.kind == StepKind.ASKED:
        asked = _in(countries, DecisionRequest.objects.filter(posted_at__lt=near[1]))
        then = [one for one in asked if one.answered_at is None or _day(one, one.answered_at) > on]
        return _waiting(then, step, today, ask_ledger=False)
    if step.kind == StepKind.ANSWERED:
        return _answered(_in(countries, _answers().filter(answered_at__range=near)), step, today)
    if step.kind == StepKind.FOLLOWED:
        return moves_between(step, today, countries, near)
    return _moved(_in(countries, _moves().filter(posted_at__range=near)), step, today)


def _news_since(now: dt.datetime) -> dt.datetime:
    """Older than this is no news any more, unless nobody has asked since: what was missed is made good."""
    usual = now - NEWS_LASTS
    last = JobRun.objects.filter(job="reminders").values_list("finished_at", flat=True).first()
    return min(usual, last - MARGIN) if last else usual


def _answers() -> QuerySet[DecisionRequest]:
    return DecisionRequest.objects.exclude(answer="").select_related("answered_by", "requested_by")


def _moves() -> QuerySet[Decision]:
    of_same_date = Q(occurrence=OuterRef("occurrence")) | Q(occurrence__isnull=True)
    later = Decision.objects.filter(
        of_same_date, commitment=OuterRef("commitment"), kind=DecisionKind.MOVE_DATE, pk__gt=OuterRef("pk")
    )
    moves = Decision.objects.filter(kind=DecisionKind.MOVE_DATE).annotate(moved_again=Exists(later))
    return moves.select_related("answers_request__requested_by")


def _in(countries: list[int], facts: QuerySet[Fact]) -> QuerySet[Fact]:
    inside = facts.filter(commitment__document__country__in=countries)
    return inside.select_related(*_ABOUT).defer("commitment__document__text").order_by("pk")


def _told(step: ReminderStep, **about: OuterRef) -> QuerySet[Reminder]:
    """By the kind of the step: its row may be that of an older policy."""
    return Reminder.objects.filter(step__kind=step.kind, **about).exclude(status__in=UNHEARD)


def _day(fact: DecisionRequest | Decision, moment: dt.datetime) -> dt.date:
    return fact.commitment.country.local_date(moment)


def _waiting(
    requests: Iterable[DecisionRequest], step: ReminderStep, today: Day, *, ask_ledger: bool = True
) -> Iterator[Owed]:
    rows = list(requests)
    ledger = Reminder.objects.filter(step__kind=step.kind, request__in=rows).exclude(status__in=UNHEARD)
    known = dict(ledger.values_list("request").annotate(Max("days_after")).order_by()) if ask_ledger else {}
    for request in rows:
        asked, on = _day(request, request.posted_at), today.days[request.commitment.document.country_id]
        number, last = step.round_on(asked, on), known.get(request.pk, -1)
        if on < asked or step.day_number(number) <= last:
            continue
        missed = _missed(step, number, asked, last) if ask_ledger else ()
        told = today.audience.coordinators(request.commitment.document.country_id)
        yield Owed(request.commitment, step, number, step.falls_on(asked, number), told, missed=missed, request=request)


def _missed(step: ReminderStep, number: int, asked: dt.date, last: int) -> tuple[Missed, ...]:
    """Repetitions since the last that was told; `last` is its day, counted from the request."""
    first = step.round_on(asked, asked + dt.timedelta(days=last)) + 1
    if number - 1 < first:
        return ()
    return (Missed(step, number - 1, step.falls_on(asked, number - 1), first_round=first),)


def _answered(requests: Iterable[DecisionRequest], step: ReminderStep, today: Day) -> Iterator[Owed]:
    for request in requests:
        assert request.answered_at is not None  # answered ones only
        reasons = {request.answered_by_id or 0: "They answered it."}
        told, spared = _apart(today.audience.of_answer(request, request.commitment.lead, step), reasons)
        day = _day(request, request.answered_at)
        yield Owed(request.commitment, step, 0, day, told, request=request, spared=spared)


def _moved(decisions: Iterable[Decision], step: ReminderStep, today: Day) -> Iterator[Owed]:
    for decision in decisions:
        audience = today.audience.of_step(step, decision.commitment.lead)
        reasons = {decision.recorded_by_id: "They recorded the decision."}
        request = getattr(decision, "answers_request", None)
        if request is not None:
            hear = _told_of_answer(request, decision, today)
            reasons = dict.fromkeys(hear, "The answer to the request tells it.") | reasons
        if decision.moved_again:  # type: ignore[attr-defined]  # an annotation
            reasons = {one.person.pk: "The date moved again; the newest date is told." for one in audience}
        told, spared = _apart(audience, reasons)
        day = _day(decision, decision.posted_at)
        yield Owed(decision.commitment, step, 0, day, told, decision=decision, spared=spared)


def _told_of_answer(request: DecisionRequest, decision: Decision, today: Day) -> Iterator[int]:
    lead = decision.commitment.lead
    for step in today.policies.of(decision.commitment.document.country_id).of(StepKind.ANSWERED):
        yield from (one.person.pk for one in today.audience.of_answer(request, lead, step))


def _apart(
    audience: tuple[Addressee, ...], reasons: dict[int, str]
) -> tuple[tuple[Addressee, ...], tuple[Spared, ...]]:
    told = tuple(one for one in audience if one.person.pk not in reasons)
    return told, tuple(Spared(one, reasons[one.person.pk]) for one in audience if one.person.pk in reasons)
