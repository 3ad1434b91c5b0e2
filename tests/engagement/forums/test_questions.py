from entente.engagement.forums import queries
from entente.engagement.forums.queries import chairs, dossier, editions, reach, trees
from entente.engagement.partners import queries as partners
from entente.foundation.people.roles import Marking
from entente.kit.table import Ask

from . import factories


def ask(person, on="2026-11-22", **given):
    return Ask(person, on, past=on != "2026-11-22", **given)


def held(person, on, body):
    return {
        chair.kind: [seat.holder.key for seat in chair.held]
        for chair in chairs.chairs(ask(person, on))
        if chair.body.key == body
    }


def test_a_body_under_one_that_may_not_be_seen_stands_alone(db, reader):
    above = factories.body("above", marking=Marking.PROTECTED_B)
    factories.body("below", parent=above)

    abroad, at_home = trees.tree(ask(reader))

    assert ([node.body.key for node in abroad], at_home) == (["below"], [])


def test_bodies_at_home_stand_apart(db, reader):
    factories.body("table", home=True)
    factories.body("forum")

    abroad, at_home = trees.tree(ask(reader))

    assert ([node.body.key for node in abroad], [node.body.key for node in at_home]) == (["forum"], ["table"])


def test_the_forums_we_share_with_a_partner_and_those_we_do_not(db, reader):
    us = factories.partner("us-agency", kind="own", parent=factories.partner("us"))
    mx, sat = factories.partner("mx"), factories.partner("sat", parent=factories.partner("mexico"))
    ours, told, other = factories.body("ours"), factories.body("told", our_roles="member"), factories.body("other")
    factories.membership(ours, us)
    for forum in (ours, told, other):
        factories.membership(forum, mx)
    factories.membership(told, sat)

    def shared(partner):
        return {one.body.key: one.shared for one in reach.sittings(ask(reader), partner)}

    assert shared(mx) == {"ours": True, "told": True, "other": False}
    assert shared(sat.parent) == {"told": True}  # through its administration


def test_what_ended_is_told_from_what_stands(db, reader):
    mx, forum = factories.partner("mx"), factories.body("wco")
    factories.membership(forum, mx, starts_on="2000", ends_on="2010")
    factories.membership(forum, mx, starts_on="2020")
    factories.seat(forum, mx, starts_on="2001", ends_on="2002")

    found = dossier.part(ask(reader), mx)

    assert [one.stands for one in found.sittings] == [False, True]
    assert [one.stands for one in found.seats] == [False]
    assert not dossier.part(ask(reader, "1999-01-01"), mx).sittings


def test_a_draft_speaks_only_when_asked_for(db, desk_officer):
    decided, draft = factories.edition("decided"), factories.edition("draft", state="draft", starts_on="2020")
    known = list(partners.editions(desk_officer))

    assert editions.shown(ask(desk_officer), known) == decided
    assert editions.shown(ask(desk_officer, edition="draft"), known) == draft
    assert editions.shown(ask(desk_officer), []) is None


def test_a_form_offers_only_what_its_reader_may_see(db, reader):
    factories.body("closed", marking=Marking.PROTECTED_A)
    shown = factories.body("plain")

    assert list(queries.choices(reader)) == [shown]
    assert list(queries.sources()) == [shown.source]
    assert list(queries.units()) == []
    assert list(queries.instruments(reader)) == []


def test_a_department_no_reader_may_see_is_offered_to_nobody(db, reader):
    hidden = factories.partner("hidden", kind="department", marking=Marking.PROTECTED_A)
    factories.body("wco", lead=hidden)
    factories.body("wto", lead=factories.partner("shown", kind="department"))

    assert [one.key for one in queries.leads(ask(reader))] == ["shown"]
