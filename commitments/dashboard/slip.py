"""What slipped against the first promise, by the record as it stands now: the whole and each institution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from commitments.choices import Movement
from commitments.dashboard.numbers import Number
from commitments.dashboard.places import Places
from commitments.dashboard.subject import Asked, Subject, commitments_within
from commitments.models import Commitment
from commitments.models.movement import movement_condition
from commitments.record import median_of
from commitments.rollups.scope import branch
from countries.access import Standing
from countries.models import Institution

MOST_READ = 20_000
MOST_ROWS = 10


@dataclass(frozen=True)
class Slipped:
    """How many, and by how many days at the median; too few have none."""

    number: Number
    median: int | None
    institution: Institution | None = None


@dataclass(frozen=True)
class Slippage:
    """`whole` is None where so much slipped that only a narrower subject is worked out."""

    whole: Slipped | None
    rows: tuple[Slipped, ...] = ()
    hidden: int = 0


def slippage_of(subject: Subject, standing: Standing, places: Places, total: int) -> Slippage:
    """One question. Days are read, not summed by the database: there is no median in SQLite. `total` is how many
    commitments the subject has by the counts: of too many none is read."""
    if total > MOST_READ:
        return Slippage(None)
    scope = subject.scope(standing, places)
    found = Commitment.objects.filter(movement_condition([Movement.SLIPPED]), commitments_within(scope)).order_by()
    rows_found = found.values_list("lead_id", Coalesce("done_on", "due_latest"), "baseline_latest")[: MOST_READ + 1]
    slips = [(lead, (reached - first).days) for lead, reached, first in rows_found if reached and first]
    if len(slips) > MOST_READ:
        return Slippage(None)
    rows = _rows(subject, _by_lead(slips), places)
    whole = _slipped(subject.asked, [days for _, days in slips])
    return Slippage(whole, rows[:MOST_ROWS], max(len(rows) - MOST_ROWS, 0))


def _by_lead(slips: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for lead, days in slips:
        found.setdefault(lead, []).append(days)
    return found


def _rows(subject: Subject, by_lead: Mapping[int, list[int]], places: Places) -> tuple[Slipped, ...]:
    """Each with the bodies below it, as the commitments list counts them; the most first."""
    institutions, children = places.institutions_in(subject.country), places.institution_children(subject.country)
    above = {pk: institution.parent_id for pk, institution in institutions.items()}
    concerned = {pk for lead in by_lead for pk in _up_from(lead, above)} & institutions.keys()
    wider = tuple(pair for pair in subject.asked if pair[0] != "institution")
    if subject.institution:
        concerned &= set(places.below_institution(subject.institution))
    rows = []
    for pk in concerned:
        days = [slip for member in branch(pk, children) for slip in by_lead.get(member, ())]
        rows.append(_slipped((*wider, ("institution", str(pk))), days, institutions[pk]))
    return tuple(sorted(rows, key=lambda row: (-row.number.count, str(row.institution))))


def _up_from(institution: int, above: Mapping[int, int | None]) -> list[int]:
    line, step = [institution], above.get(institution)
    while step is not None and step not in line:
        line.append(step)
        step = above.get(step)
    return line


def _slipped(place: Asked, days: Sequence[int], institution: Institution | None = None) -> Slipped:
    return Slipped(Number(len(days), (*place, ("moved", Movement.SLIPPED.value))), median_of(days), institution)
