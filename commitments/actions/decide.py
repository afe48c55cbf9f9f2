"""Decisions of the coordinator: move the date, withdraw, supersede, reopen. Each with its reason, for ever."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from commitments.access import decides_for, may_coordinate, may_replace, require
from commitments.actions.come_back import occurrence_of
from commitments.actions.readings import NEW, joined, words_in
from commitments.actions.settle import actor, locked, refuse_stale, settle
from commitments.choices import DecisionKind
from commitments.models import Commitment, Decision, DependencyMove, Occurrence
from commitments.validators import read_window, validate_effective_day
from countries.access import Standing


@dataclass(frozen=True)
class Ruling:
    """Who decided what, when and why; the same for every kind of decision."""

    decided_on: dt.date
    decided_by: str
    reason: str
    source: str = ""
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class Move:
    """`why` is asked for when the figures are not what the words say. `occurrence` is the number of the one that moves;
    0 is the current one, where something comes back."""

    phrase: str
    edtf: str
    why: str = ""
    occurrence: int = 0


def withdraw(
    commitment: Commitment, ruling: Ruling, *, by: Standing, now: dt.datetime, seen_revision: int | None = None
) -> Decision:
    return _decide(commitment, DecisionKind.WITHDRAW, ruling, by=by, now=now, seen_revision=seen_revision)


def reopen(
    commitment: Commitment, ruling: Ruling, *, by: Standing, now: dt.datetime, seen_revision: int | None = None
) -> Decision:
    return _decide(commitment, DecisionKind.REOPEN, ruling, by=by, now=now, seen_revision=seen_revision)


def supersede(
    commitment: Commitment,
    successor: Commitment,
    ruling: Ruling,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None = None,
) -> Decision:
    if not may_replace(successor, commitment):
        raise ValidationError({"successor": "Choose another commitment of the same country, one that replaces it."})
    return _decide(
        commitment,
        DecisionKind.SUPERSEDE,
        ruling,
        by=by,
        now=now,
        seen_revision=seen_revision,
        successor=successor,
    )


def move_date(
    commitment: Commitment,
    move: Move,
    ruling: Ruling,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None = None,
) -> Decision:
    """The baseline stays; what was due before and what is due now are both kept on the decision."""
    return _decide(commitment, DecisionKind.MOVE_DATE, ruling, by=by, now=now, seen_revision=seen_revision, move=move)


@transaction.atomic
def _decide(
    commitment: Commitment,
    kind: DecisionKind,
    ruling: Ruling,
    *,
    by: Standing,
    now: dt.datetime,
    seen_revision: int | None,
    successor: Commitment | None = None,
    move: Move | None = None,
) -> Decision:
    require(may_coordinate(by, commitment), "Decisions are recorded by the coordinator of the country.")
    row = locked(commitment)
    posted = Decision.objects.filter(submission=ruling.submission, commitment=row).first()
    if posted is not None:
        return posted
    refuse_stale(row, seen_revision)
    _refuse(row, kind, ruling, now)
    decision = Decision(
        commitment=row,
        kind=kind,
        decided_on=ruling.decided_on,
        decided_by=ruling.decided_by,
        reason=ruling.reason.strip(),
        source=ruling.source,
        recorded_by=actor(by),
        on_behalf_of=decides_for(by, row),
        posted_at=now,
        successor=successor,
        submission=ruling.submission,
    )
    if move is not None:
        _apply_move(row, decision, move, by=by, now=now)
    decision.full_clean(validate_constraints=False)
    decision.save()
    row.superseded_by = successor if kind == DecisionKind.SUPERSEDE else None
    settle(row, now=now)
    return decision


def _refuse(row: Commitment, kind: DecisionKind, ruling: Ruling, now: dt.datetime) -> None:
    today = row.country.local_date(now)
    validate_effective_day(ruling.decided_on, begins_on=row.document.counted_from, today=today, field="decided_on")
    latest = row.decisions.order_by("-decided_on").first()
    if latest is not None and ruling.decided_on < latest.decided_on:
        raise ValidationError(
            {"decided_on": f"A later decision stands ({latest.decided_on:%-d %B %Y}). Give that day or a later one."}
        )
    if kind == DecisionKind.MOVE_DATE:
        _refuse_before_following(row, ruling.decided_on)
    if kind == DecisionKind.REOPEN and not row.closed_as:
        raise ValidationError(f"{row.reference} is open already; there is nothing to reopen.")
    if kind != DecisionKind.REOPEN and row.closed_as:
        raise ValidationError(f"{row.reference} is {row.get_closed_as_display().lower()} already. Reopen it first.")


def _refuse_before_following(row: Commitment, day: dt.date) -> None:
    """A decision ends the following of another commitment, so it cannot have come before it."""
    followed = DependencyMove.objects.filter(dependency__commitment=row).select_related("dependency__upon").last()
    if followed is not None and day < followed.moved_on:
        upon = followed.dependency.upon.reference
        raise ValidationError(
            {"decided_on": f"Its date followed {upon} on {followed.moved_on:%-d %B %Y}. Give that day or a later one."}
        )


def _apply_move(row: Commitment, decision: Decision, move: Move, *, by: Standing, now: dt.datetime) -> None:
    if not move.phrase.strip():
        raise ValidationError({"new_phrase": "Give the new date in the words of the decision."})
    window = read_window(move.edtf, field="new_edtf")
    if window.latest < row.document.counted_from:
        raise ValidationError({"new_edtf": "The new date is before the document. Check the year."})
    time = occurrence_of(row, move.occurrence)
    moved: Commitment | Occurrence = time or row
    if window.edtf == moved.due_edtf:
        raise ValidationError({"new_edtf": "This is the date in force already. Give the new one."})
    words = words_in(row, move.phrase, decision.decided_on)
    read, decision.new_reading = joined(words, window, move.why, fields=NEW, by=by, now=now)
    window = read or window
    decision.occurrence = time
    decision.old_latest, decision.old_edtf = moved.due_latest, moved.due_edtf
    decision.new_phrase, decision.new_edtf = move.phrase.strip(), window.edtf
    decision.new_earliest, decision.new_latest = window.earliest, window.latest
    decision.new_precision = window.precision
    decision.after_due = moved.due_latest is not None and decision.decided_on > moved.due_latest
    moved.due_phrase = move.phrase.strip()
    moved.set_due(window)
    moved.due_reading = decision.new_reading
    if time is not None:
        _keep(time)
    else:
        row.due_revision += 1


def _keep(time: Occurrence) -> None:
    """The commitment shows it when it settles, if it is the current one."""
    if time.done_on is not None:
        raise ValidationError(
            {"occurrence": f"{time.name} was done on {time.done_on:%-d %B %Y}; its date moves no more. Choose another."}
        )
    time.save()
