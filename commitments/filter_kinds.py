"""The kinds of filters a list of commitments knows; what each takes stands in `fields`."""

import copy
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

    _form_class: type[forms.Form] | None = None

    @classmethod
    def get_form_class(cls) -> type[forms.Form]:
        if cls._form_class is None:
            fields = {name: one.field for name, one in cls.base_filters.items()}
            cls._form_class = type(f"{cls.__name__}Form", (cls._meta.form,), fields)
        return cls._form_class

    @property
    def form(self) -> Any:
        if not hasattr(self, "_form"):
            self._form = self.get_form_class()(self.data, prefix=self.form_prefix)
            for name, field in self._form.fields.items():
                if isinstance(field, Choice):
                    field.offer(self.filters[name].extra["choices"])
        return self._form
