"""Two days of one subject side by side, and everything that became of its commitments between them.

State of the earlier day plus changes is state of the later day: each change is counted by where it came from and where
it went. Dates that moved and completion that went up or down are counted beside them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from commitments.choices import (
    DONE_STATES,
    IN_TIME_STATES,
    MOVES,
    PROGRESS,
    Aspect,
    Change,
    Completion,
    ScheduleState,
    ScopeKind,
)
from commitments.dashboard.numbers import Figures, Number
from commitments.dashboard.places import Places
from commitments.dashboard.subject import Asked, Subject, commitments_within
from commitments.dashboard.tables import ByPlace, Group, Row, kinds_shown, tables_of
from commitments.models import Commitment, CommitmentQuerySet
from commitments.rollups.between import FLOWS, Step, steps_between, turned
from commitments.rollups.between_many import steps_of_many
from commitments.rollups.counts import Counts, counts_by_place, together
from commitments.rollups.scope import Scope
from countries.access import Standing

MOST_STANDING = 20_000  # looked at one by one rather than looking for them among all that changed anywhere
GROUPS: tuple[tuple[str, tuple[ScheduleState, ...]], ...] = (
    ("Overdue", (ScheduleState.OVERDUE,)),
    ("Open, not overdue", IN_TIME_STATES),
    ("Done", DONE_STATES),
    ("Closed", (ScheduleState.CLOSED,)),
)
ALWAYS = (Change.DONE, Change.BECAME_LATE, Change.MOVED_LATER, Change.ADVANCED, Change.APPEARED, Change.CLOSED)


@dataclass(frozen=True)
class Difference:
    """How many became this; `cells` is by how much it changes each of GROUPS, None where it cannot."""

    change: Change
    number: Number
    cells: tuple["Shift | None", ...]

    @property
    def arrived(self) -> tuple[tuple[str, Number], ...]:
        """Of those that appeared, how they stood on the later day."""
        if self.change != Change.APPEARED:
            return ()
        sides = zip(GROUPS, self.cells, strict=True)
        return tuple((label.lower(), cell.number) for (label, _), cell in sides if cell and cell.number.count)

    @property
    def whole(self) -> "Shift | None":
        """What it adds to all of them."""
        return Shift(self.number, adds=True) if self.change == Change.APPEARED else None


@dataclass(frozen=True)
class Shift:
    number: Number
    adds: bool


@dataclass(frozen=True)
class Pair:
    """One number on both days, of a state or of everything."""

    state: TextChoices | None
    before: Number
    after: Number

    @property
    def change(self) -> int:
        return self.after.count - self.before.count


def pairs_of(before: Figures, after: Figures, aspect: Aspect, states: Sequence[TextChoices]) -> tuple[Pair, ...]:
    sides = zip(before.parts(aspect, states), after.parts(aspect, states), strict=True)
    return tuple(Pair(one.state, one.number, other.number) for one, other in sides)


@dataclass(frozen=True)
class PlaceRow:
    subject: Subject
    depth: int
    before: Figures
    after: Figures

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Overdue, done, all."""
        before, after = self.before, self.after
        sides = ((before.overdue, after.overdue), (before.done, after.done), (before.total, after.total))
        return tuple(Pair(None, *side) for side in sides)


@dataclass(frozen=True)
class Comparison:
    """`differences` add up to the later day, `beside` are counted beside them: dates that moved, and completion.
    `adds_up` is False while a change is just being counted."""

    subject: Subject
    earlier: dt.date
    later: dt.date
    before: Figures
    after: Figures
    differences: tuple[Difference, ...]
    beside: tuple[Difference, ...]
    changed: Number
    countries: tuple[PlaceRow, ...]
    pillars: tuple[PlaceRow, ...]
    institutions: tuple[PlaceRow, ...]

    @property
    def sides(self) -> tuple[Figures, Figures]:
        return self.before, self.after

    @property
    def told(self) -> tuple[Difference, ...]:
        """What is always asked for; the rarer ones where there are any."""
        everything = {difference.change: difference for difference in (*self.differences, *self.beside)}
        first = tuple(everything.pop(change) for change in ALWAYS)
        return first + tuple(difference for difference in everything.values() if difference.number.count)

    @property
    def flows(self) -> tuple[Difference, ...]:
        return tuple(difference for difference in self.differences if difference.number.count)

    @property
    def state_tables(self) -> tuple[tuple[str, str, tuple[Pair, ...]], ...]:
        schedule = pairs_of(*self.sides, Aspect.SCHEDULE, list(ScheduleState))
        completion = pairs_of(*self.sides, Aspect.COMPLETION, list(reversed(Completion)))
        return ("schedule", "Schedule", schedule), ("completion", "Completion, as reported", completion)

    @property
    def is_still(self) -> bool:
        """Not even within a group, or in what was reported, does one number differ."""
        return not any(pair.change for _, _, pairs in self.state_tables for pair in pairs)

    @property
    def adds_up(self) -> bool:
        return all(
            self.before.counts.of(*states) + self._sum(column) == self.after.counts.of(*states)
            for column, (_, states) in enumerate(GROUPS)
        )

    def _sum(self, column: int) -> int:
        cells = [difference.cells[column] for difference in self.differences]
        return sum(cell.number.count if cell.adds else -cell.number.count for cell in cells if cell)


