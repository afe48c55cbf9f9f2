"""Who asks, and when: the only place in the pages that reads the clock and the settings."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from countries.access import Standing, standing_at
from countries.models import Country, local_dates


def now_of(request: HttpRequest) -> dt.datetime:
    """One moment per request, so that two parts of a page never disagree about the day."""
    if not hasattr(request, "_asked_at"):
        request._asked_at = timezone.now()  # type: ignore[attr-defined]
    return request._asked_at  # type: ignore[attr-defined,no-any-return]


def standing(request: HttpRequest) -> Standing:
    if not hasattr(request, "_standing"):
        request._standing = standing_at(  # type: ignore[attr-defined]
            request.user, now_of(request), public=settings.PUBLIC_VIEW
        )
        _show_own_time(request._standing)  # type: ignore[attr-defined]
    return request._standing  # type: ignore[attr-defined,no-any-return]


def _show_own_time(reader: Standing) -> None:
    """Moments on this page come by their clock; `tracker.zones` ends it with the request."""
    if reader.time_zone:
        timezone.activate(reader.time_zone)


def days_of(request: HttpRequest) -> dict[int, dt.date]:
    """Country id to today's date there."""
    if not hasattr(request, "_days"):
        request._days = local_dates(  # type: ignore[attr-defined]
            Country.objects.order_by().values_list("pk", "time_zone", named=True), now_of(request)
        )
    return request._days  # type: ignore[attr-defined,no-any-return]
