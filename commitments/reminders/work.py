"""What a mail says of a silence, a milestone, a review that is asked for and a mail nobody acted on."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.because import HouseName
from commitments.choices import StepKind
from commitments.models import Reminder
from commitments.reminders.still_owed import Day
from commitments.tongue import day_in_words, number_in_words

LONGEST = 400
LATE = "▲"


@dataclass(frozen=True)
class Said:
    headline: str
    mark: str
    facts: tuple[str, ...]
    path: str


def said_of_work(reminder: Reminder, today: Day) -> Said:
    """The reminder comes as `lines`."""
    on = today.days[reminder.commitment.document.country_id]
    return _SAYS[StepKind(reminder.step.kind)](reminder, on)


def silence_in_words(reminder: Reminder, on: dt.date) -> str:
    """ "no report for 112 days"."""
    if reminder.commitment.last_reported_on is None:
        return _("nobody has reported yet")
    assert reminder.since is not None  # the ledger's constraint
    days = (on - reminder.since).days
    return ngettext("no report for %(days)s day", "no report for %(days)s days", days) % {"days": number_in_words(days)}


def _of_silence(reminder: Reminder, on: dt.date) -> Said:
    words = silence_in_words(reminder, on)
    return Said(f"{words[:1].upper()}{words[1:]}", "◇", (_due(reminder),), _answer(reminder))


def _of_milestone(reminder: Reminder, on: dt.date) -> Said:
    milestone = reminder.milestone
    assert milestone is not None  # the ledger's constraint
    assert milestone.due_latest is not None  # only dated milestones are reminded of
    days = (on - milestone.due_latest).days
    if days > 0:
        said = ngettext("Milestone overdue by %(days)s day", "Milestone overdue by %(days)s days", days)
    elif days < 0:
        said = ngettext("Milestone due in %(days)s day", "Milestone due in %(days)s days", -days)
    else:
        said = _("Milestone due today")
    words = {"title": milestone.title, "phrase": milestone.due_phrase, "day": day_in_words(milestone.due_latest)}
    fact = _("“%(title)s”, promised “%(phrase)s”, at the latest %(day)s") % words
    return Said(
        said % {"days": number_in_words(abs(days))}, LATE if days > 0 else "○", (f"{fact}.",), _answer(reminder)
    )


def _of_review(reminder: Reminder, on: dt.date) -> Said:
    request = reminder.review_request
    assert request is not None  # the ledger's constraint
    day = reminder.commitment.country.local_date(request.posted_at)
    words = {"person": request.asked_by.full_name, "day": day_in_words(day)}
    reason = " ".join(request.reason.split())
    reason = reason if len(reason) <= LONGEST else f"{reason[:LONGEST].rsplit(' ', 1)[0]} …"
    facts = (_("%(person)s asked on %(day)s.") % words, _("The reason given: %(reason)s") % {"reason": reason})
    return Said(_("Your review is asked for"), "◆", facts, f"{_page(reminder)}review/")


def _of_escalation(reminder: Reminder, on: dt.date) -> Said:
    assert reminder.since is not None  # the ledger's constraint
    day, count = day_in_words(reminder.since), reminder.step.offset_days
    house = HouseName.of(reminder.commitment.lead, reminder.commitment.country.languages)
    fact = ngettext(
        "%(house)s was told by mail on %(day)s. %(count)s working day has passed and nobody has reported.",
        "%(house)s was told by mail on %(day)s. %(count)s working days have passed and nobody has reported.",
        count,
    ) % {"house": house, "day": day, "count": number_in_words(count)}
    return Said(_late_and_silent(reminder, on, day), LATE, (fact, _due(reminder)), _answer(reminder))


def _late_and_silent(reminder: Reminder, on: dt.date, since: str) -> str:
    due = reminder.commitment.due_latest
    assert due is not None  # only what has a date is overdue
    days = (on - due).days
    return ngettext(
        "Overdue by %(days)s day, and nobody has acted since %(since)s",
        "Overdue by %(days)s days, and nobody has acted since %(since)s",
        days,
    ) % {"days": number_in_words(days), "since": since}


def _due(reminder: Reminder) -> str:
    commitment = reminder.commitment
    if commitment.due_latest is None:
        return _("No date is promised.")
    words = {"phrase": commitment.due_phrase, "day": day_in_words(commitment.due_latest)}
    return _("Promised “%(phrase)s”, at the latest %(day)s.") % words


def _answer(reminder: Reminder) -> str:
    """Where a person says how it stands."""
    return f"/mail/{quote(reminder.commitment.reference)}/"


def _page(reminder: Reminder) -> str:
    return f"/commitments/{quote(reminder.commitment.reference)}/"


def subject_of_work(kind: StepKind, count: int) -> str:
    """ "2 reviews to make"."""
    if kind == StepKind.STALE:
        said = ngettext(
            "%(count)s commitment without a recent report", "%(count)s commitments without a recent report", count
        )
    elif kind == StepKind.MILESTONE:
        said = ngettext("%(count)s milestone", "%(count)s milestones", count)
    elif kind == StepKind.REVIEW:
        said = ngettext("%(count)s review to make", "%(count)s reviews to make", count)
    else:
        said = ngettext(
            "%(count)s overdue commitment nobody has acted on",
            "%(count)s overdue commitments nobody has acted on",
            count,
        )
    return said % {"count": number_in_words(count)}


_SAYS = {
    StepKind.STALE: _of_silence,
    StepKind.MILESTONE: _of_milestone,
    StepKind.REVIEW: _of_review,
    StepKind.ESCALATION: _of_escalation,
}
