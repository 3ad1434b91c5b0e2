from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation

from entente.kit import typed


class Question(forms.Form):
    held_on = forms.DateField()
    title = forms.CharField()


def sent(**said):
    return typed.form(Question, RequestFactory().post("/", {"title": "Session", **said}))


@pytest.mark.parametrize("day", ["0001-01-01", "0206-05-31", "1899-12-31", "2100-01-01", "9999-12-31"])
@pytest.mark.parametrize(("language", "told"), [("en", "between 1900 and 2099"), ("fr", "entre 1900 et 2099")])
def test_a_day_that_cannot_be_meant_is_refused_in_every_form_and_nothing_typed_is_lost(day, language, told):
    form = sent(held_on=day)

    with translation.override(language):
        assert told in str(form.errors["held_on"])
    assert form["held_on"].value() == day
    assert form["title"].value() == "Session"


def test_a_day_of_our_time_is_taken_and_the_next_form_judges_anew():
    assert sent(held_on="9999-12-31").is_valid() is False

    form = sent(held_on="2026-11-27")

    assert form.is_valid()
    assert form.cleaned_data["held_on"] == date(2026, 11, 27)
    assert [len(field.validators) for field in Question().fields.values()] == [0, 1]


def test_a_switch_of_language_keeps_what_was_typed_and_judges_nothing():
    form = sent(held_on="9999-12-31", **{typed.SWITCH: "fr"})

    assert not form.is_bound
    assert form["held_on"].value() == "9999-12-31"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_asked_for_in_an_address_is_judged_like_one_that_is_sent(day):
    asked = typed.asked(Question, QueryDict(f"held_on={day}&title=Session"))

    assert "between 1900 and 2099" in str(asked.errors["held_on"])
    assert typed.asked(Question, None).is_bound is False
