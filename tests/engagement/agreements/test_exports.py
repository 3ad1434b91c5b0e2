"""The registers as files: their headings, a row, both languages."""

import csv
import io
import json

import pytest
from django.utils import translation

from entente.engagement.agreements import exports, queries
from entente.kit import export

from . import factories

ask = factories.ask


@pytest.fixture
def memorandum(db):
    partner = factories.partner("mx", name_en="Mexico", name_fr="Mexique")
    given = {"kind": "mou", "status": "signed", "signed_on": "2005-06", "binding": False, "subjects": "goods"}
    return factories.agreement(partner, title_en="Memorandum", title_fr="Protocole", key="mx-mou", **given)


def as_csv(register, asked, lang="en"):
    with translation.override(lang):
        text = b"".join(export.stream(register, asked, "csv")).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_register_carries_its_columns_and_a_row(auditor, memorandum):
    heading, row = as_csv(exports.AGREEMENTS, ask(auditor))
    said = dict(zip(heading, row, strict=True))

    assert heading[:6] == ["Instrument", "Key", "Title in English", "Title in French", "Type", "With"]
    assert said["Key"] == "mx-mou"
    assert said["With"] == "Mexico"
    assert said["Type"] == "memorandum of understanding"
    assert (said["Binding"], said["Signed"], said["In force"]) == ("no", "2005-06", "")
    assert (said["Source"], said["Place in the source"]) == ("framework-2008", "Appendix C")


def test_the_same_file_in_french_carries_french(auditor, memorandum):
    _heading, row = as_csv(exports.AGREEMENTS, ask(auditor), "fr")

    assert row[0] == "Protocole"
    assert "Mexique" in row


def test_on_a_past_day_the_file_carries_the_status_of_that_day(auditor, memorandum):
    heading, row = as_csv(exports.AGREEMENTS, ask(auditor, "2006-01-01"))

    assert row[heading.index("Status")] == "signed"
    assert as_csv(exports.AGREEMENTS, ask(auditor, "2004-01-01"))[1:] == []


def test_a_mark_stays_a_mark_in_a_file(auditor):
    factories.agreement(signed_on="[redacted]")
    heading, row = as_csv(exports.AGREEMENTS, ask(auditor))

    assert row[heading.index("Signed")] == "[redacted]"


@pytest.mark.parametrize("register", exports.REGISTERS, ids=lambda register: register.name)
@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_every_register_is_taken_away_in_three_forms(register, form, auditor, memorandum):
    edition, mexico = factories.edition(), factories.partner("mx")
    factories.candidate(edition, mexico, agreement=memorandum)
    factories.party_action(memorandum, mexico)
    factories.act()
    factories.agreement(mexico, kind="convention")
    factories.agreement(mexico, status="in_force", in_force_on="2001", expires_on="2027-01-15")
    factories.clause(memorandum)
    factories.obligation(memorandum)

    content = b"".join(export.stream(register, ask(auditor), form))

    assert content
    if form == "json":
        assert json.loads(content)["count"] > 0


def test_names_of_registers_are_those_of_the_command():
    assert [register.name for register in exports.REGISTERS] == [
        "agreements", "conventions", "acts", "candidates", "party-actions", "agreements-by-partner", "clauses",
        "obligations", "pipeline",
    ]  # fmt: skip


def test_the_matrix_as_a_file_has_a_column_a_type(auditor, memorandum):
    heading, row = as_csv(exports.MATRIX, ask(auditor))
    said = dict(zip(heading, row, strict=True))

    assert (said["Key"], said["memorandum of understanding"], said["Total"]) == ("mx", "1", "1")
    assert said["free trade agreement"] == "0"


@pytest.mark.parametrize(
    ("targets", "no_priority", "said"),
    [
        (15, 7, "Seven of fifteen negotiation targets are no priority partner"),
        (15, 1, "One of fifteen negotiation targets is no priority partner"),
        (15, 0, "All fifteen negotiation targets are priority partners"),
        (3, 3, "None of the three negotiation targets is a priority partner"),
        (1, 1, "The only negotiation target is no priority partner"),
        (1, 0, "The only negotiation target is a priority partner"),
        (0, 0, "No negotiation target is named"),
        (40, 25, "25 of 40 negotiation targets are no priority partner"),
    ],
)
def test_the_candidates_page_answers_in_its_title(targets, no_priority, said):
    assert exports.targets_answer(queries.Answer(targets, no_priority)) == said


def test_small_numbers_are_words_in_both_languages():
    from entente.engagement.agreements.exports.titles import NUMBERS, in_words

    assert {len(words.split()) for words in NUMBERS.values()} == {21}
    with translation.override("fr"):
        assert [in_words(number) for number in (0, 1, 7, 15, 20, 21)] == [
            "aucune", "une", "sept", "quinze", "vingt", "21",
        ]  # fmt: skip
