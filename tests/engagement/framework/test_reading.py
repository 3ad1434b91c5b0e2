"""The pages over the editions that are shipped."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from entente.engagement.framework import actions
from entente.engagement.framework.imports import SHEETS
from entente.engagement.framework.models import Element
from entente.foundation.trail.models import Entry

HOME = "/en/framework/"
LISTS = ("editions", "elements", "linkages", "responsibility_list", "glossary", "missing_words")
PAPERS = ("index", "placemat", "links", "regions", "responsibilities")


def french(name, *args):
    """An address as French readers have it."""
    with translation.override("fr"):
        return reverse(name, args=args)


def plain(text):
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


pytestmark = pytest.mark.usefixtures("loaded")


def test_the_framework_is_the_edition_in_effect_on_the_day(page, reader):
    assert "<h1>Key relationships 2023</h1>" in page(reader, HOME)
    assert "<h1>International Strategic Framework</h1>" in page(reader, HOME, on="2012")


def test_a_day_between_two_editions_says_so(page, reader):
    text = page(reader, HOME, on="2022-06-01")

    assert "<h1>International Strategic Framework 2019 to 2022</h1>" in text
    assert (
        "No edition covers June\u00a01, 2022: this is the last one before it (April\u00a02019 to March\u00a02022)."
        in text
    )


def test_before_the_first_edition_there_is_none(page, reader):
    assert "No edition of the framework was in effect by then." in page(reader, HOME, on="1999")


def test_an_edition_can_be_chosen(page, reader):
    text = page(reader, HOME, edition="cbsa-2008")

    assert "This edition was superseded; it is shown as it stood." in text
    assert "Deepen the cooperative partnership with the United States and Mexico" in text
    assert 'title="International Strategic Framework, Section 2A"' in text


def test_an_edition_that_is_none_is_said(page, reader):
    assert "No edition is called “atlantis”." in page(reader, HOME, edition="atlantis")


def test_marks_are_shown_as_marks(page, reader):
    text = page(reader, HOME, edition="cbsa-2019")

    for mark in ("redacted", "lost", "blank"):
        assert f'class="mark mark-{mark}"' in text
    assert "[redacted]" not in text


def test_the_paper_is_written_in_the_readers_language(page, reader):
    text = page(reader, french("framework:index"), edition="cbsa-2008")

    assert "<h1>Cadre stratégique international</h1>" in text
    assert "Synergie et cohérence" in text


@pytest.mark.parametrize("edition", ["cbsa-2008", "cbsa-2019", "cbsa-2023"])
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_costs_few_queries(client, page, reader, name, edition, django_assert_max_num_queries):
    page(reader, HOME)
    with django_assert_max_num_queries(12):
        client.get(reverse(f"framework:{name}"), {"edition": edition})


def test_the_matrix_tells_the_appendix_from_the_text(page, reader):
    text = plain(page(reader, reverse("framework:links"), edition="cbsa-2008"))

    assert "Disc: said in Appendix A." in text
    assert "Ring: said only in Section 2A, objective 1; Section 2A, objective 3." in text
    assert "Section 2A only: Appendix A does not show this link." in text
    assert "Nothing links these" not in text


def test_the_matrix_names_what_nothing_links(page, reader):
    text = plain(page(reader, reverse("framework:links"), edition="cbsa-2019"))

    assert "This edition links no corporate priority with an objective. Nothing links these:" in text
    assert "Drug smuggling: Tier 1 enforcement and intelligence priority" in text


def test_offices_stand_against_their_parts(page, reader):
    text = page(reader, reverse("framework:responsibilities"), edition="cbsa-2008")

    assert '<a href="#iad-lead">11</a>' in text
    assert "Sets international priorities and the bilateral and multilateral agendas." in text


def test_regions_are_anchors(page, reader):
    text = page(reader, reverse("framework:regions"), edition="cbsa-2008")

    assert all(f'id="{area}"' in text for area in ("americas", "asia_pacific", "europe", "africa"))


def test_an_edition_without_regional_pages_says_so(page, reader):
    address = reverse("framework:regions")

    assert "This edition has no regional pages." in page(reader, address, edition="cbsa-2019")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_list_can_be_taken_away_and_is_noted(page, reader, name, form):
    page(reader, reverse(f"framework:{name}"), format=form)

    assert Entry.objects.latest("id").verb == "export"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_few_queries(client, page, reader, name, django_assert_max_num_queries):
    page(reader, HOME)
    with django_assert_max_num_queries(10):
        client.get(reverse(f"framework:{name}"))


def test_a_term_is_found_from_the_other_language(page, reader):
    text = page(reader, reverse("framework:glossary"), q="prealable sur les voyageurs")

    assert "1 entry" in text
    assert "Advance Passenger Information" in text


def test_nothing_shipped_lacks_a_language(page, reader):
    assert "Nothing is missing: everything stands in both languages." in page(
        reader, reverse("framework:missing_words")
    )


def test_a_filter_that_means_nothing_is_said(page, reader):
    assert "is not known" in page(reader, reverse("framework:missing_words"), kind="atlantis")


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("element", "cbsa-2008-objective-1", "Approfondir le partenariat de coopération"),
        ("element", "cbsa-2019-tool-placemat", "Withheld in the source"),
        ("region", "cbsa-2008-asia_pacific", "Région de l’Asie-Pacifique"),
        ("term", "api", "information préalable sur les voyageurs"),
        ("edition", "cbsa-2008", "loaded from a package"),
    ],
)
def test_a_single_thing_stands_in_both_languages(page, reader, name, key, said):
    assert said in page(reader, reverse(f"framework:{name}", args=[key]))


@pytest.mark.parametrize(
    ("name", "key"), [("element", "x"), ("region", "europe"), ("region", "x-europe"), ("term", "x"), ("edition", "x")]
)
def test_what_is_not_there_is_not_found(page, reader, name, key):
    page(reader, reverse(f"framework:{name}", args=[key]), status=404)


def test_a_decided_edition_offers_corrections_and_no_changes(page, desk_officer, reader):
    address = reverse("framework:element", args=["cbsa-2008-objective-1"])

    assert "/text_fr/" in page(desk_officer, address)
    assert f"{address}change/" not in page(desk_officer, address)
    assert "/text_fr/" not in page(reader, address)


def test_a_corrected_text_shows_what_the_source_says(page, executive, reader):
    element = Element.objects.get(key="cbsa-2008-principle-1")
    actions.correct(element, SHEETS[1], field="text_en", text="All work together.", reason="Shorter.", by=executive)

    text = plain(page(reader, HOME, edition="cbsa-2008"))
    assert "All work together." in text
    assert "Corrected: see what the source says" in text
    assert "The whole Agency works together on international border questions" in text
