import csv
import io
import json
from collections import Counter

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from entente.engagement.forums.queries import matrix
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask

# Framework of 2008, Appendix D, mark for mark: G8/G20, WCO, Four Country Conference, APEC, WTO.
APPENDIX_D = {
    "us": ("° ", "XXXXX"),
    "gb": ("° ", "XXX.X"),
    "au": ("° ", ".XXXX"),
    "eu-commission": ("  ", "XX..X"),
    "jp": ("° ", "XX.XX"),
    "fr": ("°*", "XX..X"),
    "kr": ("° ", ".X.X."),
    "de": ("°*", "XX..X"),
    "nl": ("°*", ".X..X"),
    "nz": ("  ", ".X.XX"),
    "br": ("° ", "XX..X"),
    "ru": ("° ", "XX.X."),
    "in": ("° ", "XX..X"),
    "cn": ("° ", "XX.XX"),
    "mx": ("° ", "XX.XX"),
    "za": ("° ", "XX..X"),
    "ae": ("° ", ".X..X"),
    "sn": ("  ", ".X..X"),
}


MOST_QUERIES = 6


def ask(person, on="2008-05-31", edition="", past=True):
    return Ask(person, on, past, edition)


def spelled(line):
    marks = ("°" if line.standing.officer else " ") + ("*" if line.standing.in_union else " ")
    return marks, "".join("X" if cell.membership else "." for cell in line.cells)


def test_the_matrix_of_2008_is_appendix_d(loaded, reader):
    found = matrix.matrix(ask(reader))

    assert found.edition.key == "cbsa-2008"
    assert [forum.key for forum in found.chosen] == ["g8", "wco", "fcc", "apec", "wto"]
    assert {line.standing.partner.key: spelled(line) for line in found.lines} == APPENDIX_D
    assert all(cell.is_member for line in found.lines for cell in line.cells if cell.membership)
    assert [str(group.name) for group in found.groups] == [
        "Core partners",
        "Key partners",
        "Emerging partners",
        "Regional partners",
    ]
    assert [one.key for one in found.empty] == ["iata", "icao", "igc"]


def test_rows_and_columns_add_up(loaded, reader):
    found = matrix.matrix(ask(reader))

    columns = Counter(at for _marks, row in APPENDIX_D.values() for at, mark in enumerate(row) if mark == "X")
    assert found.totals == [columns[at] for at in range(5)] == [12, 18, 3, 8, 16]
    assert found.total == sum(line.total for line in found.lines) == 57


@pytest.mark.parametrize(
    ("on", "edition", "shown", "first"),
    [
        ("2008-05-31", "", "cbsa-2008", ["g8", "wco", "fcc", "apec", "wto"]),
        ("2020-06-01", "", "cbsa-2019", ["wco", "b5", "m5", "rccdg", "fcm", "wto"]),
        ("2022-06-01", "", "cbsa-2019", ["wco", "b5", "m5", "rccdg", "fcm", "wto"]),  # between two editions
        ("2024-01-01", "", "cbsa-2023", ["fcm", "b5", "m5", "wco", "apec"]),
        ("2024-01-01", "cbsa-2008", "cbsa-2008", ["g8", "wco", "fcc", "apec", "wto"]),
    ],
)
def test_any_day_and_edition(loaded, reader, on, edition, shown, first):
    found = matrix.matrix(ask(reader, on, edition))

    assert found.edition.key == shown
    assert [forum.key for forum in found.chosen] == first


def test_nobody_sits_anywhere_before_a_source_vouches_for_it(loaded, reader):
    found = matrix.matrix(ask(reader, "2007-12-31"))

    assert found.total == 0
    assert not any(line.standing.officer or line.standing.in_union for line in found.lines)


def test_an_edition_that_is_not_known_shows_nothing(loaded, reader):
    found = matrix.matrix(ask(reader, edition="nowhere"))

    assert (found.edition, found.lines) == (None, [])


def test_a_membership_of_an_administration_counts_and_says_so(loaded, reader):
    found = matrix.matrix(ask(reader, "2024-01-01"), ["wco"])

    cells = {line.standing.partner.key: line.cells[0] for line in found.lines}
    assert cells["eu"].through.key == "eu-commission"
    assert cells["eu"].word == "member, through European Commission"
    assert cells["mx"].through is None


@pytest.mark.parametrize("asked", ["?on=2008-05-31", "", "?edition=cbsa-2019&forum=wco&forum=b5"])
def test_the_page_of_the_matrix_costs_few_queries(loaded, reader, as_person, asked):
    client = as_person(reader)

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse("forums:matrix") + asked)

    assert answer.status_code == 200
    assert len(queries) <= MOST_QUERIES, [one["sql"][:120] for one in queries]


def test_the_page_says_in_words_what_the_signs_mean(loaded, reader, as_person):
    page = as_person(reader).get(reverse("forums:matrix") + "?on=2008-05-31").content.decode()

    assert "18 partners, 5 forums" in page
    assert '<span class="unseen">member</span>' in page
    assert "Priority forums in which none of these partners is recorded" in page
    assert "The mark stands in a single column headed G8/G20" in page
    assert "Appendix D" in page  # the source, at the foot


def download(client, form, asked="on=2008-05-31"):
    answer = client.get(f"{reverse('forums:matrix')}?{asked}&format={form}")
    return answer, b"".join(answer.streaming_content)


def test_the_matrix_is_taken_away_as_csv_with_its_sums(loaded, reader, as_person):
    answer, content = download(as_person(reader), "csv")

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == [
        *("Partner", "Key", "Tier", "Officer present", "Member of the European Union"),
        *("G8", "WCO", "Four Country Conference", "APEC", "WTO", "Forums"),
    ]
    assert rows[1] == ["United States", "us", "Core partners", "True", "False", *["member"] * 5, "5"]
    assert rows[-1] == ["All partners", "", "", "", "", "12", "18", "3", "8", "16", "57"]
    assert 'filename="forum-matrix-2008-05-31.csv"' in answer["Content-Disposition"]


def test_the_matrix_is_taken_away_as_json_and_as_a_workbook(loaded, reader, as_person):
    client = as_person(reader)

    items = json.loads(download(client, "json")[1])["items"]
    sheet = openpyxl.load_workbook(io.BytesIO(download(client, "xlsx")[1])).active

    assert len(items) == 19
    assert items[0]["wco"] == "member"
    assert (sheet.max_row, sheet.max_column) == (20, 11)


def test_taking_the_matrix_away_is_in_the_trail(loaded, reader, as_person):
    download(as_person(reader), "csv")

    entry = Entry.objects.order_by("-id").first()
    assert (entry.verb, entry.subject) == ("export", "register:forum-matrix")


def test_the_matrix_speaks_french(loaded, reader, as_person):
    with translation.override("fr"):
        page = as_person(reader).get(f"{reverse('forums:matrix')}?on=2008-05-31").content.decode()

    assert "Royaume-Uni" in page
    assert "Partenaires centraux" in page
