"""What a policy of reminders must not do: fall silent while overdue, tell twice on one day, tell nobody, go on for ever
at once. Drafts in, refusals out: for each the step it is about, the field, the reason and what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commitments.choices import DEADLINE_KINDS, StepKind
from commitments.models.reminder_step import AT_ONCE, REPEATING

MOST_STEPS = 40
LONGEST_SILENCE = 92
# Of each kind that counts days, the first and the last day one can choose.
REACH = {
    StepKind.BEFORE: (-1000, -1),
    StepKind.ON_THE_DAY: (0, 0),
    StepKind.OVERDUE: (1, LONGEST_SILENCE),
    StepKind.STALE: (7, 730),
    StepKind.MILESTONE: (-365, LONGEST_SILENCE),
    StepKind.ESCALATION: (1, 60),
}
ALWAYS = (StepKind.ASKED, StepKind.ANSWERED)


@dataclass(frozen=True)
class StepDraft:
    """`offset` is None when it could not be read; `intervals` are days from each telling to the next."""

    kind: StepKind
    offset: int | None
    intervals: tuple[int, ...] = ()
    to_editors: bool = False
    to_heads: bool = False
    to_coordinators: bool = False

    @property
    def repeats(self) -> str:
        return ",".join(str(days) for days in self.intervals)

    @property
    def audience(self) -> tuple[str, ...]:
        named = ("to_editors", "to_heads", "to_coordinators")
        return tuple(name for name in named if getattr(self, name))


@dataclass(frozen=True)
class Refusal:
    """`step` is the place in the list, None for the policy as a whole."""

    step: int | None
    field: str
    reason: str


def refusals(steps: Sequence[StepDraft]) -> list[Refusal]:
    if len(steps) > MOST_STEPS:
        return [Refusal(None, "", f"These are {len(steps)} steps, and {MOST_STEPS} are allowed. Remove some.")]
    found = [refusal for place, step in enumerate(steps) for refusal in _of_one(place, step)]
    return found or [*_same_day(steps), *_overdue(steps), *_missing(steps)]


def _of_one(place: int, step: StepDraft) -> Iterator[Refusal]:
    yield from _days(place, step)
    if step.intervals and step.kind not in REPEATING:
        yield Refusal(place, "repeats", "This is told once. Leave it empty.")
    elif any(days < 1 for days in step.intervals):
        yield Refusal(place, "repeats", "0 days apart would be all day long. Give 1 or more.")
    elif any(days > _longest(step.kind) for days in step.intervals):
        reason = f"That is too long a silence. Give at most {_longest(step.kind)} days between two mails."
        yield Refusal(place, "repeats", reason)
    elif len(step.intervals) > 10:
        yield Refusal(place, "repeats", "Give at most ten numbers; the last one goes on for ever.")
    if step.kind == StepKind.ASKED and step.audience != ("to_coordinators",):
        yield Refusal(place, "audience", "A request is answered by the coordinator. Choose the coordinator alone.")
    elif step.audience and step.kind == StepKind.REVIEW:
        yield Refusal(place, "audience", "Whoever is asked to review is told, and nobody else. Choose nobody here.")
    elif not step.audience and step.kind != StepKind.REVIEW:
        yield Refusal(place, "audience", "Nobody would be told. Choose at least one.")
    elif step.kind == StepKind.OVERDUE and not step.to_editors:
        yield Refusal(place, "audience", "Whoever owns what is overdue is always told. Choose the editors, too.")


def _longest(kind: StepKind) -> int:
    return LONGEST_SILENCE if kind in (StepKind.OVERDUE, StepKind.ASKED) else 365


def _days(place: int, step: StepDraft) -> Iterator[Refusal]:
    if step.kind in AT_ONCE:
        if step.offset:
            yield Refusal(place, "days", "This is told at once. Leave the days empty.")
        return
    least, most = REACH[step.kind]
    if step.kind == StepKind.ON_THE_DAY and step.offset:
        yield Refusal(place, "days", "This is told on the day itself. Leave the days empty.")
    elif step.offset is None:
        yield Refusal(place, "days", "Give a number of days.")
    elif not least <= step.offset <= most:
        low, high = sorted((abs(least), abs(most)))
        low = 0 if step.kind == StepKind.MILESTONE else low
        yield Refusal(place, "days", f"{abs(step.offset)} days is out of reach. Give {low} to {high}.")


def _same_day(steps: Sequence[StepDraft]) -> Iterator[Refusal]:
    met: dict[tuple[str, int], int] = {}
    for place, step in enumerate(steps):
        group = "date" if step.kind in DEADLINE_KINDS else step.kind.value
        if (group, step.offset or 0) in met:
            first = met[group, step.offset or 0] + 1
            yield Refusal(place, "days", f"Step {first} falls on the same day. Choose another day, or remove one.")
        met.setdefault((group, step.offset or 0), place)


def _overdue(steps: Sequence[StepDraft]) -> Iterator[Refusal]:
    """From the date on, nobody who is late is left alone for longer than three months."""
    late = sorted((step.offset or 0, place) for place, step in enumerate(steps) if step.kind == StepKind.OVERDUE)
    if not late:
        yield Refusal(None, "", "Nobody would be told of what is overdue. Add a step “While overdue” that repeats.")
        return
    last = steps[late[-1][1]]
    if not last.intervals:
        reason = "After this step nothing would be said any more, however late it gets. Say after how many days again."
        yield Refusal(late[-1][1], "repeats", reason)
    for (day, place), (later, _) in pairwise(late):
        if not steps[place].intervals and later - day > LONGEST_SILENCE:
            yield Refusal(place, "repeats", f"Until day {later} nothing would be said. Say after how many days again.")


def _missing(steps: Sequence[StepDraft]) -> Iterator[Refusal]:
    kinds = {step.kind for step in steps}
    for kind in ALWAYS:
        if kind not in kinds:
            yield Refusal(None, "", f"“{kind.label}” is missing: people ask and would wait in vain. Add it again.")
