"""A form that remembers what was on the page when it was opened, and that it is sent once.

`revision` is what the person saw, `opened_at` when, `submission` names this one sending. They are hidden, so a
person can do nothing about a wrong one: it is replaced, and the form comes back with everything typed.
"""

import datetime as dt
import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from commitments.models import Commitment

HIDDEN = ("revision", "opened_at", "submission")
LOST = (
    "A hidden part of this page was missing or damaged, so nothing was saved. What you wrote is still here: "
    "check it and send it again."
)


class SeenForm(forms.Form):
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    opened_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"], widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    was_whole = True

    def clean(self) -> dict[str, Any]:
        broken = [name for name in HIDDEN if name in self.errors]
        for name in broken:
            del self.errors[name]
        if broken:
            self.was_whole = False
            self.add_error(None, LOST)
        return self.cleaned_data

    def renew(self, commitment: Commitment | None, now: dt.datetime) -> None:
        """Show the form again as opened now, everything typed still in it."""
        data = MultiValueDict(dict(cast(QueryDict, self.data).lists()))
        for name, value in seen(commitment, now).items():
            data[name] = value
        self.data = data

    def refuse(self, problem: ValidationError) -> None:
        """Put what an action refused beside the field it is about, or on top."""
        if not hasattr(problem, "error_dict"):
            self.add_error(None, problem)
            return
        for name, errors in problem.error_dict.items():
            shown = self.shown_as(name)
            self.add_error(shown if shown in self.fields and shown not in HIDDEN else None, errors)

    def shown_as(self, name: str) -> str:
        """The form's name for a field of an action."""
        return "" if name == NON_FIELD_ERRORS else name


def seen(commitment: Commitment | None, now: dt.datetime) -> dict[str, Any]:
    return {
        "revision": commitment.revision if commitment else 0,
        "opened_at": f"{now:%Y-%m-%dT%H:%M:%S.%f%z}",
        "submission": str(uuid.uuid4()),
    }
