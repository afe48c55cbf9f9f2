"""How a person wants their mail. Never rewritten: the newest row counts, and the older ones say why a day was quiet."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, IntegerChoices, Q, TextChoices

from countries.models import Person

EVERY_DAY = "1234567"
LONGEST_PAUSE = dt.timedelta(days=60)
EARLIEST, LATEST = 5, 20


class Rhythm(TextChoices):
    DAILY = "daily", "Every day on which there is something to tell"
    WEEKLY = "weekly", "Once a week, everything since"


class Weekday(IntegerChoices):
    """As ISO counts them."""

    MONDAY = 1, "Monday"
    TUESDAY = 2, "Tuesday"
    WEDNESDAY = 3, "Wednesday"
    THURSDAY = 4, "Thursday"
    FRIDAY = 5, "Friday"
    SATURDAY = 6, "Saturday"
    SUNDAY = 7, "Sunday"


class ChosenBy(TextChoices):
    PAGE = "page", "On the page"
    LINK = "link", "By the link in a mail"


class MailChoicesQuerySet(models.QuerySet["MailChoices"]):
    def newest(self, people: Iterable[Person]) -> dict[int, "MailChoices"]:
        """Person id to what they chose last; who never chose is not in it."""
        return {row.person_id: row for row in self.filter(person__in=people).order_by("pk")}


class MailChoices(models.Model):
    """`days` are ISO weekdays in a row, such as "12345"; they count when the rhythm is daily."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mail_choices")
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=8, choices=ChosenBy.choices, default=ChosenBy.PAGE.value)
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices, default=Rhythm.DAILY.value)
    days = models.CharField(max_length=7, default=EVERY_DAY)
    weekly_on = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY.value)
    hour = models.PositiveSmallIntegerField(default=8)
    quiet_overdue = models.BooleanField(default=False)
    news = models.BooleanField(default=True)
    paused_from = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)

    objects = MailChoicesQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "mail choices"
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="mail_rhythm_is_known"),
            models.CheckConstraint(condition=Q(chosen_by__in=ChosenBy.values), name="way_of_choosing_mail_is_known"),
            models.CheckConstraint(condition=Q(weekly_on__in=Weekday.values), name="mail_weekday_is_known"),
            models.CheckConstraint(
                condition=Q(days__regex=r"^1?2?3?4?5?6?7?$") & ~Q(days=""), name="mail_days_are_weekdays_in_order"
            ),
            models.CheckConstraint(condition=Q(hour__gte=EARLIEST, hour__lte=LATEST), name="mail_hour_is_of_the_day"),
            models.CheckConstraint(
                condition=Q(paused_from__isnull=True, paused_until__isnull=True)
                | Q(paused_from__isnull=False, paused_until__isnull=False, paused_from__lte=F("paused_until")),
                name="mail_pause_has_both_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_rhythm_display().lower()}"

    def clean(self) -> None:
        """A pause has an end, and a near one: nobody drops out of what they owe."""
        if self.paused_from and not self.paused_until:
            raise ValidationError({"paused_until": "A pause needs its last day. Fill it in, or leave both empty."})
        if self.paused_until and not self.paused_from:
            raise ValidationError({"paused_from": "A pause needs its first day. Fill it in, or leave both empty."})
        if not self.paused_from or not self.paused_until:
            return
        if self.paused_until < self.paused_from:
            raise ValidationError({"paused_until": "The pause ends before it starts. Choose a later last day."})
        if self.paused_until - self.paused_from >= LONGEST_PAUSE:
            most = self.paused_from + LONGEST_PAUSE - dt.timedelta(days=1)
            raise ValidationError(
                {
                    "paused_until": f"A pause lasts {LONGEST_PAUSE.days} days at most. Choose {most:%-d %B %Y} or an "
                    "earlier day; for a longer absence ask your coordinator to enter a deputy in your seat."
                }
            )
