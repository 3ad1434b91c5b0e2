import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from entente.engagement.facts import panels, queries
from entente.engagement.facts.imports import SHEETS
from entente.engagement.facts.models import Statistic, Value
from entente.foundation.people.roles import Marking, Role
from entente.foundation.sources.queries import Notes
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask

from . import factories

TODAY = "2026-01-01"


def get(client, name, *args, lang="en", **asked):
    with override(lang):
        return client.get(reverse(f"facts:{name}", args=args), asked)


def text_of(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", ["index", "values"])
def test_lists_answer_in_both_languages(as_person, reader, loaded, name, lang):
    response = get(as_person(reader), name, lang=lang, q={"en": "asylum", "fr": "asile"}[lang])

    assert response.status_code == 200
    assert {"en": "Asylum claims in Canada", "fr": "Demandes d’asile au Canada"}[lang] in text_of(response)


def test_the_page_of_a_series_shows_the_conflict_the_picture_and_its_table(as_person, reader, loaded):
    page = text_of(get(as_person(reader), "fact", "asylum-claims"))

    assert "more than 50,400\u00a0claims" in page
    assert "The sources disagree: 2017" in page
    assert page.count("<rect") == 11
    assert 'class="other"' in page
    assert 'aria-labelledby="picture-claims"' in page
    assert page.count('<tr id="value-') == 13
    assert "Annex C, Government of Canada" in page


def test_the_page_in_french_writes_figures_as_french_does(as_person, reader, loaded):
    page = text_of(get(as_person(reader), "fact", "asylum-claims", lang="fr"))

    assert "50\u00a0500" in page
    assert "60\u00a0000" in page  # the scale of the picture
    assert not re.search(r' (?:x|y|width|height|x1|y1)="\d+,\d', page)  # a comma would break the picture


def test_units_are_kept_apart_and_never_summed(as_person, reader, loaded):
    page = text_of(get(as_person(reader), "fact", "drugs-fentanyl"))

    assert page.count("<svg viewBox") - page.count('viewBox="0 0 12 12"') == 2
    assert "11,952\u00a0g" in page
    assert "683\u00a0doses" in page
    assert "12,635" not in page


@pytest.mark.parametrize("key", ["air-travellers-growth", "cbsa-jp-customs-instrument", "mexico-anam-creation"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_ranges_statements_and_marks_have_pages_without_a_picture(as_person, reader, loaded, key, lang):
    page = get(as_person(reader), "fact", key, lang=lang)

    assert page.status_code == 200
    assert "<figure" not in text_of(page)


@pytest.mark.parametrize(("lang", "first"), [("en", 0), ("fr", 1)])
def test_every_shipped_fact_has_a_page(as_person, reader, loaded, lang, first):
    """Every other one in each language: what may break is in the fact and not in the words."""
    client = as_person(reader)

    for key in Statistic.objects.order_by("id").values_list("key", flat=True)[first::2]:
        assert get(client, "fact", key, lang=lang).status_code == 200, key


def test_a_page_of_a_past_day_shows_what_was_known_then(as_person, reader, loaded):
    page = text_of(get(as_person(reader), "fact", "wco-members", on="2010"))

    assert "171" in page
    assert "185" not in page


def test_the_page_of_a_fact_costs_few_queries(as_person, desk_officer, loaded, django_assert_max_num_queries):
    client = as_person(desk_officer)
    with django_assert_max_num_queries(9):
        get(client, "fact", "asylum-claims")


def test_every_figure_cites_its_place_and_the_sources_stand_at_the_foot(as_person, reader, loaded):
    page = text_of(get(as_person(reader), "fact", "asylum-claims"))

    assert 'href="#source-1"' in page
    assert 'id="source-1"' in page
    assert reverse("sources:source", args=["isf-2019"]).removeprefix("/en") in page


def test_a_corrected_value_shows_both(as_person, desk_officer, loaded):
    from entente.engagement.facts import actions

    value = Value.objects.get(statistic__key="rcm-members")
    actions.correct(value, SHEETS[1], field="number", text="12", reason="One more joined.", by=desk_officer)

    page = text_of(get(as_person(desk_officer), "fact", "rcm-members"))

    assert "12\u00a0countries" in page
    assert "The source says</dt><dd>11<" in page
    assert "One more joined." in page


def test_only_those_who_may_see_the_ways_to_change(as_person, desk_officer, reader, loaded):
    assert "Add a value" in text_of(get(as_person(desk_officer), "fact", "rcm-members"))
    assert ">Correct<" in text_of(get(as_person(desk_officer), "fact", "rcm-members"))
    page = text_of(get(as_person(reader), "fact", "rcm-members"))
    assert "Add a value" not in page
    assert ">Correct<" not in page


def test_a_fact_above_the_clearance_is_not_there(as_person, open_account, desk_officer):
    fact = factories.fact(desk_officer, marking=Marking.PROTECTED_B)
    value = factories.figure(fact, 7, by=desk_officer)
    client = as_person(open_account(Role.READER, clearance=Marking.PROTECTED_A))

    assert get(client, "fact", fact.key).status_code == 404
    assert get(client, "value", value.pk).status_code == 404
    assert "Ships seen" not in text_of(get(client, "index"))
    assert "Ships seen" not in text_of(get(client, "values"))


def test_reading_a_protected_b_fact_is_noted(as_person, desk_officer):
    fact = factories.fact(desk_officer, marking=Marking.PROTECTED_B)

    get(as_person(desk_officer), "fact", fact.key)

    assert Entry.objects.filter(verb="read", subject="facts.statistic:ships-seen").count() == 1


def test_a_value_has_an_address_of_its_own(as_person, desk_officer):
    value = factories.figure(factories.fact(desk_officer), 7, by=desk_officer)

    response = get(as_person(desk_officer), "value", value.pk)

    assert response.url == f"/en/facts/ships-seen/#value-{value.pk}"


def test_taking_a_list_away_is_noted(as_person, reader, loaded):
    response = get(as_person(reader), "index", format="csv", conflict="1")

    assert b"Asylum claims in Canada" in b"".join(response.streaming_content)
    assert Entry.objects.filter(verb="export", subject="register:facts", actor="reader").count() == 1


# ── adding ────────────────────────────────────────────────────────────────────────────────────────


def post(client, name, *args, **said):
    return client.post(reverse(f"facts:{name}", args=args), said)


def test_a_fact_and_its_first_value_are_added_one_after_the_other(as_person, desk_officer):
    client, source = as_person(desk_officer), factories.source()

    added = post(client, "new", name_en="Ships seen", kind="number", marking="unclassified")
    assert added.url == "/en/facts/ships-seen/new-value/"
    valued = post(client, "new_value", "ships-seen", number="7", unit="ships", source=source.pk, place="p. 1")

    assert valued.url == f"/en/facts/ships-seen/#value-{Value.objects.get().pk}"
    assert "7\u00a0ships" in text_of(get(client, "fact", "ships-seen"))


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("en", "1,234.5", "1234.500000"),
        ("en", "1 180 000 000", "1180000000.000000"),
        ("fr", "1 234,5", "1234.500000"),
        ("fr", "1\u202f234\u00a0567,25", "1234567.250000"),
        ("fr", "2.5", "2.500000"),
    ],
)
def test_a_figure_may_be_written_as_the_language_writes_it(as_person, desk_officer, language, typed, kept):
    factories.fact(desk_officer)
    source = factories.source()
    with override(language):
        address = reverse("facts:new_value", args=["ships-seen"])

    answer = as_person(desk_officer).post(
        address, {"number": typed, "unit": "ships", "source": source.pk, "place": "p"}
    )

    assert answer.status_code == 302, answer.content.decode()
    assert str(Value.objects.get().number) == kept


@pytest.mark.parametrize("typed", ["2,5", "12,34", "1,23,456"])
def test_a_comma_that_english_does_not_put_there_is_refused(as_person, desk_officer, typed):
    factories.fact(desk_officer)
    answer = post(as_person(desk_officer), "new_value", "ships-seen", number=typed)

    assert "Enter a number." in answer.content.decode()


def test_what_is_missing_is_said_with_what_was_typed_kept(as_person, desk_officer):
    factories.fact(desk_officer)

    response = post(as_person(desk_officer), "new_value", "ships-seen", number="7", period="lately")

    page = text_of(response)
    assert response.status_code == 422
    assert 'value="7"' in page
    assert "Write a year, a month or a day, or two of them" in page
    assert not Value.objects.exists()


def test_what_the_rules_refuse_is_said_under_its_field(as_person, desk_officer):
    first = factories.figure(factories.fact(desk_officer), 7, "2017", by=desk_officer, place="p. 1")
    said = {"number": "8", "unit": "ships", "period": "2017", "source": first.source_id, "place": "p. 1"}

    page = text_of(post(as_person(desk_officer), "new_value", "ships-seen", **said))

    assert "already has a value for this period and unit" in page


def test_switching_the_language_keeps_what_was_typed(as_person, desk_officer):
    factories.fact(desk_officer)
    with override("fr"):
        address = reverse("facts:new_value", args=["ships-seen"])

    response = as_person(desk_officer).post(address, {"number": "7", "_switch_language": "fr"})

    assert response.status_code == 200
    assert 'value="7"' in text_of(response)
    assert not Value.objects.exists()


def test_the_form_of_a_statement_asks_for_words_and_not_for_a_unit(as_person, desk_officer):
    factories.fact(desk_officer, kind="text")

    page = text_of(get(as_person(desk_officer), "new_value", "ships-seen"))

    assert 'name="text_fr"' in page
    assert 'name="unit"' not in page


def test_the_form_offers_no_marking_above_the_clearance_and_knows_the_partner(as_person, open_account, loaded):
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.PROTECTED_A)

    page = text_of(get(as_person(officer), "new", partner="mx"))

    assert "protected_a" in page
    assert "protected_b" not in page
    assert '<option value="mx" selected>Mexico</option>' in page


