import csv
import io

import pytest
from django.utils import translation

from entente.engagement.framework import exports, queries
from entente.kit import export
from entente.kit.table import Register, read, records
from tests.engagement.framework import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled():
    """An edition with one of everything, cited."""
    edition = factories.edition("cbsa-2008", title_en="Framework", title_fr="Cadre")
    cited = {"source": factories.source(), "place": "Section 2A", "as_of": "2008"}
    priority = factories.element(edition, "corporate_priority", "Serve", "Servir", key="cbsa-2008-p", **cited)
    objective = factories.element(
        edition, "objective", "Reach", "Atteindre", key="cbsa-2008-o", owner=factories.unit(), **cited
    )
    factories.linkage(priority, objective, note_en="Both say so.", note_fr="Les deux le disent.", **cited)
    factories.responsibility(edition, work_en="[lost]", work_fr="[lost]", **cited)
    factories.term("Advance Passenger Information", "information préalable", key="api", edition=edition,
                   acronym_en="API", acronym_fr="IPV", gender_fr="f", **cited)  # fmt: skip
    return edition


def table(register, ask, lang="en"):
    with translation.override(lang):
        text = b"".join(export.stream(register, ask, "csv")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def rows(register, ask):
    return list(records(register, ask))


def test_editions_with_their_periods(filled, ask_as):
    heading, *lines = table(exports.EDITIONS, ask_as())

    assert heading[:4] == ["Edition", "State", "Covers from", "Covers to"]
    assert [line[:4] for line in lines] == [["Framework", "superseded", "2008", "2019"]]


def test_elements_in_the_order_of_the_document(filled, ask_as):
    [first, second] = rows(exports.ELEMENTS, ask_as())

    assert (first["title"], second["title"]) == ("Reach", "Serve")
    assert (first["owner"], first["edition"], first["source"]) == (
        "International Desk", "cbsa-2008", "framework-2008",
    )  # fmt: skip
    assert (first["words"], first["words_en"]) == ("", "draft")


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({"edition": "cbsa-2008"}, {"Reach", "Serve"}),
        ({"edition": "none"}, set()),
        ({"kind": "objective"}, {"Reach"}),
        ({"without_owner": "1"}, {"Serve"}),
        ({"lacking": "fr"}, {"Half"}),
        ({"lacking": "en"}, set()),
    ],
)
def test_elements_are_narrowed(filled, ask_as, chosen, titles):
    factories.element(factories.edition("other"), title_en="Half", title_fr="", owner=factories.unit(),
                      kind="theme")  # fmt: skip

    assert {row["title"] for row in rows(exports.ELEMENTS, ask_as(**chosen))} == titles


def test_the_words_of_a_draft_say_their_state(ask_as):
    factories.element(factories.edition(state="draft"), title_fr="")

    [row] = rows(exports.ELEMENTS, ask_as())
    assert row["words"] == "English: draft, French: missing"


def test_linkages_say_what_serves_what_and_why(filled, ask_as):
    [row] = rows(exports.LINKAGES, ask_as())

    assert (row["from"], row["to"], row["note"]) == ("Serve", "Reach", "Both say so.")
    assert (row["from_element"], row["place"]) == ("cbsa-2008-p", "Section 2A")


def test_responsibilities_keep_marks(filled, ask_as):
    [row] = rows(exports.RESPONSIBILITIES, ask_as())

    assert (row["unit"], row["role"], row["work"], row["work_fr"]) == (
        "International Desk", "leads", "[lost]", "[lost]",
    )  # fmt: skip


@pytest.mark.parametrize("words", ["passenger", "PREALABLE", "préalable", "ipv", "api", "Information préal"])
def test_a_term_is_found_from_either_language(filled, ask_as, words):
    factories.term("quay hour", "heure de quai")

    assert [row["key"] for row in rows(exports.GLOSSARY, ask_as(q=words))] == ["api"]


def test_the_readers_language_stands_first_in_the_glossary(filled, ask_as):
    english, french = table(exports.GLOSSARY, ask_as()), table(exports.GLOSSARY, ask_as(), "fr")

    assert english[1][:4] == ["Advance Passenger Information", "API", "information préalable", "IPV"]
    assert french[1][:4] == ["information préalable", "IPV", "Advance Passenger Information", "API"]


def test_missing_words_as_a_file(ask_as):
    factories.element(factories.edition("gappy"), title_fr="", key="gappy-1")

    heading, line = table(exports.MISSING_WORDS, ask_as())

    assert heading[:4] == ["What", "Kind", "Lacks", "Which texts"]
    assert line[:4] == ["Safe ports", "international strategic objective", "French", "title"]


@pytest.mark.parametrize("register", exports.REGISTERS, ids=lambda one: one.name)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_register_of_another_day_leaves_out_what_came_later(filled, ask_as, register, lang):
    with translation.override(lang):
        assert rows(register, ask_as(on="2000-01-01")) == []
        if register is not exports.MISSING_WORDS:
            assert rows(register, ask_as(on="2010-01-01"))


@pytest.mark.parametrize(
    "register", [one for one in exports.REGISTERS if isinstance(one, Register)], ids=lambda one: one.name
)
def test_every_column_that_sorts_sorts(filled, ask_as, register):
    for column in register.columns:
        if column.sort:
            for order in (column.key, f"-{column.key}"):
                assert read(register, ask_as(), {"sort": order}).count > 0


@pytest.mark.parametrize(
    "register", [one for one in exports.REGISTERS if isinstance(one, Register)], ids=lambda one: one.name
)
def test_a_list_costs_the_same_however_long_it_is(filled, ask_as, register, django_assert_max_num_queries):
    for number in range(60):
        factories.element(filled, title_en=f"Aim {number}")
        factories.term(f"word {number}", f"mot {number}")

    with django_assert_max_num_queries(5):
        read(register, ask_as(), {})


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        ("2008", "2019", "2008 to 2019"),
        ("2019-04", "2022-03", "April\u00a02019 to March\u00a02022"),
        ("2023", "", "2023, open-ended"),
        ("", "2019", "ends: 2019"),
        ("", "", ""),
        ("[lost]", "", ""),
    ],
)
def test_a_period_in_words(starts_on, ends_on, said):
    assert exports.period(factories.edition(starts_on=starts_on, ends_on=ends_on)) == said


def test_an_edition_is_known_by_its_title_and_its_period_unless_the_title_says_it():
    assert exports.known_as(factories.edition(title_en="Framework")) == "Framework (2008 to 2019)"
    assert exports.known_as(factories.edition(title_en="Framework 2008 to 2019")) == "Framework 2008 to 2019"


def test_kinds_come_in_a_readers_order():
    assert (
        queries.in_reading_order("mandate") < queries.in_reading_order("objective") < queries.in_reading_order("step")
    )
