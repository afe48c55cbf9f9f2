"""Words and figures of a date in one form: figures left out are proposed from the words, never taken unseen."""

import datetime as dt
import json
from dataclasses import dataclass

from django import forms
from django.urls import reverse_lazy

from commitments.deadlines import Reading, read_deadline
from commitments.models import Commitment


@dataclass(frozen=True)
class DateFields:
    """How a form calls its words, its figures and, where a date may be missing, the box that says so."""

    phrase: str
    edtf: str
    undated: str = ""


@dataclass(frozen=True)
class Source:
    """Where the words stand: what a reading of them depends on."""

    language: str
    country: str
    on: dt.date


def source_of(commitment: Commitment) -> Source:
    """The country's offices write in the language of the document and count from its day."""
    document = commitment.document
    return Source(document.language, document.country.code, document.counted_from)


def show_reading(form: forms.Form, names: DateFields, source: Source) -> None:
    """Have the browser ask for the reading while one types; without JavaScript it comes with the answer."""
    form.fields[names.phrase].widget.attrs |= {
        "hx-get": reverse_lazy("deadline-reading"),
        "hx-trigger": "load, input changed delay:400ms",
        "hx-target": "#reading",
        "hx-swap": "innerHTML",
        "hx-vals": json.dumps({"language": source.language, "country": source.country, "on": f"{source.on}"}),
    }
    if "quotation_language" in form.fields:
        form.fields[names.phrase].widget.attrs["hx-include"] = "[name=quotation_language]"


def propose_figures(form: forms.Form, names: DateFields, source: Source) -> None:
    """For `clean`: words without figures come back with the figures they can mean, for a person to confirm."""
    said = form.cleaned_data
    phrase, undated = said.get(names.phrase, ""), bool(names.undated and said.get(names.undated))
    if not phrase or undated or said.get(names.edtf) or names.edtf in form.errors:
        return
    reading = read_deadline(phrase, language=source.language, country=source.country, on=source.on)
    if reading.window is not None:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data[names.edtf] = reading.edtf  # type: ignore[index]
    form.add_error(names.edtf, _proposal(reading, bool(names.undated)))


def _proposal(reading: Reading, may_be_undated: bool) -> str:
    if reading.window is not None:
        latest = f"{reading.window.latest:%-d %B %Y}"
        return f"Read as {reading.edtf}, at the latest {latest}. {reading.rule} Check it and send the form again."
    offers = "; ".join(f"{offer.window.edtf} ({offer.words})" for offer in reading.readings)
    can_be = f" It can be read as {offers}." if offers else ""
    way_out = " or tick “No day can be named”" if may_be_undated else ""
    return f"{reading.rule}{can_be} Write the figures that are meant{way_out}."
