"""Automatic exchanges from a sheet: every bad cell named, judged like every other, all or none. EXC-38."""

import io
from datetime import datetime

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from entente.engagement.agreements.models import Element
from entente.engagement.exchanges import actions, imports
from entente.engagement.exchanges.models import Entry, Exchange, Flow

from . import factories

HEADING = ",".join(imports.COLUMNS)


def sheet(*rows):
    return "\n".join([HEADING, *rows]).encode()


def row(agreement, **given):
    known = {"partner": "jp", "agreement": agreement.key, "at": "2026-11-20 02:40", "flow": "from_us", "reference": "R",
             "purpose": "customs_enforcement", "element": "cargo_manifest", "count": "120", "marking": ""}  # fmt: skip
    return ",".join((known | given)[one] for one in imports.COLUMNS)


def test_rows_of_one_reference_are_one_exchange_in_the_ledger(desk, cmaa):
    content = sheet(row(cmaa), row(cmaa, element="company", count="3"), row(cmaa, reference="S"))

    judged = imports.judge("exchanges.csv", content, person=desk.decider)
    made = actions.take_in(judged.given, by=desk.decider, file="a.csv")

    assert judged.errors == []
    assert [one.lines.count() for one in made] == [2, 1]
    assert sorted(Entry.objects.values_list("count", flat=True)) == [3, 120, 120]
    assert {one.state for one in made} == {"released"}
    assert made[0].steps.get().on_behalf_of == "vice"


def test_words_of_either_language_serve(desk, cmaa):
    with translation.override("fr"):
        flow, element = str(Flow.FROM_US.label), str(Element.CARGO_MANIFEST.label)

    judged = imports.judge("exchanges.csv", sheet(row(cmaa, flow=flow, element=element)), person=desk.decider)

    assert judged.errors == []
    assert [(one["flow"], list(one["elements"])) for one in judged.given] == [("from_us", ["cargo_manifest"])]


def test_a_workbook_says_the_same_as_a_text_with_its_moments_as_moments(desk, cmaa):
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.active.append(imports.COLUMNS)
    at = datetime(2026, 11, 20, 2, 40)
    book.active.append(["jp", cmaa.key, at, "from_us", "customs_enforcement", "cargo_manifest", 120, "R", ""])
    book.save(kept)

    from_book = imports.judge("exchanges.xlsx", kept.getvalue(), person=desk.decider)
    from_text = imports.judge("exchanges.csv", sheet(row(cmaa)), person=desk.decider)

    assert from_book.errors == []
    assert from_book.given == from_text.given


def test_every_bad_cell_is_named_by_row_column_and_reason(desk, cmaa):
    content = sheet(
        row(cmaa, partner="nobody"), row(cmaa, at="yesterday"), row(cmaa, count="none"), row(cmaa, element="gossip"),
        row(cmaa, at="2099-01-01 00:00"), row(cmaa), row(cmaa),
    )  # fmt: skip

    errors = imports.judge("exchanges.csv", content, person=desk.decider).errors

    assert [(one.row, one.column, one.value) for one in errors] == [
        (2, "partner", "nobody"), (3, "at", "yesterday"), (4, "count", "none"), (5, "element", "gossip"),
        (6, "at", "2099-01-01 00:00"), (8, "element", "cargo_manifest"),
    ]  # fmt: skip


def test_what_may_not_go_is_told_with_its_article_and_nothing_is_taken_in(desk, cmaa, client):
    """EXC-38."""
    content = sheet(row(cmaa), row(cmaa, reference="S", element="passenger_name_record"))
    client.force_login(desk.decider)

    answer = client.post(reverse("exchanges:import"), {"sheet": SimpleUploadedFile("a.csv", content)})

    assert answer.status_code == 422
    assert "art. 9(2)" in answer.content.decode()
    assert not Exchange.objects.exists()


def test_a_good_sheet_goes_through_the_page(desk, cmaa, client):
    client.force_login(desk.decider)

    answer = client.post(reverse("exchanges:import"), {"sheet": SimpleUploadedFile("a.csv", sheet(row(cmaa)))})

    assert answer.status_code == 302
    assert Entry.objects.get().way == "electronic"
    empty = client.get(reverse("exchanges:template")).content.decode("utf-8-sig")
    assert empty.startswith("Partner,Instrument,Day and time")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_empty_sheet_of_either_language_is_understood(lang, desk, cmaa):
    with translation.override(lang):
        heading = imports.template().decode("utf-8-sig").splitlines()[0]
    said = sheet(row(cmaa)).decode().replace(HEADING, heading)

    assert not imports.judge("exchanges.csv", said.encode(), person=desk.officer).errors


def test_a_count_that_nothing_can_hold_is_named_by_row_and_column(desk, cmaa):
    judged = imports.judge("exchanges.csv", sheet(row(cmaa, count="9" * 20)), person=desk.officer)

    assert [(one.row, one.column) for one in judged.errors] == [(2, "count")]


def test_a_sheet_is_decided_by_whoever_sends_it_and_so_needs_the_authority(desk, cmaa):
    judged = imports.judge("exchanges.csv", sheet(row(cmaa)), person=desk.officer)

    with pytest.raises(PermissionDenied):
        actions.take_in(judged.given, by=desk.officer, file="a.csv")
    assert not Exchange.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"partner,at\nx,y", "heading"), (HEADING.encode() + b"\n", "empty"), (b"a" * 5242881, "large")],
)
def test_a_sheet_that_cannot_be_read_says_why(content, code, desk):
    with pytest.raises(ValidationError) as refusal:
        imports.judge("exchanges.csv", content, person=desk.officer)
    assert refusal.value.code == code


def test_the_action_refuses_what_the_sheet_would_hide(desk, cmaa):
    """EXC-38."""
    judged = imports.judge("exchanges.csv", sheet(row(cmaa)), person=desk.decider)
    judged.given[0]["elements"] = {"passenger_name_record": 1}

    with pytest.raises(ValidationError, match="EXC-38"):
        actions.take_in(judged.given, by=desk.decider, file="a.csv")
    assert factories.Exchange.objects.count() == 0
