"""Colour and pattern of each state: no mark is told by colour alone, and a black and white print tells them apart.

The colours are those of the pages (`tokens.css`, light), written out: a picture that is downloaded has no stylesheet.
"""

from collections.abc import Mapping

from django.db.models import TextChoices

from commitments.choices import Completion, Horizon, Lateness, Reporting, ScheduleState, Verdict

PAPER, INK, MUTED, EDGE, RULE = "#fdfcf9", "#1c1b19", "#5a574f", "#87827a", "#ddd8cc"
OVERDUE, DUE_SOON, ON_SCHEDULE = "#a3211a", "#855000", "#23598a"
DONE, DONE_LATE = "#1d6740", "#6b4690"
COMPLETE = ("#ece7db", "#cdd7e1", "#93b4d2", "#4d80b0", "#194a7a")

PATTERNS: Mapping[TextChoices, str] = {
    ScheduleState.DUE_SOON: "upright",
    ScheduleState.ON_SCHEDULE: "rising",
    ScheduleState.UNDATED: "speckled",
    ScheduleState.DONE_ON_TIME: "falling",
    ScheduleState.DONE_LATE: "crossed",
    ScheduleState.DONE_UNDATED: "level",
    ScheduleState.CLOSED: "dotted",
    Completion.SUBSTANTIAL: "falling",
    Completion.LIMITED: "rising",
    Completion.NO_EVIDENCE: "speckled",
    Reporting.STALE: "upright",
    Verdict.AS_CLAIMED: "falling",
    Verdict.HIGHER: "rising",
    Verdict.UNREVIEWED: "speckled",
}
GROUNDS: Mapping[TextChoices, str] = {
    ScheduleState.OVERDUE: OVERDUE,
    ScheduleState.DUE_SOON: DUE_SOON,
    ScheduleState.ON_SCHEDULE: ON_SCHEDULE,
    ScheduleState.UNDATED: COMPLETE[0],
    ScheduleState.DONE_ON_TIME: DONE,
    ScheduleState.DONE_LATE: DONE_LATE,
    ScheduleState.DONE_UNDATED: DONE,
    ScheduleState.CLOSED: EDGE,
    Completion.NO_EVIDENCE: COMPLETE[0],
    Completion.NOT_STARTED: COMPLETE[1],
    Completion.LIMITED: COMPLETE[2],
    Completion.SUBSTANTIAL: COMPLETE[3],
    Completion.COMPLETE: COMPLETE[4],
    Reporting.STALE: DUE_SOON,
    Reporting.RECENT: COMPLETE[2],
    Verdict.AS_CLAIMED: DONE,
    Verdict.LOWER: OVERDUE,
    Verdict.HIGHER: ON_SCHEDULE,
    Verdict.UNREVIEWED: COMPLETE[0],
    **dict.fromkeys(Lateness, OVERDUE),
    Horizon.WITHIN_30: DUE_SOON,
    Horizon.WITHIN_90: ON_SCHEDULE,
    Horizon.WITHIN_365: ON_SCHEDULE,
    Horizon.LATER: ON_SCHEDULE,
}
LIGHT = {COMPLETE[0], COMPLETE[1], COMPLETE[2]}  # grounds for dark letters
