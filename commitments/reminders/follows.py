"""Dates that moved with another commitment: news for the owners downstream, told once, and only the newest move.

A decision about the date ends the following, so a move that a decision came after is no news any more.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from commitments.choices import UNHEARD, DecisionKind
from commitments.models import Decision, DependencyMove, Reminder, ReminderStep
from commitments.reminders.owed import Owed, Spared, present
from commitments.reminders.still_owed import Day

REPLACED = "The date moved again; the newest date is told."
_OF = "dependency__commitment"
_ABOUT = (f"{_OF}__document__country", f"{_OF}__lead", "dependency__upon")


def untold_moves(step: ReminderStep, today: Day, countries: list[int], since: dt.datetime) -> Iterator[Owed]:
    told = Reminder.objects.filter(dependency_move=OuterRef("pk")).exclude(status__in=UNHEARD)
    still_open = _moves(countries).filter(dependency__commitment__done_on=None, dependency__commitment__closed_on=None)
    return _owed(present(still_open.filter(~Exists(told), posted_at__gte=since)), step, today)


def moves_between(
    step: ReminderStep, today: Day, countries: list[int], moments: tuple[dt.datetime, dt.datetime]
) -> Iterator[Owed]:
    return _owed(_moves(countries).filter(posted_at__range=moments), step, today)


def _moves(countries: list[int]) -> QuerySet[DependencyMove]:
    later = DependencyMove.objects.filter(dependency=OuterRef("dependency"), pk__gt=OuterRef("pk"))
    decided = Decision.objects.filter(commitment=OuterRef(_OF), kind=DecisionKind.MOVE_DATE)
    moves = DependencyMove.objects.annotate(moved_again=Q(Exists(later)) | Q(Exists(decided)))
    inside = moves.filter(dependency__commitment__document__country__in=countries)
    return inside.select_related(*_ABOUT).defer(f"{_OF}__document__text").order_by("pk")


def _owed(moves: Iterable[DependencyMove], step: ReminderStep, today: Day) -> Iterator[Owed]:
    for move in moves:
        commitment = move.dependency.commitment
        day, audience = commitment.country.local_date(move.posted_at), today.audience.of_step(step, commitment.lead)
        if move.moved_again:  # type: ignore[attr-defined]  # an annotation
            spared = tuple(Spared(one, REPLACED) for one in audience)
            yield Owed(commitment, step, 0, day, (), dependency_move=move, spared=spared)
        else:
            yield Owed(commitment, step, 0, day, audience, dependency_move=move)
