"""The page of a promise names where it was made, and leads there: a meeting and its item, a report, a visit."""

import pytest

from entente.engagement.meetings import actions as meetings
from entente.engagement.meetings.models import Meeting
from entente.engagement.travel import actions as travel
from entente.engagement.travel.models import Report
from entente.engagement.visits import actions as visits
from entente.engagement.visits.models import Visit
from entente.foundation.people.roles import Marking, Role
from tests.engagement.commitments.factories import promised
from tests.engagement.meetings import factories as held
from tests.engagement.travel import factories as trips
from tests.engagement.travel import reporting
from tests.engagement.visits import factories as comings

WORDS = {"side": "ours", "title_en": "Send the annex", "title_fr": "Transmettre l’annexe"}


@pytest.fixture
def see(client):
    """The page of a promise as a person reads it."""

    def read(person, promise, lang="en"):
        client.force_login(person)
        path = "engagements" if lang == "fr" else "commitments"
        return client.get(f"/{lang}/{path}/{promise.key}/").content.decode()

    return read


@pytest.fixture
def in_a_meeting(db):
    """A promise made on an item of a meeting whose minutes are written."""
    keeper = held.officer()
    meeting = held.attended(in_days=-10)
    item = meetings.add_item(meeting, by=keeper, title_en="The annex", title_fr="L’annexe")
    meetings.write_minutes(meeting, by=keeper, text_en="We promised the annex.")
    return meetings.bear_promise(
        meeting, by=keeper, item=item, made_on=meeting.ends_on, body=meeting.body, **WORDS
    ).commitment


def test_a_promise_of_a_meeting_leads_to_the_meeting_the_item_and_the_minutes(in_a_meeting, see):
    meeting, keeper = Meeting.objects.get(), held.officer()

    text = see(keeper, in_a_meeting)

    assert "Where it was made" in text
    assert f'<a href="{meeting.get_absolute_url()}">{meeting.title_en}</a>' in text
    assert f'<a href="/en/meetings/items/{meeting.items.get().pk}/">The annex</a>' in text
    assert f'<a href="/en/meetings/{meeting.key}/minutes/">Version 1</a>' in text
    assert "Où l’engagement a été pris" in see(keeper, in_a_meeting, "fr")


def test_nothing_is_said_of_a_meeting_or_an_item_above_the_clearance(in_a_meeting, see, reader, open_account):
    meeting = Meeting.objects.get()
    meeting.items.update(marking=Marking.PROTECTED_B)
    lower = see(reader, in_a_meeting)
    Meeting.objects.update(marking=Marking.PROTECTED_B)
    lowest = see(reader, in_a_meeting)

    assert meeting.title_en in lower
    assert "The annex" not in lower
    assert "Where it was made" not in lowest
    assert "The annex" in see(open_account(Role.DESK_OFFICER), in_a_meeting)


def test_a_page_that_names_a_protected_birthplace_bears_its_marking(in_a_meeting, see):
    Meeting.objects.update(marking=Marking.PROTECTED_A)

    assert '<p class="marking protected_a">' in see(held.officer(), in_a_meeting)


def test_a_promise_of_a_trip_report_leads_to_the_report_and_its_meeting(db, see):
    people = trips.chart()
    report = reporting.in_state(people, "draft")
    promise = travel.add_promise(report, by=people.second, **WORDS)

    text = see(people.second, promise)

    assert f'<a href="{report.get_absolute_url()}">{report.key}</a>' in text
    assert f'<a href="{report.meeting.get_absolute_url()}">' in text
    assert "Where it was made" not in see(people.other_planner, promise), "who may not read the report"
    assert Report.objects.get() == report


def test_a_promise_of_a_visit_leads_to_the_visit(visits_officer, see):
    visit = comings.visit_in("under_way", by=visits_officer)
    promise = visits.promise(visit, by=visits_officer, made_on=comings.in_days(0), **WORDS)

    assert f'<a href="{Visit.objects.get().get_absolute_url()}">Mexican customs</a>' in see(visits_officer, promise)


def test_a_promise_written_down_by_hand_names_no_birthplace(desk_officer, see):
    assert "Where it was made" not in see(desk_officer, promised(by=desk_officer))
