import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from entente.engagement.facts.exports import FACTS, REGISTERS, VALUES
from entente.kit.export import stream
from entente.kit.table import Ask, check_chosen, read, records

from . import factories

TODAY = "2026-01-01"


@pytest.fixture
def ships(desk_officer):
    fact = factories.fact(desk_officer)
    factories.figure(fact, 437, by=desk_officer, qualifier="about", note_en="Read off a chart.")
    factories.figure(fact, 440, by=desk_officer)
    return fact


def listing(register, person, on=TODAY, **asked):
    chosen = {one.name: asked[one.name] for one in register.filters if one.name in asked}
    return read(register, Ask(person, on, chosen=chosen), asked)


def as_rows(register, person, lang="en", **chosen):
    with override(lang):
        content = b"".join(stream(register, Ask(person, TODAY, chosen=chosen), "csv")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_the_register_says_value_unit_precision_source_and_conflict(ships, reader):
    (row,) = records(FACTS, Ask(reader, TODAY))

    assert row["name"] == "Ships seen"
    assert row["value"] == "about 437\u00a0ships"
    assert (row["number"], row["unit"], row["precision"]) == (437, "ships", "about")
    assert (row["period"], row["as_of"], row["source"]) == ("2017", "2019", "Annual report")
    assert (row["values"], row["conflict"]) == (2, True)


def test_the_page_marks_the_conflict_in_a_word_and_a_shape(ships, reader):
    body = listing(FACTS, reader).body

    assert "the sources disagree" in body
    assert "<svg" in body


def test_every_value_has_its_line(ships, reader):
    rows = list(records(VALUES, Ask(reader, TODAY)))

    assert [(row["number"], row["note"], row["place"]) for row in rows] == [
        (437, "Read off a chart.", "page 1"),
        (440, "", "page 2"),
    ]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_files_have_a_heading_and_a_row_in_the_readers_language(ships, reader, lang):
    heading, first, *_rest = as_rows(VALUES, reader, lang)

    assert len(heading) == len(VALUES.columns) == len(first)
    assert first[0] == {"en": "Ships seen", "fr": "Navires aperçus"}[lang]


def test_a_file_spells_what_a_page_says_in_words(desk_officer):
    fact = factories.fact(desk_officer)
    factories.figure(fact, 26, "2013/2017", unit="percent", by=desk_officer)

    (row,) = records(VALUES, Ask(desk_officer, TODAY))
    assert (row["period"], row["value"], row["number"]) == ("2013/2017", "26%", 26)
    with override("en"):
        assert "2013 to 2017" in listing(VALUES, desk_officer).body
    with override("fr"):
        assert "de 2013 à 2017" in listing(VALUES, desk_officer).body


def test_a_long_statement_is_short_in_the_list_and_whole_in_the_file(desk_officer):
    fact, words = factories.fact(desk_officer, kind="text"), " ".join(f"word{n}" for n in range(40))
    factories.statement(fact, words, by=desk_officer)

    assert "word13…" in listing(FACTS, desk_officer).body
    assert "word20" not in listing(FACTS, desk_officer).body
    assert next(records(FACTS, Ask(desk_officer, TODAY)))["value"] == words


def test_a_mark_is_said_in_words(desk_officer):
    fact = factories.fact(desk_officer, kind="text")
    factories.statement(fact, "[blank]", "[blank]", by=desk_officer)

    assert 'class="mark mark-blank"' in listing(FACTS, desk_officer).body


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({}, 184),
        ({"kind": "number"}, 107),
        ({"conflict": "1"}, 17),
        ({"geography": "MX"}, 1),
        ({"unit": "kg"}, 4),
        ({"source": "wco-news-2015"}, 28),
        ({"q": "fentanyl"}, 1),
    ],
)
def test_the_shipped_facts_can_be_narrowed(loaded, reader, chosen, count):
    found = listing(FACTS, reader, **chosen)

    assert found.count == sum(1 for _row in records(FACTS, found.ask))
    assert found.count == pytest.approx(count, abs=6)  # the editions are still being completed


def test_a_value_that_no_filter_knows_is_refused_with_those_it_knows(ships, reader):
    with pytest.raises(ValidationError, match="ships"):
        check_chosen(FACTS, Ask(reader, TODAY, chosen={"unit": "leagues"}))


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_page_of_a_register_costs_the_same_at_any_size(loaded, reader, register, lang, django_assert_num_queries):
    most = {"facts": 7, "values": 5}[register.name]  # rows, count, values, and one for each list of options
    with override(lang), django_assert_num_queries(most):
        assert listing(register, reader).shown == 50


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
@pytest.mark.parametrize("down", ["", "-"])
def test_every_column_that_sorts_walks_through_all_pages(loaded, reader, register, down):
    for column in register.columns:
        if not column.sort:
            continue
        asked, seen = {"sort": f"{down}{column.key}"}, 0
        while True:
            page = listing(register, reader, **asked)
            seen += page.shown
            if not page.next_url:
                break
            from urllib.parse import parse_qs

            asked["after"] = parse_qs(page.next_url[1:])["after"][0]
        assert seen == page.count, column.key


def test_a_list_of_a_past_day_shows_what_was_known_then(loaded, reader):
    assert listing(FACTS, reader, on="2007-12-31").count == 0
    assert 30 < listing(FACTS, reader, on="2008-12-31").count < listing(FACTS, reader).count
