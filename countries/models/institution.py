"""An institution that promises and delivers; ministries and their agencies form a tree."""

from django.core.exceptions import ValidationError
from django.db import models

from countries.models.country import Country
from countries.validators import validate_line


class Institution(models.Model):
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="institutions")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField("English name", max_length=200, validators=[validate_line])
    native_name = models.CharField(max_length=200, validators=[validate_line])
    acronym = models.CharField(max_length=20, blank=True, validators=[validate_line])
    mailbox = models.EmailField(blank=True, help_text="Shared mailbox of the institution.")

    class Meta:
        ordering = ["country__code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="institution_name_is_unique_in_its_country"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="institution_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.acronym or self.name

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.country_id and self.parent.country_id != self.country_id:
            raise ValidationError({"parent": "The parent is in another country. Choose one of the same country."})
        ancestor: Institution | None = self.parent
        while ancestor is not None:
            if ancestor.pk is not None and ancestor.pk == self.pk:
                raise ValidationError({"parent": "This would put the institution below itself. Choose another parent."})
            ancestor = ancestor.parent
