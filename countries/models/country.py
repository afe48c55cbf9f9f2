"""A country: its code, its legal time zone and its languages; names and holidays come from libraries."""

import datetime as dt
import functools
import zoneinfo
from collections.abc import Iterable
from typing import Protocol

import holidays
from django.db import models
from django.utils.translation import get_language
from django_countries import countries as iso_countries

from countries.validators import validate_languages, validate_time_zone


@functools.cache
def _holidays(code: str) -> holidays.HolidayBase:
    return holidays.country_holidays(code)


@functools.cache
def _name(code: str, language: str | None) -> str:
    """A page says it hundreds of times, and each time it would be translated anew."""
    return str(iso_countries.name(code) or code)


def name_of(code: str) -> str:
    """The name in the reader's language, from ISO 3166."""
    return _name(code, get_language())


class Country(models.Model):
    code = models.CharField("ISO 3166-1 code", max_length=2, unique=True)
    time_zone = models.CharField("legal time zone", max_length=64, validators=[validate_time_zone])
    languages = models.JSONField(validators=[validate_languages], help_text='Language tags, such as ["nb", "nn"].')

    class Meta:
        verbose_name_plural = "countries"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z]{2}$"), name="country_code_is_two_capital_letters"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return name_of(self.code)

    def local_date(self, now: dt.datetime) -> dt.date:
        """The calendar day that `now` is in this country; due dates are counted in it."""
        return now.astimezone(zoneinfo.ZoneInfo(self.time_zone)).date()

    def is_working_day(self, day: dt.date) -> bool:
        return day.weekday() < 5 and day not in _holidays(self.code)


class Zoned(Protocol):
    """A country, or a row with these two columns of one."""

    @property
    def pk(self) -> int: ...
    @property
    def time_zone(self) -> str: ...


def local_dates(countries: Iterable[Zoned], now: dt.datetime) -> dict[int, dt.date]:
    """Country id to its calendar day at `now`, which is asked once per time zone."""
    by_zone = functools.cache(lambda zone: now.astimezone(zoneinfo.ZoneInfo(zone)).date())
    return {country.pk: by_zone(country.time_zone) for country in countries}
