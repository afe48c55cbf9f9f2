"""Whether mails may leave: a count of sendings that is also kept outside the database, and holds until released."""

import uuid

from django.db import models
from django.db.models import Q

from commitments.delivery import HoldKind, Release
from countries.models import Person


class SendingMark(models.Model):
    """One row. `number` grows with every batch that is sent; outside the database somebody remembers it too, so a
    database that went back in time can be told from one that did not."""

    anchor = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_sending_mark")]

    def __str__(self) -> str:
        return f"{self.number} at {self.moved_at:%Y-%m-%d %H:%M}"


class MailHold(models.Model):
    """Nothing leaves while one is open; while it is that of an upgrade, nothing about the countries it speaks for.

    What was sent between `gap_from` and `gap_until` is not in this database.
    """

    kind = models.CharField(max_length=10, choices=HoldKind.choices)
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=400)
    gap_from = models.DateTimeField(null=True, blank=True)
    gap_until = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    release = models.CharField(max_length=10, choices=Release.choices, blank=True)

    class Meta:
        ordering = ["-held_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=HoldKind.values), name="hold_kind_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why"),
            models.CheckConstraint(
                condition=Q(released_at=None, release="") | Q(released_at__isnull=False) & ~Q(release=""),
                name="hold_is_released_some_way_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.held_at:%-d %B %Y %H:%M} UTC"

    @property
    def is_partial(self) -> bool:
        return self.kind == HoldKind.UPGRADED

    @property
    def extent(self) -> str:
        return "Some mails are" if self.is_partial else "Sending is"
