"""Facts of one commitment in, what contradicts itself in them out, in words. No models, no clock."""

import datetime as dt
import re
from calendar import month_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from commitments.contradiction_kind import ContradictionKind as Kind
from commitments.contradictions.named_days import NamedMonth, months_in, years_in

_DRAFT = re.compile(r"\bdrafts?\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:publish\w*|publication|adopt\w*|approv\w*)\b", re.IGNORECASE)


class Contradiction(NamedTuple):
    """`facts` is what it rests on: when one of them changes, it is another contradiction."""

    kind: Kind
    reason: str
    facts: tuple[object, ...]


@dataclass(frozen=True)
class Promise:
    """`begins_on` is the first day the document counts, `registered_on` a day in its country; `period` the first and
    last day of its plan; `words_say` the last day its words mean, when they are clear and nobody explained another."""

    begins_on: dt.date
    registered_on: dt.date
    due_latest: dt.date | None
    baseline_latest: dt.date | None
    is_open: bool
    claims_without_proof: bool
    quotation: str
    translation: str
    language: str = "en"
    done_on: dt.date | None = None
    period: tuple[dt.date | None, dt.date | None] = (None, None)
    words_say: dt.date | None = None
    phrase: str = ""


@dataclass(frozen=True)
class Step:
    """A dated milestone."""

    title: str
    due_latest: dt.date
    is_reached: bool


def in_promise(promise: Promise) -> Iterator[Contradiction]:
    yield from _before_document(promise)
    yield from _words_and_figures(promise)
    yield from _outside_period(promise)
    due = promise.due_latest
    if promise.is_open and due is not None and promise.begins_on < due < promise.registered_on:
        words = f"It was due by {_day(due)} and registered on {_day(promise.registered_on)}."
        yield Contradiction(Kind.PAST_WHEN_REGISTERED, words, (due, promise.registered_on))
    if promise.claims_without_proof:
        words = "Its completion was reported without a link or a file that shows it."
        yield Contradiction(Kind.NO_PROOF, words, (promise.done_on,))
    yield from _translation(promise)


def _before_document(promise: Promise) -> Iterator[Contradiction]:
    """One of the two: whoever mends the date in force sees the first promise next, if that is wrong too."""
    due, begins = promise.due_latest, promise.begins_on
    if due is not None and (due < begins or (due == begins and promise.is_open)):
        words = f"It is due by {_day(due)}; the document counts from {_day(begins)}."
        yield Contradiction(Kind.DUE_BEFORE_DOCUMENT, words, (due, begins))
    elif promise.baseline_latest is not None and promise.baseline_latest < begins:
        words = f"It was first promised by {_day(promise.baseline_latest)}; the document counts from {_day(begins)}."
        yield Contradiction(Kind.BASELINE_BEFORE_DOCUMENT, words, (promise.baseline_latest, begins))


def _words_and_figures(promise: Promise) -> Iterator[Contradiction]:
    due, say = promise.due_latest, promise.words_say
    if due is not None and say is not None and due != say:
        words = f"“{promise.phrase}” means {_day(say)} at the latest; the figures end on {_day(due)}."
        yield Contradiction(Kind.WORDS_AND_FIGURES, words, (promise.phrase, due))


def _outside_period(promise: Promise) -> Iterator[Contradiction]:
    """The date in force first: whoever mends it sees the first promise next, if that is outside too."""
    first, last = promise.period
    for said, day in (("is due", promise.due_latest), ("was first promised", promise.baseline_latest)):
        if day is not None and ((first is not None and day < first) or (last is not None and day > last)):
            words = f"It {said} by {_day(day)}; its plan {_covers(first, last)}."
            yield Contradiction(Kind.OUTSIDE_PERIOD, words, (said, day, first, last))
            return


def _covers(first: dt.date | None, last: dt.date | None) -> str:
    if first is None or last is None:
        return f"ends on {_day(last)}" if last is not None else f"begins on {_day(first)}" if first else ""
    return f"covers {_day(first)} to {_day(last)}"


def _translation(promise: Promise) -> Iterator[Contradiction]:
    """Only what both name and have nowhere in common: sentences are too free to be held to more."""
    for said, translated in _named_by_both(promise):
        if said and translated and not said & translated:
            words = f"The original names {_listed(said)}, the translation {_listed(translated)}."
            yield Contradiction(Kind.TRANSLATION, words, (promise.quotation, promise.translation))
            return


def _named_by_both(promise: Promise) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Years, months and days, the original's and the translation's."""
    yield years_in(promise.quotation), years_in(promise.translation)
    said, translated = months_in(promise.quotation, promise.language), months_in(promise.translation)
    yield _months(said), _months(translated)
    yield _days(said), _days(translated)


def _months(named: frozenset[NamedMonth]) -> frozenset[str]:
    return frozenset(month_name[one.month] for one in named)


def _days(named: frozenset[NamedMonth]) -> frozenset[str]:
    return frozenset(f"{one.day} {month_name[one.month]}" for one in named if one.day)


def in_steps(due_latest: dt.date | None, steps: Sequence[Step]) -> Iterator[Contradiction]:
    for step in steps:
        if not step.is_reached and due_latest is not None and step.due_latest > due_latest:
            words = f"“{step.title}” is due by {_day(step.due_latest)}, the commitment by {_day(due_latest)}."
            yield Contradiction(Kind.LATE_MILESTONE, words, (step.title, step.due_latest, due_latest))
    for draft in (step for step in steps if _DRAFT.search(step.title) and not step.is_reached):
        for final in (step for step in steps if _is_publication(step)):
            if draft.due_latest > final.due_latest:
                words = (
                    f"“{draft.title}” is due by {_day(draft.due_latest)}, “{final.title}” by {_day(final.due_latest)}."
                )
                facts = (draft.title, draft.due_latest, final.title, final.due_latest)
                yield Contradiction(Kind.LATE_DRAFT, words, facts)


def _is_publication(step: Step) -> bool:
    """A published draft is still a draft."""
    return bool(_PUBLISHED.search(step.title)) and not _DRAFT.search(step.title)


def _listed(named: frozenset[str]) -> str:
    return " and ".join(sorted(named))


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"
