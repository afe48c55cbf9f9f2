"""Have a commitment without a date of its own wait for another one."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import may_coordinate, require
from commitments.actions.follow import basis_of
from commitments.actions.settle import actor, locked, refuse_stale, settle
from commitments.choices import Completion
from commitments.deadlines.reading import Unclear
from commitments.deadlines.shift import moved
from commitments.models import Commitment, Dependency
from countries.access import Standing
from countries.models import Country

LONGEST = 36_600


@dataclass(frozen=True)
class DependencyDraft:
    """Due `amount` `unit` after `upon`, in the words of the promise."""

    upon: Commitment
    amount: int
    unit: str
    phrase: str
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def wait_for(
    commitment: Commitment,
    draft: DependencyDraft,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None = None,
) -> Dependency:
    """The first date that can be counted becomes the baseline. The same `submission` again gives back the first."""
    require(may_coordinate(by, commitment), "What a commitment waits for is recorded by the coordinator.")
    _refuse_foreign(commitment, draft.upon)
    _hold(commitment, draft.upon)
    row, upon = locked(commitment), locked(draft.upon)
    posted = Dependency.objects.filter(submission=draft.submission, commitment=row).first()
    if posted is not None:
        return posted
    refuse_stale(row, seen_revision)
    _refuse(row, upon)
    dependency = Dependency(
        commitment=row,
        upon=upon,
        amount=draft.amount,
        unit=draft.unit,
        phrase=draft.phrase.strip(),
        recorded_by=actor(by),
        posted_at=now,
        submission=draft.submission,
    )
    dependency.full_clean(validate_constraints=False, validate_unique=False)
    _refuse_length(dependency)
    dependency.save()
    row.due_phrase = dependency.phrase
    settle(row, now=now)
    return dependency


def _hold(commitment: Commitment, upon: Commitment) -> None:
    """One dependency at a time in a country, or two people could close a circle between them. Then from the top of the
    chain down, the order in which a moved date runs through it, so that nobody waits for each other for ever."""
    Country.objects.select_for_update(no_key=True).get(pk=commitment.document.country_id)
    for one in reversed([upon, *_awaited(upon)]):
        locked(one)


def _awaited(upon: Commitment) -> list[Commitment]:
    """What it waits for, what that waits for, and so on."""
    found = [upon]
    while True:
        further = Dependency.objects.select_related("upon").filter(commitment=found[-1]).first()
        if further is None or further.upon in found:
            return found[1:]
        found.append(further.upon)


def _refuse(row: Commitment, upon: Commitment) -> None:
    if row.closed_as or row.completion == Completion.COMPLETE:
        what = row.get_closed_as_display().lower() if row.closed_as else "done"
        raise ValidationError(f"{row.reference} is {what} already and waits for nothing any more.")
    if Dependency.objects.filter(commitment=row).exists():
        raise ValidationError(
            f"{row.reference} waits for {row.waits_for.upon.reference} already. Move its date by a decision instead."
        )
    if row.due_latest is not None:
        raise ValidationError(
            f"{row.reference} has a date of its own ({row.due_latest:%-d %B %Y}). Only a commitment without one can "
            "wait for another; move its date by a decision instead."
        )
    if upon.closed_as:
        closed = upon.get_closed_as_display().lower()
        raise ValidationError({"upon": f"{upon.reference} is {closed} and will not be done. Choose another."})
    if upon.occurrence_id is not None:
        raise ValidationError({"upon": f"{upon.reference} comes back and is not done once. Choose another."})
    _refuse_circle(row, upon)


def _refuse_foreign(row: Commitment, upon: Commitment) -> None:
    if upon.document.country_id != row.document.country_id:
        raise ValidationError({"upon": f"{upon.reference} is of another country. Choose one of the same country."})


def _refuse_circle(row: Commitment, upon: Commitment) -> None:
    chain = [upon, *_awaited(upon)]
    if row not in chain:
        return
    links = [one.reference for one in chain[: chain.index(row) + 1]]
    circle = f"{row.reference} waits for {', which waits for '.join(links)}"
    raise ValidationError({"upon": f"They would wait for each other: {circle}. Choose another."})


def _refuse_length(dependency: Dependency) -> None:
    if not 1 <= dependency.amount <= LONGEST:
        raise ValidationError({"amount": f"Give a number from 1 to {LONGEST:,}."})
    basis = basis_of(dependency.upon)
    if basis is None:
        return
    try:
        window = moved(basis, dependency.amount, dependency.unit)
    except Unclear as problem:
        raise ValidationError({"amount": "This ends beyond the years that can be held. Give less."}) from problem
    begins_on = dependency.commitment.document.counted_from
    if window.latest < begins_on:
        raise ValidationError(
            {"amount": f"It would be due before its document ({begins_on:%-d %B %Y}). Check the number."}
        )
