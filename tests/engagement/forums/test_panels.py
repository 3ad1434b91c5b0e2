import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from entente.engagement.agreements.models import Agreement
from entente.engagement.forums import actions, panels, queries
from entente.foundation.people.roles import Marking
from entente.foundation.sources.queries import Notes
from entente.kit.table import Ask

from . import factories


def ask(person, on="2026-11-22", **given):
    return Ask(person, on, past=on != "2026-11-22", **given)


def own(person, key, on="2026-11-22", **given):
    body, notes = queries.body(person, key).get(), Notes()
    return {panel.key: panel for panel in panels.own_panels(ask(person, on, **given), body, notes)}


def drawn(panel):
    return render_to_string(panel.template, panel.context)


@pytest.fixture
def b5(db):
    return factories.body("b5", name_en="Border Five", name_fr="Groupe des cinq", our_roles="member")


@pytest.fixture
def au(db):
    return factories.partner("au", name_en="Australia", name_fr="Australie")


# ── A body's own ──────────────────────────────────────────────────────────────────────────────────


def test_what_is_missing_stands_first_and_says_how_to_mend_it(b5, desk_officer):
    found = own(desk_officer, "b5")["open"]

    assert found.open
    assert [item["text"] for item in found.context["items"]] == [
        "No department leads it.",
        "No office of primary interest holds the file.",
    ]
    assert f"/records/forums.body/{b5.pk}/lead/" in drawn(found)


def test_a_reader_is_told_what_is_missing_but_not_how_to_mend_it(b5, reader):
    assert "<a" not in drawn(own(reader, "b5")["open"])


def test_a_body_under_one_with_a_lead_needs_none_of_its_own(b5, au, reader):
    b5.lead = au
    b5.save()
    factories.body("heads", parent=b5)

    assert "No department leads it." not in drawn(own(reader, "heads")["open"])


@pytest.mark.parametrize(
    ("ends_on", "said"), [("2027-05-21", True), ("2027-05-22", False), ("2026", True), ("2027", False), ("", False)]
)
def test_a_seat_that_ends_within_180_days_is_open(b5, au, reader, ends_on, said):
    factories.seat(b5, au, title_en="Chair of the Border Five", starts_on="2024", ends_on=ends_on)

    texts = [item["text"] for item in own(reader, "b5")["open"].context["items"]]

    assert any("no successor is recorded" in text for text in texts) is said


def test_a_seat_with_a_successor_is_not_open(b5, au, desk_officer):
    seat = actions.add_seat(b5, by=desk_officer, holder=au, kind="chair", starts_on="2024")
    actions.hand_over(seat, by=desk_officer, holder=factories.partner("gb"), on="2026-12", reason="Heads meeting")

    assert "successor" not in drawn(own(desk_officer, "b5")["open"])


def test_goals_left_to_be_finalised_are_open(b5, reader):
    edition = factories.edition()
    factories.priority(edition, b5)
    factories.goal(edition, b5, state="to_be_finalised", text_en="Later")

    found = own(reader, "b5")

    assert "left the goals here to be finalised" in drawn(found["open"])
    assert "to be finalised" in drawn(found["wishes"])


def test_members_now_are_told_from_those_before(b5, au, desk_officer):
    factories.membership(b5, au, starts_on="2010")
    factories.membership(b5, factories.partner("nz", name_en="New Zealand"), starts_on="2001", ends_on="2009")

    found = own(desk_officer, "b5")["members"]

    assert found.count == 1
    assert [row["who"].key for row in found.context["now"]] == ["au"]
    assert "since 2010" in drawn(found)
    assert "2001 to 2009" in drawn(found)
    assert "/end/" in drawn(found)  # an officer may end what stands


def test_an_end_that_was_recorded_here_is_shown_with_its_reason(b5, au, desk_officer, executive):
    from entente.engagement.forums.imports import SHEETS
    from entente.engagement.forums.models import Membership

    there = factories.membership(b5, au, starts_on="2010")
    sheet = next(one for one in SHEETS if one.model is Membership)
    actions.correct(there, sheet, field="ends_on", text="2026-06", reason="It withdrew", by=executive)

    text = drawn(own(desk_officer, "b5")["members"])

    assert "It withdrew" in text
    assert "no end" in text


def test_a_corrected_role_shows_both(b5, executive, reader):
    from entente.engagement.forums.imports import SHEETS

    actions.correct(b5, SHEETS[0], field="our_roles", text="chair", reason="Heads meeting", by=executive)

    text = drawn(own(reader, "b5")["record"])

    assert "chair" in text
    assert "member" in text
    assert "Heads meeting" in text


def test_seats_to_come_stand_apart(b5, au, reader):
    factories.seat(b5, au, starts_on="2024", ends_on="2027", rotational=True)
    factories.seat(b5, factories.partner("nz"), starts_on="2027", rotational=True)

    context = own(reader, "b5")["seats"].context

    assert [len(context[name]) for name in ("now", "ahead", "before")] == [1, 1, 0]
    assert not own(reader, "b5", on="2025-01-01")["seats"].context["ahead"]  # what came later is not shown


