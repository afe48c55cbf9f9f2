"""A mail with a life: written once, kept to the byte, claimed by one sender at a time."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse

from commitments.choices import FAILED, HELD, WAITING, MessageKind, MessageStatus
from commitments.delivery import FINAL_RULINGS
from countries.access import Standing
from countries.models import Person, Seat
from countries.validators import validate_line


def name_of(message_id: str) -> str:
    """What addresses call a mail: its Message-ID without the house."""
    return message_id.strip("<>").partition("@")[0]


def concerning(standing: Standing) -> Q:
    """Whose mail one may see: one's own, as coordinator that of the country's people, as administrator all.

    A mail says all that its reader owes, so people who also sit where the coordinator sees nothing are left out.
    """
    if standing.is_administrator:
        return Q()
    mine = Q(recipient=standing.person) if standing.person else Q(pk__in=[])
    if not standing.coordinated_countries:
        return mine
    theirs = Person.objects.filter(seats__institution__country__in=standing.coordinated_countries)
    if not standing.sees_all:
        elsewhere = Seat.objects.exclude(institution__country__in=standing.seen_countries)
        theirs = theirs.exclude(pk__in=elsewhere.values("person"))
    return mine | Q(recipient__in=theirs)


class MessageQuerySet(models.QuerySet["Message"]):
    def claimable(self, now: dt.datetime) -> "MessageQuerySet":
        return self.filter(status=MessageStatus.PENDING, next_attempt_at__lte=now).order_by("next_attempt_at", "id")

    def waiting(self) -> "MessageQuerySet":
        return self.filter(status__in=WAITING)

    def called(self, name: str) -> "MessageQuerySet":
        """By its Message-ID without the house, as addresses name it."""
        return self.filter(message_id__startswith=f"<{name}@")

    def visible_to(self, standing: Standing) -> "MessageQuerySet":
        return self.filter(concerning(standing))

    def in_charge_of(self, standing: Standing) -> "MessageQuerySet":
        """Whose undelivered mail one may deal with; a coordinator's own is theirs too."""
        if not (standing.is_administrator or standing.coordinated_countries):
            return self.none()
        return self.visible_to(standing)

    def undelivered(self) -> "MessageQuerySet":
        """Failed or never confirmed, and nobody has settled it by hand."""
        return self.filter(~Q(rulings__kind__in=FINAL_RULINGS), status__in=FAILED)


class Message(models.Model):
    """`raw` is what goes to the mail server. It may be written anew as long as no copy can have left;
    `maybe_delivered` says that one can, and from then on every repeat has these bytes and this Message-ID."""

    recipient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mails")
    kind = models.CharField(max_length=12, choices=MessageKind.choices, default=MessageKind.DIGEST.value)
    local_day = models.DateField(help_text="The recipient's calendar day.")
    time_zone = models.CharField(
        max_length=63, blank=True, db_default="", editable=False, help_text="By whose clock that day was counted."
    )
    address = models.EmailField(validators=[validate_line])
    subject = models.CharField(max_length=300, validators=[validate_line])
    entries = models.JSONField(
        null=True, editable=False, help_text="What the subject counts: groups of references and what is said of each."
    )
    text = models.TextField()
    html = models.TextField()
    raw = models.BinaryField()
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    content_key = models.CharField("fingerprint of what it says", max_length=64)
    written_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=MessageStatus.choices, default=MessageStatus.PENDING.value)
    reason = models.CharField(max_length=400, blank=True)
    asked = models.TextField(
        blank=True,
        db_default="",
        editable=False,
        help_text="As of when its words are known to be true: the days it was asked on, and the mark of changes.",
    )
    next_attempt_at = models.DateTimeField()
    retrying_since = models.DateTimeField(null=True, blank=True)
    maybe_delivered = models.BooleanField(default=False)
    hung_up_at = models.DateTimeField(
        null=True, blank=True, help_text="When the mail server first broke off in the middle of it."
    )
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        verbose_name = "mail"
        indexes = [
            models.Index(fields=["next_attempt_at"], name="mails_to_send", condition=Q(status="pending")),
            models.Index(fields=["lease_until"], name="mails_held", condition=Q(status__in=["leased", "sending"])),
            models.Index(fields=["-written_at", "-id"], name="mails_newest_first"),
            models.Index(fields=["written_at"], name="mails_failed", condition=Q(status__in=["dead", "unconfirmed"])),
            models.Index(
                fields=["written_at"], name="mails_unsent", condition=Q(status__in=["pending", "leased", "sending"])
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "local_day"],
                condition=~Q(status=MessageStatus.CANCELLED.value),
                name="one_mail_per_person_and_day",
            ),
            models.CheckConstraint(condition=Q(status__in=MessageStatus.values), name="mail_status_is_known"),
            models.CheckConstraint(
                condition=Q(status=MessageStatus.SENT.value, sent_at__isnull=False)
                | ~Q(status=MessageStatus.SENT.value) & Q(sent_at__isnull=True),
                name="sent_moment_if_and_only_if_sent",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in HELD], lease_token__isnull=False, lease_until__isnull=False)
                | ~Q(status__in=[s.value for s in HELD]) & Q(lease_token__isnull=True, lease_until__isnull=True),
                name="lease_if_and_only_if_a_sender_holds_it",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[*(s.value for s in FAILED), MessageStatus.CANCELLED.value]) | ~Q(reason=""),
                name="mail_that_did_not_go_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("outbox-message", args=[self.pk])

    @property
    def name(self) -> str:
        return name_of(self.message_id)
