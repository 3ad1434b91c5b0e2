"""Sitting days: golden dates across prorogation, summer, dissolution and leap years, and what is never guessed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from entente.foundation.reference import actions, imports, queries, rules
from entente.foundation.reference.models import HouseSession, SittingCalendar, SittingDay
from entente.foundation.reference.queries import Calendar, weekdays
from entente.foundation.trail.models import Entry

# Sittings of the 44th Parliament as everybody saw them: adjourned 17 December 2024, prorogued 6 January 2025,
# dissolved 23 March 2025. Weeks are taken as Monday to Friday.
WINTER = [
    *weekdays(date(2024, 11, 18), date(2024, 12, 17)),
    *weekdays(date(2025, 5, 26), date(2025, 6, 20)),
]


def calendar(sitting, first, last, prorogued=(), dissolved=()):
    return Calendar(sorted(sitting), [(first, last)], prorogued, dissolved)


def test_the_day_of_tabling_does_not_count_and_the_twenty_first_after_it_ends_the_wait():
    kept = calendar(weekdays(date(2027, 2, 1), date(2027, 3, 31)), date(2027, 1, 1), date(2027, 12, 31))

    wait = kept.wait(date(2027, 2, 1))

    assert (wait.day, wait.missing, wait.counted) == (date(2027, 3, 2), "", 21)


def test_the_summer_is_slept_through():
    sitting = [*weekdays(date(2027, 5, 31), date(2027, 6, 23)), *weekdays(date(2027, 9, 20), date(2027, 10, 8))]
    kept = calendar(sitting, date(2027, 1, 1), date(2027, 12, 31))

    wait = kept.wait(date(2027, 6, 10))

    assert sum(1 for day in sitting if date(2027, 6, 10) < day <= date(2027, 6, 23)) == 9
    assert wait.day == date(2027, 10, 6)  # nine before the summer, twelve after; 30 September is a holiday


@pytest.mark.parametrize(("year", "ends"), [(2027, date(2027, 3, 16)), (2028, date(2028, 3, 15))])
def test_a_leap_day_sits_when_the_calendar_says_so(year, ends):
    tabled = date(year, 2, 15)
    kept = calendar(weekdays(date(year, 2, 1), date(year, 4, 30)), date(year, 1, 1), date(year, 12, 31))

    assert kept.wait(tabled).day == ends
    assert (date(2028, 2, 29) in kept.sitting) == (year == 2028)


def test_prorogation_interrupts_and_the_next_session_goes_on():
    prorogued = date(2025, 1, 6)
    kept = calendar(WINTER, date(2024, 11, 1), date(2025, 6, 30), prorogued=[prorogued])

    wait = kept.wait(date(2024, 12, 2))

    before = [day for day in WINTER if date(2024, 12, 2) < day <= prorogued]
    assert len(before) == 11
    assert wait.day == date(2025, 6, 6)  # ten more, from 26 May on
    assert wait.paused == (prorogued,)


def test_dissolution_ends_the_count_which_begins_anew_with_the_next_tabling():
    dissolved = date(2025, 3, 23)
    kept = calendar(WINTER, date(2024, 11, 1), date(2025, 6, 30), dissolved=[dissolved])

    wait = kept.wait(date(2024, 12, 2))

    assert (wait.day, wait.missing, wait.since, wait.counted) == (None, "dissolved", dissolved, 11)
    assert kept.wait(date(2025, 5, 20), count=10).day == date(2025, 6, 6)


def test_a_wait_that_was_over_before_dissolution_stays_over():
    kept = calendar(WINTER, date(2024, 11, 1), date(2025, 6, 30), dissolved=[date(2025, 3, 23)])

    assert kept.wait(date(2024, 11, 17), count=21).day == date(2024, 12, 16)


def test_where_the_calendar_ends_the_first_unknown_day_is_named():
    kept = calendar(WINTER, date(2024, 11, 1), date(2024, 12, 31))

    wait = kept.wait(date(2024, 12, 2))

    assert (wait.day, wait.missing, wait.since, wait.counted) == (None, "calendar", date(2025, 1, 1), 11)


def test_a_gap_in_the_middle_is_not_jumped():
    sitting = weekdays(date(2027, 2, 1), date(2027, 6, 1))
    kept = Calendar(sitting, [(date(2027, 1, 1), date(2027, 2, 14)), (date(2027, 2, 16), date(2027, 12, 31))])

    assert kept.wait(date(2027, 2, 1)).since == date(2027, 2, 15)


@given(st.sets(st.integers(1, 400), max_size=60), st.integers(0, 400), st.integers(1, 30))
def test_the_answer_is_what_counting_on_fingers_gives(numbers, at, count):
    new_year, last = date(2027, 1, 1), date(2028, 2, 5)
    sitting = {new_year + timedelta(days=number) for number in numbers}
    day, found = new_year + timedelta(days=at), 0

    wait = calendar(sitting, new_year, last).wait(day, count)

    while found < count and day < last:
        day += timedelta(days=1)
        found += day in sitting
    assert wait.day == (day if found == count else None)
    assert (wait.day is None) == (wait.missing == "calendar")


# ── Keeping it ────────────────────────────────────────────────────────────────────────────────────

YEAR = {
    "first_on": date(2025, 1, 1),
    "last_on": date(2025, 12, 31),
    "source": "House of Commons, sitting calendar",
    "address": "",
    "as_of": date(2026, 1, 5),
}


@pytest.fixture
def session(agreements_officer):
    opened = {"opened_on": date(2025, 5, 26), "ended_on": None, "ending": ""}
    return actions.record_session(by=agreements_officer, parliament=45, number=1, **opened)


def codes(refusal):
    return {one.code for one in refusal.value.error_list}


def test_an_officer_takes_in_a_year_and_the_house_can_count(agreements_officer, session):
    days = weekdays(date(2025, 5, 26), date(2025, 6, 20))
    actions.publish_calendar(by=agreements_officer, days=days, **YEAR)

    with CaptureQueriesContext(connection) as asked:
        wait = queries.sitting_day_after(date(2025, 5, 27), count=10)

    assert wait.day == date(2025, 6, 10)
    assert len(asked) == 3
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True))[-2:] == [
        "record_session", "publish_calendar",
    ]  # fmt: skip


def test_an_empty_calendar_names_the_day_after_tabling(db):
    wait = queries.sitting_day_after(date(2025, 5, 27))

    assert (wait.day, wait.missing, wait.since) == (None, "calendar", date(2025, 5, 28))


def test_a_later_calendar_takes_the_place_of_the_earlier_for_its_days_alone(agreements_officer, session):
    actions.publish_calendar(by=agreements_officer, days=weekdays(date(2025, 5, 26), date(2025, 6, 20)), **YEAR)
    june = YEAR | {"first_on": date(2025, 6, 1), "last_on": date(2025, 6, 30), "reason": "Adjourned two weeks early"}

    actions.publish_calendar(by=agreements_officer, days=[date(2025, 6, 2)], **june)

    assert SittingDay.objects.filter(day__month=5).count() == 5
    assert [str(one) for one in SittingDay.objects.filter(day__month=6)] == ["2025-06-02"]
    assert SittingCalendar.objects.count() == 2
    assert "2025-06-03" in Entry.objects.latest("id").changes["taken_off"]


def test_sessions_do_not_overlap_ref_1(agreements_officer, session):
    with pytest.raises(ValidationError) as refusal:
        actions.record_session(
            by=agreements_officer, parliament=45, number=2, opened_on=date(2025, 9, 1), ended_on=None, ending=""
        )

    assert codes(refusal) == {"REF-1"}
    ended = HouseSession(pk=9, opened_on=date(2025, 1, 1), ended_on=date(2025, 5, 25))
    assert rules.sessions_apart(ended, [session]) is None


def test_no_day_sits_outside_a_session_ref_2(agreements_officer, session):
    with pytest.raises(ValidationError) as refusal:
        actions.publish_calendar(by=agreements_officer, days=[date(2025, 5, 2)], **YEAR)

    assert codes(refusal) == {"REF-2"}
    assert rules.in_a_session([date(2025, 5, 26)], [session]) is None


def test_a_session_cannot_end_before_its_last_sitting_day_ref_2(agreements_officer, session):
    actions.publish_calendar(by=agreements_officer, days=[date(2025, 6, 20)], **YEAR)
    ends = {"opened_on": session.opened_on, "ended_on": date(2025, 6, 1), "ending": "prorogued"}

    with pytest.raises(ValidationError) as refusal:
        actions.record_session(by=agreements_officer, parliament=45, number=1, **ends)

    assert codes(refusal) == {"REF-2"}


def test_a_day_outside_the_period_is_refused_ref_3(agreements_officer, session):
    with pytest.raises(ValidationError) as refusal:
        actions.publish_calendar(by=agreements_officer, days=[date(2026, 1, 26)], **YEAR)

    assert codes(refusal) == {"REF-3"}
    assert rules.within_period([date(2025, 12, 31)], YEAR["first_on"], YEAR["last_on"]) is None


def test_taking_a_sitting_day_off_needs_a_reason_ref_4(agreements_officer, session):
    actions.publish_calendar(by=agreements_officer, days=[date(2025, 6, 2)], **YEAR)

    with pytest.raises(ValidationError) as refusal:
        actions.publish_calendar(by=agreements_officer, days=[], **YEAR)

    assert codes(refusal) == {"REF-4"}
    assert rules.taking_off_has_a_reason([date(2025, 6, 2)], "Adjourned").code == "REF-4"
    assert rules.taking_off_has_a_reason([date(2025, 6, 2)], "Adjourned until September") is None


def test_the_house_sits_on_a_weekend_with_a_reason_ref_6(agreements_officer, session):
    saturday, friday = date(2025, 6, 14), date(2025, 6, 13)
    for reason in ("", "Debate"):
        with pytest.raises(ValidationError) as refusal:
            actions.publish_calendar(by=agreements_officer, days=[friday, saturday], reason=reason, **YEAR)
        assert codes(refusal) == {"REF-6"}
        assert "June\u00a014, 2025" in refusal.value.messages[0]

    why = "Debate by unanimous consent"
    actions.publish_calendar(by=agreements_officer, days=[friday, saturday], reason=why, **YEAR)

    entry = Entry.objects.latest("id")
    assert (entry.reason, entry.changes["weekends"]) == (why, ["2025-06-14"])


def test_a_day_that_a_calendar_left_out_is_put_in_with_a_reason_ref_7(agreements_officer, session):
    actions.publish_calendar(by=agreements_officer, days=[date(2025, 6, 2)], **YEAR)
    days = [date(2025, 6, 2), date(2025, 6, 3)]

    for reason in ("", "More days"):
        with pytest.raises(ValidationError) as refusal:
            actions.publish_calendar(by=agreements_officer, days=days, reason=reason, **YEAR)
        assert codes(refusal) == {"REF-7"}
    actions.publish_calendar(by=agreements_officer, days=days[:1], **YEAR)
    actions.publish_calendar(by=agreements_officer, days=days, reason="The House sits longer.", **YEAR)

    entry = Entry.objects.latest("id")
    assert (entry.reason, entry.changes["added"]) == ("The House sits longer.", ["2025-06-03"])
    assert rules.adding_has_a_reason([date(2026, 2, 2)], [(date(2025, 1, 1), date(2025, 12, 31))], "") is None


def test_a_source_does_not_speak_tomorrow_ref_5(agreements_officer, session):
    with pytest.raises(ValidationError) as refusal:
        actions.publish_calendar(by=agreements_officer, days=[], **YEAR | {"as_of": date(2999, 1, 1)})

    assert codes(refusal) == {"REF-5"}
    assert rules.said_by_today(date(2026, 1, 1), today=date(2026, 1, 1)) is None


def test_a_reader_keeps_no_calendar(reader):
    with pytest.raises(PermissionDenied):
        actions.publish_calendar(by=reader, days=[], **YEAR)


def test_every_bad_cell_of_a_file_is_named_by_its_row():
    assert imports.sitting_days("days.csv", b"day\n2025-06-02\n2025-06-03\n") == [date(2025, 6, 2), date(2025, 6, 3)]
    with pytest.raises(ValidationError) as refusal:
        imports.sitting_days("days.csv", b"day\n2025-06-02\nJune 3\n2025-02-30\n")
    assert ["Row 3" in refusal.value.messages[0], "Row 4" in refusal.value.messages[1]] == [True, True]


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "said"), [("en", "No calendar is taken in yet"), ("fr", "Aucun calendrier")])
def test_an_empty_calendar_says_what_to_do(client, reader, lang, said):
    client.force_login(reader)
    with override(lang):
        text = client.get(reverse("reference:house"), {"tabled": "2025-05-27"}).content.decode()

    assert said in text
    assert "2025" in text


def test_the_walk_on_the_pages_from_a_session_to_an_answer(client, agreements_officer):
    client.force_login(agreements_officer)
    client.post(reverse("reference:session"), {"parliament": 45, "number": 1, "opened_on": "2025-05-26"})
    sent = {
        "first_on": "2025-01-01", "last_on": "2025-12-31", "way": "all_but", "days": "", "source": "House of Commons",
        "as_of": "2026-01-05",
    }  # fmt: skip
    refused = client.post(reverse("reference:publish"), sent)
    whole = client.post(reverse("reference:publish"), sent | {"first_on": "2025-05-26"}, follow=True)
    text = client.get(reverse("reference:house"), {"tabled": "2025-05-26"}).content.decode()

    assert (refused.status_code, whole.status_code) == (422, 200)
    assert "no session of Parliament is recorded for these days" in refused.content.decode()
    assert "ends with June\u00a024, 2025" in text
    assert "the calendar says nothing of it" in text
    assert "The calendar ends on December\u00a031, 2025." in text


@pytest.mark.parametrize("day", ["9999-12-31", "2100-01-01", "0001-01-01"])
def test_a_day_in_no_year_that_can_be_meant_is_explained_where_somebody_asks(client, reader, day):
    client.force_login(reader)

    answer = client.get(reverse("reference:house"), {"tabled": day})

    assert answer.status_code == 422
    assert "Write a day between 1900 and 2099" in answer.content.decode()


def test_an_unknown_day_in_the_list_is_explained(client, agreements_officer):
    client.force_login(agreements_officer)
    sent = {"first_on": "2025-01-01", "last_on": "2025-12-31", "way": "only", "days": "2025-13-01", "source": "x"}

    answer = client.post(reverse("reference:publish"), sent | {"as_of": "2026-01-05"})

    assert answer.status_code == 422
    assert "“2025-13-01” is no day" in answer.content.decode()


def test_the_list_is_taken_away(client, agreements_officer, session):
    actions.publish_calendar(by=agreements_officer, days=[date(2025, 6, 2)], **YEAR)
    client.force_login(agreements_officer)

    answer = client.get(reverse("reference:sitting_days"), {"format": "csv", "year": "2025"})

    assert "2025-06-02" in b"".join(answer.streaming_content).decode()
