import io

import openpyxl
import pytest

from entente.engagement.facts import imports as facts
from entente.engagement.partners import imports as partners
from entente.foundation.people import imports as people
from entente.foundation.people.models import Unit
from entente.kit import sheet
from entente.kit.sheet import Directory, Later

UNITS = people.SHEETS[0]
STATISTICS, VALUES = facts.SHEETS
PARTNERS = partners.SHEETS[0]


def line(one, **cells):
    return {**dict.fromkeys(one.columns, ""), **cells}


def unit(key, **cells):
    return line(UNITS, key=key, name_en=key.title(), name_fr=key.title(), **cells)


def read(one, *rows, directory=None):
    return one.read(rows, directory or Directory())


def test_every_wrong_cell_is_named_with_its_row_as_a_spreadsheet_shows_it(db):
    reading = read(
        PARTNERS,
        line(PARTNERS, key="a", kind="country", name_en="A", marking="unclassified"),
        line(
            PARTNERS,
            key="B!",
            kind="planet",
            name_en="",
            marking="secret",
            starts_on="yesterday",
            parent="zz",
        ),
    )

    assert {(error.row, error.column) for error in reading.errors} == {
        (3, column) for column in ("kind", "name_en", "marking", "starts_on", "parent")
    }
    assert len(reading.rows) == 1


def test_a_key_that_stands_twice_is_named(db):
    reading = read(UNITS, unit("one"), unit("two"), unit("one"))

    assert [(error.row, error.column) for error in reading.errors] == [(4, "key")]


def test_a_row_may_point_at_a_row_of_the_same_load():
    directory = Directory()
    directory.add(Unit, ("above",))

    reading = read(UNITS, unit("below", parent="above"), directory=directory)

    assert reading.rows[0].values["parent_id"] == Later(Unit, ("above",))


def test_rows_are_written_after_those_they_point_at():
    directory = Directory()
    rows = [unit("c", parent="b"), unit("b", parent="a"), unit("a")]
    for one in rows:
        directory.add(Unit, (one["key"],))

    waves = sheet.generations(read(UNITS, *rows, directory=directory).rows, Unit)

    assert [[row.identity[0] for row in wave] for wave in waves] == [["a"], ["b"], ["c"]]


def test_a_circle_is_refused():
    directory = Directory()
    rows = [unit("a", parent="b"), unit("b", parent="a")]
    for one in rows:
        directory.add(Unit, (one["key"],))

    with pytest.raises(ValueError, match="point at each other"):
        list(sheet.generations(read(UNITS, *rows, directory=directory).rows, Unit))


def test_a_mark_stands_where_the_model_has_a_place_for_it():
    directory = Directory()
    directory.add(STATISTICS.model, ("posts",))

    reading = read(VALUES, line(VALUES, statistic="posts", number="[redacted]"), directory=directory)

    assert reading.rows[0].values["number"] is None
    assert reading.rows[0].values["number_gap"] == "[redacted]"


def test_a_mark_is_refused_elsewhere():
    reading = read(UNITS, unit("a", parent="[lost]"))

    assert [error.column for error in reading.errors] == ["parent"]


def test_a_file_is_written_as_it_was_read(db):
    thing = Unit.objects.create(key="a", name_en='Say "a", b', name_fr="Deux\nlignes", starts_on="2005-06")
    text = sheet.as_csv(UNITS.columns, [UNITS.texts(thing)])

    errors = []
    (cells,) = sheet.open_csv(text, UNITS, errors)

    assert errors == []
    assert cells == UNITS.texts(thing)
    assert sheet.as_csv(UNITS.columns, [cells]) == text


def test_a_heading_that_does_not_fit_is_an_error_of_row_one():
    errors = []

    sheet.open_csv("key,colour\na,red\n", UNITS, errors)

    assert {(error.row, error.column) for error in errors} >= {(1, "colour"), (1, "name_en")}


def test_a_workbook_is_read_as_a_person_typed_it():
    book = openpyxl.Workbook()
    book.active.append(["key", "name_en", "name_fr", "starts_on"])
    book.active.append(["a", "A", "A", 2005.0])
    out, errors = io.BytesIO(), []
    book.save(out)

    (cells,) = sheet.open_xlsx(out.getvalue(), UNITS, errors)

    assert errors == []
    assert cells["starts_on"] == "2005"


def test_an_empty_line_is_passed_over_and_the_count_goes_on(db):
    reading = read(UNITS, unit("a"), line(UNITS), unit("a"))

    assert [(error.row, error.column) for error in reading.errors] == [(4, "key")]
