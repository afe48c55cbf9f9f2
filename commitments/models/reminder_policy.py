"""Who is told what, when, as data: a policy per country, each change a further version."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from commitments.models.reminder_step import ReminderStep
from countries.models import Country, Person
from countries.validators import validate_text


class ReminderPolicy(models.Model):
    """One version; never rewritten, the newest of a country is in force. Without a country: for all that have none of
    their own. `uses_default` gives a country's own policy up again."""

    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="reminder_policies"
    )
    version = models.PositiveIntegerField(default=1)
    steps = models.ManyToManyField(ReminderStep, related_name="policies", blank=True)
    uses_default = models.BooleanField("that for all countries", default=False)
    put_in_force_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it came with the tracker.")
    put_in_force_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="reminder_policies"
    )
    reason = models.TextField(max_length=2000, validators=[validate_text, MaxLengthValidator(2000)])

    class Meta:
        verbose_name_plural = "reminder policies"
        ordering = ["country", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["country", "version"], name="policy_version_is_written_once"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(country__isnull=True), name="default_policy_version_is_written_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="policy_has_a_reason"),
            models.CheckConstraint(
                condition=Q(put_in_force_at__isnull=True, put_in_force_by__isnull=True)
                | Q(put_in_force_at__isnull=False, put_in_force_by__isnull=False),
                name="policy_is_put_in_force_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(uses_default=False) | Q(country__isnull=False),
                name="only_a_country_gives_its_policy_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country or 'All other countries'}, version {self.version}"
