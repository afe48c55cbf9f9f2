"""Each time a mail was handed to the mail server, and what the server said. Append-only."""

from django.db import models
from django.db.models import Q

from commitments.choices import AttemptOutcome
from commitments.models.message import Message


class DeliveryAttempt(models.Model):
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=AttemptOutcome.choices)
    code = models.PositiveSmallIntegerField("reply code", null=True, blank=True)
    reply = models.CharField("reply of the mail server", max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="attempts_are_numbered"),
            models.CheckConstraint(condition=Q(outcome__in=AttemptOutcome.values), name="attempt_outcome_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}, attempt {self.number}: {self.get_outcome_display()}"
