"""Automatic exchanges from a sheet: every bad cell named, judged like every other, all or none. EXC-38."""

import io
from contextlib import nullcontext
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

    judged = imports.judge(imports.opened("exchanges.csv", content), person=desk.decider)
    made = actions.take_in(judged.given, by=desk.decider, file="a.csv")

    assert judged.errors == []
    assert [one.lines.count() for one in made] == [2, 1]
    assert sorted(Entry.objects.values_list("count", flat=True)) == [3, 120, 120]
    assert {one.state for one in made} == {"released"}
    assert made[0].steps.get().on_behalf_of == "vice"


def test_words_of_either_language_serve(desk, cmaa):
    with translation.override("fr"):
        flow, element = str(Flow.FROM_US.label), str(Element.CARGO_MANIFEST.label)

    judged = imports.judge(
        imports.opened("exchanges.csv", sheet(row(cmaa, flow=flow, element=element))), person=desk.decider
    )

    assert judged.errors == []
    assert [(one["flow"], list(one["elements"])) for one in judged.given] == [("from_us", ["cargo_manifest"])]


def test_a_workbook_says_the_same_as_a_text_with_its_moments_as_moments(desk, cmaa):
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.active.append(imports.COLUMNS)
    at = datetime(2026, 11, 20, 2, 40)
    book.active.append(["jp", cmaa.key, at, "from_us", "customs_enforcement", "cargo_manifest", 120, "R", ""])
    book.save(kept)

    from_book = imports.judge(imports.opened("exchanges.xlsx", kept.getvalue()), person=desk.decider)
    from_text = imports.judge(imports.opened("exchanges.csv", sheet(row(cmaa))), person=desk.decider)

    assert from_book.errors == []
    assert from_book.given == from_text.given


def test_every_bad_cell_is_named_by_row_column_and_reason(desk, cmaa):
    content = sheet(
        row(cmaa, partner="nobody"), row(cmaa, at="yesterday"), row(cmaa, count="none"), row(cmaa, element="gossip"),
        row(cmaa, at="2099-01-01 00:00"), row(cmaa), row(cmaa),
    )  # fmt: skip

    errors = imports.judge(imports.opened("exchanges.csv", content), person=desk.decider).errors

    assert [(one.row, one.column, one.value) for one in errors] == [
        (2, "partner", "nobody"), (3, "at", "yesterday"), (4, "count", "none"), (5, "element", "gossip"),
        (6, "at", "2099-01-01 00:00"), (8, "element", "cargo_manifest"),
    ]  # fmt: skip


def send(client, person, content):
    """Send a sheet, and what the page that checks it answers."""
    client.force_login(person)
    answer = client.post(reverse("exchanges:import"), {"sheet": SimpleUploadedFile("a.csv", content)})
    assert answer["Location"] == reverse("exchanges:check")
    return client.get(answer["Location"])


def test_what_may_not_go_is_told_with_its_article_and_nothing_is_taken_in(desk, cmaa, client):
    """EXC-38."""
    answer = send(client, desk.decider, sheet(row(cmaa), row(cmaa, reference="S", element="passenger_name_record")))

    assert answer.status_code == 422
    assert "art. 9(2)" in answer.content.decode()
    client.post(reverse("exchanges:check"))
    assert not Exchange.objects.exists()


def test_a_good_sheet_is_shown_then_taken_in_once_however_often_the_button_is_pressed(desk, cmaa, client):
    shown = send(client, desk.decider, sheet(row(cmaa)))
    assert not Exchange.objects.exists()
    assert "cargo manifest (120)" in shown.content.decode()

    pressed = [client.post(reverse("exchanges:check")) for _time in range(2)]

    assert [one["Location"] for one in pressed] == [reverse("exchanges:index"), reverse("exchanges:import")]
    assert Entry.objects.get().way == "electronic"
    assert client.get(reverse("exchanges:check"))["Location"] == reverse("exchanges:import")
    empty = client.get(reverse("exchanges:template")).content.decode("utf-8-sig")
    assert empty.startswith("Partner,Instrument,Day and time")


def test_the_same_sheet_sent_again_is_refused_by_its_cells(desk, cmaa, client):
    """EXC-57."""
    content = sheet(row(cmaa), row(cmaa, element="company", count="3"))
    send(client, desk.decider, content)
    client.post(reverse("exchanges:check"))
    number = Exchange.objects.get().key

    answer = send(client, desk.decider, content)
    client.post(reverse("exchanges:check"))

    assert answer.status_code == 422
    assert (
        f"EXC-57: This stands in the ledger already, as {number}: cargo manifest, company." in answer.content.decode()
    )
    assert Exchange.objects.count() == 1


