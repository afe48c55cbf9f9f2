"""Who asked not to be asked for a while. Their own reminders of a date wait; news, and everybody else's, do not."""

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from commitments.choices import StepKind
from commitments.models import Acknowledgement, Commitment
from countries.models import Person

# What one can put off. A request, an answer, a moved date and an escalation always go out.
CAN_WAIT = (StepKind.BEFORE, StepKind.ON_THE_DAY, StepKind.OVERDUE, StepKind.MILESTONE, StepKind.STALE)


class Quiet:
    """The acknowledgements in force on one day, in one query, asked when first needed."""

    def __init__(self, days: Mapping[int, dt.date]) -> None:
        self._days = days

    @cached_property
    def _said(self) -> dict[tuple[int, int], Acknowledgement]:
        found = Acknowledgement.objects.in_force(self._days)
        return {(one.commitment_id, one.person_id): one for one in found}

    @property
    def basis(self) -> frozenset[int]:
        return frozenset(one.pk for one in self._said.values())

    def of(self, commitment: Commitment, person: Person) -> Acknowledgement | None:
        return self._said.get((commitment.pk, person.pk))


def in_words(said: Acknowledgement) -> str:
    until = f"{said.until:%-d %B %Y}" if said.until else ""
    words = f"They asked on {said.made_at:%-d %B %Y} not to be reminded before {until}: {said.reason}"
    return words if len(words) <= 400 else f"{words[:399]}…"
