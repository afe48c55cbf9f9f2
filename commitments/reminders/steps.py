"""The policies in force, and the step a commitment is at on a day: the newest one that has fallen due.

Older steps are not sent late. What was told is compared by days from the due date and never by the row of a step, so
that a policy can change without telling anything twice and without losing what is owed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from commitments.choices import DEADLINE_KINDS, NEWS_KINDS, NOTICE_KINDS, StepKind
from commitments.models import ReminderPolicy, ReminderStep
from commitments.timeline import STALE_DAYS

OWNERS = ("to_editors", "to_heads")
DEFAULTS = (
    (StepKind.BEFORE, -90, "", OWNERS),
    (StepKind.BEFORE, -30, "", OWNERS),
    (StepKind.BEFORE, -7, "", OWNERS),
    (StepKind.BEFORE, -1, "", OWNERS),
    (StepKind.ON_THE_DAY, 0, "", OWNERS),
    (StepKind.OVERDUE, 7, "7,7,14,28", OWNERS),
    (StepKind.STALE, STALE_DAYS, "30,60,90", ("to_editors",)),
    (StepKind.MILESTONE, -14, "", ("to_editors",)),
    (StepKind.MILESTONE, 0, "", ("to_editors",)),
    (StepKind.MILESTONE, 7, "14,28", ("to_editors",)),
    (StepKind.ESCALATION, 10, "", ("to_coordinators",)),
    (StepKind.REVIEW, 0, "14,28", ()),
    (StepKind.ASKED, 0, "7", ("to_coordinators",)),
    (StepKind.ANSWERED, 0, "", ("to_heads",)),
    (StepKind.MOVED, 0, "", OWNERS),
    (StepKind.FOLLOWED, 0, "", OWNERS),
)
SHIPPED = "The policy the tracker comes with."
LONG_AGO = dt.date.min


@dataclass(frozen=True)
class Policy:
    """The steps in force somewhere. `since` is None for the policy the tracker came with. `news_from`: what was
    answered or moved before its kind of step was in force is no news."""

    steps: tuple[ReminderStep, ...] = ()
    version: int = 0
    since: dt.datetime | None = None
    news_from: Mapping[str, dt.datetime] = field(default_factory=dict)

    def of(self, *kinds: StepKind) -> list[ReminderStep]:
        """In the order of their days."""
        found = (step for step in self.steps if step.kind in kinds)
        return sorted(found, key=lambda step: (step.offset_days, step.pk))

    @property
    def dates(self) -> list[ReminderStep]:
        return self.of(*DEADLINE_KINDS)

    @property
    def notices(self) -> list[ReminderStep]:
        return self.of(*NOTICE_KINDS)


@dataclass(frozen=True)
class Policies:
    """`own` is country id to its own policy; all others follow the default one."""

    default: Policy = Policy()
    own: Mapping[int, Policy] = field(default_factory=dict)

    def of(self, country: int) -> Policy:
        return self.own.get(country, self.default)

    def by_policy(self, countries: Iterable[int]) -> list[tuple[Policy, list[int]]]:
        """Countries under the same policy are asked about together."""
        found: dict[int, tuple[Policy, list[int]]] = {}
        for country in countries:
            policy = self.of(country)
            found.setdefault(id(policy), (policy, []))[1].append(country)
        return list(found.values())

    def by_day_and_policy(self, days: Mapping[int, dt.date]) -> list[tuple[dt.date, Policy, list[int]]]:
        countries: dict[dt.date, list[int]] = defaultdict(list)
        for country, day in days.items():
            countries[day].append(country)
        return [(day, policy, inside) for day, ids in countries.items() for policy, inside in self.by_policy(ids)]


@dataclass(frozen=True)
class Stage:
    """A step, or one repetition of it, and the due days for which it is the newest on the day asked about:
    after .. until, inclusive. `every`: from here on it is repeated after so many days, for ever."""

    step: ReminderStep
    round: int
    begins: int
    every: int | None
    after: dt.date
    until: dt.date
    on: dt.date

    def holds(self, since: dt.date, number: int) -> bool:
        """Whether a count from `since`, by now in this repetition, is at this stage."""
        reached = number > self.round if self.every else False
        return self.after < since <= self.until and (number == self.round or reached)

    @property
    def told_since(self) -> dt.date:
        """A ledger entry that fell due later than this covers the present repetition."""
        return self.on - dt.timedelta(days=self.every) if self.every else LONG_AGO


def policies_in_force() -> Policies:
    default, own = Policy(), {}
    versions = list(ReminderPolicy.objects.order_by("-version").prefetch_related("steps"))
    newest = {row.country_id: row for row in reversed(versions)}
    for row in newest.values():
        policy = Policy(tuple(row.steps.all()), row.version, row.put_in_force_at, _news_from(row, versions))
        if row.country_id is None:
            default = policy
        elif not row.uses_default:
            own[row.country_id] = policy
    return Policies(default, own)


def _news_from(policy: ReminderPolicy, versions: list[ReminderPolicy]) -> dict[str, dt.datetime]:
    """Kind of news to when somebody began it; of a kind that was there from the beginning, nothing."""
    begun: dict[str, dt.datetime] = {}
    for kind in NEWS_KINDS:
        first = policy
        for row in (row for row in versions if row.country_id == policy.country_id and row.version < policy.version):
            if not _tells(row, kind):
                break
            first = row
        came_first = first.version == 1
        default = [row for row in versions if row.country_id is None]
        inherited = came_first and policy.country_id is not None and default and _tells(default[0], kind)
        if first.put_in_force_at is not None and not inherited and _tells(policy, kind):
            begun[kind] = first.put_in_force_at
    return begun


def _tells(policy: ReminderPolicy, kind: StepKind) -> bool:
    return any(step.kind == kind for step in policy.steps.all())


@transaction.atomic
def ensure_policy() -> None:
    """An empty table is a fresh installation, not a policy of silence."""
    if ReminderPolicy.objects.filter(country=None).exists():
        return
    policy, is_ours = ReminderPolicy.objects.get_or_create(country=None, version=1, defaults={"reason": SHIPPED})
    if is_ours:
        policy.steps.set(written(DEFAULTS))


def steps_of(policy: ReminderPolicy) -> list[ReminderStep]:
    """Of one that is not written yet, those the tracker comes with."""
    return list(policy.steps.all()) if policy.pk else [ReminderStep(**_fields(*step)) for step in DEFAULTS]


def written(steps: Iterable[tuple[StepKind, int, str, tuple[str, ...]]]) -> list[ReminderStep]:
    """The rows of these steps; what has been said before is the same row."""
    return [ReminderStep.objects.get_or_create(**_fields(*step))[0] for step in steps]


def _fields(kind: StepKind, days: int, repeats: str, audience: tuple[str, ...]) -> dict[str, Any]:
    told = {name: name in audience for name in ("to_editors", "to_heads", "to_coordinators")}
    return {"kind": kind, "offset_days": days, "repeats": repeats, **told}


def stages(steps: list[ReminderStep], on: dt.date) -> list[Stage]:
    """`steps` are those of due dates, in the order of their days."""
    begun = [one for step, later in zip(steps, [*steps[1:], None], strict=False) for one in _rounds(step, later)]
    found = []
    for (step, number, begins, every), later in zip(begun, [*begun[1:], None], strict=False):
        until = on - dt.timedelta(days=begins)
        after = on - dt.timedelta(days=later[2]) if later else LONG_AGO
        found.append(Stage(step, number, begins, every, after, until, on))
    return found


def _rounds(step: ReminderStep, later: ReminderStep | None) -> list[tuple[ReminderStep, int, int, int | None]]:
    """A step that backs off is as many stages as it names intervals; a later step cuts them short."""
    gaps = step.intervals
    if not gaps:
        return [(step, 0, step.offset_days, None)]
    numbers = range(1, len(gaps) + 1)
    rounds = [(step, n, step.day_number(n), gaps[-1] if n == len(gaps) else None) for n in numbers]
    return [one for one in rounds if later is None or one[2] < later.offset_days]


def newest(steps: list[ReminderStep], due_latest: dt.date, on: dt.date) -> tuple[ReminderStep, int] | None:
    """The step and its round that `on` lies in; None when the date is still far."""
    reached = [step for step in steps if step.falls_on(due_latest, 1) <= on]
    return (reached[-1], reached[-1].round_on(due_latest, on)) if reached else None
