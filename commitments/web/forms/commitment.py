"""The text of a commitment: registered once with its date, its description corrected later."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commitments.actions import CommitmentDraft
from commitments.deadlines import Repetition, is_repetition
from commitments.fields import Choice, Choices, Line, Text
from commitments.models import Commitment
from commitments.web.forms.decision import EDTF_HINT
from commitments.web.forms.promised import DateFields, Source, propose_figures, show_reading, why_field
from commitments.web.forms.seen import SeenForm, seen
from countries.models import Document, Institution
from countries.validators import validate_language, validate_reference

DATE = DateFields("due_phrase", "due_edtf", "due_why", "due_choice", "keep_undated", repeats=True)
REPEATS_HINT = (
    "What comes back is written R7/2022-03-01/P1Y: 7 times, the first by 1 March 2022, every year (P3M every quarter); "
    "without the 7 it has no end."
)
PAGES = ("new", "reading")  # their addresses stand where a reference would


class EditForm(SeenForm):
    """Everything except the reference and the due date, which moves by decision only."""

    title = Line(max_length=200, label="English title")
    quotation = Text(
        max_length=2000, label="The promise, word for word", help_text="In the original language, as in the document."
    )
    quotation_language = Line(
        max_length=12,
        label="Language of the quotation",
        validators=[validate_language],
        help_text="A language tag such as nb, lt or cs.",
    )
    translation = Text(required=False, max_length=2000, label="Translation into English")
    place = Line(required=False, max_length=120, label="Place in the document", help_text="Such as “paragraph 6”.")
    description = Text(
        required=False, max_length=4000, label="Description", help_text="What would have to be seen for it to be done."
    )
    lead = Choice(label="Lead institution", noun="an institution of this country")
    contributors = Choices(
        required=False,
        label="Contributing institutions",
        noun="an institution of this country",
        help_text="They help; only the lead institution answers for it.",
    )
    pillar = Choice(required=False, label="Pillar", noun="a pillar of this document")
    due_note = Text(required=False, max_length=4000, label="Note on the date")

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        super().__init__(*args, **options)
        self.document = document
        self.institutions = {str(found.pk): found for found in Institution.objects.filter(country=document.country)}
        self.pillars = {str(found.pk): found for found in document.pillars.all()}
        names = [(key, str(found)) for key, found in self.institutions.items()]
        self._offer("lead", [("", "Choose an institution"), *names])
        self._offer("contributors", names)
        self._offer("pillar", [("", "None"), *((key, str(found)) for key, found in self.pillars.items())])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @classmethod
    def opened(cls, commitment: Commitment, today: dt.date, now: dt.datetime) -> "EditForm":
        return cls(initial=seen(commitment, now) | described(commitment), document=commitment.document)

    def draft(self, reference: str) -> CommitmentDraft:
        data = self.cleaned_data
        return CommitmentDraft(
            reference=reference,
            title=data["title"],
            quotation=data["quotation"],
            quotation_language=data["quotation_language"],
            lead=self.institutions[data["lead"]],
            pillar=self.pillars.get(data["pillar"]),
            contributors=tuple(self.institutions[key] for key in data["contributors"]),
            description=data["description"],
            translation=data["translation"],
            place=data["place"],
            due_phrase=data.get("due_phrase", ""),
            due_edtf=data.get("due_edtf", ""),
            due_why=data.get("due_why", ""),
            due_note=data["due_note"],
        )


class SeriesForm(EditForm):
    """Of words that come back, kept as one date or none: the rule can still be given. Left empty, nothing changes."""

    due_edtf = Line(required=False, max_length=40, label="How it comes back, in figures")
    due_why = why_field()

    def clean_due_edtf(self) -> str:
        typed: str = self.cleaned_data["due_edtf"]
        if typed and not is_repetition(typed):
            raise ValidationError(
                "One date moves by a decision only. Write how it comes back, such as R7/2022-03-01/P1Y."
            )
        return typed

    def explain(self, repetition: Repetition | None) -> None:
        """What the words say is shown, never taken unseen."""
        said = f"Its words say {repetition.in_words}: {repetition.text}. " if repetition else ""
        kept = "Each time is given a date and a state of its own. Leave it empty to keep it as it is."
        self.fields["due_edtf"].help_text = f"{said}{kept} {REPEATS_HINT}"


class RegisterForm(EditForm):
    reference = Line(max_length=40, label="Reference", validators=[validate_reference], help_text="Such as NO-2017-02.")
    due_phrase = Line(
        required=False,
        max_length=300,
        label="Due, in the words of the document",
        help_text="Word for word, such as “innen utgangen av 2018”. Leave it empty when no date was promised.",
    )
    due_edtf = Line(required=False, max_length=40, label="Due, in figures", help_text=f"{EDTF_HINT} {REPEATS_HINT}")
    due_why = why_field()
    keep_undated = forms.BooleanField(required=False, label="No day can be named: keep the words without figures")
    field_order = [
        "reference",
        "title",
        "quotation",
        "quotation_language",
        "translation",
        "place",
        "due_phrase",
        "due_edtf",
        "due_why",
        "keep_undated",
    ]

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        super().__init__(*args, document=document, **options)
        typed = self.data.get("quotation_language") if self.is_bound else None
        show_reading(self, DATE, self._source(typed or document.language))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        propose_figures(self, DATE, self._source(data.get("quotation_language") or self.document.language))
        return data

    def _source(self, language: str) -> Source:
        return Source(language, self.document.country.code, self.document.counted_from)

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"]
        if reference.lower() in PAGES:
            raise ValidationError(f"“{reference}” is a page of the tracker. Use a reference such as NO-2017-02.")
        return reference

    @classmethod
    def for_document(cls, document: Document, now: dt.datetime) -> "RegisterForm":
        begun = {"reference": _next_reference(document), "quotation_language": document.language}
        return cls(initial=seen(None, now) | begun, document=document)


def described(commitment: Commitment) -> dict[str, Any]:
    """What the form shows of a commitment as it stands."""
    names = ("title", "quotation", "quotation_language", "translation", "place", "description", "due_note")
    return {name: getattr(commitment, name) for name in names} | {
        "lead": str(commitment.lead_id),
        "pillar": str(commitment.pillar_id or ""),
        "contributors": [str(pk) for pk in commitment.contributors.values_list("pk", flat=True)],
    }


def _next_reference(document: Document) -> str:
    taken = set(document.commitments.values_list("reference", flat=True))
    numbers = range(1, len(taken) + 2)
    return next(text for number in numbers if (text := f"{document.reference}-{number:02d}") not in taken)
