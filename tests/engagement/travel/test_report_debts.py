"""Which reports are owed, by whom and until when."""

from datetime import date, timedelta

from entente.engagement.meetings.models import Meeting
from entente.engagement.travel import queries, rules
from entente.engagement.travel.actions import reports
from entente.engagement.travel.models import Report, ReportState, Trip
from entente.engagement.travel.panels import reports as panels
from entente.engagement.travel.tasks import sweep
from entente.foundation.notices.models import Notice
from entente.foundation.trail.models import Entry

from . import factories, reporting


def told(person=None):
    """What was told, oldest first, as (person, word)."""
    found = Notice.objects.order_by("id").exclude(word="travel.report_opened")
    return [(one.person.username, one.word) for one in found if person is None or one.person == person]


def test_the_first_authorised_trip_opens_the_report_of_the_delegation(people):
    report = reporting.owed(people, ended=3)

    assert report.key.startswith("RPT-")
    assert report.author == people.delegate
    assert report.office == people.targeting
    assert report.due_on == report.meeting.ends_on + timedelta(15)
    assert report.state == ReportState.DUE
    assert report.marking == "protected_a"
    assert Report.objects.count() == 1
    assert set(report.trips.values_list("person__username", flat=True)) == {"delegate", "second"}


def test_the_head_of_delegation_writes_even_when_authorised_last(people):
    of = reporting.proposal(people, reporting.past_meeting())
    member = reporting.trip(of, people.second)
    assert reports.open_for(member, by=people.vice_president).author == people.second

    head = reporting.trip(of, people.delegate, is_head=True)
    report = reports.open_for(head, by=people.vice_president)

    assert report.author == people.delegate
    assert Entry.objects.filter(verb="change_author", subject=f"travel.report:{report.key}").count() == 1


def test_days_and_counting_are_a_setting(people, settings):
    settings.ENTENTE_REPORT_DAYS, settings.ENTENTE_REPORT_COUNTING = 5, "working"
    meeting = reporting.past_meeting(starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 4))

    # Thursday, Friday, Monday and Tuesday; Remembrance Day does not count
    assert rules.reports.deadline_of(meeting).day == date(2026, 11, 12)
    assert "Eastern Time" in rules.reports.deadline_of(meeting).spoken()


def test_when_the_meeting_moves_the_due_day_follows_and_the_trail_says_so(people):
    report = reporting.owed(people, ended=-20)
    before = report.due_on
    Meeting.objects.filter(pk=report.meeting_id).update(ends_on=report.meeting.ends_on + timedelta(7))

    sweep(today=reporting.today())

    report.refresh_from_db()
    assert report.due_on == before + timedelta(7)
    entry = Entry.objects.get(verb="move_due_day")
    assert entry.changes["due_on"] == [before.isoformat(), report.due_on.isoformat()]
    assert ("delegate", "travel.report_moved") in told()


def test_when_the_meeting_moves_every_page_says_the_new_day_before_anybody_is_told(people):
    report = reporting.owed(people, ended=20)
    today = reporting.today()
    assert queries.reports.owed_by(people.delegate, today).get().days_late(today) == 5
    ended = today - timedelta(2)

    Meeting.objects.filter(pk=report.meeting_id).update(ends_on=ended)

    due = ended + timedelta(15)
    assert queries.reports.owed_by(people.delegate, today).get().due == due
    assert [one.first for one in panels.occasions(people.delegate, due, due)] == [due]
    assert [one.due for one in panels.waiting(people.delegate, today)] == [due]


def test_when_the_meeting_is_cancelled_nothing_is_owed_before_anybody_is_told(people):
    report = reporting.owed(people, ended=20)

    Meeting.objects.filter(pk=report.meeting_id).update(state="cancelled")

    report = Report.objects.get()
    assert not report.is_owed
    assert not Report.objects.owed().exists()
    assert rules.reports.nothing_owed(people.delegate, reporting.today()) is None


def test_nothing_moves_the_day_of_a_report_once_it_was_handed_in(people):
    report = reporting.in_state(people, "submitted")
    Meeting.objects.filter(pk=report.meeting_id).update(ends_on=report.meeting.ends_on + timedelta(7))

    assert reports.follow_meetings() == []
    assert Report.objects.get().due == report.due_on


def test_when_nobody_travels_the_report_is_no_longer_owed_and_what_was_written_is_kept(people):
    report = reporting.write(reporting.owed(people), people.delegate, summary_en="Begun.")
    trips = Trip.objects.filter(report=report)
    trips.filter(person=people.second).update(state="cancelled")
    assert reports.settle(report, by=people.planner).state == ReportState.DRAFT

    trips.update(state="cancelled")
    report = reports.settle(report, by=people.planner)

    assert report.state == ReportState.LAPSED
    assert not report.is_owed
    assert report.summary_en == "Begun."
    assert rules.reports.nothing_owed(people.delegate, reporting.today()) is None
    assert told(people.delegate) == [("delegate", "travel.report_released")]


def test_when_somebody_travels_after_all_the_report_is_owed_again(people):
    report = reporting.in_state(people, "lapsed")
    trip = Trip.objects.get(report=report, person=people.second)
    Trip.objects.filter(pk=trip.pk).update(state="authorised")

    report = reports.open_for(trip, by=people.vice_president)

    assert report.state == ReportState.DUE
    assert report.author == people.second


