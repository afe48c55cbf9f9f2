"""The kinds of filters a list of commitments knows; what each takes stands in `fields`."""

import django_filters
from django import forms

from commitments.fields import Choice, Choices, Day, Line


class OneOf(django_filters.Filter):
    field_class = Choice


class AnyOf(django_filters.Filter):
    field_class = Choices


class OnDay(django_filters.Filter):
    field_class = Day


class Words(django_filters.Filter):
    field_class = Line


class Ticked(django_filters.Filter):
    field_class = forms.BooleanField
