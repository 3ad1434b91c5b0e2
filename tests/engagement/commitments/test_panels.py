"""What the room shows in the dossiers of others, on the first page and in calendars."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entente.engagement.commitments import actions, panels
from entente.engagement.partners.models import Partner
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Marking, Role
from entente.foundation.sources.queries import Notes
from entente.kit.table import Ask

from . import factories
from .factories import SHOWN, days_from_now, promise_in, promised, some_partner, unit


def ask(person, on=None):
    today = timezone.localdate()
    return Ask(person, (on or today).isoformat(), past=bool(on and on != today))


def groups(found):
    return {str(title): [row["one"].title_en for row in rows] for title, rows in found.context["groups"]}


def test_a_partner_shows_what_is_open_first_ours_and_theirs_apart(desk_officer, other_officer):
    promised(by=desk_officer, title_en="Ours later", due_on=days_from_now(30))
    promised(by=desk_officer, title_en="Ours first", due_on=days_from_now(3))
    promised(by=desk_officer, title_en="Theirs", side="theirs")
    promise_in("closed", by=desk_officer, owner=other_officer)

    standing, ended = panels.partner_panels(ask(desk_officer), some_partner(), Notes())

    assert standing.open
    assert groups(standing) == {"What we owe": ["Ours first", "Ours later"], "What they owe us": ["Theirs"]}
    assert [row["state"] for row in ended.context["rows"]] == ["kept"]
    assert "others" not in ended.context


def test_of_many_kept_promises_the_last_are_shown_and_the_register_is_named(desk_officer, other_officer):
    for _time in range(panels.others.MOST_ENDED + 1):
        promise_in("closed", by=desk_officer, owner=other_officer)

    (ended,) = (
        one for one in panels.partner_panels(ask(desk_officer), some_partner(), Notes()) if one.key.endswith("ended")
    )

    assert len(ended.context["rows"]) == panels.others.MOST_ENDED
    assert ended.count == panels.others.MOST_ENDED + 1
    assert ended.context["others"].endswith(f"?partner={some_partner().key}")


def test_what_is_late_is_said_in_words(as_person, desk_officer):
    promised(by=desk_officer, due_on=days_from_now(-3), made_on=days_from_now(-30))

    shown = as_person(desk_officer).get("/en/partners/mx/").content.decode()

    assert "3 days late" in shown
    assert "Promises still to be kept" in shown


def test_a_country_shows_the_promises_of_its_administrations(desk_officer):
    country = some_partner()
    administration = factories.partner("mx-anam", parent=country, kind="administration")
    promised(by=desk_officer, title_en="Of the administration", partner=administration)

    (standing,) = panels.partner_panels(ask(desk_officer), country, Notes())

    assert groups(standing) == {"What we owe": ["Of the administration"]}


def test_a_forum_and_an_instrument_show_theirs(desk_officer, as_person):
    from tests.engagement.agreements import factories as agreements

    forum = factories.body("wco")
    committee = factories.body("wco-ptc", parent=forum)
    promised(by=desk_officer, title_en="In the committee", body=committee)
    treaty = agreements.agreement(key="cmaa")

    (standing,) = panels.body_panels(ask(desk_officer), forum, Notes())
    assert groups(standing) == {"What we owe": ["In the committee"]}
    promised(by=desk_officer, title_en="Under the treaty", agreement=treaty)
    (standing,) = panels.agreement_panels(ask(desk_officer), treaty, Notes())
    assert groups(standing) == {"What we owe": ["Under the treaty"]}
    assert "Under the treaty" in as_person(desk_officer).get("/en/agreements/cmaa/").content.decode()
    assert "In the committee" in as_person(desk_officer).get("/en/forums/wco/").content.decode()


def test_panels_and_events_cost_two_queries_together(desk_officer):
    for number in range(5):
        promised(by=desk_officer, title_en=str(number))
    partner, asked, notes = Partner.objects.get(key="mx"), ask(desk_officer), Notes()

    with CaptureQueriesContext(connection) as queries:
        panels.partner_panels(asked, partner, notes)
        panels.partner_events(asked, partner, notes)

    assert len(queries) == 2


def test_the_timeline_tells_when_it_was_made_moved_and_kept(desk_officer, other_officer):
    one = promised(by=desk_officer, owner=other_officer)
    actions.slip(one, by=desk_officer, due_on=days_from_now(50), reason="Asked")
    actions.close(one, by=other_officer, text_en=SHOWN)

    titles = [str(event.title) for event in panels.partner_events(ask(desk_officer), some_partner(), Notes())]

    assert titles[0] == "We promise"
    assert titles[1].startswith("A promise moves to")
    assert titles[2] == "A promise is kept"


def test_on_a_past_day_what_was_kept_later_still_stands(desk_officer, other_officer):
    promise_in("closed", by=desk_officer, owner=other_officer)

    (standing,) = panels.partner_panels(ask(desk_officer, days_from_now(-1)), some_partner(), Notes())

    assert standing.open
    assert standing.action is None


def test_what_a_page_shows_marks_it(desk_officer):
    promised(by=desk_officer, marking=Marking.PROTECTED_A)

    (standing,) = panels.partner_panels(ask(desk_officer), some_partner(), Notes())

    assert standing.marking == Marking.PROTECTED_A


# ── My day ────────────────────────────────────────────────────────────────────────────────────────


def titles(person):
    return [str(one.title) for one in panels.waiting(person, timezone.localdate())]


def test_an_owner_sees_what_is_late_or_due_soon(open_account, desk_officer):
    owner = open_account(Role.READER)
    promised(by=desk_officer, owner=owner, title_en="Late", due_on=days_from_now(-2), made_on=days_from_now(-9))
    promised(by=desk_officer, owner=owner, title_en="Soon", due_on=days_from_now(14))
    promised(by=desk_officer, owner=owner, title_en="Far", due_on=days_from_now(15))

    assert titles(owner) == ["Late", "Soon"]
    assert "2 days late" in str(panels.waiting(owner, timezone.localdate())[0].why)


def test_what_a_closed_account_owned_waits_for_the_desks_of_its_office(desk_officer, open_account, administrator):
    owner = open_account(Role.READER)
    near, far = factories.unit("near"), factories.unit("far")
    promised(by=desk_officer, owner=owner, unit=near, title_en="Left behind", due_on=days_from_now(5))
    promised(by=desk_officer, owner=owner, unit=near, title_en="Far", due_on=days_from_now(40))
    desks = [open_account(Role.DESK_OFFICER, username=f"d-{one.key}", unit=one) for one in (near, far)]
    assert [titles(desk) for desk in desks] == [[], []]

    people.close_account(owner, by=administrator, reason="Left")

    assert [titles(desk) for desk in desks] == [["Left behind"], []]
    (debt,) = panels.waiting(desks[0], timezone.localdate())
    assert debt.url.endswith("/pass-on/")


def test_many_promises_end_in_one_line(open_account, desk_officer):
    owner = open_account(Role.READER)
    for _number in range(11):
        promised(by=desk_officer, owner=owner, due_on=days_from_now(2))

    assert titles(owner)[-1] == "3 more promises of yours"
    assert len(titles(owner)) == 9


def test_a_verifier_sees_what_others_say_is_done(desk_officer, other_officer, executive, reader):
    promise_in("reported", by=desk_officer, owner=desk_officer)

    assert titles(other_officer) == ["Send the list of offices"]
    assert titles(executive) == ["Send the list of offices"]
    assert titles(desk_officer) == []
    assert titles(reader) == []


def placed(person, at):
    people.change_account(person, by="tests", unit=at)
    person.refresh_from_db()
    return person


def test_an_executive_verifies_for_the_own_office_and_those_below_the_oldest_first(desk_officer, executive):
    branch = unit("branch")
    below = unit("below")
    below.parent = branch
    below.save()
    elsewhere = unit("elsewhere")
    someones = factories.partner("jp", owner=elsewhere)
    words = {"by": desk_officer, "owner": desk_officer, "made_on": days_from_now(-90)}
    for title, given in (
        ("Below", {"unit": below, "due_on": days_from_now(-5)}),
        ("Of the branch", {"unit": branch, "due_on": days_from_now(-9)}),
        ("Elsewhere", {"unit": elsewhere, "due_on": days_from_now(-40)}),
        ("Of a partner of others", {"partner": someones, "due_on": days_from_now(-40)}),
        ("Nobody's", {"due_on": days_from_now(-7)}),
        ("Without a day", {"unit": below, "due_on": None}),
    ):
        promise_in("reported", **words, title_en=title, **given)

    offered = titles(placed(executive, branch))

    assert offered == ["Without a day", "Of the branch", "Nobody's", "Below"]
    assert titles(placed(executive, elsewhere)) == ["Elsewhere", "Of a partner of others", "Nobody's"]


def test_who_sits_in_no_office_is_asked_for_all(desk_officer, executive):
    promise_in("reported", by=desk_officer, owner=desk_officer, unit=unit("anywhere"))

    assert titles(executive) == ["Send the list of offices"]


def test_a_desk_officer_sees_which_partners_are_late_one_line_each(desk_officer, other_officer):
    placed(other_officer, unit())
    for number in range(3):
        promised(
            by=desk_officer,
            side="theirs",
            title_en=f"p{number}",
            due_on=days_from_now(-4),
            made_on=days_from_now(-9),
            unit=unit(),
        )
    promised(
        by=desk_officer, side="theirs", due_on=days_from_now(-4), made_on=days_from_now(-9), unit=unit("elsewhere")
    )

    debts = panels.waiting(other_officer, timezone.localdate())

    assert [str(one.title) for one in debts] == ["MX owes us 3 promises that are late"]
    assert debts[0].url == "/en/commitments/?side=theirs&overdue=1&partner=mx"


def test_my_day_costs_four_queries(desk_officer):
    with CaptureQueriesContext(connection) as queries:
        panels.waiting(desk_officer, timezone.localdate())

    assert len(queries) == 4


# ── Calendars ─────────────────────────────────────────────────────────────────────────────────────


def test_due_days_are_occasions_that_count_their_changes(desk_officer, other_officer):
    one = promised(by=desk_officer, due_on=days_from_now(5))
    promise_in("dropped", by=desk_officer, owner=other_officer)
    promised(by=desk_officer, due_on=None)
    actions.slip(one, by=desk_officer, due_on=days_from_now(6), reason="Asked")

    with CaptureQueriesContext(connection) as queries:
        found = list(panels.occasions(desk_officer, days_from_now(0), days_from_now(40)))

    assert len(queries) == 1
    assert [(each.uid, each.revision, each.first) for each in found if not each.cancelled] == [
        (f"commitment-{one.key}", 1, days_from_now(6))
    ]


@pytest.mark.parametrize("clearance", [Marking.UNCLASSIFIED, Marking.PROTECTED_B])
def test_an_occasion_bears_the_marking_of_all_it_belongs_to(clearance, desk_officer, open_account):
    hidden = factories.partner("xx", marking=Marking.PROTECTED_A)
    promised(by=desk_officer, partner=hidden, due_on=days_from_now(5))
    person = open_account(Role.READER, clearance=clearance)

    found = [each.marking for each in panels.occasions(person, days_from_now(0), days_from_now(40))]

    assert found == ([Marking.PROTECTED_A] if clearance == Marking.PROTECTED_B else [])
