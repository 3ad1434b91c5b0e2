from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from entente.engagement.commitments.models import Commitment
from entente.engagement.visits import actions, imports, panels, queries, search, tasks
from entente.engagement.visits.models import Cost, Gift, Need, Promised, Visitor
from entente.foundation.index.models import Record
from entente.foundation.notices.models import Notice
from entente.foundation.people.actions import close_account
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from . import factories


def last() -> Entry:
    return Entry.objects.order_by("-id").first()


def test_a_request_is_written_down_found_and_told(agency, visits_officer, open_account):
    near = factories.placed(open_account(Role.VISITS_OFFICER, username="near"), agency["iad"])

    visit = factories.requested(by=visits_officer)

    assert visit.key.startswith("VIS-")
    assert visit.state == "requested"
    assert Record.objects.get(label="visits.visit").address == f"visits:visit {visit.key}"
    assert [one.person for one in Notice.objects.all()] == [near]


def test_vis_8_a_visit_is_marked_at_least_as_its_partner(agency, visits_officer):
    hidden = factories.some_partner("xx", marking=Marking.PROTECTED_A)

    with pytest.raises(ValidationError, match="VIS-8"):
        factories.requested(by=visits_officer, partner=hidden)

    assert factories.requested(by=visits_officer, partner=hidden, marking=Marking.PROTECTED_A).pk


def test_vis_8_nobody_marks_above_the_own_clearance(agency, open_account):
    officer = open_account(Role.VISITS_OFFICER, clearance=Marking.PROTECTED_A)

    with pytest.raises((ValidationError, PermissionDenied)):
        factories.requested(by=officer, marking=Marking.PROTECTED_B)


def test_vis_9_a_topic_points_at_nothing_that_is_marked_higher(visit, visits_officer):
    forum = factories.body("secret", marking=Marking.PROTECTED_A)
    topic = factories.about(visit, by=visits_officer)

    with pytest.raises(ValidationError, match="VIS-9"):
        actions.change_row(topic, by=visits_officer, bodies=[forum])

    assert not topic.bodies.exists()


def test_vis_10_the_programme_keeps_to_the_days_of_the_visit(visit, visits_officer):
    with pytest.raises(ValidationError, match="VIS-10"):
        factories.shown(visit, by=visits_officer, on=factories.in_days(60))


def test_an_item_ends_after_it_begins(visit, visits_officer):
    item = factories.shown(visit, by=visits_officer)

    with pytest.raises(ValidationError, match="ends after it begins"):
        actions.change_row(item, by=visits_officer, ends_at=item.starts_at)


def test_a_row_is_taken_out_for_a_reason_and_the_trail_keeps_what_it_said(visit, visits_officer):
    someone = factories.comes(visit, by=visits_officer)
    with pytest.raises(ValidationError, match="reason"):
        actions.remove(someone, by=visits_officer, reason="")

    actions.remove(someone, by=visits_officer, reason="He cannot come")

    visit.refresh_from_db()
    assert not visit.visitors.exists()
    assert visit.level == ""
    entry = Entry.objects.get(verb="remove_visitor")
    assert entry.reason == "He cannot come"
    assert entry.changes["office_en"] == ["Director General, Customs", ""]


def test_what_a_protected_item_says_is_not_in_the_trail(visit, visits_officer):
    factories.shown(visit, by=visits_officer, title_en="Secret talk", marking=Marking.PROTECTED_B)

    assert "Secret" not in str(Entry.objects.get(verb="add_programme_item").changes)


def test_the_security_note_is_not_in_the_trail(visit, visits_officer):
    actions.change(visit, by=visits_officer, security_note="Two cars", city_en="Halifax")

    assert last().verb == "change"
    assert "cars" not in str(last().changes)


def test_a_protocol_line_is_dropped_for_a_reason(visit, visits_officer):
    factories.comes(visit, by=visits_officer)
    need = visit.needs.get(kind="gifts")

    with pytest.raises(ValidationError, match="reason"):
        actions.change_row(need, by=visits_officer, state=Need.State.NOT_NEEDED)
    actions.change_row(need, by=visits_officer, state=Need.State.NOT_NEEDED, reason="They asked for none")

    need.refresh_from_db()
    assert (need.state, need.by) == ("not_needed", "visits_officer")


