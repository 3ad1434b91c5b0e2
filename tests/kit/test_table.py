import csv
import io
import json

import openpyxl
import pytest
from django.utils import translation

from entente.foundation.people.models import Unit
from entente.kit import export, table
from entente.kit.table import Ask, Column, Filter, Register

UNITS = Register(
    name="units",
    title="Units",
    question=lambda ask: Unit.objects.all(),
    columns=(
        Column("name", "Name", lambda unit: unit.name, sort="sort_{lang}"),
        Column("place", "Place", lambda unit: unit.place, sort="place"),
        Column("key", "Key", lambda unit: unit.key, shown=False),
    ),
    order="name",
    filters=(
        Filter(
            "place",
            "Place",
            lambda rows, value, ask: rows.filter(place=value),
            options=lambda ask: [("north", "North"), ("south", "South")],
        ),
    ),
)
ASK = Ask(person=None, on="2026-11-22")


@pytest.fixture
def units(db):
    names = ["Zone", "Équipe", "eau", "Bureau", "bureau", "Étude", "<b>", "Quai"]
    places = ["north", "south"]
    return Unit.objects.bulk_create(
        Unit(key=f"u{n}", name_en=name, name_fr=name, place=places[n % 2]) for n, name in enumerate(names)
    )


def walk(rows, asked=None, step="next_url"):
    """Every row met while following next (or previous) from page to page."""
    seen, asked = [], dict(asked or {})
    while True:
        listing = table.read(UNITS, ASK, asked, rows=rows)
        seen.append(listing.body.count("<tr "))
        url = getattr(listing, step)
        if not url:
            return seen, listing
        asked = dict(pair.split("=", 1) for pair in url[1:].split("&"))


@pytest.mark.parametrize("order", ["name", "-name", "place", "-place"])
@pytest.mark.parametrize("rows", [1, 3, 8, 50])
def test_following_next_meets_every_row_once(units, order, rows):
    seen, last = walk(rows, {"sort": order})

    assert sum(seen) == len(units)
    assert last.next_url == ""


def test_previous_leads_back_to_the_beginning(units):
    seen, first = walk(3, {"last": "1"}, step="previous_url")

    assert sum(seen) == len(units)
    assert "bureau" in first.body.lower() or "&lt;b&gt;" in first.body


def test_names_sort_as_a_francophone_reader_expects(units):
    with translation.override("fr"):
        names = [unit.name for unit in UNITS.ordered(ASK)]

    assert names.index("eau") < names.index("Équipe") < names.index("Étude") < names.index("Quai")


def test_a_bent_mark_starts_the_list_again(units):
    listing = table.read(UNITS, ASK, {"after": "rubbish"}, rows=3)

    assert listing.previous_url == ""
    assert listing.shown == 3


def test_cells_are_escaped(units):
    assert "&lt;b&gt;" in table.read(UNITS, ASK, {}).body


def test_a_filter_narrows_rows_count_and_export_alike(units):
    ask = Ask(None, "2026-11-22", chosen={"place": "south"})

    assert table.read(UNITS, ask, {"place": "south"}).count == 4
    assert len(list(table.records(UNITS, ask))) == 4


def test_an_unknown_filter_value_is_named_with_those_that_are_known():
    with pytest.raises(Exception, match="north, south"):
        table.check_chosen(UNITS, Ask(None, "2026-11-22", chosen={"place": "up"}))


def test_csv_disarms_formulas_and_begins_with_a_mark_for_spreadsheets(db):
    Unit.objects.create(key="u", name_en="=1+1", name_fr="=1+1")

    text = b"".join(export.stream(UNITS, ASK, "csv")).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text))) == [["Name", "Place", "Key"], ["'=1+1", "", "u"]]


def test_json_is_an_object_with_items_and_count(units):
    held = json.loads(b"".join(export.stream(UNITS, ASK, "json")))

    assert held["count"] == len(held["items"]) == len(units)
    assert set(held["items"][0]) == {"name", "place", "key"}


def test_an_empty_register_is_still_json(db):
    assert json.loads(b"".join(export.stream(UNITS, ASK, "json"))) == {"items": [], "count": 0}


def test_a_workbook_holds_the_same_rows(units):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(export.stream(UNITS, ASK, "xlsx"))))

    rows = list(book.active.iter_rows(values_only=True))

    assert rows[0] == ("Name", "Place", "Key")
    assert len(rows) == len(units) + 1


def test_each_cell_bears_its_heading_and_the_roles_of_a_table(units):
    drawn = table.read(UNITS, ASK, {}).body

    heading = str(UNITS.columns[1].heading)
    assert drawn.startswith('<tr role="row"><th scope="row" role="rowheader"')
    assert drawn.count(f'<td role="cell" data-label="{heading}"') == len(units)
