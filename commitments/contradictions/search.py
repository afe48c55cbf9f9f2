"""Suspects from the database, put to the rules. The number of questions does not depend on how many there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from django.db.models import Count, Exists, F, OuterRef, Q

from commitments.choices import Aspect, Completion, ScheduleState
from commitments.contradictions.rules import Contradiction, Kind, Promise, Step, in_promise, in_steps
from commitments.models import Commitment, CommitmentQuerySet, Evidence, Milestone
from countries.access import Standing
from countries.choices import OWNING_ROLES
from countries.models import Institution, Seat

_STEP_WORDS = ("draft", "publish", "publication", "adopt", "approv")
_READ = (
    "reference",
    "title",
    "quotation",
    "translation",
    "due_latest",
    "baseline_latest",
    "completion",
    "done_on",
    "closed_as",
    "registered_at",
    "document__counted_from",
    "document__country__code",
    "document__country__time_zone",
)
CHUNK = 200
Days = Mapping[int, dt.date]


@dataclass(frozen=True)
class Finding:
    """About a commitment or, where nobody answers for what it leads, an institution."""

    kind: Kind
    reason: str
    commitment: Commitment | None = None
    institution: Institution | None = None


def contradictions_seen_by(standing: Standing, days: Days, most: int) -> list[Finding]:
    """In the countries the person coordinates, the kinds in their order; `days` is the day in each country.

    No more than `most` are looked for: a tracker may have been filled with thousands that are wrong alike.
    """
    scope = _in_charge(standing)
    if scope is None:
        return []
    found = chain(_unowned(scope, days), _in_milestones(scope), _in_promises(scope, days))
    order = list(Kind)
    return sorted(islice(found, most), key=lambda finding: order.index(finding.kind))


def _in_charge(standing: Standing) -> CommitmentQuerySet | None:
    """What is closed owes nothing, so nothing in it needs to be put right."""
    if standing.is_administrator:
        return Commitment.objects.filter(closed_as="")
    if not standing.coordinated_countries:
        return None
    return Commitment.objects.filter(closed_as="", document__country__in=standing.coordinated_countries)


def _in_promises(scope: CommitmentQuerySet, days: Days) -> Iterator[Finding]:
    """Only what could be wrong is read; the rules have the last word."""
    proof = Evidence.objects.filter(update__commitment=OuterRef("pk"), update__effective_on__gte=OuterRef("done_on"))
    begins = F("document__counted_from")
    marked = scope.annotate(is_proved=Exists(proof))
    suspects = marked.in_band(Aspect.SCHEDULE, [ScheduleState.OVERDUE], days) | marked.filter(
        Q(due_latest__lte=begins)
        | Q(baseline_latest__lt=begins)
        | Q(completion=Completion.COMPLETE.value, is_proved=False)
        | _names_a_year("quotation") & _names_a_year("translation")
    )
    read = suspects.select_related("document__country").only(*_READ).order_by("reference")
    for commitment in read.iterator(chunk_size=CHUNK):
        yield from _findings(commitment, in_promise(_promise(commitment)))


def _names_a_year(field: str) -> Q:
    """Perhaps: enough to leave most texts in the database."""
    return Q(**{f"{field}__contains": "19"}) | Q(**{f"{field}__contains": "20"})


def _promise(commitment: Commitment) -> Promise:
    is_complete = commitment.completion == Completion.COMPLETE
    return Promise(
        begins_on=commitment.document.counted_from,
        registered_on=commitment.country.local_date(commitment.registered_at),
        due_latest=commitment.due_latest,
        baseline_latest=commitment.baseline_latest,
        is_open=not is_complete,
        claims_without_proof=is_complete and not commitment.is_proved,  # type: ignore[attr-defined]
        quotation=commitment.quotation,
        translation=commitment.translation,
    )


def _in_milestones(scope: CommitmentQuerySet) -> Iterator[Finding]:
    words = Q()
    for word in _STEP_WORDS:
        words |= Q(title__icontains=word)
    late = Q(done_on__isnull=True, due_latest__gt=F("commitment__due_latest"))
    dated = Milestone.objects.filter(late | words, due_latest__isnull=False, commitment__in=scope.open())
    steps: dict[Commitment, list[Step]] = defaultdict(list)
    for milestone in dated.select_related("commitment").order_by("commitment__reference", "due_latest", "pk"):
        if milestone.due_latest is not None:
            step = Step(milestone.title, milestone.due_latest, is_reached=milestone.done_on is not None)
            steps[milestone.commitment].append(step)
    for commitment, those in steps.items():
        yield from _findings(commitment, in_steps(commitment.due_latest, those))


def _findings(commitment: Commitment, found: Iterable[Contradiction]) -> Iterator[Finding]:
    return (Finding(one.kind, one.reason, commitment=commitment) for one in found)


def _unowned(scope: CommitmentQuerySet, days: Days) -> Iterator[Finding]:
    """One finding per institution, however much it leads: one seat puts all of it right."""
    open_ones = scope.open().order_by().values_list("lead").annotate(Count("pk"))
    counts = dict(open_ones)
    seats = Seat.objects.filter(institution__in=counts, role__in=OWNING_ROLES).select_related("person", "institution")
    owned = {seat.institution_id for seat in seats if seat.is_held(days[seat.institution.country_id])}
    for institution in Institution.objects.filter(pk__in=counts.keys() - owned).select_related("country"):
        led = counts[institution.pk]
        noun = "commitment" if led == 1 else "commitments"
        words = f"It leads {led:,} open {noun}, and nobody holds a seat in it as editor or head."
        yield Finding(Kind.NO_OWNER, words, institution=institution)