@pytest.mark.parametrize(
    ("model", "given"),
    [(Gift, {"way": "given", "what_en": "Pin", "value": -1}), (Cost, {"line": "rooms", "estimate": -5})],
)
def test_an_amount_is_not_negative(model, given, visit, visits_officer):
    with pytest.raises(ValidationError):
        actions.add(visit, model, by=visits_officer, **given)


def test_a_promise_made_in_a_visit_stands_in_the_register_and_on_the_visit(visit_in, visits_officer):
    visit = visit_in("under_way")

    made = actions.promise(
        visit,
        by=visits_officer,
        side="theirs",
        made_on=factories.in_days(0),
        title_en="Send the list",
        due_on=factories.in_days(30),
    )

    assert Commitment.objects.get() == made
    assert made.partner == visit.partner
    assert Promised.objects.get().visit == visit


# ── Reminders ─────────────────────────────────────────────────────────────────────────────────────


def test_the_officer_in_charge_is_reminded_once_of_the_pre_brief(visit_in, visits_officer, open_account):
    officer = open_account(Role.VISITS_OFFICER, username="in-charge")
    visit = visit_in("accepted", officer=officer)
    due = visit.pre_brief_due

    tasks.sweep(today=due.replace(year=due.year - 1))
    assert not Notice.objects.filter(word="visits.pre_brief_due").exists()
    for _day in range(3):
        tasks.sweep(today=due)

    notice = Notice.objects.get(word="visits.pre_brief_due")
    assert (notice.person, notice.due_on) == (officer, due)
    for lang in ("en", "fr"):
        with translation.override(lang):
            subject, text = notice.said
            assert visit.title in subject
            assert "%" not in subject + text


def test_feedback_is_asked_for_when_a_visit_is_over(visit_in, visits_officer):
    visit = visit_in("feedback", officer=visits_officer)

    tasks.sweep(today=visit.feedback_due)

    assert Notice.objects.get(word="visits.feedback_due").due_on == visit.feedback_due


# ── My day, calendars, the index ──────────────────────────────────────────────────────────────────


def test_what_waits_for_whom(visit_in, agency, visits_officer, open_account, reader):
    desk = factories.placed(open_account(Role.DESK_OFFICER, username="desk"), agency["iad"])
    boss = factories.placed(open_account(Role.EXECUTIVE, username="boss"), agency["commercial"])
    asked_for = factories.requested(by=visits_officer, title_en="Asked for")
    visit_in("triage", title_en="In triage")
    ahead = visit_in("accepted", officer=visits_officer, title_en="Ahead")
    actions.ask(ahead, by=visits_officer, unit=agency["iad"], question="Which gift?", kind="advice")
    today = factories.in_days(0)

    def titles(person):
        return {str(one.title) for one in panels.waiting(person, today)}

    assert titles(visits_officer) == {"Asked for", "In triage", "Ahead"}
    assert titles(boss) == {"In triage"}
    assert titles(desk) == {"Ahead"}
    assert titles(reader) == set()
    assert asked_for.requested_on in {one.since for one in panels.waiting(visits_officer, today)}


def test_a_visit_nobody_is_in_charge_of_waits_for_the_visits_officers(
    visit_in, visits_officer, open_account, administrator
):
    left = open_account(Role.VISITS_OFFICER, username="left")
    visit_in("programme", title_en="Nobody’s", officer=None)
    visit_in("programme", title_en="Theirs", officer=left)
    today = factories.in_days(0)

    def titles():
        return {str(one.title) for one in panels.waiting(visits_officer, today)}

    assert titles() == {"Nobody’s"}
    close_account(left, by=administrator, reason="Left")
    assert titles() == {"Nobody’s", "Theirs"}


