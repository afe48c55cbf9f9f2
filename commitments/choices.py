"""The words of the tracker. Their order is the order in which pages show them."""

from django.db.models import TextChoices


class Completion(TextChoices):
    """The scale of the Open Government Partnership; "no evidence" is not "nothing done"."""

    NO_EVIDENCE = "no_evidence", "No evidence"
    NOT_STARTED = "not_started", "Not started"
    LIMITED = "limited", "Limited"
    SUBSTANTIAL = "substantial", "Substantial"
    COMPLETE = "complete", "Complete"


class Confidence(TextChoices):
    """Delivery confidence: will it make the date. Looks ahead, where completion looks back."""

    GREEN = "green", "Green: on course"
    AMBER = "amber", "Amber: at risk"
    RED = "red", "Red: unlikely without help"


class Closure(TextChoices):
    WITHDRAWN = "withdrawn", "Withdrawn"
    SUPERSEDED = "superseded", "Superseded"


class DecisionKind(TextChoices):
    """What a coordinator decides; reopening undoes a withdrawal or supersession, visibly."""

    MOVE_DATE = "move_date", "Move the date"
    WITHDRAW = "withdraw", "Withdraw"
    SUPERSEDE = "supersede", "Supersede by another"
    REOPEN = "reopen", "Reopen"


