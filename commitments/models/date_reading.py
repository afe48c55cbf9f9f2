"""How the words of a date became figures: by which rule or, where the words leave a choice, by whose. Append-only."""

from django.db import models
from django.db.models import Q

from commitments.choices import ReadBy
from countries.models import Person
from countries.validators import validate_line

LONGEST_REASON = 500


class DateReading(models.Model):
    """`rule` leads from the words to the figures; `doubt` is what the words left open, or said instead."""

    phrase = models.CharField(max_length=300, validators=[validate_line])
    edtf = models.CharField(max_length=40, blank=True)
    how = models.CharField(max_length=9, choices=ReadBy.choices)
    rule = models.TextField(blank=True)
    doubt = models.TextField(blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True, validators=[validate_line])
    read_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(how__in=ReadBy.values), name="manner_of_reading_is_known"),
            models.CheckConstraint(condition=~Q(phrase=""), name="reading_is_of_some_words"),
            models.CheckConstraint(
                condition=~Q(how=ReadBy.GIVEN.value) | ~Q(reason=""), name="figures_of_ones_own_have_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(how=ReadBy.LEFT_OPEN.value, edtf="") | ~Q(how=ReadBy.LEFT_OPEN.value) & ~Q(edtf=""),
                name="figures_unless_left_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phrase}: {self.edtf or 'no date'}"
