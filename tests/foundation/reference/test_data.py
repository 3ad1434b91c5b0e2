"""What the files say, checked without a database."""

import csv
import re
from collections import Counter, defaultdict

import pytest

from entente.foundation.reference.models import sound
from entente.foundation.reference.queries import DATA, world


def rows(file):
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


COUNTRIES = {row["code"]: row for row in rows("countries.csv")}
NOWHERE = {"001", "AQ", "EU"}  # no part of the world and no shape of their own
PRESENT = {code for code, row in COUNTRIES.items() if not row["ends_on"]}


def test_there_are_250_codes_of_the_government_of_canada_and_eight_of_ours():
    assert len(COUNTRIES) == 258
    assert Counter(len(code) for code in COUNTRIES) == {2: 251, 3: 1, 4: 6}


def test_every_code_is_given_once():
    for column in ("alpha3", "m49"):
        said = Counter(row[column] for row in COUNTRIES.values() if row[column])
        assert said.most_common(1)[0][1] == 1


def test_every_present_state_and_territory_has_its_place_in_the_world():
    lost = [code for code in PRESENT - NOWHERE if not COUNTRIES[code]["sub_region"]]
    assert lost == []


@pytest.mark.parametrize("file", ["countries.csv", "regions.csv", "country_names.csv"])
def test_both_languages_are_filled_and_typographic(file):
    for row in rows(file):
        for column, text in row.items():
            if column.endswith(("_en", "_fr")):
                other = column[:-2] + {"en": "fr", "fr": "en"}[column[-2:]]
                assert bool(text) == bool(row[other]), row
                assert "'" not in text, row


def test_the_files_are_written_as_the_house_writes_csv():
    for file in DATA.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        assert "\r" not in text
        assert text.endswith("\n")
        assert not text.startswith("\ufeff")


def test_no_name_means_two_places():
    meant = defaultdict(set)
    for code, row in COUNTRIES.items():
        for text in (code, row["alpha3"], row["m49"], row["name_en"], row["name_fr"]):
            meant[sound(text)].add(code)
    for row in rows("country_names.csv"):
        meant[sound(row["name_en"])].add(row["country"])
        meant[sound(row["name_fr"])].add(row["country"])
    del meant[""]

    assert {text: codes for text, codes in meant.items() if len(codes) > 1} == {}


def test_a_former_name_has_an_end_and_differs_from_the_present_one():
    for row in rows("country_names.csv"):
        if row["kind"] == "former":
            assert row["ends_on"], row
            assert row["name_en"] != COUNTRIES[row["country"]]["name_en"]


@pytest.mark.parametrize(("region", "members"), [("indo_pacific", 40), ("north_america", 3)])
def test_regions_with_an_agreed_list_have_as_many_members(region, members):
    assert sum(row["region"] == region for row in rows("region_members.csv")) == members


def test_every_inhabited_country_is_in_an_engagement_region():
    placed = {row["country"] for row in rows("region_members.csv")}
    assert {code for code in PRESENT if COUNTRIES[code]["kind"] == "country"} - placed == set()


def test_every_present_code_can_be_found_on_the_map():
    drawn = world()
    assert PRESENT - NOWHERE - drawn["shapes"].keys() - drawn["dots"].keys() == set()
    assert drawn["shapes"].keys() - COUNTRIES.keys() == {"none"}


def test_small_partners_have_a_dot_inside_the_picture():
    drawn = world()
    small = {"SG", "HK", "MO", "MT", "BH", "BB", "AG", "GD", "KN", "LC", "VC", "PS"}
    assert small <= drawn["dots"].keys()
    assert all(0 <= x <= drawn["width"] and 0 <= y <= drawn["height"] for x, y in drawn["dots"].values())


def test_the_map_is_light_and_well_formed():
    assert (DATA / "world.json").stat().st_size < 300_000
    shape = re.compile(r"(M-?[\d.]+[,-]?[\d.]+l[\d., -]+Z)+")
    assert [code for code, path in world()["shapes"].items() if not shape.fullmatch(path)] == []
