"""How well reports are handed in, and that every number agrees with the register."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entente.engagement.meetings.models import Meeting
from entente.engagement.travel import exports, queries
from entente.engagement.travel.models import Report, quarter_of
from entente.engagement.travel.queries import compliance
from entente.engagement.travel.rules.reports import deadline_of
from entente.kit.table import Ask, read

from ..forums import factories as forums
from . import factories, reporting

TODAY = reporting.today()


def made(people, due, handed_in=None, *, unit=None, body=None, state=None):
    """A report due on a day and first handed in on another, or not."""
    key = f"MTG-2026-{Report.objects.count() + 100}"
    ended = due - timedelta(15)
    meeting = reporting.past_meeting(
        key, starts_on=ended, ends_on=ended, body=body or factories.forums.Body.objects.get(key="wco")
    )
    author = people.other_planner if unit == people.strategy else people.delegate
    of = reporting.proposal(people, meeting, unit=unit)
    report = reporting.reports.open_for(reporting.trip(of, author, is_head=True), by=people.president)
    given = {"submitted_on": handed_in}
    if handed_in:
        given |= {"state": "submitted", "submitted_at": reporting.timezone.now()}
    Report.objects.filter(pk=report.pk).update(**given | ({"state": state} if state else {}))
    return report


@pytest.fixture
def year(people):
    """Reports due over a year: of two branches, on two forums."""
    first = TODAY - timedelta(200)
    b5 = forums.body("b5")
    for days, late in ((0, 0), (20, -3), (50, 2), (90, 9), (120, None), (190, None), (210, None)):
        due = first + timedelta(days)
        made(people, due, None if late is None else due + timedelta(late))
    for days, late in ((10, 0), (60, 30), (100, None)):
        due = first + timedelta(days)
        made(people, due, None if late is None else due + timedelta(late), unit=people.strategy, body=b5)
    made(people, first, state="lapsed")
    return first, first + timedelta(220)


def counts(line):
    return (line.on_time, line.late, line.owed, line.ahead)


def test_by_branch_on_time_late_owed_and_not_due_yet(people, year):
    found = {
        one.key: one for one in compliance.lines(people.desk, first=year[0], last=year[1], by="branch", today=TODAY)
    }

    assert counts(found["enforcement"]) == (2, 2, 2, 1)
    assert counts(found["strategy"]) == (1, 1, 1, 0)
    assert found["enforcement"].due == 7
    assert found["enforcement"].rate == 33  # two of six that can be judged
    total = compliance.total(found.values())
    assert (total.due, counts(total)) == (10, (3, 3, 3, 1))


@pytest.mark.parametrize("by", ["branch", "office", "forum"])
@pytest.mark.parametrize("who", ["desk", "planner", "other_planner", "delegate"])
def test_every_number_agrees_with_the_register(people, year, by, who):
    person = getattr(people, who)
    lines = compliance.lines(person, first=year[0], last=year[1], by=by, today=TODAY)

    for line in lines:
        for name in compliance.COUNTED:
            chosen = {"first": year[0].isoformat(), "last": year[1].isoformat(), by: line.key, "standing": name}
            listing = read(exports.reports.REPORTS, Ask(person, TODAY.isoformat(), chosen=chosen), {})
            assert listing.count == getattr(line, name), (line.key, name)
    everything = queries.reports.reports(Ask(person, TODAY.isoformat()))
    within = everything.filter(due_day__range=year).exclude(standing="lapsed")
    assert compliance.total(lines).due == within.count()


def test_the_numbers_on_the_page_lead_to_as_many_rows(people, year, as_person):
    client = as_person(people.desk)
    address = f"{reverse('travel:compliance')}?first={year[0]}&last={year[1]}"
    page = client.get(address).content.decode()

    links = re.findall(r'<a href="(/en/travel/reports/\?[^"]+)">(\d+)</a>', page)
    assert len(links) > 8
    for url, number in links:
        listed = client.get(url.replace("&amp;", "&")).content.decode()
        assert f"<b>{number} entr" in listed, url
    assert "3 of 9 reports were handed in on time: 33 percent." in page


def test_the_trend_has_a_line_for_every_quarter_even_an_empty_one(people, year):
    quarters = compliance.quarters(people.desk, today=TODAY, many=6)

    assert len(quarters) == 6
    assert quarters[-1].key == quarter_of(TODAY)[0]
    assert [one.first for one in quarters] == sorted(one.first for one in quarters)
    in_them = queries.reports.reports(Ask(people.desk, TODAY.isoformat())).exclude(standing="lapsed")
    assert sum(one.due for one in quarters) == in_them.filter(due_day__lte=quarters[-1].last).count()
    assert quarters[0].due == 0


def test_one_question_for_the_list_and_one_for_the_trend(people, year):
    with CaptureQueriesContext(connection) as asked:
        compliance.lines(people.desk, first=year[0], last=year[1], by="branch", today=TODAY)
        compliance.quarters(people.desk, today=TODAY)

    assert len(asked) == 2


@pytest.mark.parametrize("counting", ["calendar", "working"])
def test_a_report_whose_meeting_moved_is_counted_by_its_new_day_at_once(people, counting, settings):
    settings.ENTENTE_REPORT_COUNTING = counting
    report = reporting.owed(people, ended=40)
    (line,) = compliance.lines(people.desk, first=date(2020, 1, 1), last=TODAY, by="branch", today=TODAY)
    assert counts(line) == (0, 0, 1, 0)

    days = {"starts_on": TODAY + timedelta(3), "ends_on": TODAY + timedelta(5)}
    Meeting.objects.filter(pk=report.meeting_id).update(**days)

    due = deadline_of(Meeting(ends_on=days["ends_on"])).day
    (line,) = compliance.lines(people.desk, first=due, last=due, by="branch", today=TODAY)
    assert counts(line) == (0, 0, 0, 1)
    [row] = queries.reports.reports(Ask(people.desk, TODAY.isoformat()))
    assert (row.due_day, row.due, row.standing) == (due, due, "ahead")


def test_a_report_whose_meeting_was_cancelled_counts_no_longer(people):
    report = reporting.owed(people, ended=40)

    Meeting.objects.filter(pk=report.meeting_id).update(state="cancelled")

    (line,) = compliance.lines(people.desk, first=date(2020, 1, 1), last=TODAY, by="branch", today=TODAY)
    assert line.due == 0
    assert not queries.reports.owed(Ask(people.desk, TODAY.isoformat())).exists()


def test_the_first_handing_in_counts_and_a_late_report_stays_late(people):
    report = reporting.in_state(people, "submitted", ended=20)
    assert report.is_late

    reporting.actions.send_back(report, by=people.vice_president, reason="More.")
    reporting.write(report, people.delegate, value_en="More.")
    reporting.actions.hand_in(report, by=people.delegate)
    reporting.actions.accept(report, by=people.vice_president)

    (line,) = compliance.lines(people.desk, first=date(2020, 1, 1), last=TODAY, by="branch", today=TODAY)
    assert counts(line) == (0, 1, 0, 0)


def test_a_period_that_ends_before_it_begins_is_taken_as_one_day(people, as_person):
    page = as_person(people.desk).get(reverse("travel:compliance") + "?first=2026-05-01&last=2020")

    assert page.status_code == 200
    assert "Due from May\xa01, 2026 to May\xa01, 2026." in page.content.decode()


@pytest.mark.parametrize("asked", ["first=0001-01-01", "last=9999-12-31"])
def test_a_period_that_nobody_can_mean_is_told_and_the_usual_one_shown(people, as_person, asked):
    answer = as_person(people.desk).get(f"{reverse('travel:compliance')}?{asked}")

    assert answer.status_code == 200
    assert "Write a day between 1900 and 2099" in answer.content.decode()
