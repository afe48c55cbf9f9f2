"""Keep the baselines that were ordered, one after the other, each exactly once however often this is killed.

The states are taken down in one statement, so they are of one moment; nobody waits meanwhile, neither who counts nor
who writes. They are then written in portions, each a transaction of its own. The figures come last, with the word that
it is kept: until then nobody sees it. What was begun and killed is cleared away and done again.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import may_keep_baseline
from commitments.actions.freeze import (
    NOT_YOURS,
    NOTHING_YET,
    count_what_waits,
    refuse_name,
    refuse_rebuilding,
    refuse_wrong,
)
from commitments.at_work import alone_at
from commitments.baselines.keep import PORTION, Taken, figures_of, taken
from commitments.dashboard import Places, Subject
from commitments.locks import letting_others_in, patient
from commitments.models import BaselineFigure, BaselineOrder, NamedBaseline
from commitments.models.baseline_order import OPEN_ORDERS, OrderState
from commitments.models.baseline_terms import BaselineTerms
from commitments.rollups.freshness import freshness
from commitments.rollups.ledger import hold_the_ledger
from countries.access import Standing, standing_at

JOB = "baselines"
PATIENCE = dt.timedelta(hours=6)  # with counting that has to come first
MOST_BEGINNINGS = 20
_WHAT = ("country", "document", "pillar", "institution", "ordered_by", "baseline")


class TakenOver(RuntimeError):
    """Somebody else is at this order, so the lock does not hold; nothing of the portion is kept."""


def keep_next_ordered(now: dt.datetime) -> bool:
    """The oldest order is kept or refused, or first what was begun of one is cleared away: that may take its time, and
    what follows has a later moment. Whether anything was done."""
    with alone_at(JOB) as alone:
        if not alone:
            return False
        left = BaselineOrder.objects.left_behind().select_related("baseline").first()
        if left is not None:
            _clear(left)
            return True
        order = BaselineOrder.objects.open().select_related(*_WHAT).order_by("pk").first()
        return order is not None and _end(order, now)


def _end(order: BaselineOrder, now: dt.datetime) -> bool:
    try:
        by = _standing(order, now)
        if not _is_time(order, by, now):
            return False
        _keep(order, by, now)
    except ValidationError as problem:
        _refuse(order, problem)
    return True


def _standing(order: BaselineOrder, now: dt.datetime) -> Standing:
    """Of whoever ordered it, now."""
    by = standing_at(order.ordered_by, now, public=False)
    if not may_keep_baseline(by, order.country):
        raise ValidationError(f"Whoever ordered this may not keep it any more. {NOT_YOURS}")
    return by


def _is_time(order: BaselineOrder, by: Standing, now: dt.datetime) -> bool:
    """What is being counted is waited for, unless that takes too long; wrong numbers are not."""
    fresh = freshness(by, now)
    refuse_wrong(fresh)
    if order.begun >= MOST_BEGINNINGS:
        raise ValidationError(
            f"It was begun {order.begun} times and always broken off. An administrator finds in the log of the worker "
            "why; then order it anew."
        )
    try:
        refuse_rebuilding(fresh)
        count_what_waits(now)
    except ValidationError:
        if now - order.ordered_at > PATIENCE:
            raise
        return False
    return True


def _keep(order: BaselineOrder, by: Standing, now: dt.datetime) -> None:
    order.state, order.begun, order.begun_at, order.written = OrderState.KEEPING, order.begun + 1, now, 0
    order.save()
    with taken(Subject.of(order).scope(by, Places.seen_by(by)), order.on) as states:
        if not states.total:
            raise ValidationError({"on": NOTHING_YET})
        baseline = _lay_out(order, states.total, now)
        for portion in states.portions():
            with letting_others_in():
                order.written = _write(order, baseline, states, portion)
    _seal(order, baseline, figures_of(baseline), now)


@patient
@transaction.atomic
def _lay_out(order: BaselineOrder, total: int, now: dt.datetime) -> NamedBaseline:
    terms = {field.name: getattr(order, field.name) for field in BaselineTerms._meta.fields}
    baseline = NamedBaseline.objects.create(**terms, made_by=order.ordered_by, made_at=now)
    order.baseline, order.total = baseline, total
    order.save()
    return baseline


@patient
@transaction.atomic
def _write(order: BaselineOrder, baseline: NamedBaseline, states: Taken, portion: tuple[int, int]) -> int:
    """How many are written by then."""
    written = order.written + states.write(baseline, portion)
    _still_ours(order, baseline, written=written)
    return written


@patient
@transaction.atomic
def _seal(order: BaselineOrder, baseline: NamedBaseline, figures: list[BaselineFigure], now: dt.datetime) -> None:
    """From here on it is there, for good."""
    hold_the_ledger(now)
    refuse_wrong(freshness(_standing(order, now), now))
    refuse_name(order.name, order.country)
    BaselineFigure.objects.bulk_create(figures)
    _still_ours(order, baseline, state=OrderState.KEPT)


def _still_ours(order: BaselineOrder, baseline: NamedBaseline, **news: object) -> None:
    found = BaselineOrder.objects.filter(pk=order.pk, state=OrderState.KEEPING, baseline=baseline)
    if found.update(**news) != 1:
        raise TakenOver(f"Somebody else keeps “{order.name}”.")


def _refuse(order: BaselineOrder, problem: ValidationError) -> None:
    about = next(iter(problem.error_dict)) if hasattr(problem, "error_dict") else ""
    BaselineOrder.objects.filter(pk=order.pk, state__in=OPEN_ORDERS).update(
        state=OrderState.REFUSED, field=about, refusal=" ".join(problem.messages)
    )
    _clear(order)


def _clear(order: BaselineOrder) -> None:
    """What somebody who was killed had written of it."""
    left = order.baseline
    if left is None:
        return
    more = True
    while more:
        with letting_others_in():
            more = _clear_portion(left)
    _forget(order, left)
    order.baseline = None


@patient
def _clear_portion(left: NamedBaseline) -> bool:
    """Whether there was one."""
    first = list(left.entries.order_by("commitment").values_list("commitment", flat=True)[:PORTION])
    return bool(first and left.entries.filter(commitment__lte=first[-1]).delete())


@patient
@transaction.atomic
def _forget(order: BaselineOrder, left: NamedBaseline) -> None:
    BaselineOrder.objects.filter(pk=order.pk).update(baseline=None)
    NamedBaseline.objects.filter(pk=left.pk)._raw_delete(using=left._state.db)
