"""Everything between two meetings: what is still owed first, then what happened, in order of time."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entente.dossiers import thread
from entente.engagement.commitments import actions as promises
from entente.engagement.forums import actions as forums
from entente.engagement.meetings.models import Decision
from entente.engagement.partners import actions as partners
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from tests.engagement.agreements import factories as agreements
from tests.engagement.commitments.factories import days_from_now, promised, some_partner
from tests.engagement.meetings import factories as meetings


@pytest.fixture
def mexico(db):
    return some_partner()


@pytest.fixture
def story(mexico, desk_officer, other_officer):
    """A meeting two months ago, one in a month, and what happened since."""
    last = meetings.attended(desk_officer, partner=mexico, in_days=-60, title_en="Talks in Mexico City")
    Decision.objects.create(meeting=last, position=1, text_en="To share the format", text_fr="Partager le format")
    following = meetings.confirmed(partner=mexico, in_days=30, title_en="Talks in Ottawa")
    made = {"made_on": days_from_now(-60), "partner": mexico}
    owed = promised(by=desk_officer, title_en="Share the format", side="theirs", due_on=days_from_now(-3), **made)
    kept = promised(by=desk_officer, title_en="Send the list", owner=other_officer, due_on=days_from_now(-10), **made)
    promises.close(kept, by=other_officer, text_en="Sent")
    promises.slip(owed, by=desk_officer, due_on=days_from_now(20), reason="They asked for time")
    promised(by=desk_officer, title_en="Too old", made_on=days_from_now(-400), due_on=None, partner=mexico)
    partners.add_office(
        mexico, by=desk_officer, title_en="Head of the customs agency", title_fr="Chef", role="head",
        starts_on=days_from_now(-20).isoformat(),
    )  # fmt: skip
    agreements.agreement(
        mexico, title_en="Arrangement on formats", status="signed", signed_on=days_from_now(-15).isoformat()
    )
    return {"last": last, "next": following, "owed": owed, "kept": kept}


@pytest.fixture
def other_officer(open_account):
    return open_account(Role.DESK_OFFICER, username="other")


def read(client, person, address="/en/partners/mx/thread/"):
    client.force_login(person)
    return client.get(address)


def test_it_goes_from_the_last_meeting_held_to_the_next_one(client, story, desk_officer, mexico):
    span = thread.span_of(desk_officer, mexico, today=timezone.localdate())

    assert (span.first, span.last) == (days_from_now(-60), days_from_now(30))
    assert (span.before, span.after) == (story["last"], story["next"])


def test_what_is_still_owed_stands_first_and_everything_follows_in_order_of_time(client, story, desk_officer):
    text = read(client, desk_officer).content.decode()

    assert "2 promises are still to be kept, 0 of them late. In between: 2 made, 1 kept." in text
    order = [
        "Promises still to be kept", "Share the format", "In between, in order of time", "Talks in Mexico City",
        "To share the format", "Begins: Head of the customs agency", "Arrangement on formats",
        "They asked for time", "We kept it", "They are due", "Talks in Ottawa",
    ]  # fmt: skip
    places = [text.find(words, text.find("In between, in order") if at > 2 else 0) for at, words in enumerate(order)]
    assert -1 not in places
    assert places == sorted(places)
    assert "(to come)" in text


def test_a_promise_made_before_is_still_owed_but_is_no_event_of_this_thread(client, story, desk_officer):
    text = read(client, desk_officer).content.decode()
    between = text[text.find("In between, in order") :]

    assert "Too old" in text
    assert "Too old" not in between


def test_days_may_be_asked_for_and_other_meetings_are_offered(client, story, desk_officer):
    first, last = days_from_now(-16).isoformat(), days_from_now(-14).isoformat()

    text = read(client, desk_officer, f"/en/partners/mx/thread/?from={first}&to={last}").content.decode()

    assert "Arrangement on formats" in text
    assert "Head of the customs agency" not in text
    assert f"?from={days_from_now(-60).isoformat()}&amp;to={days_from_now(30).isoformat()}" in text


@pytest.mark.parametrize(
    "asked", ["from=yesterday", "from=2026-13-01", "from=2026-05-01&to=2026-04-01", "to=9999-12-31"]
)
def test_a_day_that_is_none_is_told_kept_and_the_usual_thread_shown(asked, client, story, desk_officer):
    answer = read(client, desk_officer, f"/en/partners/mx/thread/?{asked}")

    assert answer.status_code == 422
    assert asked.split("=")[1].split("&")[0] in answer.content.decode()
    assert "Talks in Ottawa" in answer.content.decode()


def test_it_speaks_french_at_a_french_address(client, story, desk_officer):
    text = read(client, desk_officer, "/fr/partenaires/mx/fil/").content.decode()

    assert "Entre les deux, dans l’ordre du temps" in text
    assert "2 engagements sont encore à tenir" in text


def test_a_partner_without_meetings_shows_the_last_year(client, mexico, desk_officer):
    text = read(client, desk_officer).content.decode()

    assert "Nothing is recorded between these two days." in text
    assert "No meeting was held on the first day." in text
    span = thread.span_of(desk_officer, mexico, today=timezone.localdate())
    assert span.first == timezone.localdate() - timedelta(days=365)


def test_protected_parts_show_only_to_those_cleared(client, story, desk_officer, open_account, mexico):
    promised(by=desk_officer, title_en="A secret promise", marking=Marking.PROTECTED_B, partner=mexico)
    Decision.objects.create(
        meeting=story["last"], position=90, text_en="A secret decision", marking=Marking.PROTECTED_B
    )
    meetings.attended(partner=mexico, in_days=-30, title_en="A secret meeting", marking=Marking.PROTECTED_B)
    lower = open_account(Role.READER, clearance=Marking.PROTECTED_A)

    cleared, plain = (read(client, person).content.decode() for person in (desk_officer, lower))

    assert "A secret meeting" in cleared
    assert "secret" not in plain
    assert '<p class="marking protected_b">' in cleared
    assert Entry.objects.filter(verb="read", subject="partners.partner:mx", actor="desk_officer").count() == 1
    assert not Entry.objects.filter(verb="read", actor="reader").exists()


def test_a_hidden_partner_has_no_thread(client, desk_officer, open_account):
    from tests.engagement.forums.factories import partner

    partner("xx", marking=Marking.PROTECTED_B)

    assert (
        read(client, open_account(Role.READER, clearance="unclassified"), "/en/partners/xx/thread/").status_code == 404
    )


def test_it_is_taken_away_as_a_file_and_the_trail_knows(client, story, desk_officer):
    client.force_login(desk_officer)

    table = client.get("/en/partners/mx/thread/?format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(table.streaming_content).decode("utf-8-sig"))))
    again = json.loads(b"".join(client.get("/en/partners/mx/thread/?format=json").streaming_content))

    assert [row["Kind"] for row in rows[:2]] == ["still to be kept", "still to be kept"]
    assert [row["Day"] for row in rows[2:]] == sorted(row["Day"] for row in rows[2:])
    assert again["count"] == len(rows)
    assert Entry.objects.filter(verb="export", subject="register:thread-mx").count() == 2


def test_a_body_has_a_thread_between_its_sessions(client, desk_officer):
    body = forums.register(by=desk_officer, name_en="Border Five", kind="forum")
    meetings.attended(body=body, in_days=-40, title_en="Spring session")
    promised(by=desk_officer, title_en="Draft the paper", body=body, made_on=days_from_now(-40))

    text = read(client, desk_officer, f"/en/forums/{body.key}/thread/").content.decode()

    assert "Spring session" in text
    assert "Draft the paper" in text


def test_a_long_thread_costs_what_a_short_one_does(client, story, desk_officer, mexico):
    def cost():
        read(client, desk_officer)
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/partners/mx/thread/")
        return len(queries)

    before = cost()
    for number in range(6):
        one = promised(by=desk_officer, title_en=str(number), partner=mexico, made_on=days_from_now(-5))
        promises.slip(one, by=desk_officer, due_on=days_from_now(50), reason="Asked")
        meetings.attended(partner=mexico, in_days=-number - 2, title_en=f"Call {number}")

    assert cost() <= before
    assert before <= 32
