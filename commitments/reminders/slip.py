"""How far a date has moved from the first promise, as a mail says it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.choices import DecisionKind
from commitments.models import Commitment, Decision
from commitments.tongue import number_in_words


@dataclass(frozen=True)
class Moves:
    """The days on which dates were moved by decision, by commitment id."""

    days: Mapping[int, list[dt.date]]

    @classmethod
    def of(cls, commitments: Iterable[Commitment]) -> "Moves":
        """One query; a date that never moved is not asked about."""
        moved = {one.pk for one in commitments if one.due_revision > 1}
        found: dict[int, list[dt.date]] = defaultdict(list)
        if moved:
            rows = (
                Decision.objects.of_current_date().filter(kind=DecisionKind.MOVE_DATE, commitment__in=moved).order_by()
            )
            for commitment, day in rows.values_list("commitment", "decided_on"):
                found[commitment].append(day)
        return cls(found)

    def slip(self, commitment: Commitment, on: dt.date) -> str:
        """ "moved once, 365 days after the first promise"; empty when the first promise stands."""
        times = sum(day <= on for day in self.days.get(commitment.pk, ()))
        if times and commitment.baseline_latest is None:
            times -= 1  # the first of them gave it a date
        if not times and commitment.due_latest == commitment.baseline_latest:
            return ""
        distance = _distance(commitment)
        return f"{_moved(times)}, {distance}" if times else distance


def _moved(times: int) -> str:
    if times <= 2:
        return _("moved once") if times == 1 else _("moved twice")
    return ngettext("moved %(times)s time", "moved %(times)s times", times) % {"times": number_in_words(times)}


def _distance(commitment: Commitment) -> str:
    if commitment.due_latest is None or commitment.baseline_latest is None:
        return _("no date was promised at first")
    days = (commitment.due_latest - commitment.baseline_latest).days
    if not days:
        return _("back to the first promise")
    far = abs(days)
    if days > 0:
        said = ngettext("%(days)s day after the first promise", "%(days)s days after the first promise", far)
    else:
        said = ngettext("%(days)s day before the first promise", "%(days)s days before the first promise", far)
    return said % {"days": number_in_words(far)}
