"""What a mail says of a request, of its answer, or of a date that moved, in the language that is spoken."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from commitments.choices import ENTRY_KINDS, WORK_KINDS, Answer, Basis, RequestKind, StepKind
from commitments.models import Commitment, Decision, DecisionRequest, DependencyMove, Reminder
from commitments.reminders.slip import Moves
from commitments.reminders.still_owed import Day
from commitments.reminders.work import LATE, said_of_work, subject_of_work
from commitments.tongue import day_in_words, number_in_words, one_stop, sentence
from countries.models import Person

LONGEST = 400
_ORDER = {kind: place for place, kind in enumerate(ENTRY_KINDS)}
HEADINGS = {
    StepKind.ASKED: gettext_noop("Waiting for your answer"),
    StepKind.ANSWERED: gettext_noop("Answered"),
    StepKind.MOVED: gettext_noop("Dates moved"),
    StepKind.FOLLOWED: gettext_noop("Dates that moved with another"),
    StepKind.REVIEW: gettext_noop("Reviews to make"),
    StepKind.ESCALATION: gettext_noop("Mails nobody has acted on"),
    StepKind.MILESTONE: gettext_noop("Milestones"),
    StepKind.STALE: gettext_noop("Nobody has reported lately"),
}


@dataclass(frozen=True)
class Notice:
    """`facts` are sentences; `mark` the shape that stands before the words."""

    kind: StepKind
    reference: str
    title: str
    headline: str
    mark: str
    facts: tuple[str, ...]
    path: str
    why: str

    @property
    def heading(self) -> str:
        return _(HEADINGS[self.kind])

    @property
    def asks(self) -> bool:
        return self.kind == StepKind.ASKED

    @property
    def is_late(self) -> bool:
        """Overdue itself, or because of it; coloured as such, like everywhere else."""
        return self.mark == LATE

    @property
    def asks_for_report(self) -> bool:
        return self.kind in (StepKind.STALE, StepKind.MILESTONE)


def subject_of_news(kind: StepKind, count: int) -> str:
    """ "2 requests to answer"; empty when there are none."""
    if not count:
        return ""
    if kind == StepKind.ASKED:
        said = ngettext("%(count)s request to answer", "%(count)s requests to answer", count)
    elif kind == StepKind.ANSWERED:
        said = ngettext("%(count)s request answered", "%(count)s requests answered", count)
    elif kind in WORK_KINDS:
        return subject_of_work(kind, count)
    elif kind == StepKind.FOLLOWED:
        said = ngettext("%(count)s date moved with another", "%(count)s dates moved with another", count)
    else:
        said = ngettext("%(count)s date moved", "%(count)s dates moved", count)
    return said % {"count": number_in_words(count)}


def notices(reminders: Iterable[Reminder], today: Day, moves: Moves) -> tuple[Notice, ...]:
    """Requests first; the reminders come as `lines`."""
    ordered = sorted(
        reminders, key=lambda one: (_ORDER[StepKind(one.step.kind)], _since(one), one.commitment.reference)
    )
    return tuple(_notice(one, today, moves) for one in ordered)


def _since(reminder: Reminder) -> dt.date:
    """What is most overdue, or has been silent for longest, comes first."""
    return reminder.since or reminder.falls_on


def _notice(reminder: Reminder, today: Day, moves: Moves) -> Notice:
    kind, commitment = StepKind(reminder.step.kind), reminder.commitment
    path = f"/commitments/{quote(commitment.reference)}/"
    if kind in WORK_KINDS:
        work = said_of_work(reminder, today)
        headline, mark, facts, path = work.headline, work.mark, [*work.facts], work.path
    elif reminder.request is not None and kind == StepKind.ASKED:
        headline, mark, facts = _("A request waits for your answer"), "◆", _of_waiting(reminder.request, reminder)
        path = f"/requests/{reminder.request.pk}/"
    elif reminder.request is not None:
        granted = reminder.request.answer == Answer.GRANTED
        answer = _("Granted: %(asked)s") if granted else _("Refused: %(asked)s")
        headline = answer % {"asked": asked_for(reminder.request, commitment)}
        mark, facts = "✓" if granted else "✕", _of_answer(reminder, today, moves)
    elif reminder.dependency_move is not None:
        headline, mark = _followed(reminder.dependency_move), "→"
        facts = _of_following(reminder.dependency_move, commitment.due_phrase, _slip(reminder, today, moves))
    else:
        assert reminder.decision is not None  # a notice is about a request or a decision
        assert reminder.decision.new_latest is not None  # a moved date is a date
        headline = _("The date moved to %(day)s") % {"day": day_in_words(reminder.decision.new_latest)}
        mark, facts = "→", _of_move(reminder.decision, _slip(reminder, today, moves))
    why = one_stop(f"{sentence(reminder.because)}.")
    said = tuple(one_stop(fact) for fact in facts)
    return Notice(kind, commitment.reference, commitment.title, headline, mark, said, path, why)


def _of_waiting(request: DecisionRequest, reminder: Reminder) -> list[str]:
    said = {
        "person": who_acted(request.requested_by, request.on_behalf_of),
        "day": day_in_words(reminder.commitment.country.local_date(request.posted_at)),
        "asked": asked_for(request, reminder.commitment),
    }
    return [_("%(person)s asked on %(day)s: %(asked)s.") % said, _reason(request.reason)]


def _of_answer(reminder: Reminder, today: Day, moves: Moves) -> list[str]:
    request = reminder.request
    assert request is not None
    assert request.answered_at is not None
    assert request.answered_by is not None
    day = day_in_words(reminder.commitment.country.local_date(request.answered_at))
    who = who_acted(request.answered_by, request.answered_on_behalf_of)
    said = [_("By %(person)s on %(day)s.") % {"person": who, "day": day}]
    if request.decision is not None and request.decision.new_latest is not None:
        slip = _slip(reminder, today, moves)
        said.append(f"{_new_date(request.decision)}{f', {slip}' if slip else ''}.")
    return [*said, _reason(request.answer_reason)]


def _of_move(decision: Decision, slip: str) -> list[str]:
    before = _("before: no date")
    if decision.old_latest:
        before = _("before: %(day)s") % {"day": day_in_words(decision.old_latest)}
    decided = _("Decided by %(who)s on %(day)s.")
    if decision.after_due:
        decided = _("Decided by %(who)s on %(day)s, after the date had passed.")
    slip = f"; {slip}" if slip and decision.old_latest else ""
    return [
        f"{_new_date(decision)}; {before}{slip}.",
        decided % {"who": decision.decided_by, "day": day_in_words(decision.decided_on)},
        _reason(decision.reason),
    ]


def _followed(move: DependencyMove) -> str:
    upon = move.dependency.upon.reference
    if move.new_latest is None:
        return _("%(upon)s left it without a date") % {"upon": upon}
    words = {"upon": upon, "day": day_in_words(move.new_latest)}
    if move.old_latest is None:
        return _("%(upon)s gave it a date: %(day)s") % words
    return _("The date moved with %(upon)s to %(day)s") % words


def _of_following(move: DependencyMove, phrase: str, slip: str) -> list[str]:
    upon = {"reference": move.dependency.upon.reference, "title": move.dependency.upon.title}
    now = [_("Promised: “%(phrase)s”") % {"phrase": phrase}]
    if move.old_latest:
        now.append(_("before: %(day)s") % {"day": day_in_words(move.old_latest)})
    said = [f"{'; '.join([*now, *([slip] if slip else [])])}."]
    if move.after_due:
        said.append(_("It moved after the date had passed."))
    if move.counted_from is None:
        return [*said, _("It waits for %(reference)s “%(title)s”, which has no date any more.") % upon]
    upon["day"] = day_in_words(move.counted_from)
    if move.basis == Basis.DONE:
        return [*said, _("It is counted from %(reference)s “%(title)s”, done on %(day)s.") % upon]
    return [*said, _("It is counted from %(reference)s “%(title)s”, due %(day)s.") % upon]


def _reason(reason: str) -> str:
    return _("The reason given: %(reason)s") % {"reason": _shortened(reason)}


def _new_date(decision: Decision) -> str:
    assert decision.new_latest is not None  # a moved date is a date
    said = {"phrase": decision.new_phrase, "day": day_in_words(decision.new_latest)}
    return _("Now “%(phrase)s”, at the latest %(day)s") % said


def _slip(reminder: Reminder, today: Day, moves: Moves) -> str:
    """Nothing where the decision is about another time than the current one of what comes back."""
    decision = reminder.decision or (reminder.request and reminder.request.decision)
    if decision and decision.occurrence_id != reminder.commitment.occurrence_id:
        return ""
    return moves.slip(reminder.commitment, today.days[reminder.commitment.document.country_id])


def who_acted(person: Person, on_behalf_of: Person | None) -> str:
    """ "Kari Vik for Ola Nes": a deputy acts in their own name."""
    if on_behalf_of is None:
        return person.full_name
    return _("%(person)s for %(absent)s") % {"person": person.full_name, "absent": on_behalf_of.full_name}


def asked_for(request: DecisionRequest, commitment: Commitment) -> str:
    """ "a later date, “by the end of 2019”", or the first one of what had none."""
    if request.kind == RequestKind.EXTEND:
        before = request.decision.old_latest if request.decision else commitment.due_latest
        said = _("a later date, “%(phrase)s”") if before else _("a first date, “%(phrase)s”")
        return said % {"phrase": request.proposed_phrase}
    if request.other is None:
        return _("to drop it")
    asked = _("to merge it into %(other)s") if request.kind == RequestKind.MERGE else _("to replace it by %(other)s")
    return asked % {"other": request.other.reference}


def _shortened(reason: str) -> str:
    said = " ".join(reason.split())
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rsplit(' ', 1)[0]} …"
