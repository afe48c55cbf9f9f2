"""The SQL twin of `timeline`: the same states, for any number of commitments, from columns or from facts.

`schedule_case` is the twin of `timeline.schedule_state`, `annotations_as_of` that of `timeline.snapshot` on any day.
Tests hold both against their originals on generated lives. Updates and decisions are asked for by name, because
their models stand on the commitment's and not the other way round.
"""

import datetime as dt

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from commitments.choices import Closure, Completion, DecisionKind, ScheduleState
from commitments.models.bands import Days
from commitments.timeline import DUE_SOON_DAYS

_CLOSING = [DecisionKind.WITHDRAW.value, DecisionKind.SUPERSEDE.value, DecisionKind.REOPEN.value]


def schedule_case(*, completion: str, done_on: str, due_latest: str, closed_as: str, days: Days) -> Case:
    """A `ScheduleState` from the named columns or annotations.

    `days` is one day for all, or the local day of each country by id.
    """
    complete = Q(**{completion: Completion.COMPLETE.value})
    undated = Q(**{f"{due_latest}__isnull": True})
    return Case(
        When(~Q(**{closed_as: ""}), then=Value(ScheduleState.CLOSED.value)),
        When(complete & undated, then=Value(ScheduleState.DONE_UNDATED.value)),
        When(complete & Q(**{f"{done_on}__lte": F(due_latest)}), then=Value(ScheduleState.DONE_ON_TIME.value)),
        When(complete, then=Value(ScheduleState.DONE_LATE.value)),
        When(undated, then=Value(ScheduleState.UNDATED.value)),
        When(Q(**{f"{due_latest}__lt": day_of_country(days, 0)}), then=Value(ScheduleState.OVERDUE.value)),
        When(
            Q(**{f"{due_latest}__lte": day_of_country(days, DUE_SOON_DAYS)}),
            then=Value(ScheduleState.DUE_SOON.value),
        ),
        default=Value(ScheduleState.ON_SCHEDULE.value),
        output_field=models.CharField(),
    )


def day_of_country(days: Days, offset: int) -> models.Expression:
    shift = dt.timedelta(days=offset)
    if isinstance(days, dt.date):
        return Value(days + shift, output_field=models.DateField())
    whens = [
        When(document__country=pk, then=Value(day + shift, output_field=models.DateField())) for pk, day in days.items()
    ]
    return Case(*whens, output_field=models.DateField())


def annotations_as_of(on: dt.date) -> dict[str, Subquery | Coalesce | Case]:
    """What the columns said on `on`, by what is known now: names with `then_` before that of the column.

    Works row by row from updates and decisions, so it costs a few index look-ups per commitment. `then_about` is the
    current occurrence of what comes back and 0 of everything else: its updates and its decisions are asked.
    """
    told = _updates(on).filter(commitment=OuterRef("pk"))
    about, single = told.filter(about=OuterRef("then_about")), told.filter(about=0)
    newest = about.order_by("-effective_on", "-id")
    moved = _moves(on).filter(commitment=OuterRef("pk"), about=OuterRef("then_about"))
    return {
        "then_about": current_occurrence(on),
        "then_completion": Coalesce(Subquery(newest.values("completion")[:1]), Value(Completion.NO_EVIDENCE.value)),
        "then_done_on": Coalesce(
            Subquery(_series_done(on)),
            Subquery(_first_of_last_run(single, on).values("effective_on")[:1]),
        ),
        "then_last_reported_on": Subquery(told.order_by("-effective_on", "-id").values("effective_on")[:1]),
        "then_due_latest": _due_latest(moved, on),
        "then_closed_as": _closed_as(OuterRef("pk"), on),
        "then_forecast_on": _while_open(newest.filter(forecast_on__isnull=False)),
    }


def occurrence_annotations_as_of(on: dt.date) -> dict[str, Subquery | Coalesce | Case]:
    """The same of each occurrence by itself; it is closed when its commitment is."""
    told = _updates(on).filter(occurrence=OuterRef("pk"))
    newest = told.order_by("-effective_on", "-id")
    moved = _moves(on).filter(occurrence=OuterRef("pk"))
    return {
        "then_completion": Coalesce(Subquery(newest.values("completion")[:1]), Value(Completion.NO_EVIDENCE.value)),
        "then_done_on": Subquery(_first_of_last_run(told, on).values("effective_on")[:1]),
        "then_due_latest": Coalesce(Subquery(moved.values("new_latest")[:1]), F("baseline_latest")),
        "then_closed_as": _closed_as(OuterRef("commitment"), on),
    }


