"""The list of a baseline: what it may be narrowed by, and its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from commitments.baselines.since import GONE, Differs
from commitments.choices import KEPT_ASPECTS, Completion, Horizon, Lateness, Reporting, ScheduleState
from commitments.fields import Choices
from commitments.models import Commitment
from commitments.templatetags.tracker_tags import completion_tag, schedule_tag, short_day

PAGE_ROWS = 50


class KeptListForm(forms.Form):
    schedule = Choices(choices=ScheduleState.choices, required=False, noun="a state of the schedule")
    completion = Choices(choices=Completion.choices, required=False, noun="one of the five steps of completion")
    reporting = Choices(choices=Reporting.choices, required=False, noun="a step of staleness")
    lateness = Choices(choices=Lateness.choices, required=False, noun="a span of days overdue")
    horizon = Choices(choices=Horizon.choices, required=False, noun="a span of days ahead")
    known = Choices(choices=[*ScheduleState.choices, (GONE, "Counted elsewhere")], required=False, noun="a state")
    differs = Choices(choices=Differs.choices, required=False, noun="a way of differing")
    added = forms.BooleanField(required=False)

    def narrow(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """Each of the kept states, and what is known now."""
        condition = Q()
        for aspect in KEPT_ASPECTS:
            if states := self.cleaned_data[aspect.value]:
                condition &= Q(**{f"{aspect.value}__in": states})
        if self.cleaned_data["known"]:
            condition &= Q(known_schedule__in=self.cleaned_data["known"])
        return entries.filter(condition)

    def in_words(self) -> list[str]:
        """What is asked for, for people."""
        if self.cleaned_data["added"]:
            return ["not kept, and counted there by what is known now"]
        said = []
        for name in ("schedule", "completion", "reporting", "lateness", "horizon"):
            if chosen := self._labels(name):
                said.append(f"kept as {' or '.join(chosen)}")
        if chosen := self._labels("known"):
            said.append(f"known now as {' or '.join(chosen)}")
        if chosen := self._labels("differs"):
            said.append(" or ".join(chosen))
        return said

    def _labels(self, name: str) -> list[str]:
        field = self.fields[name]
        assert isinstance(field, Choices)
        labels = dict(field.choices)  # type: ignore[arg-type]
        return [str(labels[value]).lower() for value in self.cleaned_data[name]]


@dataclass(frozen=True)
class KeptRow:
    """`known_` is empty where it is as it was kept."""

    reference: str
    address: str
    title: str
    lead: str
    due: str
    schedule: str
    completion: str
    known_due: str = ""
    known_schedule: str = ""
    known_completion: str = ""
    is_gone: bool = False


def kept_page(listed: QuerySet[Any], asked: QueryDict) -> dict[str, Any]:
    """Behind the reference in the address; what was kept or, of what was not, what is known now."""
    after = asked.get("after", "")
    behind = listed.filter(reference__gt=after) if after.isprintable() and after else listed
    found = list(behind.order_by("reference")[: PAGE_ROWS + 1])
    rows = [_added(row) if isinstance(row, Commitment) else _row(row) for row in found[:PAGE_ROWS]]
    return {
        "rows": rows,
        "count": listed.order_by().count(),
        "first": f"?{_with(asked)}" if after else "",
        "next": f"?{_with(asked, after=rows[-1].reference)}" if len(found) > PAGE_ROWS else "",
    }


def _with(asked: QueryDict, **more: str) -> str:
    kept = asked.copy()
    kept.pop("after", None)
    for name, value in more.items():
        kept[name] = value
    return kept.urlencode()


def _row(entry: Any) -> KeptRow:
    is_gone = entry.known_schedule == GONE
    differs: Mapping[str, bool] = {
        "due": not is_gone and entry.known_due != entry.due_latest,
        "schedule": not is_gone and entry.known_schedule != entry.schedule,
        "completion": not is_gone and entry.known_completion != entry.completion,
    }
    return KeptRow(
        reference=entry.reference,
        address=entry.commitment.get_absolute_url(),
        title=entry.title,
        lead=entry.lead_name,
        due=short_day(entry.due_latest) or "no date",
        schedule=schedule_tag(entry.schedule),
        completion=completion_tag(entry.completion),
        known_due=(short_day(entry.known_due) or "no date") if differs["due"] else "",
        known_schedule=schedule_tag(entry.known_schedule) if differs["schedule"] else "",
        known_completion=completion_tag(entry.known_completion) if differs["completion"] else "",
        is_gone=is_gone,
    )


def _added(row: Commitment) -> KeptRow:
    return KeptRow(row.reference, row.get_absolute_url(), row.title, row.lead.name, "", "", "")