@pytest.mark.parametrize(
    ("other", "cells"),
    [
        ({"count": "7"}, [(2, "reference")]),
        ({"element": "company"}, []),
        ({"reference": "S"}, []),
        ({"at": "2026-11-20 02:41"}, []),
        ({"flow": "to_us"}, []),
    ],
)
def test_a_row_that_stands_in_the_ledger_is_named_and_another_is_not(other, cells, desk, cmaa):
    """EXC-57. The same partner, instrument, instant, direction, purpose, reference and element."""
    first = imports.judge(imports.opened("a.csv", sheet(row(cmaa))), person=desk.decider)
    actions.take_in(first.given, by=desk.decider, file="a.csv")

    judged = imports.judge(imports.opened("b.csv", sheet(row(cmaa, **other))), person=desk.decider)

    assert [(one.row, one.column) for one in judged.errors] == cells
    with pytest.raises(ValidationError, match="EXC-57") if cells else nullcontext():
        actions.take_in(judged.given, by=desk.decider, file="b.csv")


def test_what_carries_no_reference_is_not_taken_in(desk, cmaa):
    """EXC-56."""
    judged = imports.judge(imports.opened("a.csv", sheet(row(cmaa, reference=""))), person=desk.decider)
    long = imports.judge(imports.opened("a.csv", sheet(row(cmaa, reference="R" * 101))), person=desk.decider)

    assert [(one.row, one.column, one.message[:6]) for one in judged.errors] == [(2, "reference", "EXC-56")]
    assert [(one.row, one.column) for one in long.errors] == [(2, "reference")]
    with pytest.raises(ValidationError, match="EXC-56"):
        actions.take_in(judged.given, by=desk.decider, file="a.csv")


def test_rows_of_one_exchange_that_are_marked_otherwise_are_named(desk, cmaa):
    rows = [row(cmaa, marking="unclassified"), row(cmaa, element="company", marking="protected_b")]

    for content in (sheet(*rows), sheet(*reversed(rows))):
        errors = imports.judge(imports.opened("a.csv", content), person=desk.decider).errors
        assert [(one.row, one.column) for one in errors] == [(3, "marking")]


def test_what_is_too_old_for_a_delegate_is_named_by_its_cell(desk, cmaa):
    """EXC-50."""
    content = sheet(row(cmaa, at="2026-01-05 10:00"))

    errors = imports.judge(imports.opened("a.csv", content), person=desk.decider).errors
    assert [(one.row, one.column, one.message[:6]) for one in errors] == [(2, "at", "EXC-50")]
    assert imports.judge(imports.opened("a.csv", content), person=desk.vice).errors == []


@pytest.mark.parametrize(("lang", "words"), [("en", "You cannot take a sheet in"), ("fr", "Vous ne pouvez pas verser")])
def test_who_holds_no_authority_is_told_who_can_before_a_sheet_is_sent(lang, words, desk, cmaa, client):
    client.force_login(desk.officer)
    with translation.override(lang):
        address = reverse("exchanges:import")

    answer = client.get(address)
    page = answer.content.decode()
    assert words in page
    assert {str(one) for one in answer.context["others"]} == {
        str(one) for one in (desk.vice, desk.president, desk.decider)
    }
    assert str(desk.decider) in page
    assert 'type="file"' not in page
    answer = client.post(address, {"sheet": SimpleUploadedFile("a.csv", sheet(row(cmaa)))})
    assert answer.status_code == 403
    assert words in answer.content.decode()
    client.force_login(desk.decider)
    assert 'type="file"' in client.get(address).content.decode()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_empty_sheet_of_either_language_is_understood(lang, desk, cmaa):
    with translation.override(lang):
        heading = imports.template().decode("utf-8-sig").splitlines()[0]
    said = sheet(row(cmaa)).decode().replace(HEADING, heading)

    assert not imports.judge(imports.opened("exchanges.csv", said.encode()), person=desk.officer).errors


def test_a_count_that_nothing_can_hold_is_named_by_row_and_column(desk, cmaa):
    judged = imports.judge(imports.opened("exchanges.csv", sheet(row(cmaa, count="9" * 20))), person=desk.officer)

    assert [(one.row, one.column) for one in judged.errors] == [(2, "count")]


def test_a_sheet_is_decided_by_whoever_sends_it_and_so_needs_the_authority(desk, cmaa):
    judged = imports.judge(imports.opened("exchanges.csv", sheet(row(cmaa))), person=desk.officer)

    with pytest.raises(PermissionDenied):
        actions.take_in(judged.given, by=desk.officer, file="a.csv")
    assert not Exchange.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"partner,at\nx,y", "heading"), (HEADING.encode() + b"\n", "empty"), (b"a" * 5242881, "large")],
)
def test_a_sheet_that_cannot_be_read_says_why(content, code, desk):
    with pytest.raises(ValidationError) as refusal:
        imports.judge(imports.opened("exchanges.csv", content), person=desk.officer)
    assert refusal.value.code == code


def test_the_action_refuses_what_the_sheet_would_hide(desk, cmaa):
    """EXC-38."""
    judged = imports.judge(imports.opened("exchanges.csv", sheet(row(cmaa))), person=desk.decider)
    judged.given[0]["elements"] = {"passenger_name_record": 1}

    with pytest.raises(ValidationError, match="EXC-38"):
        actions.take_in(judged.given, by=desk.decider, file="a.csv")
    assert factories.Exchange.objects.count() == 0
