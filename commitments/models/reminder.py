"""The ledger of reminders: who must be told of which commitment, at which step, and what became of it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from commitments.because import UNREACHED, Because
from commitments.choices import UNTOLD, About, DecisionKind, ReminderStatus
from commitments.models.acknowledgement import Acknowledgement
from commitments.models.commitment import Commitment
from commitments.models.decision import Decision
from commitments.models.decision_request import DecisionRequest
from commitments.models.dependency import DependencyMove
from commitments.models.message import Message, concerning
from commitments.models.milestone import Milestone
from commitments.models.progress import ProgressUpdate
from commitments.models.reminder_step import ReminderStep
from commitments.models.review_request import ReviewRequest
from countries.access import Standing
from countries.models import Person


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def planned(self) -> "ReminderQuerySet":
        return self.filter(status=ReminderStatus.PLANNED)

    def moved_again(self) -> "ReminderQuerySet":
        """About a move of a date that has moved since, by decision or with another."""
        decided = Decision.objects.filter(commitment=OuterRef("commitment"), kind=DecisionKind.MOVE_DATE)
        of_same_date = Q(occurrence=OuterRef("decision__occurrence")) | Q(occurrence__isnull=True)
        later = Exists(decided.filter(of_same_date, pk__gt=OuterRef("decision")))
        followed = DependencyMove.objects.filter(dependency__commitment=OuterRef("commitment"))
        further = Exists(followed.filter(pk__gt=OuterRef("dependency_move")))
        return self.filter(Q(later) | Q(dependency_move__isnull=False) & Exists(decided) | Q(further)).order_by()

    def reported_since(self) -> "ReminderQuerySet":
        """About a commitment somebody has reported on since it was planned."""
        updates = ProgressUpdate.objects.filter(commitment=OuterRef("commitment"))
        return self.filter(Exists(updates.filter(posted_at__gt=OuterRef("planned_at")))).order_by()

    def visible_to(self, standing: Standing) -> "ReminderQuerySet":
        return self.filter(concerning(standing))


_NAMED = {
    About.REQUEST: "request",
    About.DECISION: "decision",
    About.MOVE: "dependency_move",
    About.MILESTONE: "milestone",
    About.REVIEW: "review_request",
}
_COUNTED = (About.SILENCE, About.MILESTONE, About.ESCALATION)


def _names_what_it_is_about() -> Q:
    """Each kind names its own thing and no other, a date and a silence none: a condition for `CheckConstraint`."""
    condition = Q()
    for about in About:
        named = {f"{field}__isnull": kind != about for kind, field in _NAMED.items()}
        condition |= Q(about=about.value, since__isnull=about not in _COUNTED, **named)
    return condition


class Reminder(models.Model):
    """One row per commitment, due revision, step, round and recipient: the row is why nobody is told twice.
    A row about a request, a decision or a move with another commitment names it instead of counting on the revision.
    `days_after` is compared across the versions of a policy: what was told by an older one stays told.

    `because` says why this person, in the language that is spoken; `outcome` says why it was not told, when it was not.
    `moved_again` and `reported_since` are known of those that come as `lines`.
    """

    moved_again: bool
    reported_since: bool

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reminders")
    about = models.CharField(max_length=12, choices=About.choices, default=About.DUE_DATE.value)
    due_revision = models.PositiveIntegerField()
    step = models.ForeignKey(ReminderStep, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        DecisionRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders")
    dependency_move = models.ForeignKey(
        DependencyMove, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders")
    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    since = models.DateField(
        null=True, blank=True, help_text="What it counts from: the last report, the milestone's date, the mail."
    )
    round = models.PositiveIntegerField(default=0, help_text="Repetition of a repeating step, from 1.")
    recipient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    falls_on = models.DateField(help_text="The day the step fell due.")
    reason = models.JSONField(help_text="Why this person: a sentence and what stands in it.")
    passed_on_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_on"
    )
    days_after = models.SmallIntegerField(default=0, help_text="Days from what the step counts from to that day.")
    planned_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=ReminderStatus.choices, default=ReminderStatus.PLANNED.value)
    outcome = models.CharField(max_length=400, blank=True)
    held_back_by = models.ForeignKey(
        Acknowledgement, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-falls_on", "-id"]
        indexes = [
            models.Index(fields=["recipient"], name="reminders_to_bundle", condition=Q(status="planned")),
            models.Index(fields=["message"], name="reminders_on_their_way", condition=Q(status="bundled")),
            models.Index(fields=["commitment", "step", "falls_on"], name="reminder_by_step"),
            models.Index(fields=["commitment", "about", "days_after"], name="reminder_by_what_it_is_about"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "due_revision", "step", "round", "recipient"],
                condition=Q(about=About.DUE_DATE.value),
                name="nobody_is_reminded_twice",
            ),
            models.UniqueConstraint(
                fields=["request", "step", "round", "recipient"], name="nobody_is_told_twice_of_a_request"
            ),
            models.UniqueConstraint(
                fields=["decision", "step", "recipient"], name="nobody_is_told_twice_of_a_decision"
            ),
            models.UniqueConstraint(
                fields=["dependency_move", "step", "recipient"], name="nobody_is_told_twice_of_a_move"
            ),
            models.UniqueConstraint(
                fields=["commitment", "about", "since", "step", "round", "recipient"],
                condition=Q(about__in=[About.SILENCE.value, About.ESCALATION.value]),
                name="nobody_is_told_twice_of_a_silence",
            ),
            models.UniqueConstraint(
                fields=["milestone", "since", "step", "round", "recipient"], name="nobody_is_told_twice_of_a_milestone"
            ),
            models.UniqueConstraint(
                fields=["review_request", "step", "round", "recipient"], name="nobody_is_asked_twice_in_a_round"
            ),
            models.CheckConstraint(condition=_names_what_it_is_about(), name="reminder_is_about_one_thing"),
            models.CheckConstraint(condition=Q(status__in=ReminderStatus.values), name="reminder_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status__in=[ReminderStatus.BUNDLED.value, ReminderStatus.DONE.value])
                | Q(message__isnull=False),
                name="told_reminder_stands_in_a_mail",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReminderStatus.PLANNED.value) | Q(message__isnull=True),
                name="planned_reminder_stands_in_no_mail",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[status.value for status in UNTOLD]) | ~Q(outcome=""),
                name="untold_reminder_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}, {self.falls_on}, to {self.recipient_id}"

    @property
    def subject(self) -> tuple[object, ...]:
        """What it is about, step and round included; with the recipient the ledger is unique on it. The due revision
        counts for due dates only."""
        revision = self.due_revision if self.is_about_date else None
        named = (self.request_id, self.decision_id, self.dependency_move_id, self.milestone_id, self.review_request_id)
        return self.commitment_id, self.about, revision, *named, self.since, self.step_id, self.round

    @property
    def stands_for_others(self) -> bool:
        """Told to a coordinator because nobody else could be reached."""
        return bool(self.reason.get("say") == UNREACHED)

    @property
    def is_about_date(self) -> bool:
        """About the due date itself, not about something that happened to it."""
        return self.about == About.DUE_DATE

    @property
    def because(self) -> str:
        return str(Because.from_data(self.reason))
