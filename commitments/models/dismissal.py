"""A contradiction that somebody has looked at and let stand, with the reason; kept also when it is taken back."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from commitments.contradiction_kind import ContradictionKind
from commitments.models.commitment import Commitment
from countries.access import Standing
from countries.models import Institution, Person
from countries.validators import validate_fingerprint, validate_text

LONGEST_REASON = 1000


class DismissalQuerySet(models.QuerySet["Dismissal"]):
    def in_force(self) -> "DismissalQuerySet":
        return self.filter(lifted_at=None)

    def in_charge_of(self, standing: Standing) -> "DismissalQuerySet":
        if standing.is_administrator:
            return self
        countries = standing.coordinated_countries
        return self.filter(Q(commitment__document__country__in=countries) | Q(institution__country__in=countries))


class Dismissal(models.Model):
    """Of one kind, about a commitment or an institution, resting on the facts of the fingerprint: when they change, the
    contradiction is another one and nobody has dismissed it. `words` is what was read."""

    kind = models.CharField(max_length=24, choices=ContradictionKind.choices)
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="dismissals"
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="dismissals"
    )
    fingerprint = models.CharField(max_length=64, validators=[validate_fingerprint])
    words = models.TextField()
    reason = models.TextField(max_length=LONGEST_REASON, validators=[validate_text, MaxLengthValidator(LONGEST_REASON)])
    dismissed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dismissals")
    dismissed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = DismissalQuerySet.as_manager()

    class Meta:
        ordering = ["-dismissed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="dismissal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(commitment__isnull=True, institution__isnull=False)
                | Q(commitment__isnull=False, institution__isnull=True),
                name="dismissal_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False),
                name="dismissal_is_lifted_by_somebody_at_some_time",
            ),
            models.UniqueConstraint(
                fields=["commitment", "kind", "fingerprint"],
                condition=Q(lifted_at=None),
                name="commitment_contradiction_is_dismissed_once",
            ),
            models.UniqueConstraint(
                fields=["institution", "kind", "fingerprint"],
                condition=Q(lifted_at=None),
                name="institution_contradiction_is_dismissed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason[:40]}"
