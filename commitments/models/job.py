"""When each job that runs by itself last ran, so that silence can be seen."""

from django.db import models


class JobRun(models.Model):
    """One row per job: the newest run. `outcome` is one line for people; `needs_attention` until it is put right.

    `stamp` is another one whenever what the job keeps has changed: what was made from it stays good as long as the
    stamp. Random, not a number counted up, so that a database restored from backup never repeats one.
    """

    job = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    stamp = models.UUIDField(null=True, blank=True, editable=False)
    needs_attention = models.BooleanField(default=False)

    class Meta:
        ordering = ["job"]

    def __str__(self) -> str:
        return f"{self.job} at {self.started_at:%Y-%m-%d %H:%M}"
