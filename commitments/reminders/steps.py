"""Which step a commitment is at on a day: the newest one that has fallen due. Older ones are not sent late."""

import datetime as dt
from dataclasses import dataclass

from commitments.choices import DEADLINE_KINDS, NOTICE_KINDS, StepKind
from commitments.models import ReminderStep

DEFAULTS = (
    (StepKind.BEFORE, -90, None),
    (StepKind.BEFORE, -30, None),
    (StepKind.BEFORE, -7, None),
    (StepKind.BEFORE, -1, None),
    (StepKind.ON_THE_DAY, 0, None),
    (StepKind.OVERDUE, 7, 7),
    (StepKind.ASKED, 0, 7),
    (StepKind.ANSWERED, 0, None),
    (StepKind.MOVED, 0, None),
    (StepKind.FOLLOWED, 0, None),
)
LONG_AGO = dt.date.min


@dataclass(frozen=True)
class Stage:
    """A step and the due days for which it is the newest one on the day asked about: after .. until, inclusive."""

    step: ReminderStep
    after: dt.date
    until: dt.date
    on: dt.date

    @property
    def told_since(self) -> dt.date:
        """A ledger entry that fell due later than this covers the present repetition."""
        every = self.step.repeats_every
        return self.on - dt.timedelta(days=every) if every else LONG_AGO


def steps_in_force() -> list[ReminderStep]:
    """Those of due dates, in the order of their days."""
    return list(ReminderStep.objects.filter(in_force=True, kind__in=DEADLINE_KINDS).order_by("offset_days"))


def notice_steps() -> list[ReminderStep]:
    """Those of requests and decisions."""
    return list(ReminderStep.objects.filter(in_force=True, kind__in=NOTICE_KINDS).order_by("pk"))


def ensure_steps() -> None:
    """An empty table is a fresh installation, not a policy of silence."""
    if not ReminderStep.objects.exists():
        rows = [ReminderStep(kind=kind, offset_days=days, repeats_every=every) for kind, days, every in DEFAULTS]
        ReminderStep.objects.bulk_create(rows, ignore_conflicts=True)


def stages(steps: list[ReminderStep], on: dt.date) -> list[Stage]:
    found = []
    for step, later in zip(steps, [*steps[1:], None], strict=True):
        until = on - dt.timedelta(days=step.offset_days)
        after = on - dt.timedelta(days=later.offset_days) if later else LONG_AGO
        found.append(Stage(step, after, until, on))
    return found


def newest(steps: list[ReminderStep], due_latest: dt.date, on: dt.date) -> tuple[ReminderStep, int] | None:
    """The step and its round that `on` lies in; None when the date is still far."""
    reached = [step for step in steps if step.falls_on(due_latest, 1) <= on]
    return (reached[-1], reached[-1].round_on(due_latest, on)) if reached else None
