"""The progress update: what happened, how far it is, and the proof."""

import datetime as dt
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commitments.actions import EvidenceDraft, ProgressDraft
from commitments.choices import Completion, Confidence
from commitments.fields import Choice, Day, Line, Text
from commitments.models import Commitment
from commitments.validators import FILE_KINDS, validate_file
from commitments.web.forms.seen import SeenForm, seen
from commitments.web.occurrences import choices_of
from countries.validators import validate_web_address

LINKS = (1, 2, 3)
TITLE_FITS = 300


class ProgressForm(SeenForm):
    completion = Choice(
        label="How far is it?",
        choices=Completion.choices,
        widget=forms.RadioSelect,
        noun="one of the five steps of completion",
        help_text="What can be shown to be done today.",
    )
    no_change = forms.BooleanField(
        required=False,
        label="No change since the last report",
        help_text="Then nothing need be written.",
    )
    narrative = Text(
        max_length=10_000,
        label="What happened",
        help_text="One sentence is enough.",
        error_messages={"required": "Say in a sentence what happened, or tick “no change”."},
    )
    confidence = Choice(
        required=False,
        label="Will it be done in time?",
        choices=[("", "Not said"), *Confidence.choices],
        widget=forms.RadioSelect,
        noun="one of the three colours",
    )
    forecast_on = Day(
        required=False,
        label="When do you expect it to be done?",
        help_text="Your own expectation. It moves no date; only a decision does.",
    )
    next_step = Text(required=False, max_length=2000, label="Next step", help_text="What comes next, and when.")
    effective_on = Day(label="As of", help_text="The day this was true. Usually today.")
    file = forms.FileField(
        required=False,
        label="File",
        max_length=200,
        allow_empty_file=True,
        error_messages={"max_length": "The name of the file has %(length)d characters; %(max)d fit. Rename the file."},
        help_text=f"Up to 10 MB: {', '.join(sorted(kind[1:] for kind in FILE_KINDS))}.",
    )
    file_title = Line(required=False, max_length=TITLE_FITS, label="What the file shows")

    def __init__(self, *args: Any, commitment: Commitment, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        if commitment.occurrence is not None:
            self.fields["occurrence"] = Choice(
                label="Which time is it about?",
                choices=choices_of(commitment, today),
                initial=str(commitment.occurrence.number),
                noun="one of its times",
                help_text="Usually the current one. Each time is reported by itself.",
            )
        if "no_change" in self.data:
            self.fields["narrative"].required = False
        for number in LINKS:
            what = f"What link {number} shows"
            self.fields[f"address_{number}"] = Line(required=False, max_length=500, label=f"Link {number}")
            self.fields[f"title_{number}"] = Line(required=False, max_length=TITLE_FITS, label=what)
        self.fields["next_step"].widget.attrs["rows"] = 2
        self.fields["file"].widget.attrs["accept"] = ",".join(sorted(FILE_KINDS))

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "ProgressForm":
        last = commitment.updates.first()
        initial = {
            "completion": commitment.completion,
            "confidence": last.confidence if last else "",
            "effective_on": max(today, commitment.document.counted_from),
        }
        form = cls(initial=seen(commitment, now) | initial, commitment=commitment, today=today)
        if commitment.forecast_on:
            form.fields[
                "forecast_on"
            ].help_text = f"Expected so far: {commitment.forecast_on:%-d %B %Y}. Leave this empty to keep it."
        return form

    @property
    def has_evidence(self) -> bool:
        """Whether the part for evidence is to be shown open: something in it was typed, or is wrong."""
        names = [field.name for pair in self.links() for field in pair] + ["file", "file_title"]
        return any(name in self.errors or self.data.get(name) for name in names)

    def links(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"address_{number}"], self[f"title_{number}"]) for number in LINKS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number in LINKS:
            self._clean_link(number)
        file = cleaned.get("file")
        if file is not None:
            self._clean_file(file)
        elif cleaned.get("file_title") and "file" not in self.errors:
            self.add_error("file", "Choose the file this is about, or remove its description.")
        return cleaned

    def _clean_link(self, number: int) -> None:
        address, title = (self.cleaned_data.get(f"{part}_{number}") for part in ("address", "title"))
        if title and not address and f"address_{number}" not in self.errors:
            self.add_error(f"address_{number}", "Give the address of this link, or remove its description.")
        if address:
            try:
                validate_web_address(address)
            except ValidationError as problem:
                self.add_error(f"address_{number}", problem)

    def _clean_file(self, file: Any) -> None:
        try:
            validate_file(file)
        except ValidationError as problem:
            self.refuse(problem)

    def draft(self) -> ProgressDraft:
        data = self.cleaned_data
        return ProgressDraft(
            effective_on=data["effective_on"],
            completion=data["completion"],
            narrative=data["narrative"],
            confidence=data["confidence"],
            forecast_on=data["forecast_on"],
            next_step=data["next_step"],
            no_change=data["no_change"],
            evidence=tuple(self._evidence()),
            occurrence=int(data.get("occurrence") or 0),
            submission=data["submission"],
        )

    def _evidence(self) -> list[EvidenceDraft]:
        data, pieces = self.cleaned_data, []
        for number in LINKS:
            address, title = data[f"address_{number}"], data[f"title_{number}"]
            if address:
                pieces.append(EvidenceDraft(title=title or _title_of(address), address=address))
        if data["file"]:
            pieces.append(EvidenceDraft(title=data["file_title"] or _name_of(data["file"]), file=data["file"]))
        return pieces

    def shown_as(self, name: str) -> str:
        return {"evidence": "address_1"}.get(name, super().shown_as(name))


def _title_of(address: str) -> str:
    """A link nobody described is called by its address."""
    return address.split("://", 1)[-1].rstrip("/")[:TITLE_FITS]


def _name_of(file: Any) -> str:
    return PurePosixPath(file.name).name[:TITLE_FITS]
