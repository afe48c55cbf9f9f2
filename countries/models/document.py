"""A text in which promises stand, and the tree of themes inside it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models

from countries.choices import DocumentKind
from countries.models.country import Country
from countries.validators import (
    validate_fingerprint,
    validate_language,
    validate_line,
    validate_reference,
    validate_text,
    validate_web_address,
    validate_year,
)


class Document(models.Model):
    """`published_on` is empty when the text does not say; `counted_from` is the first day its promises count.

    The two are kept apart so that nobody has to invent a publication day to see a dashboard. The period a plan covers
    is only what the plan itself names; either end may be open.
    """

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="documents")
    reference = models.CharField(
        max_length=40, unique=True, help_text="Such as NO-2017.", validators=[validate_reference]
    )
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    title = models.CharField("English title", max_length=300, validators=[validate_line])
    native_title = models.CharField(max_length=300, blank=True, validators=[validate_line])
    language = models.CharField(max_length=12, validators=[validate_language])
    published_on = models.DateField(null=True, blank=True)
    counted_from = models.DateField(help_text="Day of publication or, when unknown, the earliest day vouched for.")
    covers_from = models.DateField(null=True, blank=True, help_text="First day of the plan's period, if it names one.")
    covers_until = models.DateField(null=True, blank=True, help_text="Last day of the plan's period, if it names one.")
    note = models.TextField(blank=True, validators=[validate_text])
    address = models.URLField(max_length=500, blank=True, validators=[validate_web_address])
    text = models.TextField(blank=True, validators=[validate_text])
    fingerprint = models.CharField("SHA-256 of the text", max_length=64, blank=True, validators=[validate_fingerprint])

    class Meta:
        ordering = ["country__code", "-counted_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_on__isnull=True) | models.Q(counted_from=models.F("published_on")),
                name="document_counts_from_its_publication",
            ),
            models.CheckConstraint(
                condition=models.Q(covers_from__isnull=True)
                | models.Q(covers_until__isnull=True)
                | models.Q(covers_from__lte=models.F("covers_until")),
                name="period_of_a_document_is_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(text="") | ~models.Q(fingerprint=""), name="document_text_has_a_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        for name in ("published_on", "counted_from", "covers_from", "covers_until"):
            validate_year(getattr(self, name), field=name)
        if self.published_on and self.counted_from != self.published_on:
            raise ValidationError({"counted_from": "A dated document counts from its publication. Use the same day."})
        if self.covers_from and self.covers_until and self.covers_until < self.covers_from:
            raise ValidationError(
                {"covers_until": f"The period ends before it begins ({self.covers_from:%-d %B %Y}). Check both days."}
            )

    @property
    def begins_on(self) -> dt.date:
        return self.counted_from


class Pillar(models.Model):
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pillars")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField(help_text="Place among its siblings, from 1.")
    title = models.CharField("English title", max_length=200, validators=[validate_line])
    native_title = models.CharField(max_length=200, blank=True, validators=[validate_line])

    class Meta:
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "parent", "position"], name="pillar_position_is_unique_among_siblings"
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="pillar_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.document_id != self.document_id:
                raise ValidationError(
                    {"parent": "The parent belongs to another document. Choose one of this document."}
                )
            if ancestor.pk is not None and ancestor.pk == self.pk:
                raise ValidationError({"parent": "This would put the pillar below itself. Choose another parent."})
            ancestor = ancestor.parent