def test_the_instrument_shows_to_those_who_may_read_it(b5, reader, desk_officer):
    b5.agreement = Agreement.objects.create(
        key="plan", title_en="Plan", kind="action_plan", status="in_force", marking=Marking.PROTECTED_A
    )
    b5.save()

    assert "instrument" not in own(reader, "b5")
    assert "Plan" in drawn(own(desk_officer, "b5")["instrument"])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_panel_draws_in_both_languages(b5, au, desk_officer, lang):
    edition = factories.edition()
    factories.standing(edition, au)
    factories.priority(edition, b5, focus_en="Borders", involvement_en="We meet")
    factories.goal(edition, b5, text_en="Be there")
    factories.membership(b5, au)
    factories.seat(b5, au)
    factories.body("heads", parent=b5)

    with translation.override(lang):
        found = own(desk_officer, "b5")
        texts = {key: drawn(panel) if panel.template else str(panel.empty) for key, panel in found.items()}

    assert texts.keys() == {"open", "record", "members", "seats", "turns", "candidacies", "reach", "parts", "wishes"}
    assert "/fr/forums" in texts["parts"] or lang == "en"


def test_the_head_says_what_matters_in_one_sentence(b5, au, reader):
    edition = factories.edition()
    factories.standing(edition, au)
    factories.standing(edition, factories.partner("mx"), position=2)
    factories.priority(edition, b5)
    factories.membership(b5, au)
    factories.seat(b5, au)
    below = factories.body("heads", parent=b5, acronym_en="BH", ends_on="2020")

    head = panels.head(ask(reader), queries.body(reader, "b5").get(), Notes())
    under = panels.head(ask(reader), queries.body(reader, below.key).get(), Notes())

    assert head.sentence == "Our role: member. Chaired by Australia. It reaches 1 of the 2 priority partners."
    assert head.badges == (("good", "priority forum"),)
    assert (str(under.name), under.badges) == ("Forum heads (BH)", (("danger", "ended 2020"),))
    assert [str(name) for name, _url in under.above] == ["Border Five"]


def test_a_body_asks_few_questions(b5, au, reader):
    factories.membership(b5, au)
    factories.seat(b5, au)
    body = queries.body(reader, "b5").get()

    with CaptureQueriesContext(connection) as asked:
        panels.head(ask(reader), body, Notes())
        panels.own_panels(ask(reader), body, Notes())
        panels.body_events(ask(reader), body, Notes())

    assert len(asked) <= 13


def test_what_happened_to_a_body(b5, au, reader):
    factories.membership(b5, au, starts_on="2010", ends_on="2012-05")
    factories.seat(b5, au, starts_on="2011", title_en="Chair")

    found = panels.body_events(ask(reader), queries.body(reader, "b5").get(), Notes())

    assert [(event.on, str(event.title)) for event in found] == [
        ("2010", "Australia joins"),
        ("2012-05", "Australia leaves"),
        ("2011", "Australia takes a seat"),
    ]


# ── In other dossiers ─────────────────────────────────────────────────────────────────────────────


def test_a_partner_shows_the_forums_we_share_first(b5, au, reader):
    notes = Notes()
    factories.membership(b5, au)
    factories.membership(factories.body("theirs"), au)
    factories.membership(b5, factories.partner("au-abf", parent=au), role="observer")
    factories.seat(b5, au, starts_on="2024")

    with CaptureQueriesContext(connection) as asked:
        forums, seats = panels.partner_panels(ask(reader), au, notes)
        events = panels.partner_events(ask(reader), au, notes)

    assert len(asked) <= 3
    assert (forums.count, len(forums.context["others"]), seats.count) == (2, 1, 1)
    assert "AU-ABF" in drawn(forums)
    assert "as of 2008" in drawn(forums)
    assert [(event.on, str(event.title)) for event in events] == [("2024", "Takes a seat: Border Five")]
    assert [row["title"] for row in notes.listed]  # the source stands at the foot


def test_a_partner_that_sits_nowhere_is_told_what_would_fill_it(au, reader):
    (forums,) = panels.partner_panels(ask(reader), au, Notes())

    assert (forums.template, forums.count) == ("", 0)
    assert forums.empty


def test_an_instrument_shows_the_bodies_that_rest_on_it(b5, reader):
    agreement = Agreement.objects.create(key="plan", title_en="Plan", kind="action_plan", status="in_force")

    assert panels.agreement_panels(ask(reader), agreement, Notes()) == []
    b5.agreement = agreement
    b5.save()
    (panel,) = panels.agreement_panels(ask(reader), agreement, Notes())

    assert panel.count == 1
    assert "Border Five" in drawn(panel)