@pytest.mark.parametrize("name", ["new", "new_value"])
def test_a_reader_is_shown_no_form(as_person, reader, desk_officer, name):
    factories.fact(desk_officer)

    args = ["ships-seen"] if name == "new_value" else []

    assert get(as_person(reader), name, *args).status_code == 403


# ── in the dossiers of others ─────────────────────────────────────────────────────────────────────


class Partner:
    key, kind, country_id = "mx", "country", None


def test_a_dossier_shows_the_newest_value_its_source_and_the_conflict(desk_officer, django_assert_max_num_queries):
    fact = factories.fact(desk_officer, partner="mx")
    factories.figure(fact, 437, "2017", by=desk_officer)
    factories.figure(fact, 440, "2017", by=desk_officer)
    notes = Notes()

    with django_assert_max_num_queries(3), override("en"):
        (panel,) = panels.partner_panels(Ask(desk_officer, TODAY), Partner(), notes)

    (row,) = panel.context["rows"]
    assert (row["said"], row["when"], row["others"], row["conflict"]) == ("437\u00a0ships", "2017", 1, True)
    assert row["citation"]["number"] == 1
    assert panel.action[1] == "/en/facts/new/?partner=mx"


def test_a_reader_sees_no_empty_panel(reader, desk_officer):
    ask = Ask(reader, TODAY)

    assert panels.partner_panels(ask, Partner(), Notes()) == []
    assert panels.body_panels(ask, Partner(), Notes()) == []
    assert panels.partner_panels(Ask(desk_officer, TODAY), Partner(), Notes())[0].empty


def test_one_figure_is_no_series(desk_officer):
    fact = factories.fact(desk_officer)
    factories.figure(fact, 437, "2017", by=desk_officer)
    values = queries.values_of(fact, TODAY)

    (panel,) = panels.own_panels(Ask(desk_officer, TODAY), fact, values, Notes())

    assert "picture" not in panel.context


def test_a_fact_without_values_says_so(as_person, desk_officer):
    factories.fact(desk_officer)

    assert "No source says anything of this fact yet." in text_of(get(as_person(desk_officer), "fact", "ships-seen"))
