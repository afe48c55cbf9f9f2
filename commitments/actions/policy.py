"""Put a policy of reminders in force: a further version, with who, when and why. Nothing told is told again."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from commitments.access import may_set_policy, require
from commitments.actions.settle import actor
from commitments.models import ReminderPolicy, ReminderStep
from commitments.reminders.rules import StepDraft, refusals
from commitments.reminders.steps import written
from countries.access import Standing
from countries.models import Country

NOT_YOURS = "The policy of reminders is set by the coordinator of the country, that for all others by an administrator."


class StalePolicy(Exception):
    """Somebody put another version in force first."""

    def __init__(self, found: ReminderPolicy | None) -> None:
        super().__init__(f"Another version is in force: {found}.")
        self.found = found


@dataclass(frozen=True)
class PolicyDraft:
    """`uses_default` gives the country's own policy up for that for all."""

    steps: tuple[StepDraft, ...]
    reason: str
    uses_default: bool = False


def put_in_force(
    country: Country | None, draft: PolicyDraft, *, by: Standing, now: dt.datetime, seen_version: int
) -> ReminderPolicy:
    """`seen_version` is the country's newest when the form was opened, 0 when it had none of its own."""
    require(may_set_policy(by, country), NOT_YOURS)
    try:
        return _put(country, draft, by, now, seen_version)
    except IntegrityError:  # two at the same moment: the version is written once
        raise StalePolicy(newest_of(country)) from None


@transaction.atomic
def _put(
    country: Country | None, draft: PolicyDraft, by: Standing, now: dt.datetime, seen_version: int
) -> ReminderPolicy:
    found = newest_of(country)
    if (found.version if found else 0) != seen_version:
        raise StalePolicy(found)
    refuse(country, draft, found)
    policy = ReminderPolicy(
        country=country,
        version=seen_version + 1,
        uses_default=draft.uses_default,
        put_in_force_at=now,
        put_in_force_by=actor(by),
        reason=draft.reason.strip(),
    )
    policy.full_clean(validate_constraints=False, validate_unique=False)
    policy.save()
    if not draft.uses_default:
        policy.steps.set(written((one.kind, one.offset or 0, one.repeats, one.audience) for one in draft.steps))
    return policy


def newest_of(country: Country | None) -> ReminderPolicy | None:
    return ReminderPolicy.objects.filter(country=country).order_by("-version").first()


def refuse(country: Country | None, draft: PolicyDraft, found: ReminderPolicy | None) -> None:
    """ValidationError, by `steps-PLACE-FIELD`, `reason`, or for the whole."""
    if draft.uses_default:
        if country is None or found is None or found.uses_default:
            raise ValidationError("This is what holds already: the country has no policy of its own.")
    else:
        refuse_steps(draft.steps)
        if found is not None and not found.uses_default and _says_the_same(found.steps.all(), draft.steps):
            raise ValidationError("This is the policy in force already. Change a step, or leave it as it is.")
    if not draft.reason.strip():
        raise ValidationError({"reason": "Say why it changes. Whoever wonders about a mail will read it."})


def refuse_steps(steps: Sequence[StepDraft]) -> None:
    found: dict[str, list[str]] = {}
    for refusal in refusals(steps):
        name = "__all__" if refusal.step is None else f"steps-{refusal.step}-{refusal.field}"
        found.setdefault(name, []).append(refusal.reason)
    if found:
        raise ValidationError(found)


def _says_the_same(held: Iterable[ReminderStep], drafts: Sequence[StepDraft]) -> bool:
    now = {(s.kind, s.offset_days, s.repeats, s.to_editors, s.to_heads, s.to_coordinators) for s in held}
    then = {(d.kind, d.offset or 0, d.repeats, d.to_editors, d.to_heads, d.to_coordinators) for d in drafts}
    return now == then