def test_calendars_show_accepted_visits_and_those_called_off(visit_in, visits_officer, reader):
    visit_in("triage", title_en="Not yet")
    visit_in("declined", title_en="Never")
    on = visit_in("accepted", title_en="On")
    off = visit_in("cancelled", title_en="Off")
    visit_in("accepted", title_en="Secret", marking=Marking.PROTECTED_B)

    found = {one.title_en: one for one in panels.occasions(reader, date(2000, 1, 1), date(2100, 1, 1))}

    assert found.keys() == {"On", "Off"}
    assert (found["On"].cancelled, found["Off"].cancelled) == (False, True)
    assert found["Off"].uid == f"visit-{off.key.lower()}"
    assert found["Off"].revision > 0
    assert found["On"].address == ("visits:visit", on.key)


def test_a_change_that_calendars_show_counts_and_another_does_not(visit, visits_officer):
    visit = actions.change(visit, by=visits_officer, media_plan_en="One picture")
    assert visit.revision == 0

    visit = actions.change(visit, by=visits_officer, title_en="Customs of Mexico")

    assert visit.revision == 1
    assert search.entry(visit).title_en == "Customs of Mexico"


# ── A list of visitors as a file ──────────────────────────────────────────────────────────────────


def test_a_list_is_understood_in_words_of_either_language():
    text = (
        "position,office_en,office_fr,rank,part,languages,interpretation\n"
        ",Commissioner,Commissaire,directeur général,chef de délégation,espagnol|anglais,non\n"
        ",Attaché,,expert,,es,oui\n"
    )

    judged = imports.judge("list.csv", text.encode())

    assert judged.errors == []
    assert [
        (one["position"], one["rank"], one["part"], one["languages"], one["interpretation"]) for one in judged.rows
    ] == [
        (1, "director_general", "head", "es|en", False),
        (2, "expert", "member", "es", True),
    ]


def test_every_wrong_cell_is_told_by_row_and_column():
    text = "office_en,rank,languages,interpretation\nChief,emperor,klingon,perhaps\n,expert,,\n"

    judged = imports.judge("list.csv", text.encode())

    assert [(one.row, one.column) for one in judged.errors] == [
        (2, "rank"),
        (2, "languages"),
        (2, "interpretation"),
        (3, "office_en"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.xlsx", b"no workbook", "cannot be read"),
        ("list.csv", b"office_en\nChief\n", "rank"),
        ("list.csv", b"office_en,rank,name\nChief,expert,Anna\n", "name"),
        ("list.csv", b"office_en,rank\n", "no rows"),
        ("list.csv", b"x" * (1024 * 1024 + 1), "1 megabyte"),
    ],
)
def test_a_file_that_cannot_be_taken_in_says_why(name, content, said):
    with pytest.raises(ValidationError, match=said):
        imports.judge(name, content)


def test_a_list_comes_after_those_already_there_and_is_routed_once(visit, visits_officer):
    factories.about(visit, by=visits_officer)
    factories.comes(visit, by=visits_officer, rank="expert")
    judged = imports.judge("list.csv", b"office_en,rank\nMinister,minister\nSecretary,expert\n")

    actions.receive_list(visit, by=visits_officer, rows=judged.rows)

    assert list(Visitor.objects.order_by("position").values_list("position", "office_en")) == [
        (1, "Director General, Customs"),
        (2, "Minister"),
        (3, "Secretary"),
    ]
    visit.refresh_from_db()
    assert visit.level == "minister"
    assert visit.routings.count() == 2


def test_the_empty_list_can_be_read_back():
    for lang in ("en", "fr"):
        with translation.override(lang):
            judged = imports.judge("list.csv", imports.template())
        assert judged.errors == []
        assert judged.rows[0]["rank"] == "director_general"


def test_a_partner_page_asks_once(visit_in, reader, django_assert_num_queries):
    from entente.foundation.sources.queries import Notes
    from entente.kit.table import Ask

    visit = visit_in("accepted")
    ask = Ask(reader, factories.in_days(0).isoformat())

    with django_assert_num_queries(1):
        shown = panels.partner_panels(ask, visit.partner, Notes())
        panels.partner_events(ask, visit.partner, Notes())

    assert [one.key for one in shown] == ["visits"]
    assert queries.coming(reader, visit.partner, ask.on).count() == 1
