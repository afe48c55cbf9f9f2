"""The policy of reminders as a form, a row per step: it reads what was typed; what may stand, `rules` decide."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from commitments.choices import StepKind
from commitments.fields import PlainSelect, Text, quoted
from commitments.models import ReminderStep
from commitments.models.reminder_step import AT_ONCE
from commitments.reminders.rules import MOST_STEPS, StepDraft

AHEAD = "milestone_before"
KINDS = [
    ("", "Choose"),
    ("The due date", [(one.value, one.label) for one in (StepKind.BEFORE, StepKind.ON_THE_DAY, StepKind.OVERDUE)]),
    ("Work", [
        (StepKind.STALE.value, StepKind.STALE.label),
        (AHEAD, "Before a milestone's date"),
        (StepKind.MILESTONE.value, "On or after a milestone's date"),
        (StepKind.ESCALATION.value, StepKind.ESCALATION.label),
    ]),
    ("Told at once", [(one.value, one.label) for one in AT_ONCE]),
]  # fmt: skip
NO_DAYS = (*AT_ONCE, StepKind.ON_THE_DAY)


class StepForm(forms.Form):
    kind = forms.ChoiceField(
        choices=KINDS, widget=PlainSelect, required=False, error_messages={"invalid_choice": "Choose one of the list."}
    )
    days = forms.CharField(required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    repeats = forms.CharField(required=False, max_length=100, label="Again after (days)")
    to_editors = forms.BooleanField(required=False, label="Editors")
    to_heads = forms.BooleanField(required=False, label="Head")
    to_coordinators = forms.BooleanField(required=False, label="Coordinator")
    gone = forms.BooleanField(required=False, label="Remove")

    def __init__(self, *args: Any, number: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.number = number
        for name, field in self.fields.items():
            words = {"kind": "What it is about", "days": "Days"}.get(name, str(field.label or name))
            field.widget.attrs["aria-label"] = f"Step {number}: {words}"

    @property
    def is_left_out(self) -> bool:
        """Removed, or never filled in."""
        data = self.cleaned_data
        return bool(data.get("gone")) or not any(data.get(name) for name in ("kind", "days", "repeats"))

    @property
    def audience(self) -> list[forms.BoundField]:
        return [self["to_editors"], self["to_heads"], self["to_coordinators"]]

    def clean_days(self) -> int | None:
        said = self.cleaned_data["days"].strip()
        if not said:
            return None
        if not re.fullmatch(r"\d{1,6}", said):
            raise ValidationError(f"{quoted(said)} is not a number of days. Write it like 30.")
        return int(said)

    def clean_repeats(self) -> tuple[int, ...]:
        said = self.cleaned_data["repeats"].replace(",", " ").replace(";", " ").split()
        for part in said:
            if not re.fullmatch(r"\d{1,6}", part):
                raise ValidationError(f"{quoted(part)} is not a number of days. Write them like 7, 7, 14, 28.")
        return tuple(int(part) for part in said)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("gone") and not data.get("kind") and (data.get("days") or data.get("repeats")):
            self.add_error("kind", "Choose what the step is about, or remove it.")
        return data

    def draft(self) -> StepDraft:
        data, said = self.cleaned_data, self.cleaned_data["kind"]
        kind = StepKind.MILESTONE if said == AHEAD else StepKind(said)
        offset: int | None = data["days"]
        if offset is None:
            offset = 0 if kind in NO_DAYS or said == StepKind.MILESTONE else None
        elif kind == StepKind.BEFORE or said == AHEAD:
            offset = -offset
        seats = {name: bool(data[name]) for name in ("to_editors", "to_heads", "to_coordinators")}
        return StepDraft(kind, offset, data["repeats"], **seats)


class PolicyForm(forms.Form):
    """`version` is the country's newest when the page was opened, `looked_at` names the preview that was seen."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    looked_at = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    reason = Text(
        max_length=2000,
        required=False,
        label="Why it changes",
        help_text="Needed to put it in force. It stays on record with your name and the day.",
    )

    def __init__(self, *args: Any, steps: list[StepForm], **options: Any) -> None:
        super().__init__(*args, **options)
        self.steps = steps

    @classmethod
    def opened(cls, steps: Iterable[ReminderStep], version: int) -> "PolicyForm":
        ordered = sorted(steps, key=reading_order)
        rows = [StepForm(initial=_initial(s), prefix=f"steps-{n}", number=n + 1) for n, s in enumerate(ordered)]
        return cls(initial={"version": version}, steps=rows)

    @classmethod
    def sent(cls, data: QueryDict, *, more: bool) -> "PolicyForm":
        """With an empty row at the end when one is asked for."""
        count = min(_count(data), MOST_STEPS * 2)
        rows = [StepForm(data, prefix=f"steps-{n}", number=n + 1) for n in range(count)]
        return cls(data, steps=[*rows, *([_empty(count)] if more else [])])

    @property
    def count(self) -> int:
        return len(self.steps)

    @property
    def is_whole(self) -> bool:
        return all([self.is_valid(), *(one.is_valid() for one in self.steps if one.is_bound)])

    def kept(self) -> list[tuple[int, StepForm]]:
        """Rows that say something, with their place in the form."""
        return [(place, one) for place, one in enumerate(self.steps) if one.is_bound and not one.is_left_out]

    def refuse(self, problem: ValidationError) -> None:
        """Beside the field it is about; the places are those of the steps that were kept."""
        if not hasattr(problem, "error_dict"):
            self.add_error(None, problem)
            return
        places = [row for _, row in self.kept()]
        for name, errors in problem.error_dict.items():
            _, _, rest = name.partition("-")
            place, _, field = rest.partition("-")
            if name == NON_FIELD_ERRORS or not rest:
                self.add_error(None if name not in self.fields else name, errors)
                continue
            places[int(place)].add_error({"audience": "to_editors"}.get(field, field), errors)

    def see(self, version: int) -> None:
        """Show it again, everything typed still in it, as opened on this version."""
        self._say("version", str(version))

    def look(self, shown: str) -> None:
        self._say("looked_at", shown)

    def _say(self, name: str, value: str) -> None:
        assert isinstance(self.data, QueryDict)  # only what was sent is shown again
        data = self.data.copy()
        data[name] = value
        self.data = data

    @property
    def problems(self) -> Sequence[tuple[str, str, str]]:
        """What is wrong in the rows, as address of the field, what it is called, and why."""
        return [
            (row[name].id_for_label, f"Step {row.number}", str(message))
            for row in self.steps
            if row.is_bound
            for name, messages in row.errors.items()
            for message in messages
        ]


def _count(data: QueryDict) -> int:
    said = str(data.get("count", ""))
    return int(said) if re.fullmatch(r"\d{1,4}", said) else 0


def _empty(place: int) -> StepForm:
    return StepForm(prefix=f"steps-{place}", number=place + 1)


_ORDER = [
    StepKind.BEFORE,
    StepKind.ON_THE_DAY,
    StepKind.OVERDUE,
    StepKind.ESCALATION,
    StepKind.STALE,
    StepKind.MILESTONE,
    *AT_ONCE,
]


def reading_order(step: ReminderStep) -> tuple[int, int]:
    return _ORDER.index(StepKind(step.kind)), step.offset_days


def _initial(step: ReminderStep) -> dict[str, Any]:
    ahead = step.kind == StepKind.MILESTONE and step.offset_days < 0
    return {
        "kind": AHEAD if ahead else step.kind,
        "days": "" if step.kind in NO_DAYS else str(abs(step.offset_days)),
        "repeats": step.repeats.replace(",", ", "),
        "to_editors": step.to_editors,
        "to_heads": step.to_heads,
        "to_coordinators": step.to_coordinators,
    }
