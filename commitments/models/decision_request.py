"""What staff ask the coordinator to decide, and the answer. Both stay visible, whichever way it went."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from commitments.choices import Answer, RequestKind
from commitments.models.acting import in_words
from commitments.models.commitment import Commitment
from commitments.models.date_reading import DateReading
from commitments.models.decision import Decision
from commitments.models.occurrence import Occurrence
from countries.access import Standing
from countries.models import Person
from countries.validators import validate_line, validate_text

FIRST_DATE = "A first date"


class DecisionRequestQuerySet(models.QuerySet["DecisionRequest"]):
    def waiting(self) -> "DecisionRequestQuerySet":
        return self.filter(answer="")

    def concerning(self, standing: Standing) -> "DecisionRequestQuerySet":
        """Those one answers, those of one's own institutions, and those one made."""
        if standing.is_administrator:
            return self
        answers = Q(commitment__document__country__in=standing.coordinated_countries)
        own = Q(commitment__lead__in=standing.owned_institutions) | Q(requested_by=standing.person)
        return self.filter(answers | own)

    def for_coordinator(self, standing: Standing) -> "DecisionRequestQuerySet":
        return self.filter(commitment__document__country__in=standing.coordinated_countries)


class DecisionRequest(models.Model):
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="requests")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    kind = models.CharField("what is asked for", max_length=12, choices=RequestKind.choices)
    reason = models.TextField(max_length=4000, validators=[validate_text, MaxLengthValidator(4000)])
    proposed_phrase = models.CharField(max_length=300, blank=True, validators=[validate_line])
    proposed_edtf = models.CharField(max_length=40, blank=True)
    proposed_reading = models.ForeignKey(
        DateReading, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    other = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField()
    submission = models.UUIDField(default=uuid.uuid4, unique=True)

    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answer_reason = models.TextField(blank=True, max_length=4000, validators=[validate_text, MaxLengthValidator(4000)])
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    answered_on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_request"
    )

    objects = DecisionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "-id"]
        indexes = [models.Index(fields=["answered_at"], name="answers_by_moment")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="request_kind_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="request_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind=RequestKind.EXTEND.value) & ~Q(proposed_edtf="")
                | ~Q(kind=RequestKind.EXTEND.value) & Q(proposed_edtf=""),
                name="proposed_date_if_and_only_if_an_extension",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[RequestKind.MERGE.value, RequestKind.SUPERSEDE.value], other__isnull=False)
                | Q(kind__in=[RequestKind.EXTEND.value, RequestKind.DROP.value], other__isnull=True),
                name="other_commitment_if_and_only_if_merged_or_superseded",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True, decision__isnull=True)
                | Q(answer__in=Answer.values, answered_by__isnull=False, answered_at__isnull=False),
                name="request_is_answered_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.GRANTED.value, decision__isnull=False)
                | ~Q(answer=Answer.GRANTED.value) & Q(decision__isnull=True),
                name="decision_if_and_only_if_granted",
            ),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(answer=""), name="one_request_waits_per_commitment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.get_kind_display()}"

    @property
    def what(self) -> str:
        """A date for what has none is its first one and not a later one."""
        if self.kind != RequestKind.EXTEND:
            return self.get_kind_display()
        before = self.decision.old_latest if self.decision else self.commitment.due_latest
        return self.get_kind_display() if before else FIRST_DATE

    @property
    def asked_by(self) -> str:
        return in_words(self.requested_by, self.on_behalf_of)

    @property
    def ruled_by(self) -> str:
        return in_words(self.answered_by, self.answered_on_behalf_of) if self.answered_by else ""
