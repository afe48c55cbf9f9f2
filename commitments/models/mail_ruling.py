"""What a person did about a mail that was not delivered: send it again, pass it on, or let it be. Append-only."""

from django.db import models
from django.db.models import Q

from commitments.delivery import FINAL_RULINGS, MailRulingKind
from commitments.models.message import Message
from countries.models import Person
from countries.validators import validate_text

LONGEST_REASON = 400


class MailRuling(models.Model):
    """A mail may be sent again more than once; passing it on and letting it be are final."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="rulings")
    kind = models.CharField(max_length=10, choices=MailRulingKind.choices)
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True, validators=[validate_text])
    passed_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submission = models.UUIDField(unique=True)

    class Meta:
        ordering = ["ruled_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(kind__in=[kind.value for kind in FINAL_RULINGS]),
                name="a_mail_is_settled_by_hand_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=MailRulingKind.values), name="mail_ruling_is_known"),
            models.CheckConstraint(
                condition=Q(kind=MailRulingKind.PASS_ON.value, passed_to__isnull=False)
                | ~Q(kind=MailRulingKind.PASS_ON.value) & Q(passed_to__isnull=True),
                name="passed_to_somebody_if_and_only_if_passed_on",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MailRulingKind.LET_BE.value) | ~Q(reason=""), name="mail_let_be_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.ruled_by.full_name}, {self.ruled_at:%-d %B %Y %H:%M} UTC"
