"""The list behind the link in a mail: exactly what its subject counts, as it was said, and how it stands now.

For its reader and those who may see the mail; opening it changes nothing.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.choices import ScheduleState, StepKind
from commitments.models import Commitment, Message
from commitments.reminders.news import HEADINGS
from commitments.timeline import is_open
from commitments.tongue import tongue_of
from commitments.web.asking import days_of, standing

_BANDS = {"overdue": "Overdue", "due_soon": "Due within 30 days", "later": "Due later"}


@dataclass(frozen=True)
class Entry:
    """`commitment` is None when the reader may not read it, or not any more."""

    reference: str
    said: str
    commitment: Commitment | None = None
    state: ScheduleState | None = None
    days_late: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state is not None and is_open(self.state)


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    entries: tuple[Entry, ...]


@require_safe
def mail_list(request: HttpRequest, name: str) -> HttpResponse:
    mail = _found(request, name)
    groups = mail.entries or []
    known = _known(request, {reference for _name, entries in groups for reference, _said in entries})
    sections = [_section(name, entries, known, days_of(request)) for name, entries in groups]
    context = {
        "mail": mail,
        "sections": sections,
        "total": sum(len(section.entries) for section in sections),
        "is_mine": mail.recipient == standing(request).person,
        "language": tongue_of(mail.recipient.language),
    }
    return render(request, "commitments/mail_list.html", context)


def _found(request: HttpRequest, name: str) -> Message:
    mails = Message.objects.visible_to(standing(request)).select_related("recipient").defer("raw", "html", "text")
    found = mails.called(name).first() if name.isprintable() else None
    if found is None:
        raise Http404
    return found


def _known(request: HttpRequest, references: Iterable[str]) -> dict[str, Commitment]:
    visible = Commitment.objects.visible_to(standing(request)).for_rows()
    return {row.reference: row for row in visible.filter(reference__in=references)}


def _section(
    name: str, entries: list[list[str]], known: Mapping[str, Commitment], days: Mapping[int, dt.date]
) -> Section:
    title = _BANDS.get(name) or HEADINGS[StepKind(name)]
    return Section(name, title, tuple(_entry(reference, said, known, days) for reference, said in entries))


def _entry(reference: str, said: str, known: Mapping[str, Commitment], days: Mapping[int, dt.date]) -> Entry:
    found = known.get(reference)
    if found is None:
        return Entry(reference, said)
    today = days[found.document.country_id]
    return Entry(reference, said, found, found.schedule_on(today), found.days_late(today))
