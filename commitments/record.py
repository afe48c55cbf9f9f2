"""How the dates of commitments have fared: an institution's record, and the days by which dates slipped.

Promises are compared with what became of them, so the record counts dated commitments that tell something: those
done, those moved, and those whose first promised day has passed. What was withdrawn or superseded owes nothing.
"""

import datetime as dt
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Count, Exists, F, OuterRef, Q

from commitments.choices import DecisionKind
from commitments.models import Commitment, CommitmentQuerySet, Decision, DependencyMove

NEWEST = 20
FEWEST_FOR_MEDIAN = 3
QUARTER, YEAR = 90, 365


@dataclass(frozen=True)
class Fared:
    """One dated commitment. `slip` is None while nothing has happened to its date but that it passed."""

    commitment: Commitment
    times_moved: int
    moved_after_due: bool
    slip: int | None
    days_late: int | None

    @property
    def was_moved(self) -> bool:
        """By decision, or because another commitment's day moved."""
        return self.times_moved > 0 or self.commitment.due_latest != self.commitment.baseline_latest

    @property
    def is_done(self) -> bool:
        return self.commitment.done_on is not None


@dataclass(frozen=True)
class Band:
    """How many slipped by so many days."""

    words: str
    count: int

    @property
    def marks(self) -> range:
        """As many marks as there are commitments, for a picture."""
        return range(self.count)


@dataclass(frozen=True)
class Record:
    """Of the newest dated commitments, by the day first promised; `of` is how many there are altogether."""

    fared: tuple[Fared, ...]
    of: int

    @property
    def moved(self) -> int:
        return sum(1 for one in self.fared if one.was_moved)

    @property
    def moved_after_due(self) -> int:
        return sum(1 for one in self.fared if one.moved_after_due)

    @property
    def done_on_time(self) -> int:
        return sum(1 for one in self.fared if one.is_done and (one.days_late or 0) <= 0)

    @property
    def done_late(self) -> int:
        return sum(1 for one in self.fared if one.is_done and (one.days_late or 0) > 0)

    @property
    def overdue(self) -> int:
        return sum(1 for one in self.fared if not one.is_done and (one.days_late or 0) > 0)

    @property
    def waiting(self) -> int:
        """Past their day, neither done nor moved: their slip is not known yet."""
        return sum(1 for one in self.fared if one.slip is None)

    @property
    def slips(self) -> list[int]:
        return sorted(one.slip for one in self.fared if one.slip is not None)

    @property
    def median(self) -> int | None:
        return median_of(self.slips)

    @property
    def bands(self) -> tuple[Band, ...]:
        slips = self.slips
        return (
            Band("Before the day first promised", sum(1 for days in slips if days < 0)),
            Band("On that day", sum(1 for days in slips if days == 0)),
            Band(f"1 to {QUARTER} days later", sum(1 for days in slips if 0 < days <= QUARTER)),
            Band(f"{QUARTER + 1} to {YEAR} days later", sum(1 for days in slips if QUARTER < days <= YEAR)),
            Band("More than a year later", sum(1 for days in slips if days > YEAR)),
        )


def median_of(slips: Iterable[int]) -> int | None:
    return median_of_counted(Counter(slips))


def median_of_counted(times: Mapping[int, int]) -> int | None:
    """In whole days, a half towards the later day. Two commitments are no pattern, so they have none.

    `times` is how often each number of days occurs.
    """
    total = sum(times.values())
    if total < FEWEST_FOR_MEDIAN:
        return None
    days = sorted(times)
    reached = list(accumulate(times[day] for day in days))
    middle = [days[bisect_right(reached, rank)] for rank in ((total - 1) // 2, total // 2)]
    return math.floor(sum(middle) / 2 + 0.5)


def record_of(institutions: Collection[int], today: dt.date) -> Record:
    """Of the lead institutions given, on the day it is in their country; always three questions."""
    told = _that_tell(institutions, today)
    newest = list(
        told.order_by("-baseline_latest", "reference").for_rows().annotate(followed_late=_followed_late())[:NEWEST]
    )
    moves = _moves_of([commitment.pk for commitment in newest])
    return Record(tuple(_fared(commitment, moves, today) for commitment in newest), told.count())


def _that_tell(institutions: Collection[int], today: dt.date) -> CommitmentQuerySet:
    told = Q(done_on__isnull=False) | Q(baseline_latest__lt=today) | ~Q(due_latest=F("baseline_latest"))
    dated = Commitment.objects.filter(lead__in=institutions, closed_as="", baseline_latest__isnull=False)
    return dated.filter(told)


def _moves_of(commitments: Collection[int]) -> dict[int, tuple[int, int]]:
    """By commitment: how often its date was moved, and how often after it had passed."""
    decided = Decision.objects.of_current_date().filter(commitment__in=commitments)
    moves = decided.filter(kind=DecisionKind.MOVE_DATE.value).order_by()
    counted = moves.values("commitment").annotate(times=Count("pk"), late=Count("pk", filter=Q(after_due=True)))
    return {pk: (times, late) for pk, times, late in counted.values_list("commitment", "times", "late")}


def _followed_late() -> Exists:
    """Moved with another one after its own date had passed."""
    moves = DependencyMove.objects.filter(dependency__commitment=OuterRef("pk"), moved_on__gt=F("old_latest"))
    return Exists(moves)


def _fared(commitment: Commitment, moves: dict[int, tuple[int, int]], today: dt.date) -> Fared:
    times, after_due = moves.get(commitment.pk, (0, 0))
    settled = commitment.done_on is not None or times > 0 or commitment.due_latest != commitment.baseline_latest
    return Fared(
        commitment=commitment,
        times_moved=times,
        moved_after_due=after_due > 0 or commitment.followed_late,  # type: ignore[attr-defined]
        slip=commitment.slippage() if settled else None,
        days_late=commitment.days_late(today),
    )
