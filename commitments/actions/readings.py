"""The words and the figures of a date, held against each other and kept with the rule that joins them."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from commitments.actions.settle import actor
from commitments.deadlines import DueWindow, Repetition
from commitments.deadlines.agreement import Agreement, Disagree, Words, agree, agree_on_series
from commitments.models import Commitment, DateReading
from countries.access import Standing


@dataclass(frozen=True)
class Fields:
    """How the caller names words, figures and reason, so that a refusal stands beside what was typed."""

    phrase: str
    edtf: str
    why: str


DUE = Fields("due_phrase", "due_edtf", "due_why")
NEW = Fields("new_phrase", "new_edtf", "new_why")
PROPOSED = Fields("phrase", "edtf", "why")


def words_in(commitment: Commitment, phrase: str, on: dt.date) -> Words:
    """A country's offices write in the language of the document, or in English."""
    return Words(phrase.strip(), commitment.document.language, commitment.document.country.code, on)


def joined(
    words: Words, window: DueWindow | None, why: str, *, fields: Fields, by: Standing, now: dt.datetime
) -> tuple[DueWindow | None, DateReading | None]:
    """The window to keep, and the saved record of how it was read. Without words there is neither."""
    if not words.phrase:
        return window, None
    _refuse_unreadable(words.phrase, fields.phrase)
    try:
        found = agree(words, window, why)
    except Disagree as problem:
        raise ValidationError({fields.edtf: str(problem)}) from problem
    return found.window, _keep(words, found, fields, by, now)


def joined_series(
    words: Words, repetition: Repetition, why: str, *, fields: Fields, by: Standing, now: dt.datetime
) -> DateReading:
    """The same for a duty that comes back."""
    _refuse_unreadable(words.phrase, fields.phrase)
    try:
        found = agree_on_series(words, repetition, why)
    except Disagree as problem:
        raise ValidationError({fields.edtf: str(problem)}) from problem
    return _keep(words, found, fields, by, now)


def _refuse_unreadable(phrase: str, field: str) -> None:
    """Before it is read: nobody reads through a million characters."""
    try:
        DateReading._meta.get_field("phrase").clean(phrase, None)
    except ValidationError as problem:
        raise ValidationError({field: problem.messages}) from problem


def _keep(words: Words, found: Agreement, fields: Fields, by: Standing, now: dt.datetime) -> DateReading:
    kept = DateReading(
        phrase=words.phrase,
        edtf=found.figures or (found.window.edtf if found.window else ""),
        how=found.how,
        rule=found.rule,
        doubt=found.doubt,
        reason=found.reason,
        read_by=actor(by),
        read_at=now,
    )
    try:
        kept.full_clean(exclude=["phrase", "read_by"], validate_constraints=False)
    except ValidationError as problem:
        raise ValidationError({fields.why: problem.message_dict.get("reason", problem.messages)}) from problem
    kept.save()
    return kept
