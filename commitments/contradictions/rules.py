"""Facts of one commitment in, what contradicts itself in them out, in words. No models, no clock."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices

# Figures of every script are digits to Python; a year inside a longer number is none.
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_DRAFT = re.compile(r"\bdrafts?\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:publish\w*|publication|adopt\w*|approv\w*)\b", re.IGNORECASE)


class Kind(TextChoices):
    """In the order in which a page shows them: what falsifies most numbers first."""

    DUE_BEFORE_DOCUMENT = "due_before_document", "Due before the document, or on its day"
    BASELINE_BEFORE_DOCUMENT = "baseline_before_document", "First promised for a day before the document"
    PAST_WHEN_REGISTERED = "past_when_registered", "Already past when it was registered"
    NO_OWNER = "no_owner", "Nobody answers for it"
    NO_PROOF = "no_proof", "Said to be complete, without evidence"
    TRANSLATION = "translation", "Original and translation name different years"
    LATE_MILESTONE = "late_milestone", "A milestone after the date of its commitment"
    LATE_DRAFT = "late_draft", "A draft after its own publication"


class Contradiction(NamedTuple):
    kind: Kind
    reason: str


@dataclass(frozen=True)
class Promise:
    """`begins_on` is the first day the document counts, `registered_on` a day in its country."""

    begins_on: dt.date
    registered_on: dt.date
    due_latest: dt.date | None
    baseline_latest: dt.date | None
    is_open: bool
    claims_without_proof: bool
    quotation: str
    translation: str


@dataclass(frozen=True)
class Step:
    """A dated milestone."""

    title: str
    due_latest: dt.date
    is_reached: bool


def in_promise(promise: Promise) -> Iterator[Contradiction]:
    yield from _before_document(promise)
    due = promise.due_latest
    if promise.is_open and due is not None and promise.begins_on < due < promise.registered_on:
        words = f"It was due by {_day(due)} and registered on {_day(promise.registered_on)}."
        yield Contradiction(Kind.PAST_WHEN_REGISTERED, words)
    if promise.claims_without_proof:
        yield Contradiction(Kind.NO_PROOF, "Its completion was reported without a link or a file that shows it.")
    yield from _translation(promise)


def _before_document(promise: Promise) -> Iterator[Contradiction]:
    """One of the two: whoever mends the date in force sees the first promise next, if that is wrong too."""
    due, begins = promise.due_latest, promise.begins_on
    if due is not None and (due < begins or (due == begins and promise.is_open)):
        words = f"It is due by {_day(due)}; the document counts from {_day(begins)}."
        yield Contradiction(Kind.DUE_BEFORE_DOCUMENT, words)
    elif promise.baseline_latest is not None and promise.baseline_latest < begins:
        words = f"It was first promised by {_day(promise.baseline_latest)}; the document counts from {_day(begins)}."
        yield Contradiction(Kind.BASELINE_BEFORE_DOCUMENT, words)


def _translation(promise: Promise) -> Iterator[Contradiction]:
    """Years only, and only when they have none in common: sentences are too free to be held to the day."""
    said, translated = years_in(promise.quotation), years_in(promise.translation)
    if said and translated and not said & translated:
        words = f"The original names {_listed(said)}, the translation {_listed(translated)}."
        yield Contradiction(Kind.TRANSLATION, words)


def in_steps(due_latest: dt.date | None, steps: Sequence[Step]) -> Iterator[Contradiction]:
    for step in steps:
        if not step.is_reached and due_latest is not None and step.due_latest > due_latest:
            words = f"“{step.title}” is due by {_day(step.due_latest)}, the commitment by {_day(due_latest)}."
            yield Contradiction(Kind.LATE_MILESTONE, words)
    for draft in (step for step in steps if _DRAFT.search(step.title) and not step.is_reached):
        for final in (step for step in steps if _is_publication(step)):
            if draft.due_latest > final.due_latest:
                words = (
                    f"“{draft.title}” is due by {_day(draft.due_latest)}, “{final.title}” by {_day(final.due_latest)}."
                )
                yield Contradiction(Kind.LATE_DRAFT, words)


def _is_publication(step: Step) -> bool:
    """A published draft is still a draft."""
    return bool(_PUBLISHED.search(step.title)) and not _DRAFT.search(step.title)


def years_in(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))


def _listed(years: frozenset[str]) -> str:
    return " and ".join(sorted(years))


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"
