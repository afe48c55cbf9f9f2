"""A calendar other programs subscribe to, behind a secret address."""

import uuid

from django.db import models
from django.db.models import Q

from commitments.models.saved_filter import SavedFilter
from countries.models import Country, Institution, Person
from countries.validators import validate_fingerprint


class CalendarScope(models.TextChoices):
    """What a calendar shows."""

    PERSON = "person", "What I answer for"
    INSTITUTION = "institution", "An institution"
    COUNTRY = "country", "A country"
    FILTER = "filter", "A saved list"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def live(self) -> "CalendarFeedQuerySet":
        return self.filter(revoked_at=None)


class CalendarFeed(models.Model):
    """Only the fingerprint of the secret is kept: whoever reads the database cannot subscribe. When it was last fetched
    is not noted, because fetching changes nothing."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendars")
    scope = models.CharField("what it shows", max_length=12, choices=CalendarScope.choices)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    country = models.ForeignKey(Country, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    saved_filter = models.ForeignKey(
        SavedFilter, on_delete=models.CASCADE, null=True, blank=True, related_name="calendars"
    )
    token_hash = models.CharField(max_length=64, unique=True, validators=[validate_fingerprint])
    submission = models.UUIDField(default=uuid.uuid4, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    scope=CalendarScope.PERSON.value,
                    institution__isnull=True,
                    country__isnull=True,
                    saved_filter__isnull=True,
                )
                | Q(
                    scope=CalendarScope.INSTITUTION.value,
                    institution__isnull=False,
                    country__isnull=True,
                    saved_filter__isnull=True,
                )
                | Q(
                    scope=CalendarScope.COUNTRY.value,
                    institution__isnull=True,
                    country__isnull=False,
                    saved_filter__isnull=True,
                )
                | Q(
                    scope=CalendarScope.FILTER.value,
                    institution__isnull=True,
                    country__isnull=True,
                    saved_filter__isnull=False,
                ),
                name="calendar_shows_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it shows, as calendar programs name it."""
        if self.institution is not None:
            return f"Commitments of the {self.institution.name}"
        if self.country is not None:
            return f"Commitments of {self.country.name}"
        if self.saved_filter is not None:
            return f"Commitments: {self.saved_filter.name}"
        return "Commitments I answer for"
