"""What was promised, and how it goes."""

from commitments.models.acknowledgement import Acknowledgement, AcknowledgementQuerySet
from commitments.models.baseline_order import BaselineOrder, BaselineOrderQuerySet
from commitments.models.calendar_feed import CalendarFeed, CalendarScope
from commitments.models.commitment import Commitment, CommitmentQuerySet
from commitments.models.date_reading import DateReading
from commitments.models.decision import Decision
from commitments.models.decision_request import DecisionRequest
from commitments.models.delivery_attempt import DeliveryAttempt
from commitments.models.delta import RollupDelta
from commitments.models.dependency import Dependency, DependencyMove
from commitments.models.dismissal import Dismissal
from commitments.models.job import JobRun
from commitments.models.mail_choices import MailChoices
from commitments.models.mail_hold import MailHold, SendingMark
from commitments.models.mail_relay import MailRelay
from commitments.models.mail_ruling import MailRuling
from commitments.models.message import Message
from commitments.models.milestone import Milestone
from commitments.models.named_baseline import BaselineEntry, BaselineFigure, BaselineWithdrawal, NamedBaseline
from commitments.models.occurrence import Occurrence, Series
from commitments.models.progress import Evidence, ProgressUpdate
from commitments.models.reminder import Reminder
from commitments.models.reminder_policy import ReminderPolicy
from commitments.models.reminder_step import ReminderStep
from commitments.models.review import Review
from commitments.models.review_request import ReviewRequest
from commitments.models.saved_filter import SavedFilter
from commitments.models.search_text import SearchText
from commitments.models.span import CommitmentSpan, CommitmentSpanQuerySet
from commitments.models.watch import Heartbeat, Incident

__all__ = [
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "BaselineEntry",
    "BaselineFigure",
    "BaselineOrder",
    "BaselineOrderQuerySet",
    "BaselineWithdrawal",
    "CalendarFeed",
    "CalendarScope",
    "Commitment",
    "CommitmentQuerySet",
    "CommitmentSpan",
    "CommitmentSpanQuerySet",
    "DateReading",
    "Decision",
    "DecisionRequest",
    "DeliveryAttempt",
    "Dependency",
    "DependencyMove",
    "Dismissal",
    "Evidence",
    "Heartbeat",
    "Incident",
    "JobRun",
    "MailChoices",
    "MailHold",
    "MailRelay",
    "MailRuling",
    "Message",
    "Milestone",
    "NamedBaseline",
    "Occurrence",
    "ProgressUpdate",
    "Reminder",
    "ReminderPolicy",
    "ReminderStep",
    "Review",
    "ReviewRequest",
    "RollupDelta",
    "SavedFilter",
    "SearchText",
    "SendingMark",
    "Series",
]
