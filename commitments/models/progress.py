"""What people say happened, and their proof. Append-only: a correction is a further update."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from commitments.choices import Completion, Confidence, EvidenceKind
from commitments.models.acting import in_words
from commitments.models.commitment import Commitment
from commitments.models.occurrence import Occurrence
from countries.models import Person
from countries.validators import validate_fingerprint, validate_line, validate_text, validate_web_address


class ProgressUpdate(models.Model):
    """`effective_on` is the day it is about, `posted_at` the moment it was said, `forecast_on` the day it is expected
    to be done; none named leaves an earlier expectation as it is. What comes back is reported by `occurrence`."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="updates")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, null=True, blank=True, related_name="updates")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="updates")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField()
    effective_on = models.DateField()
    completion = models.CharField(max_length=12, choices=Completion.choices)
    confidence = models.CharField("delivery confidence", max_length=6, choices=Confidence.choices, blank=True)
    forecast_on = models.DateField(null=True, blank=True)
    narrative = models.TextField(blank=True, max_length=10_000, validators=[validate_text, MaxLengthValidator(10_000)])
    next_step = models.TextField(blank=True, max_length=2000, validators=[validate_text, MaxLengthValidator(2000)])
    no_change = models.BooleanField(default=False)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, help_text="One per form: posts it once.")

    class Meta:
        ordering = ["-effective_on", "-id"]
        indexes = [models.Index(fields=["commitment", "effective_on"], name="update_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(completion__in=Completion.values), name="update_completion_is_known"),
            models.CheckConstraint(
                condition=Q(confidence="") | Q(confidence__in=Confidence.values),
                name="update_confidence_is_known",
            ),
            models.CheckConstraint(
                condition=Q(no_change=True) | ~Q(narrative=""), name="update_says_something_or_no_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}, {self.effective_on}: {self.get_completion_display()}"

    @property
    def said_by(self) -> str:
        return in_words(self.author, self.on_behalf_of)


class Evidence(models.Model):
    """A link or a file. The fingerprint is the SHA-256 of the file's bytes, or of the link's address."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=4, choices=EvidenceKind.choices)
    title = models.CharField(max_length=300, validators=[validate_line])
    address = models.URLField(max_length=500, blank=True, validators=[validate_web_address])
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True, max_length=300)
    dated_on = models.CharField("date of the source, in EDTF", max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64, validators=[validate_fingerprint])

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.LINK.value, file="") & ~Q(address="")
                | Q(kind=EvidenceKind.FILE.value, address="") & ~Q(file=""),
                name="evidence_is_a_link_or_a_file",
            ),
            models.UniqueConstraint(fields=["update", "fingerprint"], name="evidence_is_given_once_per_update"),
        ]

    def __str__(self) -> str:
        return self.title
