"""The handover pack: one page and one workbook that hold what a successor must know."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entente.engagement.forums.models import Body
from entente.engagement.partners import actions as partners
from entente.engagement.partners.models import Partner
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from tests.engagement.agreements import factories as agreements
from tests.engagement.commitments.factories import days_from_now, promised, some_partner, unit
from tests.engagement.forums import factories as forums
from tests.engagement.meetings import factories as meetings
from tests.engagement.visits import factories as visits


@pytest.fixture
def desk(desk_officer):
    """A desk under an office, with a partner, a forum and everything a successor must know."""
    office = unit("international")
    own = unit("americas")
    own.parent = office
    own.save()
    people.change_account(desk_officer, by="tests", unit=own)
    desk_officer.refresh_from_db()
    mexico = some_partner()
    Partner.objects.filter(pk=mexico.pk).update(owner=own)
    forum = forums.body("b5", name_en="Border Five", owner=office)
    partners.add_office(
        mexico, by=desk_officer, title_en="Head of customs", title_fr="Chef", role="head", starts_on="2025"
    )
    late = {"made_on": date(2026, 1, 1), "due_on": days_from_now(-4), "partner": mexico}
    promised(by=desk_officer, title_en="Their late one", side="theirs", **late)
    promised(by=desk_officer, title_en="Our own", partner=None, body=forum)
    meetings.meeting(partner=mexico, in_days=20, title_en="Next talks")
    visits.requested(
        by=desk_officer, partner=mexico, title_en="Mexican customs come", title_fr="Les douanes mexicaines viennent"
    )
    agreements.agreement(
        mexico, title_en="Ending arrangement", status="in_force", ended_on=days_from_now(100).isoformat()
    )
    forums.seat(forum, mexico, title_en="Chair of the table", starts_on="2025", ends_on=days_from_now(50).isoformat())
    return office


def read(client, person, asked=""):
    client.force_login(person)
    return client.get(f"/en/handover/{asked}")


EVERYTHING = [
    "Their late one",
    "4 days late",
    "Our own",
    "Next talks",
    "Mexican customs come",
    "they come to us",
    "Head of customs",
    "Ending arrangement",
    "Chair of the table",
]


def test_an_office_hands_over_what_it_and_the_offices_under_it_answer_for(client, desk, desk_officer):
    text = read(client, desk_officer, "?of=office:international").content.decode()

    assert [words for words in EVERYTHING if words not in text] == []
    assert "Handover pack: Office international" in text
    assert "2 promises are still to be kept, 1 of them late. Partners in it: 1; forums: 1." in text


def test_a_person_hands_over_what_they_own_and_whom_it_concerns(client, desk, desk_officer, auditor):
    own = read(client, desk_officer).content.decode()
    asked = read(client, auditor, "?of=person:desk_officer").content.decode()
    nothing = read(client, auditor).content.decode()

    for text in (own, asked):
        assert [words for words in EVERYTHING if words not in text] == []
    assert "We owe nothing." in nothing
    assert "No trip report of the last three years is on file." in nothing


def test_meetings_attended_make_up_a_portfolio_too(client, desk, open_account):
    delegate = open_account(Role.READER, username="delegate")
    meetings.attended(delegate, body=Body.objects.get(key="b5"), in_days=-90)

    text = read(client, delegate).content.decode()

    assert "Border Five" in text
    assert "Chair of the table" in text


def test_a_visit_that_is_declined_or_of_others_is_no_next_date(client, desk, desk_officer, open_account):
    other = open_account(Role.VISITS_OFFICER)
    declined = visits.requested(by=other, partner=some_partner(), title_en="Declined visit")
    visits.actions.decline(declined, by=other, reason="Not now")
    visits.requested(by=other, partner=some_partner("jp"), title_en="Visit of others", officer=other)

    office = read(client, desk_officer, "?of=office:international").content.decode()
    own = read(client, desk_officer, "?of=person:visits_officer").content.decode()

    assert "Declined visit" not in office
    assert "Visit of others" not in office
    assert "Visit of others" in own, "who keeps a visit hands it over"


def test_nothing_protected_is_handed_to_those_not_cleared(client, desk, desk_officer, open_account):
    promised(by=desk_officer, title_en="A secret promise", marking=Marking.PROTECTED_B)
    lower = open_account(Role.EXECUTIVE, username="lower", clearance=Marking.PROTECTED_A)

    cleared = read(client, desk_officer, "?of=person:desk_officer").content.decode()
    plain = read(client, lower, "?of=person:desk_officer").content.decode()

    assert "A secret promise" in cleared
    assert '<p class="marking protected_b">' in cleared
    assert "secret" not in plain
    assert Entry.objects.filter(verb="read", subject__startswith="people.person").count() == 1


def test_the_workbook_has_a_sheet_for_each_part_and_the_trail_knows(client, desk, desk_officer):
    answer = read(client, desk_officer, "?of=office:international&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))

    assert book.sheetnames == [
        "What we owe", "What they owe us", "Next dates", "Contacts", "Last reports",
        "Instruments that end", "Seats that end",
    ]  # fmt: skip
    assert book["What they owe us"]["A2"].value == "Their late one"
    assert Entry.objects.get(verb="export").subject == "register:handover"


def test_in_french_the_page_and_the_sheets_speak_french(client, desk, desk_officer):
    client.force_login(desk_officer)
    text = client.get("/fr/releve/?of=office:international").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/fr/releve/?of=office:international&format=xlsx").content))

    assert "2 engagements sont encore à tenir" in text
    assert book.sheetnames[0] == "Ce que nous devons"


@pytest.mark.parametrize("asked", ["?of=office:nowhere", "?of=person:nobody", "?of=nonsense"])
def test_an_unknown_name_is_told_and_the_own_portfolio_shown(asked, client, desk, desk_officer):
    answer = read(client, desk_officer, asked)

    assert answer.status_code == 422
    assert asked.split("=")[1].split(":")[-1] in answer.content.decode()
    assert "Their late one" in answer.content.decode()


def test_a_large_portfolio_costs_what_a_small_one_does(client, desk, desk_officer):
    def cost():
        read(client, desk_officer, "?of=office:international")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/handover/?of=office:international")
        return len(queries)

    before = cost()
    for number in range(8):
        promised(by=desk_officer, title_en=str(number))
        meetings.meeting(partner=some_partner(), in_days=30 + number)

    assert cost() == before
    assert before <= 18
