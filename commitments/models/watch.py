"""That every process is alive, and what was found silent: so that an operator hears of it once, and once of its end."""

from django.db import models
from django.db.models import Q


class Heartbeat(models.Model):
    """One row per kind of process and machine: its newest sign of life."""

    role = models.CharField(max_length=20)
    place = models.CharField(max_length=255)
    beat_at = models.DateTimeField()

    class Meta:
        ordering = ["role", "place"]
        constraints = [models.UniqueConstraint(fields=["role", "place"], name="one_heartbeat_per_role_and_place")]

    def __str__(self) -> str:
        return f"{self.role} at {self.place}"


class Incident(models.Model):
    """A part that is down, from `began_at` to `ended_at`. The unique row decides which of several watchers tells."""

    part = models.CharField(max_length=60)
    words = models.CharField(max_length=400)
    began_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["part"], condition=Q(ended_at=None), name="one_open_incident_per_part"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")), name="incident_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} since {self.began_at:%Y-%m-%d %H:%M}"
