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

from commitments.choices import Change
from commitments.dashboard import Subject
from commitments.dashboard.compare import Shift
from commitments.dashboard.numbers import Number, Part
from commitments.dashboard.tiles import Burden, TileMap
from commitments.pictures.tiles import key_on_page, tiles_on_page
from commitments.web import charts, wording
from commitments.web.change_shapes import change_shape as shape_of_change

register = template.Library()


@register.simple_tag(takes_context=True)
def number(context: dict[str, Any], counted: Number) -> SafeString:
    return charts.linked(counted, context["list_address"])


@register.simple_tag(takes_context=True)
def stacked(context: dict[str, Any], parts: Sequence[Part], name: str) -> SafeString:
    return charts.stacked_bar(parts, name, context["list_address"])


@register.simple_tag(takes_context=True)
def single(context: dict[str, Any], part: Part, most: int) -> SafeString:
    return charts.single_bar(part, most, context["list_address"])


@register.simple_tag(takes_context=True)
def shift(context: dict[str, Any], cell: Shift | None) -> SafeString:
    """By how much a change adds to a number or takes from it; nothing where it does not."""
    if cell is None or not cell.number.count:
        return SafeString("")
    return charts.linked(cell.number, context["list_address"], "+" if cell.adds else "−")


@register.filter
def signed(change: int) -> str:
    return f"{'+' if change > 0 else '−'}{abs(change):,}" if change else "0"


@register.filter
def change_shape(change: Change) -> SafeString:
    return shape_of_change(change)


@register.simple_tag(takes_context=True)
def tiles_of(context: dict[str, Any], tiles: TileMap) -> SafeString:
    return tiles_on_page(tiles, context["list_address"])


@register.filter
def thousands(count: int) -> str:
    """As sentences and pictures write it, too."""
    return f"{count:,}"


@register.filter
def burden_key(burden: Burden) -> SafeString:
    return key_on_page(burden)


@register.filter
def swatch(state: TextChoices) -> SafeString:
    return charts.swatch(state)


@register.filter
def ago(moment: dt.datetime, now: dt.datetime) -> str:
    return wording.ago(now - moment)


@register.filter
def asked(subject: Subject, day: dt.date | str) -> str:
    """The address of a dashboard: this subject, and the day unless it is empty."""
    return urlencode([*subject.asked, *([("on", str(day))] if day else [])])
