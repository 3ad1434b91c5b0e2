import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.meetings import actions, queries
from entente.engagement.meetings.models import Meeting, State
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry

from . import factories


def said(refusal):
    return " ".join(refusal.value.messages)


def test_a_meeting_is_registered_as_a_forecast_with_a_number_of_its_own(desk_officer):
    made = factories.meeting(by=desk_officer)

    assert made.state == State.FORECAST
    assert made.key.startswith("MTG-")
    assert Entry.objects.filter(subject=f"meetings.meeting:{made.key}", verb="register").exists()


def test_a_meeting_needs_somebody_to_meet_and_days_in_order(desk_officer):
    with pytest.raises(ValidationError) as refusal:
        factories.meeting(by=desk_officer, body=None, lasts=0, starts_at="10:00", zone="Mars/Olympus")

    assert all(code in said(refusal) for code in ("MTG-1", "MTG-2", "MTG-3"))
    assert not Meeting.objects.exists()


def test_a_meeting_is_held_on_its_last_day_at_the_earliest(desk_officer):
    coming, over = factories.meeting(), factories.meeting(in_days=-3)

    with pytest.raises(ValidationError, match="MTG-5"):
        actions.hold(coming, by=desk_officer)
    with pytest.raises(ValidationError, match="MTG-6"):
        actions.confirm(over, by=desk_officer)

    assert actions.hold(over, by=desk_officer).state == State.HELD


def test_staying_away_has_a_reason_and_the_trail_keeps_what_was_decided_before(desk_officer, executive):
    made = factories.meeting()

    with pytest.raises(ValidationError, match="MTG-8"):
        actions.decide_attendance(made, by=desk_officer, attendance="skip", reason=" ")
    actions.decide_attendance(made, by=desk_officer, attendance="skip", reason="Nothing for us on the agenda")
    made = actions.decide_attendance(made, by=executive, attendance="attend", reason="An item of ours was added")

    assert (made.attendance, made.attendance_by) == ("attend", str(executive))
    kept = Entry.objects.filter(verb="decide_attendance").order_by("id").values_list("reason", flat=True)
    assert list(kept) == ["Nothing for us on the agenda", "An item of ours was added"]


def test_the_last_attended_session_is_found(reader):
    traveller = factories.officer()
    long_ago = factories.attended(traveller, in_days=-700)
    factories.meeting(in_days=-300)  # nobody said that it was held
    actions.decide_attendance(skipped := factories.meeting(in_days=-100), by=traveller, attendance="skip", reason="No")
    actions.hold(skipped, by=traveller)
    coming = factories.meeting()

    assert queries.last_attended(reader, coming) == long_ago
    assert [one.person for one in queries.our_delegates(long_ago)] == [traveller]


def test_a_reader_registers_nothing(reader):
    with pytest.raises(PermissionDenied):
        factories.meeting(by=reader)


def test_days_that_move_carry_a_reason_and_calendars_hear_of_it(desk_officer):
    made = factories.meeting(by=desk_officer)
    later = {"starts_on": factories.day(60), "ends_on": factories.day(61)}

    with pytest.raises(ValidationError, match="MTG-7"):
        actions.change(made, by=desk_officer, **later)
    moved = actions.change(made, by=desk_officer, reason="The host is not ready", **later)

    assert moved.revision == made.revision + 1
    assert moved.changed_at > made.changed_at
    kept = Entry.objects.get(verb="change")
    assert kept.changes["starts_on"] == [made.starts_on.isoformat(), factories.day(60).isoformat()]
    assert kept.reason == "The host is not ready"


def test_what_no_calendar_shows_changes_without_a_new_revision(desk_officer):
    made = factories.meeting(by=desk_officer)

    changed = actions.change(made, by=desk_officer, purpose_en="Data")

    assert changed.revision == made.revision
    with pytest.raises(ValidationError, match="MTG-9"):
        actions.change(made, by=desk_officer, purpose_en="Data")


def test_a_meeting_of_several_days_has_no_hours_and_lasts_sixty_days_at_most(desk_officer):
    with pytest.raises(ValidationError) as refusal:
        factories.meeting(by=desk_officer, lasts=2, starts_at=factories.hour(9))
    assert "MTG-3" in said(refusal)
    with pytest.raises(ValidationError, match="MTG-2"):
        factories.meeting(by=desk_officer, lasts=365)
    with pytest.raises(ValidationError, match="MTG-3"):
        factories.meeting(by=desk_officer, starts_at=factories.hour(9), ends_at=factories.hour(8))


def test_nobody_marks_a_meeting_above_the_own_clearance(open_account):
    officer = open_account(Role.DESK_OFFICER, clearance="unclassified")

    with pytest.raises(ValidationError, match="MTG-4"):
        factories.meeting(by=officer, marking="protected_a")


def test_cancelling_and_reinstating_carry_reasons(desk_officer):
    made = factories.confirmed()

    with pytest.raises(ValidationError, match="reason"):
        actions.cancel(made, by=desk_officer, reason="")
    cancelled = actions.cancel(made, by=desk_officer, reason="Strike")
    with pytest.raises(ValidationError, match="MTG-13"):
        actions.change(cancelled, by=desk_officer, purpose_en="Data")
    again = actions.reinstate(cancelled, by=desk_officer, reason="The strike is over")

    assert (cancelled.state, cancelled.cancelled_because) == (State.CANCELLED, "Strike")
    assert (again.state, again.revision) == (State.FORECAST, 3)


def test_the_next_session_is_proposed_from_the_recurrence(desk_officer):
    series = actions.open_series(
        by=desk_officer, title_en="Committee", body=factories.body("wco"), recurrence="twice_a_year"
    )
    words = {"title_en": "Committee, 211th session (no. 211)", "title_fr": "Comité, 211e session", "number": "211"}
    last = factories.meeting(by=desk_officer, series=series, body=series.body, lasts=4, **words)

    given = queries.proposed(last)

    assert given["title_en"] == "Committee, 212th session (no. 212)"
    assert given["title_fr"] == "Comité, 212e session"
    assert given["starts_on"].weekday() == last.starts_on.weekday()
    assert 175 <= (given["starts_on"] - last.starts_on).days <= 190
    assert (given["ends_on"] - given["starts_on"]).days == 3
    assert actions.register(by=desk_officer, **given).previous == last


def test_a_series_is_opened_with_a_key_of_its_own_and_changed(desk_officer):
    body = factories.body("wco")
    one, two = (actions.open_series(by=desk_officer, title_en="Heads’ talks", body=body) for _time in range(2))

    changed = actions.change_series(two, by=desk_officer, recurrence="monthly")

    assert (one.key, two.key) == ("heads-talks", "heads-talks-2")
    assert changed.recurrence == "monthly"
    with pytest.raises(ValidationError, match="MTG-1"):
        actions.open_series(by=desk_officer, title_en="Nobody")
