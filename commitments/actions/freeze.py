"""Keep the figures and the list of a day under a name, for good; say later that nobody shall rely on them.

A short list is kept while its reader waits; a long one is put on record as an order, which a job keeps
(`keep_ordered`).
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import may_keep_baseline, require
from commitments.actions.settle import actor
from commitments.baselines.keep import figures_of, keep_entries
from commitments.dashboard import Places, Subject
from commitments.models import BaselineFigure, BaselineOrder, BaselineWithdrawal, Commitment, NamedBaseline
from commitments.rollups.apply import apply_waiting
from commitments.rollups.counts import counts_on
from commitments.rollups.freshness import Freshness, freshness
from commitments.rollups.ledger import hold_the_ledger
from commitments.rollups.scope import Scope
from countries.access import Standing
from countries.models import Country

NOT_YOURS = "Baselines are kept by the coordinator of the country, those of all countries by an administrator."
NOTHING_YET = "Nothing was promised here by that day. Choose a later one."
MOST_WAITING = 2_000  # counted while somebody waits
MOST_AT_ONCE = 5_000  # commitments kept while somebody waits


@dataclass(frozen=True)
class BaselineDraft:
    """`today` is the day of the place."""

    name: str
    subject: Subject
    on: dt.date
    today: dt.date
    note: str = ""
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


def keep_baseline(draft: BaselineDraft, *, by: Standing, now: dt.datetime) -> NamedBaseline | BaselineOrder:
    """What waits to be counted is counted first: the list says what is known at this moment."""
    require(may_keep_baseline(by, draft.subject.country), NOT_YOURS)
    found = _found(draft.submission)
    if found is not None:
        return found
    scope = draft.subject.scope(by, Places.seen_by(by))
    total = counts_on(scope, draft.on).total
    if total > MOST_AT_ONCE:
        refuse_wrong(freshness(by, now))
        return _order(draft, total, by, now)
    count_what_waits(now)
    fresh = freshness(by, now)
    refuse_wrong(fresh)
    refuse_rebuilding(fresh)
    return _keep(draft, scope, by, now)


@transaction.atomic
def _order(draft: BaselineDraft, total: int, by: Standing, now: dt.datetime) -> NamedBaseline | BaselineOrder:
    """The ledger is held so that no name is given twice."""
    hold_the_ledger(now)
    found = _found(draft.submission)  # the same form twice at one moment
    if found is not None:
        return found
    _refuse(draft)
    order = BaselineOrder(**_terms(draft), ordered_by=actor(by), ordered_at=now, total=total)
    order.full_clean(validate_constraints=False)
    order.save()
    return order


@transaction.atomic
def _keep(draft: BaselineDraft, scope: Scope, by: Standing, now: dt.datetime) -> NamedBaseline | BaselineOrder:
    """While the ledger is held nothing is counted, and no name is given twice."""
    hold_the_ledger(now)
    found = _found(draft.submission)
    if found is not None:
        return found
    _refuse(draft)
    baseline = NamedBaseline(**_terms(draft), made_by=actor(by), made_at=now)
    baseline.full_clean(validate_constraints=False)
    baseline.save()
    keep_entries(baseline, scope)
    figures = BaselineFigure.objects.bulk_create(figures_of(baseline))
    if not figures:
        raise ValidationError({"on": NOTHING_YET})
    return baseline


@transaction.atomic
def withdraw_baseline(baseline: NamedBaseline, reason: str, *, by: Standing, now: dt.datetime) -> BaselineWithdrawal:
    """It is never deleted: whoever cited it must find it, and why it no longer holds. The first reason stays."""
    require(may_keep_baseline(by, baseline.country), NOT_YOURS)
    said = {"reason": reason.strip(), "withdrawn_by": actor(by), "withdrawn_at": now}
    BaselineWithdrawal(baseline=baseline, **said).full_clean(validate_constraints=False, validate_unique=False)
    return BaselineWithdrawal.objects.get_or_create(baseline=baseline, defaults=said)[0]


def _terms(draft: BaselineDraft) -> dict[str, object]:
    words = {"name": draft.name.strip(), "note": draft.note.strip(), "place": draft.subject.name}
    return {**words, **draft.subject.places, "on": draft.on, "submission": draft.submission}


def _found(submission: uuid.UUID) -> NamedBaseline | BaselineOrder | None:
    """What became of this very form."""
    order = BaselineOrder.objects.filter(submission=submission).select_related("baseline").first()
    if order is not None:
        return order.baseline if order.is_kept else order
    return NamedBaseline.objects.kept().filter(submission=submission).first()


def _refuse(draft: BaselineDraft) -> None:
    if draft.on > draft.today:
        raise ValidationError({"on": "That day is still to come. Keep today or an earlier day."})
    refuse_name(draft.name.strip(), draft.subject.country)
    if BaselineOrder.objects.open().filter(name=draft.name.strip(), country=draft.subject.country).exists():
        name = draft.name.strip()
        raise ValidationError(
            {"name": f"A baseline called “{name}” is being kept. Choose another name, or wait for that one."}
        )


def refuse_name(name: str, country: Country | None) -> None:
    if NamedBaseline.objects.in_force().filter(name=name, country=country).exists():
        raise ValidationError(
            {"name": f"There is a baseline called “{name}”. Choose another name, or withdraw that one."}
        )


def refuse_wrong(fresh: Freshness) -> None:
    """What is kept is kept for good, also what is wrong."""
    if fresh.is_wrong:
        raise ValidationError(
            "A recount found numbers that differ from the facts, and they are not put right yet. Try again when the "
            "dashboard no longer says so; an administrator finds on the health page what to do."
        )


def refuse_rebuilding(fresh: Freshness) -> None:
    if fresh.rebuilding_since:
        raise ValidationError(
            "Everything is being counted afresh at this moment. Try again when the dashboard no longer says so, so "
            "that no number is missing."
        )


def count_what_waits(now: dt.datetime) -> None:
    waiting = Commitment.objects.awaiting_rollup().order_by("pk")[: MOST_WAITING + 1].count()
    if waiting > MOST_WAITING:
        raise ValidationError(
            "Many changes are being counted at this moment. Try again in a few minutes, so that none is missing."
        )
    if waiting:
        apply_waiting(now)
