"""Words, shapes and days, the same on every page.

`{{ state|schedule_tag }}`, `{{ completion|completion_tag }}`, `{{ confidence|confidence_tag }}`: word, shape, colour.
`{{ completion|completion_meter }}`: four steps, filled as far as it has come, and the word.
`{{ days|late_in_words }}` (open: 12 days late, 12 days left), `{{ days|done_in_words }}` (done: 164 days late, early),
`{{ days|slip_in_words }}`: +164 days. `{{ date|day }}`, `{{ date|short_day }}`: 13 June 2019, 13 Jun 2019, as <time>.
`{{ instant|moment }}`: 13 June 2019, 08:00 CEST, by the reader's clock.
`{{ commitment|due_in_words }}`: the phrase as promised, the day that counts, and its slip where it was moved.
`{{ commitment|time_in_words }}`: of what comes back, which time it is at: 2026 (5 of 7).
`{{ evidence.dated_on|edtf_in_words }}`: 2018-05 as May 2018.

Every status is made once, when this module loads: a list of a thousand rows only looks it up.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commitments.choices import Closure, Completion, Confidence, ScheduleState

register = template.Library()

_DISC = '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.75"{}/>'
_SQUARE = '<rect x="2" y="2" width="12" height="12" fill="currentColor"/>'
_CROSS = '<path d="M3 3l10 10M13 3L3 13" fill="none" stroke="currentColor" stroke-width="2.25"/>'
_TICK = '<path d="M2 9l4 4 8-10" fill="none" stroke="currentColor" stroke-width="2.5"/>'
_SHAPES: Mapping[TextChoices, str] = {
    ScheduleState.OVERDUE: '<path d="M8 1l7.5 14H.5z" fill="currentColor"/>',
    ScheduleState.DUE_SOON: _DISC.format("") + '<path d="M8 4.5V8l2.5 2.5" fill="none" stroke="currentColor" '
    'stroke-width="1.75"/>',
    ScheduleState.ON_SCHEDULE: '<path d="M3 1.5L14 8 3 14.5z" fill="currentColor"/>',
    ScheduleState.UNDATED: _DISC.format(' stroke-dasharray="2.5 2.6"'),
    ScheduleState.DONE_ON_TIME: _TICK,
    ScheduleState.DONE_LATE: '<path d="M2 6l4 4 8-9M2 14.75h12" fill="none" stroke="currentColor" '
    'stroke-width="2.25"/>',
    ScheduleState.DONE_UNDATED: _TICK,
    ScheduleState.CLOSED: _CROSS,
    Completion.NO_EVIDENCE: _DISC.format(' stroke-dasharray="2.5 2.6"'),
    Completion.NOT_STARTED: _DISC.format(""),
    Completion.LIMITED: _DISC.format("") + '<path d="M8 8V1.5A6.5 6.5 0 0 1 14.5 8z" fill="currentColor"/>',
    Completion.SUBSTANTIAL: _DISC.format("") + '<path d="M8 8V1.5A6.5 6.5 0 1 1 1.5 8z" fill="currentColor"/>',
    Completion.COMPLETE: '<circle cx="8" cy="8" r="7.25" fill="currentColor"/>',
    Confidence.GREEN: '<circle cx="8" cy="8" r="7" fill="currentColor"/>',
    Confidence.AMBER: '<path d="M8 .5L15.5 8 8 15.5.5 8z" fill="currentColor"/>',
    Confidence.RED: _SQUARE,
    Closure.WITHDRAWN: _CROSS,
    Closure.SUPERSEDED: '<path d="M1 8h12M8 3l5 5-5 5" fill="none" stroke="currentColor" stroke-width="2"/>',
}
_STEPS = {Completion.NOT_STARTED: 0, Completion.LIMITED: 1, Completion.SUBSTANTIAL: 2, Completion.COMPLETE: 3}


def shape_of(value: TextChoices) -> SafeString:
    """The shape alone, for a legend or a chart."""
    return mark_safe(f'<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{_SHAPES[value]}</svg>')


def _tag(value: TextChoices) -> SafeString:
    return format_html('<span class="tag tag-{}">{}{}</span>', value.value, shape_of(value), value.label)


def _meter(value: Completion) -> SafeString:
    """No evidence is drawn in dashes: it is not the same as nothing done."""
    done = _STEPS.get(value, 0)
    dashes = ' stroke-dasharray="2 2"' if value == Completion.NO_EVIDENCE else ""
    bars = "".join(
        f'<rect x="{20 * step + 0.75}" y="0.75" width="16.5" height="10.5" stroke="currentColor" stroke-width="1.5" '
        f'fill="{"currentColor" if step < done else "none"}"{dashes}/>'
        for step in range(3)
    )
    picture = mark_safe(f'<svg viewBox="0 0 58 12" aria-hidden="true" focusable="false">{bars}</svg>')
    return format_html('<span class="meter meter-{}">{}{}</span>', value.value, picture, value.label)


_SCHEDULE = {state.value: _tag(state) for state in ScheduleState}
_COMPLETION = {step.value: _tag(step) for step in Completion}
_CONFIDENCE = {colour.value: _tag(colour) for colour in Confidence}
_CLOSURE = {closure.value: _tag(closure) for closure in Closure}
_METERS = {step.value: _meter(step) for step in Completion}


@register.filter
def schedule_tag(state: str | None) -> SafeString | str:
    return _SCHEDULE.get(str(state), "")


@register.filter
def completion_tag(completion: str | None) -> SafeString | str:
    return _COMPLETION.get(str(completion), "")


@register.filter
def confidence_tag(confidence: str | None) -> SafeString | str:
    return _CONFIDENCE.get(str(confidence), "")


@register.filter
def closure_tag(closure: str | None) -> SafeString | str:
    return _CLOSURE.get(str(closure), "")


@register.filter
def completion_meter(completion: str | None) -> SafeString | str:
    return _METERS.get(str(completion), "")


@register.filter
def listed(names: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


@register.filter
def days_in_words(days: int) -> str:
    return f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"


@register.filter
def late_in_words(days: int | None) -> str:
    """For something open: days past its latest day, negative while there is time."""
    if days is None:
        return ""
    if days == 0:
        return "due today"
    return f"{days_in_words(days)} {'late' if days > 0 else 'left'}"


@register.filter
def done_in_words(days: int | None) -> str:
    """For something done: days past its latest day, negative when it came before."""
    if days is None:
        return ""
    if days == 0:
        return "on the last day"
    return f"{days_in_words(days)} {'late' if days > 0 else 'early'}"


@register.filter
def slip_in_words(days: int | None) -> str:
    """Days between what was first promised and what happened or is in force."""
    if days is None:
        return ""
    if days == 0:
        return "none"
    return f"{'+' if days > 0 else '−'}{days_in_words(days)}"


@register.filter
def day(value: dt.date | None) -> SafeString | str:
    return _time(value, "%-d\xa0%B\xa0%Y") if value else ""


@register.filter
def short_day(value: dt.date | None) -> SafeString | str:
    return _time(value, "%-d\xa0%b\xa0%Y") if value else ""


@register.filter(expects_localtime=True)
def moment(value: dt.datetime | None) -> SafeString | str:
    """By the reader's clock, and which one that is: 13 June 2019, 08:00 CEST."""
    if value is None:
        return ""
    machine = f"{value.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    return format_html('<time datetime="{}">{}</time>', machine, f"{value:%-d\xa0%B\xa0%Y, %H:%M\xa0%Z}")


