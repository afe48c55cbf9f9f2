"""What a policy must not do."""

import pytest

from commitments.choices import StepKind
from commitments.reminders.rules import StepDraft, refusals
from commitments.reminders.steps import DEFAULTS


def draft(kind, offset, repeats="", audience=("to_editors",)):
    intervals = tuple(int(part) for part in repeats.split(",")) if repeats else ()
    return StepDraft(kind, offset, intervals, **dict.fromkeys(audience, True))


SHIPPED = [draft(*step) for step in DEFAULTS]


def test_shipped_policy_is_sound():
    assert refusals(SHIPPED) == []


@pytest.mark.parametrize(
    ("step", "field", "words"),
    [
        (draft(StepKind.BEFORE, -30), "days", "falls on the same day"),
        (draft(StepKind.BEFORE, -5000), "days", "out of reach. Give 1 to 1000"),
        (draft(StepKind.BEFORE, None), "days", "Give a number of days"),
        (draft(StepKind.OVERDUE, 14, "0"), "repeats", "Give 1 or more"),
        (draft(StepKind.OVERDUE, 14, "7,400"), "repeats", "too long a silence"),
        (draft(StepKind.OVERDUE, 14), "repeats", "After this step nothing would be said any more"),
        (draft(StepKind.BEFORE, -60, "7"), "repeats", "told once"),
        (draft(StepKind.BEFORE, -60, audience=()), "audience", "Nobody would be told"),
        (draft(StepKind.OVERDUE, 14, "7", ("to_heads", "to_coordinators")), "audience", "Choose the editors, too"),
        (draft(StepKind.STALE, 1), "days", "Give 7 to 730"),
        (draft(StepKind.ESCALATION, 0), "days", "Give 1 to 60"),
        (draft(StepKind.ASKED, 0, "7"), "audience", "Choose the coordinator alone"),
        (draft(StepKind.REVIEW, 0), "audience", "and nobody else"),
        (draft(StepKind.MOVED, 5), "days", "told at once"),
    ],
)
def test_step_that_is_refused(step, field, words):
    (refusal,) = [one for one in refusals([*SHIPPED, step]) if one.step == len(SHIPPED)]
    assert (refusal.field, words in refusal.reason) == (field, True)


@pytest.mark.parametrize("kind", [StepKind.OVERDUE, StepKind.ASKED, StepKind.ANSWERED])
def test_what_a_policy_cannot_be_without(kind):
    (refusal,) = refusals([step for step in SHIPPED if step.kind != kind])
    assert refusal.step is None


def test_too_many_steps():
    assert "40 are allowed" in refusals([draft(StepKind.BEFORE, -day) for day in range(1, 50)])[0].reason
