"""A dated step inside a commitment."""

from django.db import models
from django.db.models import Q

from commitments.models.commitment import Commitment
from commitments.models.due import PromisedByDate, window_is_whole
from countries.validators import validate_line


class Milestone(PromisedByDate):
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200, validators=[validate_line])
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_latest", "id"]
        indexes = [
            models.Index(fields=["due_latest"], name="unreached_by_due", condition=Q(done_on=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "title"], name="milestone_title_is_unique"),
            models.CheckConstraint(condition=window_is_whole("due"), name="milestone_window_is_whole"),
            models.CheckConstraint(
                condition=Q(due_latest__isnull=True) | ~Q(due_phrase=""),
                name="milestone_window_has_its_phrase",
            ),
        ]

    def __str__(self) -> str:
        return self.title
