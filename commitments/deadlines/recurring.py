"""Duties that come back: every year by 1 March until 2028. The window is that of the last occurrence."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from commitments.choices import Precision
from commitments.deadlines.context import Context
from commitments.deadlines.kinds import Kind, Token, pattern, signature
from commitments.deadlines.points import Point, Span, Stretch
from commitments.deadlines.reading import Offer, Reading, Recurrence, Unclear
from commitments.deadlines.rhythm import repetition_of
from commitments.deadlines.shift import before
from commitments.deadlines.spell import day_in_words, spell
from commitments.deadlines.window import DueWindow

_EVERY = pattern("EVERY NEXT? (NUMBER|ORDINAL)? (UNIT|QUARTER|HALF|POINT)")


@dataclass(frozen=True)
class _When:
    """The point of the year at which it is due, and whether the phrase says before it."""

    point: Point
    is_before: bool


def read_recurring(phrase: str, tokens: list[Token], context: Context) -> Reading | None:
    """None when nothing in the phrase comes back."""
    rhythms = _rhythms(tokens)
    if not rhythms:
        return None
    _refuse_unread_end(tokens)
    when, until = _when(tokens), _until(tokens, context)
    recurrence = replace(rhythms[0], until=until.latest if until else None)
    if len(set(rhythms)) > 1:
        return Reading(
            phrase, None, Precision.RECURRING, "It names more than one rhythm; which one is due is not clear."
        )
    if when is not None and when.point.span in (Span.DAY, Span.MONTH):
        recurrence = _with_day(recurrence, when, context)
    repetition = repetition_of(recurrence, _coming(when, context), _since(tokens, context), until, context)
    if until is None:
        return replace(_without_end(phrase, recurrence, when, context), repetition=repetition)
    window = replace(_last(when, until, context), precision=Precision.RECURRING)
    recurrence = replace(recurrence, until=window.latest)
    rule = f"It comes back until the last time, {day_in_words(window.latest)}; the window is that of the last one."
    return Reading(phrase, window, Precision.RECURRING, rule, recurrence=recurrence, repetition=repetition)


def _refuse_unread_end(tokens: list[Token]) -> None:
    """An end nobody can read is not the same as none."""
    for earlier, token in pairwise(tokens):
        figure = token.kind is Kind.NUMBER and not token.spelled_out  # "à une publication" names none
        if token.kind is Kind.OUT or (figure and earlier.kind in (Kind.TO, Kind.DASH)):
            raise Unclear(f"It comes back, and what “{token.text[:12]}” means for its end is not clear.")


def _rhythms(tokens: list[Token]) -> list[Recurrence]:
    found = [
        _adverb(token.value) for token in tokens if token.kind is Kind.FREQUENCY and isinstance(token.value, tuple)
    ]
    for match in _EVERY.finditer(signature(tokens)):
        part = tokens[match.start() : match.end()]
        count = next((token.number for token in part if token.kind in (Kind.NUMBER, Kind.ORDINAL)), 1)
        if count == 0:
            raise Unclear("A rhythm of 0 does not come back.")
        unit = {Kind.QUARTER: "quarter", Kind.HALF: "half-year", Kind.POINT: "year"}.get(part[-1].kind)
        found.append(Recurrence(1, unit or str(part[-1].value), every=count))
    return found


def _adverb(value: tuple[int, str]) -> Recurrence:
    times, unit = value
    return Recurrence(times, unit) if times >= 0 else Recurrence(1, unit, every=-times)


def _when(tokens: list[Token]) -> _When | None:
    for at, token in enumerate(tokens):
        point = token.value
        if isinstance(point, Point) and point.year is None and point.span not in (Span.YEAR, Span.FISCAL_YEAR):
            return _When(point, at > 0 and tokens[at - 1].kind is Kind.BEFORE)
    return None


def _until(tokens: list[Token], context: Context) -> DueWindow | None:
    """A point with a year ends the duty when the phrase says until; otherwise nobody knows what it is."""
    end: DueWindow | None = None
    for at, token in enumerate(tokens):
        point = token.value
        if token.kind is not Kind.POINT or (isinstance(point, Point) and point.year is None):
            continue
        earlier = tokens[at - 1].kind if at else None
        later = tokens[at + 1].kind if at + 1 < len(tokens) else None
        if isinstance(point, Stretch):
            end = spell(point, context)
        elif not isinstance(point, Point):
            continue
        elif earlier in (Kind.TO, Kind.DASH) and not _may_be_by(point, tokens, context):
            end = spell(point, context)
        elif earlier not in (Kind.FROM, Kind.AFTER) and later not in (Kind.TO, Kind.DASH):
            window = spell(point, context)
            raise Unclear(
                "It comes back, and names a date that may be the first, the only or the last one.",
                Offer(window, f"until {day_in_words(window.latest)}"),
            )
    return end


def _since(tokens: list[Token], context: Context) -> DueWindow | None:
    """The period in which it begins, where the phrase names one."""
    for at, token in enumerate(tokens):
        if isinstance(token.value, Stretch):
            return spell(token.value.first, context)
        if not isinstance(token.value, Point) or token.value.year is None:
            continue
        earlier, later = tokens[max(at - 1, 0)].kind, tokens[min(at + 1, len(tokens) - 1)].kind
        if earlier is Kind.FROM or later in (Kind.TO, Kind.DASH):
            return spell(token.value, context)
    return None


def _coming(when: _When | None, context: Context) -> Callable[[int], DueWindow] | None:
    return (lambda year: _occurrence(when, year, context)) if when else None


def _may_be_by(point: Point, tokens: list[Token], context: Context) -> bool:
    """A day after `iki` or `do` may be the first time, when no other day of the year is named."""
    return context.until_is_by and point.span is Span.DAY and _when(tokens) is None


def _with_day(recurrence: Recurrence, when: _When, context: Context) -> Recurrence:
    window = _occurrence(when, 2027, context)
    day = window.latest.day if when.point.span is Span.DAY or when.is_before else None
    return replace(recurrence, month=window.latest.month, day=day)


def _occurrence(when: _When, year: int, context: Context) -> DueWindow:
    pair = when.point.span is Span.SEASON and when.point.number == 24
    window = spell(replace(when.point, year=year, pair=pair), context)
    return before(window) if when.is_before else window


def _without_end(phrase: str, recurrence: Recurrence, when: _When | None, context: Context) -> Reading:
    offers: tuple[Offer, ...] = ()
    if when is not None and context.on is not None:
        coming = (_occurrence(when, context.on.year + more, context) for more in (0, 1))
        first = next((window for window in coming if window.latest >= context.on), None)
        offers = (Offer(first, f"the first one, {day_in_words(first.latest)}"),) if first else ()
    rule = "It comes back and no end is named; each occurrence has its own date."
    return Reading(phrase, None, Precision.RECURRING, rule, offers, recurrence=recurrence)


def _last(when: _When | None, until: DueWindow, context: Context) -> DueWindow:
    if when is None:
        return until
    years = (until.latest.year, until.latest.year - 1)
    occurrences = [_occurrence(when, year, context) for year in years]
    return next((window for window in occurrences if window.latest <= until.latest), until)
