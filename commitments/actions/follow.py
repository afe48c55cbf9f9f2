"""Dates that follow another commitment: counted anew whenever that one is done, undone or moves.

A commitment follows until a decision gives it a date of its own. What is done or closed stays as it is; should it be
undone or reopened, it catches up. Called by `settle`, inside the transaction of the change.
"""

import dataclasses
import datetime as dt

from commitments.choices import Basis, Completion, DecisionKind, Precision
from commitments.deadlines import DueWindow
from commitments.deadlines.reading import Unclear
from commitments.deadlines.shift import moved
from commitments.deadlines.window import window_of
from commitments.models import Commitment, Dependency, DependencyMove


def follow(row: Commitment, *, now: dt.datetime) -> bool:
    """Count its date anew and record the move; the caller saves the commitment. False when nothing moved."""
    dependency = _followed_by(row)
    if dependency is None:
        return False
    window = window_after(dependency)
    if window == row.due_window:
        return False
    _record(row, dependency, window, now)
    row.set_due(window)
    row.due_reading = None  # counted, not read
    row.due_phrase = dependency.phrase
    row.due_revision += 1
    if window is not None and row.baseline_latest is None:
        _promise(row, window)
    return True


def window_after(dependency: Dependency) -> DueWindow | None:
    """None while there is no day to count from, and beyond the years a date can have."""
    basis = basis_of(dependency.upon)
    if basis is None:
        return None
    try:
        window = moved(basis, dependency.amount, dependency.unit)
    except Unclear:
        return None
    return dataclasses.replace(window, precision=Precision.RELATIVE)


def basis_of(upon: Commitment) -> DueWindow | None:
    """The day it was done or, until then, the date it is due."""
    return window_of(upon.done_on.isoformat()) if upon.done_on else upon.due_window


def _followed_by(row: Commitment) -> Dependency | None:
    if row.closed_as or row.completion == Completion.COMPLETE:
        return None
    dependency = Dependency.objects.select_related("upon").filter(commitment=row).first()
    if dependency is None or row.decisions.filter(kind=DecisionKind.MOVE_DATE).exists():
        return None
    return dependency


def _record(row: Commitment, dependency: Dependency, window: DueWindow | None, now: dt.datetime) -> None:
    basis = basis_of(dependency.upon)
    DependencyMove.objects.create(
        dependency=dependency,
        moved_on=max(row.country.local_date(now), row.document.counted_from),
        posted_at=now,
        basis=Basis.DONE if dependency.upon.done_on else Basis.DUE,
        counted_from=basis.latest if basis else None,
        old_latest=row.due_latest,
        old_edtf=row.due_edtf,
        new_earliest=window.earliest if window else None,
        new_latest=window.latest if window else None,
        new_edtf=window.edtf if window else "",
    )


def _promise(row: Commitment, window: DueWindow) -> None:
    """The first date that could be counted is the baseline; like any other it never moves."""
    row.baseline_phrase = row.baseline_phrase or row.due_phrase
    row.baseline_earliest, row.baseline_latest = window.earliest, window.latest
    row.baseline_edtf = window.edtf
