"""Where the public sources disagree (needs study §5.4), and what they say of mutual recognition: on the pages, cited.

Nobody decides here which source is right: every saying stands with its document and its place. What a later source
says of what has happened since stands as a correction, with the older saying beside it.
"""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from entente.engagement.agreements.imports import SHEET_OF
from entente.engagement.agreements.models import Agreement, Clause, Status, day_end
from entente.engagement.agreements.queries import switch
from entente.engagement.facts import queries as facts
from entente.engagement.facts.models import Value
from entente.foundation.sources import actions as sources
from entente.foundation.sources.models import Correction, LoadedRow, Source

from ..reports.test_coherence import answers

TODAY = "2026-01-01"
F08, F19, PIP = "cbsa-isf-2008", "isf-2019", "cbsa-pip-mutual-recognition"

# One line of needs study §5.4: the fact, and what each source says of it.
SAYINGS = {
    "beyond-the-border-initiatives": [
        ("30 initiatives", "wco-news-2015"),
        ("34 initiatives", "can-us-2017"),
        ("32 initiatives", "oag-beyond-the-border-2016"),
        ("34 initiatives", "oag-beyond-the-border-glance-2016"),
    ],
    "first-asian-mra-signature": [
        ("2012: several Asian partners, not named.", "wco-news-2015"),
        ("June 2010: Japan, South Korea and Singapore.", PIP),
    ],
    "mra-signed-by-may-2017": [
        ("United States, Singapore, South Korea and Mexico.", "can-us-2017"),
        ("United States, Japan, South Korea, Singapore and Mexico.", PIP),
    ],
    "cbsa-ilo-australia-city": [("Sydney", F08), ("Canberra", F08)],
    "cbsa-jp-customs-instrument": [
        ("Customs mutual assistance agreement signed in 2005", F08),
        ("Memorandum of understanding and letter of understanding", F08),
        ("Arrangement regarding mutual assistance in customs matters, signed in June 2005", "apec-ca-jp-2009"),
    ],
    "asylum-claims": [("50,500 claims", F19), ("more than 50,400 claims", F19)],
    "irregular-arrivals-key-countries": [("4 countries", F19), ("5 countries", F19)],
    "recalcitrant-countries-first": [("6 countries", F19), ("5 countries", F19)],
    "frontex-interpol-project-name": [("FIELDS", F19), ("SUNAT", F19)],
    "priority-partners-nature": [
        ("Eighteen countries.", F08),
        ("Seventeen countries and the European Commission.", F08),
    ],
    "kr-wto-membership": [("Not marked as a member.", F08), ("Member since 1 January 1995.", "wto-members-dates")],
    "network-abroad-by-source": [
        ("2008: 45 migration integrity officers in 39 locations.", F08),
        ("2015: liaison officers in 47 locations.", "wco-news-2015"),
        ("2019: 34 cities on the map, our count.", F19),
        ("2022: services at 39 international locations.", "cbsa-year-2022"),
        ("2024: 60 international officers in 35 countries.", "cbsa-year-2024"),
    ],
    "csa-membership-growth": [("19.52%", "cbsa-secu-statistics-2020"), ("4.63%", "cbsa-secu-statistics-2020")],
}
DISAGREE = {"en": "The sources disagree", "fr": "Les sources se contredisent"}
by_fact = pytest.mark.parametrize("fact", SAYINGS)


def page_of(client, name, *args, lang="en", **asked):
    """The text of a page, one space between words."""
    with override(lang):
        response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(response.content.decode())).replace("\u00a0", " ")


def plain(value: Value) -> str:
    return str(value.said).replace("\u00a0", " ")


@by_fact
def test_every_saying_is_held_with_its_source_and_contradicts_the_others(loaded, reader, fact):
    (conflict, *more) = [one for one in facts.conflicts(reader, TODAY) if one.statistic.key == fact]
    held = {(plain(value), value.source.key) for one in (conflict, *more) for value in one.values}

    assert set(SAYINGS[fact]) <= held
    assert all(value.place and value.as_of for value in conflict.values)


@by_fact
def test_the_report_of_contradictions_shows_it(loaded, reader, fact):
    found = [one for one in answers(reader, on=TODAY)["COH-9"].findings if one.url.endswith(f"/{fact}/")]
    said = [one.detail.replace("\u00a0", " ") for one in found]

    assert any(all(words in text for words, _source in SAYINGS[fact]) for text in said)


@pytest.mark.parametrize("lang", ["en", "fr"])
@by_fact
def test_the_page_of_the_fact_says_that_they_disagree_and_cites_each(loaded, reader, as_person, fact, lang):
    page = page_of(as_person(reader), "facts:fact", fact, lang=lang)

    assert DISAGREE[lang] in page
    for source in {source for _words, source in SAYINGS[fact]}:
        with override(lang):
            assert reverse("sources:source", args=[source]) in page
    if lang == "en":
        assert all(words in page for words, _source in SAYINGS[fact])


