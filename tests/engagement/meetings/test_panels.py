from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from entente.engagement.commitments import actions as commitments
from entente.engagement.meetings import actions, exports, panels, queries
from entente.engagement.meetings.models import Born
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking, Rank, Role
from entente.foundation.sources.queries import Notes
from entente.kit.table import Ask, read

from . import factories


def asked(person):
    return Ask(person, factories.day().isoformat())


def by_key(found):
    return {panel.key: panel for panel in found}


# ── A meeting's own dossier ───────────────────────────────────────────────────────────────────────


def test_promises_of_earlier_sessions_stand_on_the_next_brief_with_how_late_they_are(desk_officer):
    today = factories.day()
    before = factories.attended(desk_officer)
    coming = factories.meeting()
    given = {"by": desk_officer, "side": "ours", "made_on": before.starts_on, "owner": desk_officer}
    born = commitments.promise(
        title_en="Send the list", due_on=today - timedelta(5), partner=factories.partner("mx"), **given
    )
    Born.objects.create(meeting=before, commitment=born)
    commitments.promise(title_en="Of the body", due_on=today + timedelta(5), body=before.body, **given)
    commitments.promise(title_en="Of another", body=factories.body("wco"), **given)

    panel = by_key(panels.own_panels(asked(desk_officer), coming, Notes()))["promises"]

    assert panel.open
    said = [(str(row["promise"].title), row["late"]) for row in panel.context["rows"]]
    assert said == [("Send the list", "5 days late"), ("Of the body", "due in 5 days")]


def test_what_is_open_says_what_is_missing_for_a_delegate(desk_officer, branch):
    coming = factories.meeting()
    item = actions.add_item(coming, by=desk_officer, side="ours", title_en="Data")

    def texts():
        again = queries.meeting(desk_officer, coming.key).get()
        shown = by_key(panels.own_panels(asked(desk_officer), again, Notes()))
        return [one["text"] for one in shown["open"].context["items"]]

    assert texts() == ["Nobody has decided whether we go.", "“Data”: our position is not written."]
    actions.decide_attendance(coming, by=desk_officer, attendance="attend")
    position = actions.write_position(item, by=desk_officer, text_en="We share.")
    assert texts() == ["Nobody is named for our delegation.", "“Data”: our position is a draft."]
    factories.delegate(coming, person=desk_officer)
    actions.circulate(position, by=desk_officer, branches=[branch])
    assert texts() == ["Nobody leads our delegation.", "“Data”: not cleared yet by Enforcement Branch."]


def test_the_head_says_where_when_at_what_level_do_we_go_and_who_leads(desk_officer):
    coming = factories.meeting(city_en="Brussels", level=Rank.DIRECTOR)
    actions.decide_attendance(coming, by=desk_officer, attendance="attend", reason="Our item")
    factories.delegate(coming, person=desk_officer, part="head")

    head = panels.head(asked(desk_officer), queries.meeting(desk_officer, coming.key).get(), Notes())

    assert head.sentence.startswith("Brussels, ")
    assert "level: director. We go: Our item. Our delegation is led by desk_officer." in head.sentence
    assert ("good", "we attend") in [(kind, str(words)) for kind, words in head.badges]


def test_the_last_session_and_its_decisions_stand_on_the_next_brief(desk_officer):
    before, coming = factories.attended(desk_officer), factories.meeting()

    known = by_key(panels.own_panels(asked(desk_officer), coming, Notes()))["last"].context

    assert known["last"] == before
    assert known["minutes"] is None
    assert {event.title for event in panels.own_events(asked(desk_officer), coming, Notes())} == {"Session"}


# ── Partners and bodies ───────────────────────────────────────────────────────────────────────────


def test_the_ladder_says_at_which_level_we_last_met(desk_officer):
    mexico, customs = factories.partner("mx"), factories.partner("mx-customs")
    customs.parent = mexico
    customs.save()
    factories.attended(desk_officer, in_days=-90, partner=mexico, level=Rank.DIRECTOR)
    factories.attended(desk_officer, in_days=-30, partner=customs, level=Rank.DIRECTOR)
    table = factories.meeting(in_days=-20)
    factories.delegate(table, partner=customs, rank=Rank.MINISTER)
    actions.hold(table, by=desk_officer)
    factories.meeting(in_days=-5, partner=mexico, level=Rank.LEADER)  # nobody said that it was held

    known = {level: (day, how) for level, day, how in queries.ladder(desk_officer, mexico, today=factories.day())}

    assert known[Rank.DIRECTOR] == (factories.day(-30), "talks")
    assert known[Rank.MINISTER] == (factories.day(-20), "forum")
    assert known[Rank.LEADER] == (None, "")
    assert list(known) == [*reversed(Rank.values)]


def test_partners_and_bodies_show_their_next_and_last_meetings(desk_officer):
    mexico, b5 = factories.partner("mx"), factories.body("b5")
    for given in ({"partner": mexico}, {"body": b5}):
        factories.attended(desk_officer, title_en="Before", **given)
        factories.meeting(title_en="Next", **given)

    for shown in (
        panels.partner_panels(asked(desk_officer), mexico, Notes()),
        panels.body_panels(asked(desk_officer), b5, Notes()),
    ):
        context = by_key(shown)["meetings"].context
        assert [str(row["meeting"].title) for row in context["ahead"]] == ["Next"]
        assert [str(row["meeting"].title) for row in context["behind"]] == ["Before"]
    assert [event.title for event in panels.partner_events(asked(desk_officer), mexico, Notes())] == ["Before"]


