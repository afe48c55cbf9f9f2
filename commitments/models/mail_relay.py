"""What is known of the mail server, shared by all senders: whether it works, since when not, and who may try next."""

from django.db import models
from django.db.models import Q

from commitments.delivery import RelayTrouble


class MailRelay(models.Model):
    """`streak` counts troubles in a row; down from `down_since` until one probe succeeds, the next at `next_probe_at`.

    `reason` is what the server said and may name hosts; `trouble` says it in our words, for everybody.
    """

    name = models.CharField(max_length=300, unique=True)
    streak = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=20, choices=RelayTrouble.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    down_since = models.DateTimeField(null=True, blank=True)
    next_probe_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When it last answered about a mail.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(trouble__in=["", *RelayTrouble.values]), name="relay_trouble_is_known"),
            models.CheckConstraint(
                condition=Q(down_since__isnull=True)
                | Q(next_probe_at__isnull=False) & ~Q(trouble="") & ~Q(reason="") & Q(streak__gt=0),
                name="relay_that_is_down_says_why_and_until_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name
