import csv
import io
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from entente.engagement.forums import exports
from entente.kit import export
from entente.kit.table import Ask, check_chosen, read, records

MOST_QUERIES = 8
EDITIONS = Path(__file__).resolve().parents[3] / "editions"


NAMES = {register.name: register for register in exports.REGISTERS}
BY_HAND = ("candidacies", "turns")  # no edition brings them


def asked(person, on="2026-11-22", **chosen):
    return Ask(person, on, past=on != "2026-11-22", edition=chosen.get("edition", ""), chosen=chosen)


def in_file(name):
    """How many rows the edition of 2008 has in a file."""
    text = (EDITIONS / "cbsa-2008" / f"{name}.csv").read_text(encoding="utf-8")
    return len(list(csv.DictReader(io.StringIO(text))))


def count(person, name, on="2026-11-22", **chosen):
    ask = asked(person, on, **chosen)
    check_chosen(NAMES[name], ask)
    return NAMES[name].narrowed(ask).count()


def rows(person, name, on="2026-11-22", **chosen):
    """What a file of the register holds, by the keys of its columns."""
    return list(records(NAMES[name], asked(person, on, **chosen)))


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_a_register_costs_few_queries_in_any_order(loaded, reader, name, lang):
    register = NAMES[name]

    with translation.override(lang):
        for column in register.columns:
            if column.sort:
                with CaptureQueriesContext(connection) as queries:
                    listing = read(register, asked(reader), {"sort": column.key})
                assert len(queries) <= MOST_QUERIES - 2  # two more find out who asks
                assert listing.shown or name in BY_HAND


@pytest.mark.parametrize("name", NAMES)
def test_a_file_holds_what_the_page_counts(loaded, reader, name):
    found, stream = rows(reader, name), export.stream(NAMES[name], asked(reader), "csv")

    heading, *lines = csv.reader(io.StringIO(b"".join(stream).decode("utf-8-sig")))
    assert len(lines) == len(found) == count(reader, name)
    assert heading == [str(column.heading) for column in NAMES[name].columns]


def test_the_register_of_2008_holds_the_sources_bodies_and_memberships(loaded, reader):
    assert count(reader, "bodies", "2008-12-31") == in_file("bodies")
    assert count(reader, "memberships", "2008-12-31") == in_file("memberships")
    assert count(reader, "forum-priorities", "2008-12-31") == in_file("forum_priorities") == 8
    assert count(reader, "seats", "2008-12-31") == in_file("seats")


@pytest.mark.parametrize(("movement", "many"), [("persons", 10), ("goods", 13)])
def test_the_technical_committees_are_those_of_appendix_e(loaded, reader, movement, many):
    found = rows(reader, "bodies", "2008-12-31", place="Appendix E", movement=movement)

    assert len(found) == many
    every = {row["key"] for row in rows(reader, "bodies", "2008-12-31", technical="1", movement=movement)}
    assert {row["key"] for row in found} <= every


@pytest.mark.parametrize(
    ("chosen", "keys"),
    [
        ({"q": "customs organization"}, {"wco"}),
        ({"q": "organisation douanes"}, {"wco"}),
        ({"q": "OMD"}, {"wco", "wco-council"}),
        ({"under": "un"}, {"un", "icao", "icao-tag", "icao-fal"}),
        ({"role": "chair"}, {"g8-mesg", "ifc-tcg", "wco-audit"}),  # and no co-chair or vice-chair
        ({"role": "co_chair"}, {"mtcr-eeg"}),
        ({"where": "home"}, {"ps-isg"}),
        ({"lead": "ca-ps"}, {"ps-isg"}),
        ({"kind": "council"}, {"wco-council", "cclec"}),
        ({"first": "1"}, {"g8", "wco", "fcc", "apec", "wto", "iata", "icao", "igc"}),
    ],
)
def test_bodies_are_narrowed(loaded, reader, chosen, keys):
    assert {row["key"] for row in rows(reader, "bodies", "2008-12-31", **chosen)} == keys


def test_bodies_without_a_lead_and_with_none_of_our_parts(loaded, reader):
    everything = rows(reader, "bodies")

    assert count(reader, "bodies", leaderless="1") == sum(not row["lead"] for row in everything)
    assert count(reader, "bodies", role="none") == sum(not row["our_role"] for row in everything)


def test_our_seats(loaded, reader):
    found = rows(reader, "seats", ours="1")

    assert {row["holder_key"] for row in found} == {"cbsa", "ca"}
    assert {"b5-chair-2020", "francophonie-host-2008"} <= {row["key"] for row in found}


def test_whether_a_seat_rotates_is_said_in_words(loaded, reader):
    found = {row["key"]: row["rotates"] for row in rows(reader, "seats")}

    assert (found["mtcr-eeg-co-chair"], found["b5-chair-us-2023"], found["wco-audit-chair"]) == (
        "permanent",
        "rotates",
        "",
    )


def test_goals_still_to_be_finalised_say_so(loaded, reader):
    found = {row["forum_key"]: row["goals"] for row in rows(reader, "forum-priorities", edition="cbsa-2008")}

    assert found["iata"] == "to be finalised"
    assert found["wco"].count(" · ") == 2


def test_the_files_speak_both_languages(loaded, reader):
    with translation.override("fr"):
        (row,) = rows(reader, "bodies", q="OMD", kind="organisation")

    assert row["name"] == "Organisation mondiale des douanes"
