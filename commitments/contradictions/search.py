"""Suspects put to the rules, so many at a time: a page costs the same however many commitments there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef, Value
from django.db.models.functions import Coalesce

from commitments.choices import Completion
from commitments.contradiction_kind import ContradictionKind as Kind
from commitments.contradictions.finding import Finding
from commitments.contradictions.rules import Promise, Step, in_promise, in_steps
from commitments.contradictions.suspects import Days, proof, suspects
from commitments.deadlines.agreement import Words, read_words
from commitments.models import Commitment, CommitmentQuerySet, Dismissal, Milestone
from countries.access import Standing
from countries.choices import OWNING_ROLES
from countries.models import Document, Institution, Seat

LOOKED_AT = 300
SEARCHED = 5000
TALLIED = 2000
# Sorted once found: in the order of the index of references, those of one country may come last of a million.
_SORTED = Coalesce("reference", Value(""))
_UNOWNED = "nobody holds a seat in it as editor or head."
_IN_STEPS = (Kind.LATE_MILESTONE, Kind.LATE_DRAFT)
_IN_PROMISES = tuple(kind for kind in Kind if kind not in (*_IN_STEPS, Kind.NO_OWNER))
_READ = (
    "reference",
    "title",
    "quotation",
    "quotation_language",
    "translation",
    "due_phrase",
    "due_latest",
    "due_reading",
    "baseline_latest",
    "completion",
    "done_on",
    "closed_as",
    "registered_at",
    "lead",
    "document__counted_from",
    "document__covers_from",
    "document__covers_until",
    "document__country__code",
    "document__country__time_zone",
)


@dataclass(frozen=True)
class Sheet:
    """Findings of one kind that nobody has dismissed; `after` is where to look on, empty when all were looked at."""

    kind: Kind
    findings: tuple[Finding, ...]
    after: str = ""


def sheets(standing: Standing, days: Days, most: int) -> list[Sheet]:
    """The first of every kind that has any, in the countries the person coordinates."""
    scope = _in_charge(standing)
    if scope is None:
        return []
    searched = _stretch(scope, standing)
    found = [
        _unowned_sheet(scope, days, most) if kind == Kind.NO_OWNER else _sheet(kind, searched, days, most)
        for kind in Kind
    ]
    return [one for one in found if one.findings or one.after]


def sheet(kind: Kind, standing: Standing, days: Days, most: int, after: str = "") -> Sheet:
    """`days` is the day in each country; `after` what an earlier sheet said."""
    scope = _in_charge(standing)
    if scope is None:
        return Sheet(kind, ())
    if kind == Kind.NO_OWNER:
        return _unowned_sheet(scope, days, most, after)
    return _sheet(kind, _stretch(scope, standing, after), days, most)


def _sheet(kind: Kind, searched: tuple[CommitmentQuerySet, str], days: Days, most: int) -> Sheet:
    stretch, last = searched
    rows = _read(suspects([kind], stretch, days))[: LOOKED_AT + 1]
    found = [one for one in _judged(rows[:LOOKED_AT], kind) if one.kind == kind]
    left = rows[LOOKED_AT - 1].reference if len(rows) > LOOKED_AT else last
    return _cut(kind, found, most, "", left)


def _unowned_sheet(scope: CommitmentQuerySet, days: Days, most: int, after: str = "") -> Sheet:
    cut = _cut(Kind.NO_OWNER, list(_unowned(scope, days)), most, after)
    return replace(cut, findings=_with_what_they_lead(cut.findings, scope))


def tally(standing: Standing, days: Days) -> tuple[int, bool]:
    """How many there are at least, and whether there may be more: for a line on another page, in few questions.

    Only the first so many are looked at, in the order of an index that begins with their documents.
    """
    scope = _in_charge(standing)
    if scope is None:
        return 0, False
    ids = list(scope.order_by("document_id", "pillar_id", "pk").values_list("pk", flat=True)[: TALLIED + 1])
    stretch = Commitment.objects.filter(pk__in=ids[:TALLIED])
    rows = list(_read(suspects(_IN_PROMISES, stretch, days))[: LOOKED_AT + 1])
    with_steps = list(_read(suspects(_IN_STEPS, stretch, days))[: LOOKED_AT + 1])
    found = [Finding.in_commitment(row, one) for row in rows for one in in_promise(_promise(row))]
    found += _in_milestones(with_steps)
    houses = list(_unowned(scope, days))
    gone = _dismissed(found) | _dismissed(houses)
    count = sum(one.key not in gone for one in [*found, *houses])
    return count, max(len(rows), len(with_steps)) > LOOKED_AT or len(ids) > TALLIED


def findings_about(kind: Kind, about: Commitment | Institution, days: Days) -> list[Finding]:
    """As it stands now, dismissed or not."""
    if isinstance(about, Institution):
        led = Commitment.objects.filter(closed_as="", lead=about)
        return list(_with_what_they_lead(_unowned(led, days), led)) if kind == Kind.NO_OWNER else []
    own = Commitment.objects.filter(closed_as="", pk=about.pk)
    return [one for one in _judged(_read(suspects([kind], own, days)), kind) if one.kind == kind]


def standing_still(dismissals: Iterable[Dismissal], days: Days) -> set[int]:
    """Ids of those whose contradiction still rests on the same facts; a few questions per kind."""
    by_kind: dict[str, list[Dismissal]] = defaultdict(list)
    for one in dismissals:
        by_kind[one.kind].append(one)
    still: set[int] = set()
    for kind, rows in by_kind.items():
        keys = {found.key for found in _now(Kind(kind), rows, days)}
        still |= {one.pk for one in rows if (one.kind, one.commitment_id, one.institution_id, one.fingerprint) in keys}
    return still


def _now(kind: Kind, dismissals: Sequence[Dismissal], days: Days) -> list[Finding]:
    open_ones = Commitment.objects.filter(closed_as="")
    if kind == Kind.NO_OWNER:
        return list(_unowned(open_ones.filter(lead__in=[one.institution_id for one in dismissals]), days))
    own = open_ones.filter(pk__in=[one.commitment_id for one in dismissals])
    return [one for one in _judged(_read(suspects([kind], own, days)), kind) if one.kind == kind]


def _in_charge(standing: Standing) -> CommitmentQuerySet | None:
    """What is closed owes nothing, so nothing in it needs to be put right."""
    if standing.is_administrator:
        return Commitment.objects.filter(closed_as="")
    if not standing.coordinated_countries:
        return None
    # By name: through the countries, PostgreSQL would walk through all commitments to find some of a few documents.
    texts = Document.objects.filter(country__in=standing.coordinated_countries).values_list("pk", flat=True)
    return Commitment.objects.filter(closed_as="", document__in=list(texts))


def _stretch(scope: CommitmentQuerySet, standing: Standing, after: str = "") -> tuple[CommitmentQuerySet, str]:
    """What is searched at once, in the order of references, and the last of it; empty when that is all there is."""
    rest = scope.filter(reference__gt=after) if after else scope
    order = "reference" if standing.is_administrator else _SORTED
    found = list(rest.order_by(order).values_list("pk", "reference")[: SEARCHED + 1])
    stretch = Commitment.objects.filter(pk__in=[pk for pk, _ in found[:SEARCHED]])
    return stretch, found[SEARCHED - 1][1] if len(found) > SEARCHED else ""


def _cut(kind: Kind, found: list[Finding], most: int, after: str, left: str = "") -> Sheet:
    """What is dismissed goes out, what is too much waits for the next sheet."""
    dismissed = _dismissed(found)
    open_ones = [one for one in found if one.key not in dismissed and (not after or _name(one) > after)]
    if len(open_ones) <= most:
        return Sheet(kind, tuple(open_ones), left)
    last = _name(open_ones[most - 1])
    size = most + sum(_name(one) == last for one in open_ones[most:])  # all of one commitment stand on one sheet
    return Sheet(kind, tuple(open_ones[:size]), last if size < len(open_ones) else left)


def _name(finding: Finding) -> str:
    if finding.commitment is not None:
        return finding.commitment.reference
    assert finding.institution is not None  # it is about one of the two
    return f"{finding.institution.pk:012}"


def _dismissed(found: Sequence[Finding]) -> set[tuple[str, int | None, int | None, str]]:
    if not found:
        return set()
    columns = ("kind", "commitment", "institution", "fingerprint")
    if found[0].commitment:
        rows = Dismissal.objects.in_force().filter(commitment__in=[one.commitment for one in found])
    else:
        rows = Dismissal.objects.in_force().filter(institution__in=[one.institution for one in found])
    return set(rows.values_list(*columns))


def _read(rows: CommitmentQuerySet) -> CommitmentQuerySet:
    marked = rows.annotate(is_proved=Exists(proof()))
    return marked.select_related("document__country").only(*_READ).order_by(_SORTED)


def _judged(rows: Iterable[Commitment], kind: Kind) -> Iterator[Finding]:
    if kind in _IN_STEPS:
        yield from _in_milestones(list(rows))
        return
    for commitment in rows:
        for found in in_promise(_promise(commitment)):
            yield Finding.in_commitment(commitment, found)


def _promise(commitment: Commitment) -> Promise:
    is_complete = commitment.completion == Completion.COMPLETE
    document = commitment.document
    return Promise(
        begins_on=document.counted_from,
        registered_on=commitment.country.local_date(commitment.registered_at),
        due_latest=commitment.due_latest,
        baseline_latest=commitment.baseline_latest,
        is_open=not is_complete,
        claims_without_proof=is_complete and not commitment.is_proved,  # type: ignore[attr-defined]
        quotation=commitment.quotation,
        translation=commitment.translation,
        language=commitment.quotation_language,
        done_on=commitment.done_on,
        period=(document.covers_from, document.covers_until),
        words_say=None if commitment.due_reading_id else _said_by_words(commitment),
        phrase=commitment.due_phrase,
    )


def _said_by_words(commitment: Commitment) -> dt.date | None:
    if commitment.due_latest is None or not commitment.due_phrase:
        return None
    document = commitment.document
    return _latest(
        Words(commitment.due_phrase, commitment.quotation_language, document.country.code, document.counted_from)
    )


@lru_cache(maxsize=4096)
def _latest(words: Words) -> dt.date | None:
    window = read_words(words).window
    return window.latest if window else None


def _in_milestones(rows: Sequence[Commitment]) -> Iterator[Finding]:
    steps: dict[int, list[Step]] = defaultdict(list)
    dated = Milestone.objects.filter(commitment__in=rows, due_latest__isnull=False)
    for milestone in dated.order_by("due_latest", "pk"):
        assert milestone.due_latest is not None  # the filter
        step = Step(milestone.title, milestone.due_latest, is_reached=milestone.done_on is not None)
        steps[milestone.commitment_id].append(step)
    for commitment in rows:
        for found in in_steps(commitment.due_latest, steps[commitment.pk]):
            yield Finding.in_commitment(commitment, found)


def _unowned(scope: CommitmentQuerySet, days: Days) -> Iterator[Finding]:
    """One finding per institution that leads anything open, however much: one seat puts all of it right."""
    seats: dict[int, list[Seat]] = defaultdict(list)
    here = list(days)
    rows = Seat.objects.filter(institution__country__in=here, role__in=OWNING_ROLES).select_related(
        "person", "institution"
    )
    for seat in rows.order_by("pk"):
        seats[seat.institution_id].append(seat)
    owned = {pk for pk, held in seats.items() if any(one.is_held(days[one.institution.country_id]) for one in held)}
    orphans = Institution.objects.filter(country__in=here).exclude(pk__in=owned)
    leads = Exists(scope.open().order_by().filter(lead=OuterRef("pk")))
    for house in orphans.filter(leads).select_related("country").order_by("pk"):
        facts = tuple((seat.pk, seat.held_until) for seat in seats[house.pk])
        yield Finding(Kind.NO_OWNER, _UNOWNED, facts, institution=house)


def _with_what_they_lead(findings: Iterable[Finding], scope: CommitmentQuerySet) -> tuple[Finding, ...]:
    """Counted for those that are shown: a country may lead a million."""
    shown = tuple(findings)
    led = scope.open().order_by().filter(lead__in=[one.institution for one in shown])
    counts = dict(led.values_list("lead").annotate(Count("pk")))
    return tuple(_counted(one, counts.get(one.institution.pk, 0) if one.institution else 0) for one in shown)


def _counted(finding: Finding, led: int) -> Finding:
    noun = "commitment" if led == 1 else "commitments"
    return replace(finding, reason=f"It leads {led:,} open {noun}, and {_UNOWNED}")
