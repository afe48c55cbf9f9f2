"""What a mail says of a request, of its answer, or of a date that moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commitments.choices import Answer, Basis, RequestKind, StepKind
from commitments.models import Decision, DecisionRequest, DependencyMove, Reminder
from commitments.reminders.slip import Moves
from commitments.reminders.still_owed import Day

LONGEST = 400
_ORDER = {StepKind.ASKED: 0, StepKind.ANSWERED: 1, StepKind.MOVED: 2, StepKind.FOLLOWED: 3}
_HEADINGS = {
    StepKind.ASKED: "Waiting for your answer",
    StepKind.ANSWERED: "Answered",
    StepKind.MOVED: "Dates moved",
    StepKind.FOLLOWED: "Dates that moved with another",
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
        return _HEADINGS[self.kind]

    @property
    def asks(self) -> bool:
        return self.kind == StepKind.ASKED


def notices(reminders: Iterable[Reminder], today: Day, moves: Moves) -> tuple[Notice, ...]:
    """Requests first; the reminders come `for_lines`."""
    ordered = sorted(
        reminders, key=lambda one: (_ORDER[StepKind(one.step.kind)], one.falls_on, one.commitment.reference)
    )
    return tuple(_notice(one, today, moves) for one in ordered)


def _notice(reminder: Reminder, today: Day, moves: Moves) -> Notice:
    kind, commitment = StepKind(reminder.step.kind), reminder.commitment
    path = f"/commitments/{quote(commitment.reference)}/"
    if reminder.request is not None and kind == StepKind.ASKED:
        headline, mark, facts = "A request waits for your answer", "◆", _of_waiting(reminder.request, reminder)
        path = f"/requests/{reminder.request.pk}/"
    elif reminder.request is not None:
        granted = reminder.request.answer == Answer.GRANTED
        headline = f"{reminder.request.get_answer_display()}: {_asked_for(reminder.request)}"
        mark, facts = "✓" if granted else "✕", _of_answer(reminder, today, moves)
    elif reminder.dependency_move is not None:
        headline, mark = _followed(reminder.dependency_move), "→"
        facts = _of_following(reminder.dependency_move, commitment.due_phrase, _slip(reminder, today, moves))
    else:
        assert reminder.decision is not None  # a notice is about a request or a decision
        headline, mark = f"The date moved to {reminder.decision.new_latest:%-d %B %Y}", "→"
        facts = _of_move(reminder.decision, _slip(reminder, today, moves))
    why = f"{reminder.because[:1].upper()}{reminder.because[1:]}."
    return Notice(kind, commitment.reference, commitment.title, headline, mark, tuple(facts), path, why)


def _of_waiting(request: DecisionRequest, reminder: Reminder) -> list[str]:
    day = reminder.commitment.country.local_date(request.posted_at)
    who = f"{request.requested_by.full_name} asked on {day:%-d %B %Y}"
    return [f"{who}: {_asked_for(request)}.", f"The reason given: {_shortened(request.reason)}"]


def _of_answer(reminder: Reminder, today: Day, moves: Moves) -> list[str]:
    request = reminder.request
    assert request is not None
    assert request.answered_at is not None
    assert request.answered_by is not None
    day = reminder.commitment.country.local_date(request.answered_at)
    said = [f"By {request.answered_by.full_name} on {day:%-d %B %Y}."]
    if request.decision is not None and request.decision.new_latest is not None:
        slip = _slip(reminder, today, moves)
        said.append(f"{_new_date(request.decision)}{f', {slip}' if slip else ''}.")
    return [*said, f"The reason given: {_shortened(request.answer_reason)}"]


def _of_move(decision: Decision, slip: str) -> list[str]:
    before = f"before: {decision.old_latest:%-d %B %Y}" if decision.old_latest else "before: no date"
    late = ", after the date had passed" if decision.after_due else ""
    return [
        f"{_new_date(decision)}; {before}{f'; {slip}' if slip else ''}.",
        f"Decided by {decision.decided_by} on {decision.decided_on:%-d %B %Y}{late}.",
        f"The reason given: {_shortened(decision.reason)}",
    ]


def _followed(move: DependencyMove) -> str:
    upon = move.dependency.upon.reference
    if move.new_latest is None:
        return _("%(upon)s left it without a date") % {"upon": upon}
    words = {"upon": upon, "day": date_format(move.new_latest)}
    if move.old_latest is None:
        return _("%(upon)s gave it a date: %(day)s") % words
    return _("The date moved with %(upon)s to %(day)s") % words


def _of_following(move: DependencyMove, phrase: str, slip: str) -> list[str]:
    upon = {"reference": move.dependency.upon.reference, "title": move.dependency.upon.title}
    now = [_("Promised: “%(phrase)s”") % {"phrase": phrase}]
    if move.old_latest:
        now.append(_("before: %(day)s") % {"day": date_format(move.old_latest)})
    said = [f"{'; '.join([*now, *([slip] if slip else [])])}."]
    if move.counted_from is None:
        return [*said, _("It waits for %(reference)s “%(title)s”, which has no date any more.") % upon]
    upon["day"] = date_format(move.counted_from)
    if move.basis == Basis.DONE:
        return [*said, _("It is counted from %(reference)s “%(title)s”, done on %(day)s.") % upon]
    return [*said, _("It is counted from %(reference)s “%(title)s”, due %(day)s.") % upon]


def _new_date(decision: Decision) -> str:
    return f"Now “{decision.new_phrase}”, at the latest {decision.new_latest:%-d %B %Y}"


def _slip(reminder: Reminder, today: Day, moves: Moves) -> str:
    return moves.slip(reminder.commitment, today.days[reminder.commitment.document.country_id])


def _asked_for(request: DecisionRequest) -> str:
    asked = request.get_kind_display()
    asked = f"{asked[:1].lower()}{asked[1:]}"
    if request.kind == RequestKind.EXTEND:
        return f"{asked}, “{request.proposed_phrase}”"
    return f"{asked}, {request.other.reference}" if request.other is not None else asked


def _shortened(reason: str) -> str:
    said = " ".join(reason.split())
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rsplit(' ', 1)[0]} …"
