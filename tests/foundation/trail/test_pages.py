import csv
import io
import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from entente.foundation.people.roles import Role
from entente.foundation.trail import actions
from entente.foundation.trail.exports import TRAIL
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask, read, records

from .tampering import change, without_triggers

TODAY = "2026-01-01"


@pytest.fixture
def lines(auditor, administrator):
    actions.record(
        by=administrator, verb="change_account", subject=auditor, reason="New post", role=["reader", "auditor"]
    )
    actions.record(by="load", verb="load", subject=auditor, package="cbsa-2008")


def get(client, name, *args, lang="en", **asked):
    with override(lang):
        return client.get(reverse(f"trail:{name}", args=args), asked)


def text_of(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


def listing(person, **asked):
    chosen = {one.name: asked[one.name] for one in TRAIL.filters if one.name in asked}
    return read(TRAIL, Ask(person, TODAY, chosen=chosen), asked)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_list_says_who_did_what_to_what(as_person, auditor, lines, lang):
    page = text_of(get(as_person(auditor), "index", lang=lang))

    assert "administrator" in page
    assert "New post" in page
    assert f"/people/{auditor.pk}/" in page or f"/personnes/{auditor.pk}/" in page


@pytest.mark.parametrize("role", [Role.READER, Role.DESK_OFFICER, Role.AGREEMENTS_OFFICER, Role.EXECUTIVE])
def test_others_do_not_read_the_whole_trail(as_person, open_account, lines, role):
    client = as_person(open_account(role))

    assert get(client, "index").status_code == 403
    assert get(client, "index", format="csv").status_code == 403
    assert get(client, "entry", Entry.objects.first().pk).status_code == 403


def test_the_newest_entry_comes_first(auditor, lines):
    assert listing(auditor).body.index("loaded from a package") < listing(auditor).body.index("account changed")


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"actor": "administrator"}, 1),
        ({"verb": "load"}, 1),
        ({"kind": "people.person"}, 4),
        ({"kind": "partners.partner"}, 0),
        ({"since": "2020"}, 4),
        ({"until": "2020"}, 0),
        ({"since": "2020", "until": "2090-12"}, 4),
        ({"since": "lately"}, 0),
    ],
)
def test_the_list_can_be_narrowed(auditor, lines, asked, count):
    assert listing(auditor, **asked).count == count


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("day", ["9999-12-31", "2100", "0001-01-01"])
def test_a_day_that_nobody_can_mean_is_said(as_person, auditor, lines, name, day):
    response = get(as_person(auditor), "index", **{name: day})

    assert response.status_code == 200
    assert "Write a day between 1900 and 2099" in response.content.decode()
    assert listing(auditor, **{name: day}).count == 0


def test_a_page_of_the_list_costs_the_same_at_any_size(auditor, lines, django_assert_num_queries):
    actions.record_many([actions.line(auditor, "load", package="x") for _number in range(120)], by="load")

    with django_assert_num_queries(3):  # rows, count, who wrote
        assert listing(auditor).shown == 50


def test_a_file_carries_everything_as_it_was_recorded(auditor, lines):
    rows = list(records(TRAIL, Ask(auditor, TODAY)))

    changed = next(row for row in rows if row["verb_code"] == "change_account")
    assert changed["who"] == "administrator"
    assert changed["changes"] == "Role: reader → auditor"
    assert changed["recorded"] == '{"role": ["reader", "auditor"]}'
    assert len(changed["seal"]) == 64


def test_taking_the_trail_away_is_in_the_trail(as_person, auditor, lines):
    response = get(as_person(auditor), "index", format="csv", verb="load")

    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:3] == ["When", "Who", "What was done"]
    assert len(rows) == 2
    assert Entry.objects.latest("id").changes["asked"] == "format=csv&verb=load"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_entry_shows_before_after_and_its_seal(as_person, auditor, lines, lang):
    entry = Entry.objects.get(verb="change_account")

    page = text_of(get(as_person(auditor), "entry", entry.pk, lang=lang))

    assert entry.seal in page
    assert "New post" in page
    assert page.count("<td>") == 2


def test_an_entry_that_was_tampered_with_says_so(as_person, auditor, lines):
    entry = Entry.objects.get(verb="change_account")
    assert "The seal fits" in text_of(get(as_person(auditor), "entry", entry.pk))

    with without_triggers():
        change(f"UPDATE trail_entry SET reason = 'No reason' WHERE id = {entry.pk}")

    assert "The seal does not fit" in text_of(get(as_person(auditor), "entry", entry.pk))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_fragment_for_dossiers_says_who_changed_what(auditor, lines, lang):
    with override(lang):
        drawn = render_to_string("trail/about.html", {"entries": Entry.objects.order_by("-id")})

    assert "New post" in drawn
    assert "administrator" in drawn
    assert render_to_string("trail/about.html", {"entries": []}).strip() == ""