class LengthUnit(TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
    YEAR = "year", "year"


class Basis(TextChoices):
    """What a date that follows another commitment was counted from."""

    DONE = "done", "the day it was done"
    DUE = "due", "the date it is due"


class RequestKind(TextChoices):
    """What staff may ask the coordinator for."""

    EXTEND = "extend", "A later date"
    DROP = "drop", "To drop it"
    MERGE = "merge", "To merge it into another"
    SUPERSEDE = "supersede", "To replace it by another"


class Answer(TextChoices):
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"


class ScheduleState(TextChoices):
    """Computed from facts and a day, never chosen and never stored as a flag (`timeline.py`)."""

    OVERDUE = "overdue", "Overdue"
    DUE_SOON = "due_soon", "Due soon"
    ON_SCHEDULE = "on_schedule", "On schedule"
    UNDATED = "undated", "Undated"
    DONE_ON_TIME = "done_on_time", "Done on time"
    DONE_LATE = "done_late", "Done late"
    DONE_UNDATED = "done_undated", "Done, no date promised"
    CLOSED = "closed", "Closed"


OPEN_STATES = (ScheduleState.OVERDUE, ScheduleState.DUE_SOON, ScheduleState.ON_SCHEDULE, ScheduleState.UNDATED)
IN_TIME_STATES = OPEN_STATES[1:]
DONE_STATES = (ScheduleState.DONE_ON_TIME, ScheduleState.DONE_LATE, ScheduleState.DONE_UNDATED)


class Change(TextChoices):
    """What became of a commitment between two days; the first seven exclude one another, so counts add up."""

    APPEARED = "appeared", "Appeared"
    BECAME_LATE = "became_late", "Became overdue"
    DONE = "done", "Done"
    CLOSED = "closed", "Withdrawn or superseded"
    NO_LONGER_LATE = "no_longer_late", "No longer overdue"
    NOT_COMPLETE = "not_complete", "No longer complete"
    REOPENED = "reopened", "Reopened"
    MOVED_LATER = "moved_later", "Date moved later"
    MOVED_EARLIER = "moved_earlier", "Date moved earlier"
    DATE_GIVEN = "date_given", "Given a date"
    DATE_LOST = "date_lost", "Left without a date"
    ADVANCED = "advanced", "Completion went up"
    RECEDED = "receded", "Completion went down"


MOVES = (Change.MOVED_LATER, Change.MOVED_EARLIER, Change.DATE_GIVEN, Change.DATE_LOST)
PROGRESS = (Change.ADVANCED, Change.RECEDED)


class Precision(TextChoices):
    DAY = "day", "Day"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    HALF = "half", "Half-year"
    SEASON = "season", "Season"
    YEAR = "year", "Year"
    FISCAL_YEAR = "fiscal_year", "Fiscal year"
    INTERVAL = "interval", "Interval"
    RECURRING = "recurring", "Recurring"
    RELATIVE = "relative", "Relative to something else"
    CONTINUOUS = "continuous", "Continuous"
    UNCLEAR = "unclear", "Unclear"


class ReadBy(TextChoices):
    """How the words of a date became figures."""

    CLEAR = "clear", "The words are clear"
    CHOSEN = "chosen", "A person chose one of the readings"
    GIVEN = "given", "A person gave other figures, with a reason"
    LEFT_OPEN = "left_open", "Kept without figures"


class Movement(TextChoices):
    """How the date of a commitment has fared against the first promise."""

    SLIPPED = "slipped", "Slipped against the first promise"
    TWICE = "slipped_twice", "Moved later twice or more"
    AFTER_DUE = "moved_after_due", "Moved after the date had passed"


class Verdict(TextChoices):
    """What the newest review made of the claim."""

    AS_CLAIMED = "as_claimed", "Verified as claimed"
    LOWER = "lower", "Judged lower than claimed"
    HIGHER = "higher", "Judged higher than claimed"
    UNREVIEWED = "unreviewed", "Not reviewed"


JUDGED = (Verdict.AS_CLAIMED, Verdict.LOWER, Verdict.HIGHER)


class EvidenceKind(TextChoices):
    LINK = "link", "Link"
    FILE = "file", "File"


class Aspect(TextChoices):
    """What a span or a count is about. Bands of one aspect never overlap."""

    SCHEDULE = "schedule", "Schedule state"
    COMPLETION = "completion", "Completion"
    REPORTING = "reporting", "Staleness"
    LATENESS = "lateness", "Days overdue"
    HORIZON = "horizon", "Due ahead"
    JUDGED = "judged", "Review against claim"


KEPT_ASPECTS = (Aspect.SCHEDULE, Aspect.COMPLETION, Aspect.REPORTING, Aspect.LATENESS, Aspect.HORIZON)


class ScopeKind(TextChoices):
    """Where a count is taken. An institution is meant as the lead."""

    ALL = "all", "All countries"
    COUNTRY = "country", "Country"
    DOCUMENT = "document", "Document"
    PILLAR = "pillar", "Pillar"
    INSTITUTION = "institution", "Institution"


class Period(TextChoices):
    """How long a time one row of changes sums up."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"


class Reporting(TextChoices):
    """Staleness of open commitments, in days since anyone reported."""

    RECENT = "recent", "Reported within 90 days"
    STALE = "stale", "No report for 90 days or more"


class Lateness(TextChoices):
    """How far past the due window an overdue commitment is."""

    DAYS_1_30 = "late_1_30", "1 to 30 days"
    DAYS_31_90 = "late_31_90", "31 to 90 days"
    DAYS_91_365 = "late_91_365", "91 to 365 days"
    DAYS_OVER_365 = "late_over_365", "More than a year"


class Horizon(TextChoices):
    """Days left of an open commitment whose date has not passed. The bands do not overlap; pages add them up."""

    WITHIN_30 = "within_30", "In the next 30 days"
    WITHIN_90 = "within_90", "In 31 to 90 days"
    WITHIN_365 = "within_365", "In 91 to 365 days"
    LATER = "later", "Later than 365 days"


class StepKind(TextChoices):
    """When a reminder falls due: seen from the latest day of the due window, or from what was asked or decided."""

    BEFORE = "before", "Before the date"
    ON_THE_DAY = "on_the_day", "On the day"
    OVERDUE = "overdue", "While overdue"
    ASKED = "asked", "While a request waits"
    ANSWERED = "answered", "When a request is answered"
    MOVED = "moved", "When a date is moved"
    FOLLOWED = "followed", "When a date moves with another"
    STALE = "stale", "When nobody reports"
    MILESTONE = "milestone", "Around a milestone's date"
    REVIEW = "review", "While a review is asked for"
    ESCALATION = "escalation", "When nobody acts on an overdue mail"


class About(TextChoices):
    """What a reminder is about; with it the ledger knows whom it has told of what."""

    DUE_DATE = "due_date", "The due date"
    REQUEST = "request", "A request"
    DECISION = "decision", "A decision"
    MOVE = "move", "A date that moved with another"
    SILENCE = "silence", "A silence"
    MILESTONE = "milestone", "A milestone"
    REVIEW = "review", "A review that was asked for"
    ESCALATION = "escalation", "A mail nobody acted on"


DEADLINE_KINDS = (StepKind.BEFORE, StepKind.ON_THE_DAY, StepKind.OVERDUE)
NOTICE_KINDS = (StepKind.ASKED, StepKind.ANSWERED, StepKind.MOVED, StepKind.FOLLOWED)
WORK_KINDS = (StepKind.REVIEW, StepKind.ESCALATION, StepKind.MILESTONE, StepKind.STALE)
# They have an entry of their own in a mail; the others are lines about a due date.
ENTRY_KINDS = (StepKind.ASKED, *WORK_KINDS, *NOTICE_KINDS[1:])

# What is told once and asks for nothing: the only mail that can be turned off.
NEWS_KINDS = (StepKind.ANSWERED, StepKind.MOVED, StepKind.FOLLOWED)
# What somebody else waits for: held back for days only, whatever the recipient chose.
URGENT_KINDS = (StepKind.ASKED, StepKind.REVIEW, StepKind.ESCALATION)


class ReminderStatus(TextChoices):
    """The life of one entry in the ledger of reminders."""

    PLANNED = "planned", "Planned"
    BUNDLED = "bundled", "In a mail that waits"
    DONE = "done", "Told"
    SUPPRESSED = "suppressed", "Not sent"
    SUPERSEDED = "superseded", "Replaced by a newer one"
    EXPIRED = "expired", "Could not be delivered"


TOLD = (ReminderStatus.PLANNED, ReminderStatus.BUNDLED, ReminderStatus.DONE)  # or about to be
UNHEARD = (ReminderStatus.SUPPRESSED, ReminderStatus.EXPIRED)
UNTOLD = (ReminderStatus.SUPPRESSED, ReminderStatus.SUPERSEDED, ReminderStatus.EXPIRED)


class MessageKind(TextChoices):
    DIGEST = "digest", "Daily summary"


class MessageStatus(TextChoices):
    """The life of one mail. "Sending" is on record before the first byte leaves."""

    PENDING = "pending", "Waiting"
    LEASED = "leased", "Taken by a sender"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    KEPT = "kept", "Kept here"
    DEAD = "dead", "Failed"
    UNCONFIRMED = "unconfirmed", "Sent, never confirmed"
    CANCELLED = "cancelled", "Cancelled"


WAITING = (MessageStatus.PENDING, MessageStatus.LEASED, MessageStatus.SENDING)
HELD = (MessageStatus.LEASED, MessageStatus.SENDING)
ARRIVED = (MessageStatus.SENT, MessageStatus.KEPT)
FAILED = (MessageStatus.DEAD, MessageStatus.UNCONFIRMED)


class AttemptOutcome(TextChoices):
    """What came of handing a mail to the mail server once."""

    ACCEPTED = "accepted", "Accepted"
    DEFERRED = "deferred", "Not now"
    REFUSED = "refused", "Refused for good"
    UNREACHABLE = "unreachable", "Mail server not reached"
    UNKNOWN = "unknown", "No answer: it may have arrived"
