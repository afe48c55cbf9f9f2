"""Numbers and bars of the dashboard; each knows the commitments list, whose address the page gives as `list_address`.

`{% number figures.open %}`, `{% stacked figures.completion name %}`, `{% single part most %}`, `{{ state|swatch }}`,
`{{ moment|ago:now }}`: how long it is ago, in words.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import TextChoices
from django.utils.safestring import SafeString

from commitments.dashboard import Subject
from commitments.dashboard.numbers import Number, Part
from commitments.web import charts

register = template.Library()

_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


@register.simple_tag(takes_context=True)
def number(context: dict[str, Any], counted: Number) -> SafeString:
    return charts.linked(counted, context["list_address"])


@register.simple_tag(takes_context=True)
def stacked(context: dict[str, Any], parts: Sequence[Part], name: str) -> SafeString:
    return charts.stacked_bar(parts, name, context["list_address"])


@register.simple_tag(takes_context=True)
def single(context: dict[str, Any], part: Part, most: int) -> SafeString:
    return charts.single_bar(part, most, context["list_address"])


@register.filter
def swatch(state: TextChoices) -> SafeString:
    return charts.swatch(state)


@register.filter
def ago(moment: dt.datetime, now: dt.datetime) -> str:
    seconds = int((now - moment).total_seconds())
    for size, unit in _UNITS:
        if seconds >= size:
            amount = seconds // size
            return f"{amount} {unit}{'' if amount == 1 else 's'} ago"
    return "just now"


@register.filter
def asked(subject: Subject, day: dt.date | str) -> str:
    """The address of a dashboard: this subject, and the day unless it is empty."""
    return urlencode([*subject.asked, *([("on", str(day))] if day else [])])
