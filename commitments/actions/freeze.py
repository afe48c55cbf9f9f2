"""Keep the figures and the list of a day under a name, for good; say later that nobody shall rely on them."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import may_keep_baseline, require
from commitments.actions.settle import actor
from commitments.baselines.keep import keep_entries, keep_figures
from commitments.dashboard import Places, Subject
from commitments.models import BaselineWithdrawal, Commitment, NamedBaseline
from commitments.rollups.apply import apply_waiting
from commitments.rollups.freshness import Freshness, freshness
from commitments.rollups.ledger import hold_the_ledger
from countries.access import Standing

NOT_YOURS = "Baselines are kept by the coordinator of the country, those of all countries by an administrator."
MOST_WAITING = 2_000  # counted while somebody waits


@dataclass(frozen=True)
class BaselineDraft:
    """`today` is the day of the place."""

    name: str
    subject: Subject
    on: dt.date
    today: dt.date
    note: str = ""
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


def keep_baseline(draft: BaselineDraft, *, by: Standing, now: dt.datetime) -> NamedBaseline:
    """What waits to be counted is counted first: the list says what is known at this moment."""
    require(may_keep_baseline(by, draft.subject.country), NOT_YOURS)
    kept = _kept(draft.submission)
    if kept is not None:
        return kept
    _count_what_waits(now)
    _refuse_doubt(freshness(by, now))
    return _keep(draft, by, now)


@transaction.atomic
def _keep(draft: BaselineDraft, by: Standing, now: dt.datetime) -> NamedBaseline:
    """While the ledger is held nothing is counted, so that all states are of one moment, and no name is given twice."""
    hold_the_ledger(now)
    kept = _kept(draft.submission)  # the same form twice at one moment
    if kept is not None:
        return kept
    _refuse(draft)
    subject, scope = draft.subject, draft.subject.scope(by, Places.seen_by(by))
    baseline = NamedBaseline(
        name=draft.name.strip(),
        on=draft.on,
        country=subject.country,
        document=subject.document,
        pillar=subject.pillar,
        institution=subject.institution,
        place=subject.name,
        note=draft.note.strip(),
        made_by=actor(by),
        made_at=now,
        submission=draft.submission,
    )
    baseline.full_clean(validate_constraints=False)
    baseline.save()
    keep_entries(baseline, scope)
    keep_figures(baseline)
    if not baseline.figures.exists():
        raise ValidationError({"on": "Nothing was promised here by that day. Choose a later one."})
    return baseline


@transaction.atomic
def withdraw_baseline(baseline: NamedBaseline, reason: str, *, by: Standing, now: dt.datetime) -> BaselineWithdrawal:
    """It is never deleted: whoever cited it must find it, and why it no longer holds. The first reason stays."""
    require(may_keep_baseline(by, baseline.country), NOT_YOURS)
    said = {"reason": reason.strip(), "withdrawn_by": actor(by), "withdrawn_at": now}
    BaselineWithdrawal(baseline=baseline, **said).full_clean(validate_constraints=False, validate_unique=False)
    return BaselineWithdrawal.objects.get_or_create(baseline=baseline, defaults=said)[0]


def _kept(submission: uuid.UUID) -> NamedBaseline | None:
    return NamedBaseline.objects.filter(submission=submission).first()


def _refuse(draft: BaselineDraft) -> None:
    if draft.on > draft.today:
        raise ValidationError({"on": "That day is still to come. Keep today or an earlier day."})
    same = NamedBaseline.objects.in_force().filter(name=draft.name.strip(), country=draft.subject.country)
    if same.exists():
        raise ValidationError(
            {"name": f"There is a baseline called “{draft.name.strip()}”. Choose another name, or withdraw that one."}
        )


def _refuse_doubt(fresh: Freshness) -> None:
    """What is kept is kept for good, also what is wrong."""
    if fresh.is_wrong:
        raise ValidationError(
            "A recount found numbers that differ from the facts, and they are not put right yet. Try again when the "
            "dashboard no longer says so; an administrator finds on the health page what to do."
        )
    if fresh.rebuilding_since:
        raise ValidationError(
            "Everything is being counted afresh at this moment. Try again when the dashboard no longer says so, so "
            "that no number is missing."
        )


def _count_what_waits(now: dt.datetime) -> None:
    waiting = Commitment.objects.awaiting_rollup().order_by("pk")[: MOST_WAITING + 1].count()
    if waiting > MOST_WAITING:
        raise ValidationError(
            "Many changes are being counted at this moment. Try again in a few minutes, so that none is missing."
        )
    if waiting:
        apply_waiting(now)
