"""A promise as it stood on a day that is over: kept, asked for again, kept again."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from entente.engagement.commitments import actions, queries
from entente.foundation.sources.queries import Notes
from entente.kit.table import Ask

from .factories import SHOWN, days_from_now, promised

KEPT, ASKED_AGAIN, DROPPED = -20, -10, -5  # days from today


@pytest.fixture
def at_day(monkeypatch):
    """Do something as if today were another day: ``at_day(-5)`` moves the clock of the machine."""
    real = timezone.now()

    def move(days):
        moment = datetime.combine(timezone.localtime(real).date() + timedelta(days=days), time(12))
        monkeypatch.setattr(timezone, "now", lambda: timezone.make_aware(moment))

    yield move
    monkeypatch.setattr(timezone, "now", lambda: real)


@pytest.fixture
def reopened(at_day, desk_officer, other_officer):
    """Made 40 days ago, kept 20 days ago, asked for again 10 days ago, dropped 5 days ago."""
    at_day(-40)
    one = promised(by=desk_officer, owner=other_officer, made_on=days_from_now(0), due_on=days_from_now(15))
    at_day(KEPT)
    actions.close(one, by=other_officer, text_en=SHOWN)
    at_day(ASKED_AGAIN)
    actions.reopen(one, by=desk_officer, reason="The list was empty")
    actions.remark(one, by=desk_officer, words="Ask in writing")
    at_day(DROPPED)
    actions.drop(one, by=desk_officer, reason="Overtaken")
    at_day(0)
    one.refresh_from_db()
    return one


STOOD = [
    (-41, "open", None),
    (KEPT - 1, "open", None),
    (KEPT, "closed", KEPT),
    (ASKED_AGAIN - 1, "closed", KEPT),
    (ASKED_AGAIN, "open", None),
    (DROPPED - 1, "open", None),
    (DROPPED, "dropped", DROPPED),
    (0, "dropped", DROPPED),
]


@pytest.mark.parametrize(("days", "state", "ended"), STOOD)
def test_each_day_has_the_state_of_that_day(days, state, ended, reopened):
    whole, day = queries.whole(reopened), days_from_now(days)

    assert whole.state_on(day) == state
    assert whole.ended_on(day) == (None if ended is None else days_from_now(ended))


@pytest.mark.parametrize(("days", "state", "ended"), STOOD[1:-1])
def test_the_register_of_a_day_agrees_with_the_page(days, state, ended, reopened, desk_officer):
    row = queries.commitments(Ask(desk_officer, days_from_now(days).isoformat(), past=True)).get()

    assert row.state_then == state
    assert row.ended_then == (None if ended is None else days_from_now(ended))


def test_the_page_of_a_day_on_which_it_was_kept_says_so(reopened, as_person, desk_officer):
    def page(days):
        asked = f"/en/commitments/{reopened.key}/?on={days_from_now(days).isoformat()}"
        return as_person(desk_officer).get(asked).content.decode()

    kept, again = page(ASKED_AGAIN - 1), page(DROPPED - 1)

    assert "It was kept on" in kept
    assert "5 days after it was first due" in kept
    assert "Remarks" not in kept, "nothing is shown that was said later"
    assert "Remarks" in again
    assert "19 days late" in again
    assert "It was dropped on" in page(0)


def test_its_timeline_tells_every_turn(reopened, desk_officer):
    from entente.engagement.commitments import panels

    events = panels.own_events(Ask(desk_officer, days_from_now(0).isoformat()), reopened, Notes())

    told = [str(event.title) for event in sorted(events, key=lambda event: event.on)]
    assert told == ["Made", "Evidence is given", "Kept", "Reopened", "Dropped"]


def test_what_entered_the_record_as_over_was_owed_until_it_ended(desk_officer):
    one = promised(by=desk_officer, made_on=days_from_now(-40))
    type(one).objects.filter(pk=one.pk).update(state="closed", ended_on=days_from_now(KEPT))
    one.refresh_from_db()

    stood = {
        row.state_then for row in queries.commitments(Ask(desk_officer, days_from_now(KEPT - 1).isoformat(), past=True))
    }

    assert stood == {queries.whole(one).state_on(days_from_now(KEPT - 1))} == {"open"}
    assert queries.whole(one).ended_on(days_from_now(KEPT)) == days_from_now(KEPT)
