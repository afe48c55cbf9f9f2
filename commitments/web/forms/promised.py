"""Words and figures of a date in one form: figures left out are proposed from the words, never taken unseen.

Where the words can be read in several ways the form offers them; a person chooses, or writes others and says why.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse_lazy

from commitments.deadlines import Reading, Repetition
from commitments.deadlines.agreement import Words, read_words
from commitments.fields import Choice, Line
from commitments.models import Commitment
from commitments.models.date_reading import LONGEST_REASON
from commitments.web.wording import listed_in_words

LONGEST_WORDS = 300


@dataclass(frozen=True)
class DateFields:
    """How a form calls its words, its figures, the reason for them, the choice among readings and, where a date may
    be missing, the box that says so. `repeats` where the figures may be the rule of what comes back."""

    phrase: str
    edtf: str
    why: str
    choice: str
    undated: str = ""
    repeats: bool = False


@dataclass(frozen=True)
class Source:
    """Where the words stand: what a reading of them depends on. `on_field` is where the form asks for the day."""

    language: str
    country: str
    on: dt.date
    on_field: str = ""

    def words(self, phrase: str) -> Words:
        return Words(phrase, self.language, self.country, self.on)


def source_of(commitment: Commitment, on: dt.date | None = None, *, on_field: str = "") -> Source:
    """The country's offices write in the language of the document; a promise counts from the document's day."""
    document = commitment.document
    return Source(document.language, document.country.code, on or document.counted_from, on_field)


def day_typed(form: forms.Form, name: str) -> dt.date | None:
    """What a field holds before anything is validated."""
    typed = form.data.get(name) if form.is_bound else form.initial.get(name)
    try:
        return typed if isinstance(typed, dt.date) else dt.date.fromisoformat(typed or "")
    except ValueError:
        return None


def why_field() -> Line:
    return Line(
        required=False,
        max_length=LONGEST_REASON,
        label="Why these figures",
        help_text="Only when they are not what the words say. It stays beside the date, for everybody to read.",
    )


def show_reading(form: forms.Form, names: DateFields, source: Source) -> None:
    """Have the browser ask for the reading while one types; without JavaScript it comes with the answer."""
    offered = _offer_choice(form, names, source)
    asked = {"language": source.language, "country": source.country}
    asked |= {} if source.on_field else {"on": f"{source.on}"}
    asked |= {} if offered else {"choice": names.choice}
    asked |= {"repeats": "yes"} if names.repeats else {}
    form.fields[names.phrase].widget.attrs |= {
        "hx-get": reverse_lazy("deadline-reading"),
        "hx-trigger": "load, input changed delay:400ms",
        "hx-target": "#reading",
        "hx-swap": "innerHTML",
        "hx-vals": json.dumps(asked),
    }
    included = [name for name in ("quotation_language", source.on_field) if name in form.fields]
    if included:
        form.fields[names.phrase].widget.attrs["hx-include"] = ", ".join(f"[name={name}]" for name in included)


def _offer_choice(form: forms.Form, names: DateFields, source: Source) -> bool:
    """Only once there is something to choose from; the browser may have offered it before."""
    phrase = str(form.data.get(names.phrase, "")).strip() if form.is_bound else ""
    if not phrase or len(phrase) > LONGEST_WORDS:
        return False
    reading = read_words(source.words(phrase))
    if not reading.readings or (names.repeats and reading.repetition):
        return False
    offers = [(one.window.edtf, f"{one.words}: at the latest {_day(one.window.latest)}") for one in reading.readings]
    form.fields[names.choice] = Choice(
        required=False,
        label="The reading that is meant",
        choices=list(dict(offers).items()),
        widget=forms.RadioSelect,
        noun="one of the readings",
    )
    order = list(form.fields)
    order.remove(names.choice)
    order.insert(order.index(names.phrase) + 1, names.choice)
    form.order_fields(order)
    return True


def propose_figures(form: forms.Form, names: DateFields, source: Source) -> None:
    """For `clean`: words without figures come back with the figures they can mean, for a person to confirm."""
    said = form.cleaned_data
    phrase, undated = said.get(names.phrase, ""), bool(names.undated and said.get(names.undated))
    if not phrase or names.edtf in form.errors or _is_chosen(form, names):
        return
    if undated or said.get(names.edtf):
        return
    reading = read_words(source.words(phrase))
    if names.repeats and reading.repetition is not None:
        _write(form, names.edtf, reading.repetition.text)
        form.add_error(names.edtf, _proposed_series(reading.repetition))
        return
    if reading.window is not None:
        _write(form, names.edtf, reading.edtf)
    field = names.choice if names.choice in form.fields else names.edtf
    form.add_error(field, _proposal(reading, bool(names.undated)))


def _is_chosen(form: forms.Form, names: DateFields) -> bool:
    """The reading that was chosen gives the figures, unless others were written."""
    chosen = form.cleaned_data.get(names.choice)
    if not chosen:
        return names.choice in form.errors
    written = form.cleaned_data.get(names.edtf)
    if written and written != chosen:
        form.add_error(names.choice, f"You chose {chosen} and wrote {written}. Keep one of the two.")
    form.cleaned_data[names.edtf] = chosen
    return True


def _write(form: Any, name: str, value: str) -> None:
    form.data = form.data.copy()
    form.data[name] = value


def _proposal(reading: Reading, may_be_undated: bool) -> str:
    if reading.window is not None:
        latest = _day(reading.window.latest)
        return f"Read as {reading.edtf}, at the latest {latest}. {reading.rule} Check it and send the form again."
    way_out = " or tick “No day can be named”" if may_be_undated else ""
    if reading.readings:
        return f"{reading.rule} Choose one, write other figures and say why{way_out}."
    return f"{reading.rule} Write the figures that are meant and say why{way_out}."


def _proposed_series(found: Repetition) -> str:
    return (
        f"Read as {found.text}: {found.in_words}. Each time has a date and a state of its own: "
        f"{listed_in_words(found)}. Check it and send the form again."
    )


def _day(day: dt.date) -> str:
    return f"{day:%-d %B %Y}"
