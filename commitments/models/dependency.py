"""A date that is counted from another commitment, and each time it moved with it. Both append-only."""

import uuid

from django.db import models
from django.db.models import F, Q

from commitments.choices import Basis, LengthUnit
from commitments.models.commitment import Commitment
from countries.models import Person
from countries.validators import validate_line


class Dependency(models.Model):
    """`commitment` is due so long after `upon` is done; until then it is counted from the date `upon` is due."""

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="waits_for")
    upon = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="awaited_by")
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=5, choices=LengthUnit.choices)
    phrase = models.CharField(max_length=300, validators=[validate_line], help_text="As promised, word for word.")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dependencies")
    posted_at = models.DateTimeField()
    submission = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        ordering = ["commitment"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.CheckConstraint(condition=~Q(commitment=F("upon")), name="commitment_does_not_wait_for_itself"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="dependency_has_a_length"),
            models.CheckConstraint(condition=Q(unit__in=LengthUnit.values), name="dependency_unit_is_known"),
            models.CheckConstraint(condition=~Q(phrase=""), name="dependency_has_its_phrase"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} waits for {self.upon_id}"

    @property
    def length(self) -> str:
        return f"{self.amount} {self.get_unit_display()}{'' if self.amount == 1 else 's'}"


class DependencyMove(models.Model):
    """From `moved_on` another date holds, because of what became of `upon`: nobody decided it.

    `counted_from` is the day it was counted from; the new date is missing while there is nothing to count from.
    """

    dependency = models.ForeignKey(Dependency, on_delete=models.PROTECT, related_name="moves")
    moved_on = models.DateField()
    posted_at = models.DateTimeField()
    basis = models.CharField(max_length=4, choices=Basis.choices)
    counted_from = models.DateField(null=True, blank=True)
    old_latest = models.DateField(null=True, blank=True)
    old_edtf = models.CharField(max_length=40, blank=True)
    new_earliest = models.DateField(null=True, blank=True)
    new_latest = models.DateField(null=True, blank=True)
    new_edtf = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["moved_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="basis_of_a_move_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.dependency_id}, {self.moved_on}: {self.old_edtf or 'no date'} to {self.new_edtf or 'no date'}"

    @property
    def after_due(self) -> bool:
        """The old date had passed by the day it moved."""
        return self.old_latest is not None and self.moved_on > self.old_latest

    @property
    def days_moved(self) -> int | None:
        if self.new_latest is None or self.old_latest is None:
            return None
        return (self.new_latest - self.old_latest).days