def current_occurrence(on: dt.date) -> Case:
    """The first occurrence that is not complete, else the last one; 0 where nothing comes back."""
    times = apps.get_model("commitments", "Occurrence").objects.filter(commitment=OuterRef("pk"))
    incomplete = times.filter(~_complete(on)).order_by("number")
    last = times.order_by("-number")
    found = Coalesce(Subquery(incomplete.values("pk")[:1]), Subquery(last.values("pk")[:1]))
    return Case(When(occurrence__isnull=True, then=Value(0)), default=found, output_field=models.BigIntegerField())


def _updates(on: dt.date) -> QuerySet:
    rows = apps.get_model("commitments", "ProgressUpdate").objects.filter(effective_on__lte=on)
    return rows.annotate(about=Coalesce("occurrence", 0))


def _moves(on: dt.date) -> QuerySet:
    """Newest first."""
    rows = apps.get_model("commitments", "Decision").objects.filter(kind=DecisionKind.MOVE_DATE.value)
    dated = rows.filter(decided_on__lte=on).annotate(about=Coalesce("occurrence", 0))
    return dated.order_by("-decided_on", "-id")


def _closed_as(commitment: OuterRef, on: dt.date) -> Coalesce:
    rows = apps.get_model("commitments", "Decision").objects.filter(commitment=commitment, decided_on__lte=on)
    closing = rows.filter(kind__in=_CLOSING).order_by("-decided_on", "-id")
    return Coalesce(Subquery(closing.values(closure=_closure_of_kind())[:1]), Value(""))


def _complete(on: dt.date) -> Q:
    """A condition on occurrences: the newest update about it says so."""
    newest = _updates(on).filter(occurrence=OuterRef("pk")).order_by("-effective_on", "-id")
    said = Coalesce(Subquery(newest.values("completion")[:1]), Value(""))
    return Q(Exact(said, Value(Completion.COMPLETE.value)))


def _series_done(on: dt.date) -> QuerySet:
    """The day on which the last of all occurrences became complete; no row while one is not."""
    times = apps.get_model("commitments", "Occurrence").objects.filter(commitment=OuterRef("pk"))
    incomplete = times.model.objects.filter(~_complete(on), commitment=OuterRef("commitment"))
    told = _updates(on).filter(occurrence=OuterRef("pk"))
    done = Subquery(_first_of_last_run(told, on).values("effective_on")[:1])
    return times.filter(~Exists(incomplete)).annotate(done=done).order_by("-done").values("done")[:1]


def _due_latest(moved: QuerySet, on: dt.date) -> Coalesce:
    """By the newest decision, which ends all following; else by the newest following; else as promised.

    What waits for another commitment was undated until its first date could be counted.
    """
    follows = apps.get_model("commitments", "DependencyMove").objects.filter(
        dependency__commitment=OuterRef("pk"), moved_on__lte=on
    )
    followed = follows.order_by("-moved_on", "-id")
    times = apps.get_model("commitments", "Occurrence").objects.filter(pk=OuterRef("then_about")).order_by()
    promised = Case(When(waits_for__isnull=True, then=F("baseline_latest")), output_field=models.DateField())
    return Coalesce(
        Subquery(moved.values("new_latest")[:1]),
        Subquery(times.values("baseline_latest")[:1]),
        Subquery(followed.values("new_latest")[:1]),
        promised,
    )


def _while_open(named: QuerySet) -> Case:
    """What was expected, by the newest update that names a day; nothing once done or closed."""
    is_open = ~Q(then_completion=Completion.COMPLETE.value) & Q(then_closed_as="")
    return Case(When(is_open, then=Subquery(named.values("forecast_on")[:1])), output_field=models.DateField())


def _first_of_last_run(updates: QuerySet, on: dt.date) -> QuerySet:
    """The updates of the last unbroken run of "complete", first one first."""
    later = Q(effective_on__gt=OuterRef("effective_on")) | Q(
        effective_on=OuterRef("effective_on"), pk__gt=OuterRef("pk")
    )
    rows = _updates(on).filter(later, commitment=OuterRef("commitment"), about=OuterRef("about"))
    reversal = rows.exclude(completion=Completion.COMPLETE.value)
    unbroken = updates.filter(~Exists(reversal), completion=Completion.COMPLETE.value)
    return unbroken.order_by("effective_on", "pk")


def _closure_of_kind() -> Case:
    return Case(
        When(kind=DecisionKind.WITHDRAW.value, then=Value(Closure.WITHDRAWN.value)),
        When(kind=DecisionKind.SUPERSEDE.value, then=Value(Closure.SUPERSEDED.value)),
        default=Value(""),
        output_field=models.CharField(),
    )
