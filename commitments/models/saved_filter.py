"""A list of commitments under a name: the question, never its answer."""

from django.db import models
from django.db.models import Q

from countries.models import Person
from countries.validators import validate_line


class SavedFilter(models.Model):
    """`query` is the address of the list after its question mark, so what was relative ("in the next 30 days", "only my
    institutions") stays relative. Whether it can still be asked, `filters` say on the day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=80, validators=[validate_line])
    query = models.CharField(max_length=2000, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_filter_has_a_name_of_its_own"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
