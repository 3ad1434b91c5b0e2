import pytest

from entente.engagement.framework import forms, queries
from entente.engagement.framework.models import Edition, Element
from tests.engagement.framework import factories

pytestmark = pytest.mark.django_db


def element_form(**typed):
    given = {"parents": Element.objects.all(), "units": queries.units()}
    return forms.ElementWords({"kind": "objective"} | typed, **given)


def test_an_element_may_be_saved_with_one_language():
    form = element_form(title_en="Reach")

    assert form.is_valid()
    assert form.cleaned_data["reviewed"] == ()


def test_what_is_missing_cannot_be_reviewed():
    form = element_form(title_en="Reach", reviewed=["en", "fr"])

    assert form.errors == {"reviewed": ["What is missing cannot be reviewed."]}


def test_the_languages_of_a_text_stand_as_one_question():
    found = forms.questions(element_form(), {"en": "draft", "fr": "missing"})

    assert [one["field"].name if "field" in one else str(one["label"]) for one in found] == [
        "kind", "parent", "owner", "Title", "Text", "reviewed",
    ]  # fmt: skip
    assert (found[3]["en"].name, found[3]["fr"].name, found[3]["fr_state"]) == ("title_en", "title_fr", "missing")


def test_a_new_edition_needs_a_title_and_an_agency():
    form = forms.NewEdition({"copied": "on"}, editions=Edition.objects.all())

    assert set(form.errors) == {"title_en", "previous", "agency"}


def test_a_new_edition_that_follows_another_needs_no_agency():
    before = factories.edition()
    form = forms.NewEdition({"title_en": "Next", "previous": before.pk}, editions=Edition.objects.all())

    assert form.is_valid()


@pytest.mark.parametrize(("typed", "good"), [("2026-04", True), ("2026", True), ("", True), ("soon", False)])
def test_a_period_is_written_as_a_year_a_month_or_a_day(typed, good):
    form = forms.EditionFacts({"title_en": "Next", "starts_on": typed})

    assert form.is_valid() is good
