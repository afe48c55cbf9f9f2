"""Form fields that say what is wrong and what to do about it, in plain words; shared by filters and forms."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from countries.validators import validate_line, validate_text

SHOWN = 60
EMPTY = "This cannot be empty. Fill it in."
SELECTED = mark_safe(" selected")
CHECKED = mark_safe(" checked")
UNCHOSEN = "Nothing is chosen. Choose one."


def quoted(value: object) -> str:
    """What was typed, short enough to repeat in a sentence."""
    text = str(value)
    return f"“{text[:SHOWN]}…”" if len(text) > SHOWN else f"“{text}”"


class Text(forms.CharField):
    """Text of several lines that a database and a mail can carry."""

    default_error_messages = {"required": EMPTY}
    widget: type[forms.Widget] = forms.Textarea
    rule = staticmethod(validate_text)

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = max_length
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]
        self.validators.append(self._validate)
        self.widget.attrs.setdefault("rows", 4)

    def _validate(self, value: str) -> None:
        """Length first: nobody reads through a million characters to say that one of them is wrong."""
        if len(value) > self.most:
            raise ValidationError(f"This has {len(value):,} characters; {self.most:,} fit. Shorten it.")
        self.rule(value)


class Line(Text):
    widget: type[forms.Widget] = forms.TextInput
    rule = staticmethod(validate_line)

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.widget.attrs.pop("rows", None)


class DayInput(forms.DateInput):
    """The browser's calendar; for what is no date plain text, or the browser would hide what was typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = context["widget"]["value"]
        if typed and not _is_day(typed):
            context["widget"]["type"] = "text"
        return context


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2018-12-31")


class Day(forms.DateField):
    """A day from 1900 to 2200, the reach of every date the tracker holds."""

    widget = DayInput
    default_error_messages = {"required": EMPTY}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value: Any) -> dt.date | None:
        try:
            day = super().to_python(value)
        except ValidationError as problem:
            message = f"{quoted(value)} is not a day of the calendar. Write it like 2018-12-31."
            raise ValidationError(message, code="invalid") from problem
        if day is not None and not 1900 <= day.year <= 2200:
            raise ValidationError(f"The year {day.year} is out of reach. Use a year from 1900 to 2200.")
        return day


class PlainSelect(forms.Select):
    """A select written in one go: Django renders a template per option, and there are hundreds in a filter."""

    choices: Any = ()  # kept as given: the field has seen to it that they are pairs

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        given = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", given, self._options(self.choices, chosen))

    def _options(self, choices: Any, chosen: str) -> SafeString:
        return format_html_join("", "{}", ((self._option(value, label, chosen),) for value, label in choices))

    def _option(self, value: Any, label: Any, chosen: str) -> SafeString:
        if isinstance(label, list | tuple):
            return format_html('<optgroup label="{}">{}</optgroup>', value, self._options(label, chosen))
        selected = SELECTED if str(value) == chosen else ""
        return format_html('<option value="{}"{}>{}</option>', value, selected, label)


class PlainChecks(forms.CheckboxSelectMultiple):
    """Boxes to tick, the same HTML as Django's and written in one go as well."""

    choices: Any = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs)
        own = given.pop("id", "")
        chosen, shared = set(map(str, value or ())), flatatt({"name": name, **given})
        boxes = format_html_join(
            "",
            '<div><label{}><input type="checkbox" value="{}"{}{}{}> {}</label></div>',
            (
                (
                    format_html(' for="{}_{}"', own, number) if own else "",
                    key,
                    shared,
                    format_html(' id="{}_{}"', own, number) if own else "",
                    CHECKED if str(key) in chosen else "",
                    label,
                )
                for number, (key, label) in enumerate(self.choices)
            ),
        )
        return format_html("<div{}>{}</div>", flatatt({"id": own}) if own else "", boxes)


class Choice(forms.ChoiceField):
    """Compared as text with what is offered, so that nothing typed ever reaches the database."""

    widget = PlainSelect
    default_error_messages = {"required": UNCHOSEN}
    __deepcopy__ = forms.Field.__deepcopy__  # each form has a list of its own to offer, or shares it unchanged

    def offer(self, choices: list[Any]) -> None:
        """Pairs, or groups of them: Django would go through all of it to find that out."""
        self._choices = self.widget.choices = choices

    def __init__(self, *, noun: str = "one of the choices", **options: Any) -> None:
        super().__init__(**options)
        self.noun = noun

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            raise ValidationError(f"{quoted(value)} is not {self.noun}. Choose one from the list.")


class Choices(forms.MultipleChoiceField):
    widget = PlainChecks
    __deepcopy__ = forms.Field.__deepcopy__

    def __init__(self, *, noun: str = "one of the choices", **options: Any) -> None:
        super().__init__(**options)
        self.noun = noun

    def validate(self, value: Sequence[Any]) -> None:
        forms.Field.validate(self, value)
        unknown = [item for item in value if not self.valid_value(item)]
        if unknown:
            raise ValidationError(f"{quoted(unknown[0])} is not {self.noun}. Choose from the list.")