def test_a_head_who_stays_at_home_leaves_the_report_to_the_next_of_the_delegation(people):
    report = reporting.write(reporting.owed(people), people.second, summary_en="Begun.")
    Trip.objects.filter(report=report, person=people.delegate).update(state="cancelled")

    assert reports.settle(report, by=people.planner).author == people.second


def test_the_report_on_a_cancelled_meeting_is_no_longer_owed(people):
    report = reporting.owed(people, ended=-5)
    Meeting.objects.filter(pk=report.meeting_id).update(state="cancelled")

    reports.follow_meetings()

    report.refresh_from_db()
    assert report.state == ReportState.LAPSED


def test_the_report_on_a_meeting_that_was_reinstated_is_owed_again_with_what_was_written(people):
    report = reporting.write(reporting.owed(people, ended=1), people.delegate, summary_en="Begun.")
    meetings = Meeting.objects.filter(pk=report.meeting_id)
    meetings.update(state="cancelled")
    reports.sweep(today=reporting.today())
    assert reports.settle(Report.objects.get()).state == ReportState.LAPSED  # trips alone do not bring it back

    meetings.update(state="held")
    reports.sweep(today=reporting.today())

    report.refresh_from_db()
    assert (report.state, report.summary_en) == (ReportState.DUE, "Begun.")
    assert queries.reports.owed_by(people.delegate, reporting.today()).get() == report
    assert rules.reports.nothing_owed(people.delegate, reporting.today()) is not None
    assert ("delegate", "travel.report_resumed") in told(people.delegate)
    reports.sweep(today=reporting.today())
    assert told(people.delegate).count(("delegate", "travel.report_resumed")) == 1


def test_TRV_70_nobody_goes_again_before_the_report_is_handed_in(people):
    report = reporting.owed(people, ended=1)
    today = reporting.today()

    for traveller in (people.delegate, people.second):
        problem = rules.reports.nothing_owed(traveller, today)
        assert report.key in problem.messages[0]
        assert "Once it is handed in" in problem.messages[0]
    assert rules.reports.nothing_owed(people.planner, today) is None
    assert rules.reports.nothing_owed(people.delegate, report.meeting.ends_on) is None  # it is still on

    reporting.write(report, people.second, **reporting.TOLD)
    reporting.actions.hand_in(report, by=people.second)
    assert rules.reports.nothing_owed(people.delegate, today) is None


def test_the_last_report_is_that_of_the_session_we_attended_before(people):
    report = reporting.in_state(people, "submitted", ended=40, attendance="attend")
    coming = factories.meeting("MTG-2027-0009")

    assert queries.last_report(people.desk, coming) == report
    assert queries.last_report(people.other_planner, coming) is None
    assert queries.reports.is_reported(report.meeting)


# ── The clock ─────────────────────────────────────────────────────────────────────────────────────


def on_day(report, day):
    return report.meeting.ends_on + timedelta(day)


def test_the_delegation_is_reminded_on_days_10_14_and_15_and_late_from_day_16(people):
    report = reporting.owed(people)
    heard = {}
    for day in range(20):
        before = len(told())
        sweep(today=on_day(report, day))
        sweep(today=on_day(report, day))  # as often as one likes
        if new := told()[before:]:
            heard[day] = new

    both = lambda word: [("delegate", word), ("second", word)]  # noqa: E731 - read in the table below
    assert heard == {
        10: both("travel.report_due"),
        14: both("travel.report_due"),
        15: both("travel.report_due_today"),
        16: [*both("travel.report_late"), ("general", "travel.report_late_office")],
    }


def test_a_sweep_that_missed_days_catches_up_without_a_flood(people):
    report = reporting.owed(people)

    sweep(today=on_day(report, 30))

    assert [word for _who, word in told()] == [
        "travel.report_late",
        "travel.report_late",
        "travel.report_late_office",
    ]


def test_what_was_handed_in_is_reminded_of_no_more_even_when_it_comes_back(people):
    report = reporting.in_state(people, "returned")
    before = len(told())

    sweep(today=on_day(report, 30))

    assert len(told()) == before


def test_a_late_report_goes_one_level_up_where_the_director_general_travels_too(people):
    report = reporting.owed(people)
    reports.open_for(reporting.trip(report.proposal, people.general), by=people.vice_president)

    sweep(today=on_day(report, 16))

    assert ("vice-president", "travel.report_late_office") in told()
    assert ("general", "travel.report_late_office") not in told()


def test_a_moved_meeting_starts_the_clock_anew(people):
    report = reporting.owed(people)
    sweep(today=on_day(report, 14))
    Meeting.objects.filter(pk=report.meeting_id).update(ends_on=report.meeting.ends_on + timedelta(10))

    sweep(today=on_day(report, 15))
    sweep(today=on_day(report, 20))

    assert [word for who, word in told() if who == "delegate"] == [
        "travel.report_due",
        "travel.report_moved",
        "travel.report_due",
    ]


def test_notices_read_well_in_both_languages(people):
    from django.utils import translation

    report = reporting.owed(people)
    sweep(today=on_day(report, 16))
    for notice in Notice.objects.all():
        for lang in ("en", "fr"):
            with translation.override(lang):
                assert "%(" not in " ".join(notice.said)
                assert ("Session" if lang == "en" else "Réunion") in notice.said[0]