@lru_cache(maxsize=4096)
def _time(value: dt.date, pattern: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", f"{value:{pattern}}")


@register.filter
def edtf_in_words(text: str) -> str:
    """The date of a source as people write it; whatever is vaguer than a month stays as it is."""
    for pattern, words in (("%Y-%m-%d", "%-d\xa0%B\xa0%Y"), ("%Y-%m", "%B\xa0%Y")):
        try:
            return f"{dt.datetime.strptime(text, pattern).date():{words}}"  # noqa: DTZ007  it has no time of day
        except ValueError:
            continue
    return text


@register.filter
def time_in_words(promise: Any) -> str:
    """Of a commitment that comes back, which time it is at: 2026 (5 of 7); of anything else nothing."""
    time = getattr(promise, "occurrence", None)
    if time is None:
        return ""
    total = promise.series.repetition.times
    return f"{time.name} ({time.number} of {total})" if total else f"{time.name} (number {time.number})"


@register.filter
def schedule_shape(state: str) -> SafeString:
    """What is drawn inside the shape of a state, 16 wide and high, for a picture that holds others too."""
    return mark_safe(_SHAPES[ScheduleState(state)])


@register.filter
def due_in_words(promise: Any) -> SafeString:
    """Of a commitment or milestone: the phrase is never replaced by the day; where the date was moved, by how much."""
    if promise.due_latest is None:
        return format_html("“{}”, no date can be told", promise.due_phrase) if promise.due_phrase else _NO_DATE
    time = time_in_words(promise)
    phrase = f"“{promise.due_phrase}”{f' for {time}' if time else ''}"
    words = format_html("{}, at the latest {}", phrase, day(promise.due_latest))
    first = getattr(promise, "baseline_latest", None)  # of a milestone only the date in force is kept
    if first is None or first == promise.due_latest:
        return words
    return format_html("{}, {} against the first promise", words, slip_in_words((promise.due_latest - first).days))


_NO_DATE = mark_safe("No date promised")
