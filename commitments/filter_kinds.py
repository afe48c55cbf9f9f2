"""The kinds of filters a list of commitments knows; what each takes stands in `fields`."""

import copy
from functools import cache
from typing import Any, Self

import django_filters
from django import forms

from commitments.fields import Choice, Choices, Day, Line


class Kind(django_filters.Filter):
    """Every page copies its filters: as far as a page changes them, which is what they offer, and no further."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied = copy.copy(self)
        copied.extra = dict(self.extra)
        copied.method = self.method  # it is bound to the filter
        return copied


class OneOf(Kind):
    field_class = Choice


class AnyOf(Kind):
    field_class = Choices


class OnDay(Kind):
    field_class = Day


class Words(Kind):
    field_class = Line


class Ticked(Kind):
    field_class = forms.BooleanField


class Kinds(django_filters.FilterSet):
    """A form made once for all pages, which offers on each what its filters offer there."""

    def get_form_class(self) -> type[forms.Form]:
        return _form_of(type(self))

    @property
    def form(self) -> Any:
        if not hasattr(self, "_form"):
            self._form = self.get_form_class()(self.data, prefix=self.form_prefix)
            for name, field in self._form.fields.items():
                if isinstance(field, Choice):
                    field.offer(self.filters[name].extra["choices"])
        return self._form


@cache
def _form_of(kinds: type[Kinds]) -> type[forms.Form]:
    fields = {name: one.field for name, one in kinds.base_filters.items()}
    return type(f"{kinds.__name__}Form", (kinds._meta.form,), fields)
