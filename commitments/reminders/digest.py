"""What one person's mail of one day says: facts in, frozen lines out; nothing is rendered here."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commitments.choices import ENTRY_KINDS, About, ScheduleState, StepKind
from commitments.models import Commitment, Reminder
from commitments.reminders.asked_already import AskedAlready
from commitments.reminders.news import Notice, notices, subject_of_news
from commitments.reminders.slip import Moves
from commitments.reminders.still_owed import Day
from commitments.reminders.subject import due_later, due_soon, overdue
from commitments.reminders.work import silence_in_words
from commitments.timeline import DUE_SOON_DAYS
from commitments.tongue import day_in_words, number_in_words, one_stop, sentence, speaking, tongue_of
from countries.models import Person

# The bound only keeps a mail below what mail servers take; the list behind its link names everything.
MOST_OTHERS = 500
_BANDS = ("overdue", "due_soon", "later")


@dataclass(frozen=True)
class Line:
    """`why` is empty for what only stands on the person's list and is not news today; `asked` is empty unless
    a request about it waits for its answer."""

    reference: str
    title: str
    phrase: str
    due_latest: dt.date
    state: ScheduleState
    days_late: int
    path: str
    why: str = ""
    slip: str = ""
    occurrence: str = ""
    asked: str = ""

    @property
    def when(self) -> str:
        """ "overdue by 12 days", "due today", "due in 7 days"."""
        days = abs(self.days_late)
        if not days:
            return _("due today")
        if self.days_late > 0:
            return ngettext("overdue by %(days)s day", "overdue by %(days)s days", days) % {
                "days": number_in_words(days)
            }
        return ngettext("due in %(days)s day", "due in %(days)s days", days) % {"days": number_in_words(days)}

    @property
    def day(self) -> str:
        return day_in_words(self.due_latest)

    @property
    def promised(self) -> str:
        """Of what is overdue with the day that has passed; otherwise the day stands beside the state."""
        said = _("promised “%(phrase)s”") % {"phrase": self.phrase}
        if self.is_overdue:
            said = _("promised “%(phrase)s”, at the latest %(day)s") % {"phrase": self.phrase, "day": self.day}
        return f"{said}; {self.occurrence}" if self.occurrence else said

    @property
    def is_overdue(self) -> bool:
        return self.state == ScheduleState.OVERDUE

    @property
    def band(self) -> str:
        if self.is_overdue:
            return "overdue"
        return "due_soon" if self.state == ScheduleState.DUE_SOON else "later"


@dataclass(frozen=True)
class Digest:
    """`lines` are the reminders, overdue first; `notices` what was asked, answered and decided; `others` what else is
    overdue or due soon on the person's list. What is computed here comes in the language that is spoken."""

    name: str
    address: str
    language: str
    local_day: dt.date
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    overdue: int
    due_soon: int
    later: int
    notices: tuple[Notice, ...] = ()

    @property
    def is_with_coordinator(self) -> bool:
        """Of everything with a date a decision is asked for already."""
        dated = (*self.lines, *self.others)
        return bool(dated) and all(line.asked for line in dated)

    @property
    def others_named(self) -> tuple[Line, ...]:
        return self.others[:MOST_OTHERS]

    @property
    def left_out(self) -> int:
        return len(self.others) - len(self.others_named)

    @property
    def entries(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What the subject counts, in its order: each count with what it counts, and what is said of it."""
        lines = {band: [line for line in (*self.lines, *self.others) if line.band == band] for band in _BANDS}
        groups = [(band, [(line.reference, line.when) for line in lines[band]]) for band in _BANDS]
        for kind in ENTRY_KINDS:
            told = [(one.reference, one.headline) for one in self.notices if one.kind == kind]
            groups.append((kind.value, told))
        return [(name, entries) for name, entries in groups if entries]

    @property
    def escalations(self) -> int:
        return sum(one.kind == StepKind.ESCALATION for one in self.notices)

    @property
    def reviews(self) -> int:
        return sum(one.kind == StepKind.REVIEW for one in self.notices)

    @property
    def left_out_in_words(self) -> str:
        return ngettext(
            "and %(count)s more: see the whole list",
            "and %(count)s more: see the whole list",
            self.left_out,
        ) % {"count": number_in_words(self.left_out)}

    @property
    def subject(self) -> str:
        news = (subject_of_news(kind, sum(one.kind == kind for one in self.notices)) for kind in ENTRY_KINDS)
        return sentence(", ".join(part for part in (*self._subject_of_dates(), *news) if part))

    def _subject_of_dates(self) -> Iterator[str]:
        """The first count says what is counted; the others lean on it."""
        counts = ((self.overdue, overdue), (self.due_soon, due_soon), (self.later, due_later))
        for place, (count, words) in enumerate((count, words) for count, words in counts if count):
            yield words(count, named=not place)

    @property
    def key(self) -> str:
        """Same key, same mail: tells whether what was written still holds."""
        return hashlib.sha256(repr(self).encode("utf-8", "backslashreplace")).hexdigest()


@dataclass(frozen=True)
class _Said:
    """How the dates have moved, and what is asked for already, of everything that is named; `whys` what has been said
    once, for many lines come at the same step for the same reason."""

    moves: Moves
    requests: AskedAlready
    whys: dict[tuple[str | None, int, str], str] = field(default_factory=dict)

    def why(self, reminder: Reminder) -> str:
        """In the language that is spoken."""
        key = get_language(), reminder.step_id, repr(reminder.reason)
        if key not in self.whys:
            words = {"step": reminder.step, "because": reminder.because}
            self.whys[key] = _("Reminder %(step)s: %(because)s.") % words
        return self.whys[key]


def compose(
    owed: Mapping[Person, Sequence[Reminder]],
    today: Day,
    local_days: Mapping[int, dt.date],
    *,
    with_list: bool = True,
) -> dict[int, Digest]:
    """Person id to digest, for many people in one query. `local_days` is person id to their calendar day.

    `with_list` adds what else is overdue or due soon on the person's list, as it stands now.
    """
    listed = _listed(owed, today) if with_list else defaultdict(list)
    told = [reminder.commitment for reminders in owed.values() for reminder in reminders]
    named = [*told, *(row for rows in listed.values() for row in rows)]
    said = _Said(Moves.of(named), AskedAlready.of(named))
    digests = {}
    for person, reminders in owed.items():
        with speaking(person.language):
            digests[person.pk] = _compose_one(person, reminders, listed[person.pk], today, local_days[person.pk], said)
    return digests


def _compose_one(
    person: Person,
    reminders: Sequence[Reminder],
    listed: list[Commitment],
    today: Day,
    local_day: dt.date,
    said: _Said,
) -> Digest:
    by_reference = {}
    dated = [one for one in reminders if one.step.kind not in ENTRY_KINDS]
    apart = [one for one in reminders if one.step.kind in ENTRY_KINDS]
    silent = {one.commitment_id: one for one in apart if one.about == About.SILENCE}
    for reminder in sorted(dated, key=lambda one: one.falls_on):
        why = _why(said.why(reminder), silent.get(reminder.commitment_id), today)
        line = _line(reminder.commitment, today, said, person, why=why)
        by_reference[line.reference] = line
    lined = {one.commitment_id for one in dated}
    lines = _in_order(by_reference.values())
    others = _in_order(_line(row, today, said, person) for row in listed if row.reference not in by_reference)
    counts = [line.band for line in (*lines, *others)]
    return Digest(
        name=person.full_name,
        address=person.email,
        language=tongue_of(person.language),
        local_day=local_day,
        lines=lines,
        others=others,
        overdue=counts.count("overdue"),
        due_soon=counts.count("due_soon"),
        later=counts.count("later"),
        notices=notices(_not_said_twice(apart, lined), today, said.moves),
    )


def _why(why: str, silent: Reminder | None, today: Day) -> str:
    """A silence about the same commitment is a second reason of its line, and no entry of its own."""
    if silent is None:
        return one_stop(why)
    words = silence_in_words(silent, today.days[silent.commitment.document.country_id])
    return one_stop(f"{why} {_('Also: %(reason)s.') % {'reason': words}}")


def _not_said_twice(apart: Iterable[Reminder], lined: set[int]) -> Iterator[Reminder]:
    """An escalation says that nobody has reported, too."""
    rows = list(apart)
    said = lined | {one.commitment_id for one in rows if one.about == About.ESCALATION}
    return (one for one in rows if one.about != About.SILENCE or one.commitment_id not in said)


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.days_late, line.reference)))


def _line(commitment: Commitment, today: Day, said: _Said, reader: Person, *, why: str = "") -> Line:
    on = today.days[commitment.document.country_id]
    assert commitment.due_latest is not None  # only dated commitments are reminded of
    return Line(
        reference=commitment.reference,
        title=commitment.title,
        phrase=commitment.due_phrase,
        due_latest=commitment.due_latest,
        state=commitment.schedule_on(on),
        days_late=(on - commitment.due_latest).days,
        path=f"/mail/{quote(commitment.reference)}/",
        why=why,
        slip=said.moves.slip(commitment, on),
        asked=said.requests.said(commitment, reader),
        occurrence=_occurrence(commitment),
    )


def _occurrence(commitment: Commitment) -> str:
    """ "for 2026": which time of a duty that comes back."""
    time = commitment.occurrence
    if time is None or commitment.due_latest != time.due_latest:
        return ""
    return _("for %(time)s") % {"time": time.name if time.name.isdecimal() else day_in_words(time.baseline_latest)}


def _listed(owed: Mapping[Person, Sequence[Reminder]], today: Day) -> dict[int, list[Commitment]]:
    """Person id to everything overdue or due soon that their institutions answer for."""
    houses = {person.pk: today.audience.owned_by(person) for person in owed}
    everywhere = set().union(*houses.values()) if houses else set()
    horizon = max(today.days.values()) + dt.timedelta(days=DUE_SOON_DAYS)
    rows = Commitment.objects.filter(done_on=None, closed_on=None, due_latest__lte=horizon, lead__in=everywhere)
    by_house: dict[int, list[Commitment]] = defaultdict(list)
    for row in rows.select_related("document__country", "occurrence").defer("document__text"):
        if row.schedule_on(today.days[row.document.country_id]) in (ScheduleState.OVERDUE, ScheduleState.DUE_SOON):
            by_house[row.lead_id].append(row)
    return {person: [row for house in ids for row in by_house[house]] for person, ids in houses.items()}
