"""A person's place in an institution; who leaves hands what is owed to the next in the seat."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models

from countries.choices import Role
from countries.models.institution import Institution
from countries.models.person import Person


class SeatQuerySet(models.QuerySet["Seat"]):
    def held(self, on: dt.date) -> "SeatQuerySet":
        """Seats of active people, begun and not left by `on`; an absent person still holds the seat."""
        begun = models.Q(held_from__isnull=True) | models.Q(held_from__lte=on)
        staying = models.Q(held_until__isnull=True) | models.Q(held_until__gte=on)
        return self.filter(begun & staying, person__is_active=True)

    def absent(self, on: dt.date) -> "SeatQuerySet":
        return self.filter(absent_from__lte=on, absent_until__gte=on)

    def concerning(self, person: Person, first: dt.date, last: dt.date) -> "SeatQuerySet":
        """Theirs, and those with a deputy whose holder is away or gone on one of these days: all that a chain of
        deputies can lead through."""
        away = models.Q(absent_from__lte=last, absent_until__gte=first) | models.Q(person__is_active=False)
        away |= models.Q(held_from__gt=first) | models.Q(held_until__lt=last)
        return self.filter(models.Q(person=person) | models.Q(deputy__isnull=False) & away)


class Seat(models.Model):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=12, choices=Role.choices)
    deputy = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deputised",
        help_text="Told instead during an absence.",
    )
    held_from = models.DateField(null=True, blank=True)
    held_until = models.DateField(null=True, blank=True)
    absent_from = models.DateField(null=True, blank=True)
    absent_until = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "role", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "institution", "role"], name="seat_is_held_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="seat_role_is_known"),
            models.CheckConstraint(
                condition=models.Q(absent_from__isnull=True, absent_until__isnull=True)
                | models.Q(
                    absent_from__isnull=False,
                    absent_until__isnull=False,
                    absent_from__lte=models.F("absent_until"),
                ),
                name="seat_absence_has_both_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(held_from__isnull=True)
                | models.Q(held_until__isnull=True)
                | models.Q(held_from__lte=models.F("held_until")),
                name="seat_is_held_before_it_is_left",
            ),
            models.CheckConstraint(
                condition=models.Q(deputy__isnull=True) | ~models.Q(deputy=models.F("id")),
                name="seat_is_not_its_own_deputy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.institution}"

    def is_held(self, on: dt.date) -> bool:
        """The twin of `SeatQuerySet.held` for a seat at hand."""
        begun = self.held_from is None or self.held_from <= on
        staying = self.held_until is None or self.held_until >= on
        return self.person.is_active and begun and staying

    def is_absent(self, on: dt.date) -> bool:
        return bool(self.absent_from and self.absent_until and self.absent_from <= on <= self.absent_until)

    def clean(self) -> None:
        if bool(self.absent_from) != bool(self.absent_until):
            raise ValidationError(
                {"absent_until": "An absence needs a first and a last day. Fill in both, or neither."}
            )
        if self.absent_from and self.absent_until and self.absent_from > self.absent_until:
            raise ValidationError({"absent_until": "The absence ends before it starts. Choose a later last day."})
        if self.held_from and self.held_until and self.held_from > self.held_until:
            raise ValidationError({"held_until": "The seat is left before it is taken. Choose a later day."})
        if self.deputy_id is not None and self.deputy_id == self.pk:
            raise ValidationError({"deputy": "Nobody stands in for themselves. Choose another seat, or none."})
        if self.deputy and self.institution_id and self.deputy.institution.country_id != self.institution.country_id:
            raise ValidationError({"deputy": "The deputy sits in another country. Choose a seat of the same country."})
