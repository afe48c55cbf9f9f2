"""Widgets written in one go say what Django's own would."""

import pytest
from django import forms
from django.test.html import parse_html

from commitments.fields import Choice, Choices, PlainChecks, PlainSelect

CHOICES = [("late", "Late & <lost>"), ("soon", "Soon")]
GROUPED = [("", "All"), ("NO", [("1", "Ministry"), ("2", "Agency")])]


@pytest.mark.parametrize("attrs", [None, {"id": "id_state", "aria-describedby": "hint"}])
@pytest.mark.parametrize("value", [None, [], ["soon"], ["late", "soon"], ["gone"]])
def test_boxes_are_those_of_django(attrs, value):
    ours = PlainChecks(choices=CHOICES).render("state", value, attrs)
    assert parse_html(ours) == parse_html(forms.CheckboxSelectMultiple(choices=CHOICES).render("state", value, attrs))


@pytest.mark.parametrize("value", [None, "", "2", "9"])
def test_a_select_is_that_of_django(value):
    ours = PlainSelect(choices=GROUPED).render("house", value, {"id": "id_house"})
    assert parse_html(ours) == parse_html(forms.Select(choices=GROUPED).render("house", value, {"id": "id_house"}))


def test_what_one_form_offers_no_other_does():
    class Form(forms.Form):
        house = Choice(choices=[("", "All")])
        states = Choices(choices=CHOICES)

    one, other = Form(), Form()
    one.fields["house"].offer(GROUPED)
    assert other.fields["house"].choices == [("", "All")]
    assert "Ministry" in str(one["house"])
    assert "Ministry" not in str(other["house"])
    assert 'value="late"' in str(other["states"])
