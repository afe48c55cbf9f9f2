"""What a baseline is to be of, and be called: the same for one that is kept and for the order to keep one."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models

from countries.models import Country, Document, Institution, Pillar
from countries.validators import validate_line, validate_text

LONGEST_NOTE = 2000


class BaselineTerms(models.Model):
    """Of everything, a country, or a document, pillar or institution in it, on a day; `place` names it as then."""

    name = models.CharField(max_length=120, validators=[validate_line])
    on = models.DateField()
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=400)
    note = models.TextField(
        blank=True, max_length=LONGEST_NOTE, validators=[validate_text, MaxLengthValidator(LONGEST_NOTE)]
    )
    submission = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