def test_an_added_source_has_a_public_address_and_a_publisher(loaded):
    added = Source.objects.filter(
        pk__in=LoadedRow.objects.filter(package__name="cbsa-public", file="sources.csv").values("record")
    )

    assert added.count() > 10
    assert [one.key for one in added if not (one.url.startswith("http") and one.publisher_en)] == []


# ── mutual recognition ────────────────────────────────────────────────────────────────────────────────────────

# The arrangement, and what its dossier says in English: signed, put into effect. Nothing where no source read says it.
MUTUAL_RECOGNITION = {
    "us-mra-2008": (["June 2008"], []),
    "jp-mra": (["June 2010"], []),
    "kr-mra": (["June 2010"], []),
    "sg-mra": (["June 2010", "June 25, 2010"], ["2010"]),
    "mx-mra": (["May 2016", "May 11, 2016"], []),
    "il-mra": (["July 2017"], []),
    "au-mra": (["July 2017"], ["2018"]),
    "hk-mra": (["June 2019", "June 27, 2019"], []),
    "nz-mra": (["June 2019"], []),
    "pe-mra": (["June 2022"], []),
    "eu-mra": ([], ["August 1, 2025"]),
}
# Not of trusted traders, and told by the same register: the agreement that took the place of the one of 1994.
CUSMA = ["April 2, 2020", "April 3, 2020", "April 24, 2020", "July 1, 2020"]
OLDER = {"en": "The status is that of an older source", "fr": "L’état est celui d’une source plus ancienne"}
ACTION = {"implemented": ("put it into effect", "mis en application")}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("key", MUTUAL_RECOGNITION)
def test_the_dossier_of_an_arrangement_says_when_it_was_signed_and_put_into_effect(
    loaded, reader, as_person, key, lang
):
    signed, applied = MUTUAL_RECOGNITION[key]
    page = page_of(as_person(reader), "agreements:agreement", key, lang=lang)
    table = page.partition('id="party-actions"')[2].partition("</table>")[0]

    assert (ACTION["implemented"][lang == "fr"] in table) is bool(applied)
    if lang == "en":
        assert all(day in table for day in signed + applied)
        assert bool(signed) is ("signed" in table)


OVERTAKEN = {
    "mx-mra": Status.SIGNED, "il-mra": Status.SIGNED, "nz-mra": Status.SIGNED, "au-mra": Status.IN_FORCE,
    "eu-mra": Status.IN_FORCE, "cusma": Status.IN_FORCE, "nafta": Status.ENDED, "spp": Status.UNKNOWN,
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("key", OVERTAKEN)
def test_a_status_that_a_later_source_overtook_is_shown_beside_it(loaded, reader, as_person, key, lang):
    page = page_of(as_person(reader), "agreements:agreement", key, lang=lang)
    shown = Correction.objects.select_related("package", "source").get(
        label="agreements.agreement", field="status", record=Agreement.objects.get(key=key).pk
    )

    assert Agreement.objects.get(key=key).status == OVERTAKEN[key]
    with override(lang):
        assert str(Status(shown.source_value).label) in page
        assert shown.author in page
        assert " ".join(shown.why.split()) in page
    assert OLDER[lang] not in page


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("key", ["mx-mra", "il-mra", "au-mra", "nz-mra", "eu-mra"])
def test_a_status_older_than_the_signature_says_so_on_the_dossier(loaded, reader, as_person, key, lang):
    thing = Agreement.objects.get(key=key)
    for one in Correction.objects.filter(label="agreements.agreement", record=thing.pk).order_by("-id"):
        thing.refresh_from_db()
        sources.withdraw(one, thing, SHEET_OF[Agreement], reason="As it was.", by="tests")

    page = page_of(as_person(reader), "agreements:agreement", key, lang=lang)

    assert OLDER[lang] in page


def test_the_older_agreement_of_three_and_the_newer_take_turns(loaded):
    """NAFTA until 1 July 2020, CUSMA from that day on; and the partnership that nobody is bound by never."""
    three = {one.key: one.pk for one in Agreement.objects.filter(key__in=("nafta", "cusma", "spp"))}
    before, after = day_end("2020-06-29"), day_end("2020-06-30")

    found = switch.live(three.values(), [before, after])

    assert found == {(three["nafta"], before), (three["cusma"], after)}


def test_the_instrument_of_the_article_shows_the_other_date_too(loaded, reader, as_person):
    page = page_of(as_person(reader), "agreements:agreement", "asia-mra-2012")

    assert "2012" in page
    assert "June 2010" in page
    assert "Japan, South Korea and Singapore" in page


@pytest.mark.parametrize("key", MUTUAL_RECOGNITION)
def test_an_arrangement_says_what_it_permits(loaded, reader, key):
    assert {"trade_facilitation", "membership_status"} <= set(
        Clause.objects.filter(agreement__key=key).values_list("code", flat=True)
    )


def test_the_trade_agreement_of_three_says_when_it_came_into_force(loaded, reader, as_person):
    page = page_of(as_person(reader), "agreements:agreement", "cusma")

    assert [day for day in CUSMA if day not in page] == []
    assert "SI/2020-46" in page