def comparison_of(
    subject: Subject, earlier: dt.date, later: dt.date, *, standing: Standing, places: Places
) -> Comparison:
    """`earlier` comes before `later`."""
    scope, shown = subject.scope(standing, places), kinds_shown(subject, places)
    wanted = {**shown, scope.kind: {*scope.ids, *shown.get(scope.kind, ())}}
    then, now = (
        Side(on, together(counts.get((scope.kind, pk)) for pk in scope.ids), counts)
        for on, counts in ((day, counts_by_place(wanted, day)) for day in (earlier, later))
    )
    return compared(subject, then, now, _steps(scope, now.whole, earlier, later), shown, places)


@dataclass(frozen=True)
class Side:
    """What stood there on one of the two days; `aside` is what the lists behind its numbers are asked besides."""

    on: dt.date
    whole: Counts
    by_place: ByPlace
    aside: Asked = ()


def compared(
    subject: Subject,
    then: Side,
    now: Side,
    steps: Mapping[Step, int],
    shown: Mapping[ScopeKind, Collection[int]],
    places: Places,
) -> Comparison:
    question = _Question(subject, then.on, now.on, steps)
    before, after = (tables_of(subject, shown, places, one.by_place, one.on, one.aside) for one in (then, now))
    is_one_document = subject.document is not None  # for several, institutions and countries say more
    return Comparison(
        subject=subject,
        earlier=then.on,
        later=now.on,
        before=Figures((*subject.asked, *then.aside), then.on, then.whole),
        after=Figures((*subject.asked, *now.aside), now.on, now.whole),
        differences=tuple(question.difference(flow) for flow in FLOWS),
        beside=tuple(question.difference(change) for change in (*MOVES, *PROGRESS)),
        changed=question.everything(),
        countries=_beside(before.countries, after.countries, then),
        pillars=_beside(_rows(before.pillars), _rows(after.pillars), then) if is_one_document else (),
        institutions=_beside(before.institutions, after.institutions, then),
    )


def _steps(scope: Scope, counts: Counts, earlier: dt.date, later: dt.date) -> Counter[Step]:
    """Few stand there: look at each of them; else at what changed anywhere."""
    looked_at: CommitmentQuerySet = Commitment.objects.filter(commitments_within(scope))
    if counts.total <= MOST_STANDING:
        return steps_between(looked_at.filter(turned(earlier, later)), earlier, later)
    return steps_of_many(None if scope.kind == ScopeKind.ALL else looked_at, earlier, later)


@dataclass(frozen=True)
class _Question:
    """Makes numbers from steps, each with the question whose answer it counts."""

    subject: Subject
    earlier: dt.date
    later: dt.date
    steps: Mapping[Step, int]

    def difference(self, change: Change) -> Difference:
        found = {step: n for step, n in self.steps.items() if change in step.changes}
        befores, afters = FLOWS.get(change, ((), ()))
        cells: list[Shift | None] = []
        for _, states in GROUPS:
            came = [(step, n) for step, n in found.items() if step.after in states]
            left = [(step, n) for step, n in found.items() if step.before in states]
            if set(states) <= set(afters):
                cells.append(Shift(self._number(sum(n for _, n in came), change, "schedule", states), adds=True))
            elif set(states) <= set(befores):
                cells.append(Shift(self._number(sum(n for _, n in left), change, "was", states), adds=False))
            else:
                cells.append(None)
        return Difference(change, self._number(sum(found.values()), change), tuple(cells))

    def everything(self) -> Number:
        count = sum(n for step, n in self.steps.items() if step.changes)
        return Number(count, (*self.subject.asked, *self._days()))

    def _number(self, count: int, change: Change, field: str = "", states: Sequence[ScheduleState] = ()) -> Number:
        bands = tuple((field, state.value) for state in states)
        return Number(count, (*self.subject.asked, ("change", change.value), *bands, *self._days()))

    def _days(self) -> tuple[tuple[str, str], ...]:
        return ("on", self.later.isoformat()), ("against", self.earlier.isoformat())


def _rows(groups: Iterable[Group]) -> list[Row]:
    return [row for group in groups for row in group.rows]


def _beside(before: Iterable[Row], after: Iterable[Row], then: Side) -> tuple[PlaceRow, ...]:
    """As many rows as on the later day; what was not there on the earlier one counted nothing."""
    known = {row.subject.asked: row.figures for row in before}
    return tuple(
        PlaceRow(
            row.subject,
            row.depth,
            known.get(row.subject.asked) or Figures((*row.subject.asked, *then.aside), then.on, Counts()),
            row.figures,
        )
        for row in after
    )