# ── My day and calendars ──────────────────────────────────────────────────────────────────────────


def test_decisions_meetings_that_are_over_and_minutes_wait_for_the_officer(desk_officer):
    today = factories.day()
    factories.meeting(title_en="Undecided", in_days=20)
    factories.meeting(title_en="Far away", in_days=200)
    factories.meeting(title_en="Over", in_days=-4)
    factories.attended(factories.officer(), title_en="Held", in_days=-40)

    waits = {(str(one.title), str(one.why)) for one in panels.waiting(desk_officer, today)}

    assert waits == {
        ("Undecided", "Nobody has decided whether we go."),
        ("Over", "It is over: say that it was held."),
        ("Held", "No minutes are on file."),
    }


def test_many_of_one_kind_are_told_as_a_number(desk_officer):
    for number in range(7):
        factories.meeting(in_days=10 + number)

    (debt,) = panels.waiting(desk_officer, factories.day())

    assert str(debt.title).startswith("7 meetings")
    assert debt.due == factories.day(10)


@pytest.mark.parametrize(
    ("given", "shift", "said"),
    [
        ({}, 10, "without a decision"),
        ({"attendance": "attend"}, -20, "are over"),
        ({"attendance": "attend", "state": "held"}, -20, "no minutes"),
    ],
)
def test_a_number_leads_to_the_list_of_as_many(desk_officer, as_person, given, shift, said):
    for number in range(7):
        factories.meeting(in_days=shift + number, **given)
    factories.meeting(in_days=100, title_en="Another", attendance="attend")

    (debt,) = (one for one in panels.waiting(desk_officer, factories.day()) if said in str(one.title))

    assert str(debt.title).startswith("7 ")
    chosen = dict(parse_qsl(urlsplit(debt.url).query))
    listing = read(exports.MEETINGS, Ask(desk_officer, factories.day().isoformat(), chosen=chosen), chosen)
    assert (listing.count, listing.shown) == (7, 7)
    assert as_person(desk_officer).get(debt.url).status_code == 200


def test_a_position_waits_for_the_head_and_an_objection_for_its_author(desk_officer, head, branch, reader):
    item = actions.add_item(factories.meeting(), by=desk_officer, title_en="Data")
    position = actions.write_position(item, by=desk_officer, text_en="We share.")
    actions.circulate(position, by=desk_officer, branches=[branch])
    today = factories.day()

    assert [str(one.title) for one in panels.waiting(head, today)] == ["A position to clear: Data"]
    assert not [one for one in panels.waiting(reader, today) if "Data" in str(one.title)]

    actions.object_to(position.clearances.get(), by=head, comment="No")
    assert not panels.waiting(head, today)
    assert "An objection: Data" in [str(one.title) for one in panels.waiting(desk_officer, today)]


def test_the_file_of_another_office_does_not_wait_for_me(open_account):
    mine, theirs = (Unit.objects.create(key=key, name_en=key, name_fr=key) for key in ("mine", "theirs"))
    factories.meeting(unit=theirs)
    factories.meeting(unit=mine, title_en="Mine")
    officer = open_account(Role.DESK_OFFICER, unit=mine)

    assert [str(one.title) for one in panels.waiting(officer, factories.day())] == ["Mine"]


def test_calendars_show_several_days_whole_and_one_day_with_its_hours(reader, django_assert_num_queries):
    hours = {"starts_at": factories.hour(9), "ends_at": factories.hour(17), "zone": "Asia/Tokyo"}
    factories.meeting(title_en="Long", lasts=3)
    factories.meeting(title_en="Short", **hours)
    factories.meeting(title_en="Hidden", partner=factories.partner("xx", marking=Marking.PROTECTED_A))
    factories.meeting(title_en="Later", in_days=90)

    with django_assert_num_queries(1):
        found = {one.title_en: one for one in panels.occasions(reader, factories.day(), factories.day(60))}

    assert set(found) == {"Long", "Short"}
    assert (found["Long"].starts_at, found["Long"].last - found["Long"].first) == (None, timedelta(2))
    assert (found["Short"].starts_at, found["Short"].zone) == (factories.hour(9), "Asia/Tokyo")


def test_an_occasion_bears_the_marking_of_whom_it_is_held_with_and_the_revision(desk_officer):
    hidden = factories.partner("xx", marking=Marking.PROTECTED_A)
    meeting = factories.meeting(partner=hidden)
    actions.cancel(meeting, by=desk_officer, reason="Strike")

    (one,) = panels.occasions(desk_officer, factories.day(), factories.day(60))

    assert (one.marking, one.cancelled, one.revision) == (Marking.PROTECTED_A, True, 1)
    assert one.uid == f"meeting-{meeting.key.lower()}"


# ── Search ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("marking", "seen"), [(Marking.UNCLASSIFIED, True), (Marking.PROTECTED_A, False)])
def test_a_meeting_and_its_items_are_found_by_those_who_may_see_them(marking, seen, reader, desk_officer):
    from entente.foundation.index.models import Record

    meeting = factories.meeting(title_en="Council")
    actions.add_item(meeting, by=desk_officer, title_en="Data")
    if marking != Marking.UNCLASSIFIED:
        actions.change(meeting, by=desk_officer, marking=marking)

    found = Record.objects.filter(title_en__in=["Council", "Data"])
    assert {one.marking for one in found} == {marking}
    assert found.count() == 2
    assert seen == all(one.marking == Marking.UNCLASSIFIED for one in found)
