from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.meetings import actions, policy, tasks
from entente.engagement.meetings.models import Input, Product
from entente.engagement.meetings.panels import waiting
from entente.engagement.meetings.queries import products
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Headship, Unit
from entente.foundation.people.roles import Marking, Rank, Role
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask

from . import factories


@pytest.fixture
def keeper(db):
    return factories.officer()


@pytest.fixture
def lead(open_account, branch):
    return open_account(Role.EXECUTIVE, username="lead", unit=branch)


@pytest.fixture
def b5(db):
    return factories.body("b5", name_en="Border Five")


def product(keeper, **given):
    usual = {"title_en": "Joint threat assessment", "title_fr": "Évaluation commune", "due_on": factories.day(60)}
    return actions.open_product(by=keeper, **usual | given)


def test_for_mtg_51_a_product_belongs_to_a_body_or_a_meeting(keeper, b5):
    with pytest.raises(ValidationError, match="MTG-51"):
        product(keeper)

    made = product(keeper, body=b5)
    assert made.key.startswith("PRD-")
    assert product(keeper, meeting=factories.meeting()).state == "planned"


def test_for_mtg_57_an_input_is_owed_by_one_side(keeper, b5, branch):
    made, au = product(keeper, body=b5), factories.partner("au")

    for given in ({}, {"unit": branch, "partner": au}):
        with pytest.raises(ValidationError, match="MTG-57"):
            actions.owe_input(made, by=keeper, title_en="Figures", **given)
    assert actions.owe_input(made, by=keeper, title_en="Figures", partner=au).is_owed


def test_for_mtg_56_an_input_is_due_before_its_product(keeper, b5, branch):
    made = product(keeper, body=b5)

    with pytest.raises(ValidationError, match="MTG-56"):
        actions.owe_input(made, by=keeper, title_en="Figures", unit=branch, due_on=factories.day(61))


def test_for_mtg_53_a_product_is_done_when_nothing_is_owed(keeper, b5, branch):
    made, au = product(keeper, body=b5), factories.partner("au")
    ours = actions.owe_input(made, by=keeper, title_en="Our figures", unit=branch)
    theirs = actions.owe_input(made, by=keeper, title_en="Their figures", partner=au)
    with pytest.raises(ValidationError, match="MTG-53: still owed: Our figures; Their figures"):
        actions.finish_product(made, by=keeper)

    actions.deliver_input(ours, by=keeper, delivered_on=factories.day(), delivered="File 12")
    with pytest.raises(ValidationError, match="MTG-50"):
        actions.waive_input(theirs, by=keeper, reason="")
    actions.waive_input(theirs, by=keeper, reason="They have none.")
    done = actions.finish_product(made, by=keeper)

    assert done.state == "done"
    with pytest.raises(ValidationError, match="MTG-52"):
        actions.owe_input(done, by=keeper, title_en="More", unit=branch)
    assert actions.take_up_product(done, by=keeper, reason="A second edition.").state == "under_way"


def test_for_mtg_54_and_55_an_input_is_delivered_once_on_a_day_that_has_come(keeper, b5, branch):
    made = actions.owe_input(product(keeper, body=b5), by=keeper, title_en="Figures", unit=branch)

    with pytest.raises(ValidationError, match="MTG-55"):
        actions.deliver_input(made, by=keeper, delivered_on=factories.day(1))
    actions.deliver_input(made, by=keeper, delivered_on=factories.day())
    with pytest.raises(ValidationError, match="MTG-54"):
        actions.deliver_input(made, by=keeper, delivered_on=factories.day())


def test_a_day_that_moves_keeps_the_old_one_and_the_reason(keeper, b5, branch):
    made = product(keeper, body=b5)
    one = actions.owe_input(made, by=keeper, title_en="Figures", unit=branch, due_on=factories.day(10))
    with pytest.raises(ValidationError, match="MTG-50"):
        actions.change_product(made, by=keeper, due_on=factories.day(90))

    actions.change_product(made, by=keeper, due_on=factories.day(90), reason="The vote moved.")
    actions.move_input(one, by=keeper, due_on=factories.day(20), reason="A late census.")

    moved = Entry.objects.get(verb="change_product")
    assert moved.changes["due_on"] == [factories.day(60).isoformat(), factories.day(90).isoformat()]
    assert Entry.objects.get(verb="move_input").reason == "A late census."


def test_a_product_is_dropped_for_a_reason(keeper, b5):
    made = product(keeper, body=b5)
    with pytest.raises(ValidationError):
        actions.drop_product(made, by=keeper, reason="")

    assert actions.drop_product(made, by=keeper, reason="No interest.").ended_because == "No interest."


def test_who_owes_delivers_who_leads_keeps_it_and_others_do_not(keeper, b5, branch, lead, reader, open_account):
    made = product(keeper, body=b5, lead=lead)
    owes = open_account(Role.DESK_OFFICER, username="owes", unit=branch, clearance=Marking.UNCLASSIFIED)
    one = actions.owe_input(made, by=lead, title_en="Figures", unit=branch, owner=owes)

    with pytest.raises(PermissionDenied):
        actions.deliver_input(one, by=reader, delivered_on=factories.day())
    assert actions.deliver_input(one, by=owes, delivered_on=factories.day()).delivered_on
    assert Notice.objects.filter(person=owes, word="meetings.input_owed").count() == 0  # no day, nothing to remember


def test_inputs_of_a_partner_above_the_clearance_are_neither_shown_nor_counted(keeper, b5, reader):
    made = product(keeper, body=b5)
    hidden = factories.partner("xx", marking=Marking.PROTECTED_B)
    actions.owe_input(made, by=keeper, title_en="Figures", partner=hidden, due_on=factories.day(-1))
    ask = Ask(reader, factories.day().isoformat())

    assert products.inputs_of(reader, made) == []
    assert [(one.owed, one.late) for one in products.products(ask)] == [(0, 0)]
    assert [(one.owed, one.late) for one in products.products(Ask(keeper, ask.on))] == [(1, 1)]


@pytest.mark.parametrize("clearance", list(Marking))
def test_asking_of_many_agrees_with_asking_of_one(clearance, keeper, open_account):
    person = open_account(Role.READER, clearance=clearance)
    for at, marking in enumerate(Marking):
        body = factories.body(f"body{at}", marking=marking)
        for own in Marking:
            made = product(keeper, body=body, marking=own)
            actions.owe_input(made, by=keeper, title_en="X", partner=factories.partner(f"p{made.pk}", marking=own))

    for model, visible in ((Product, policy.products_visible_to), (Input, policy.inputs_visible_to)):
        one_by_one = {one.pk for one in model.objects.all() if policy.PRODUCTS.allows(person, "view", one)}
        assert {one.pk for one in visible(person)} == one_by_one
        assert one_by_one


# ── Waiting and reminding ─────────────────────────────────────────────────────────────────────────


def test_what_is_owed_waits_for_who_owes_it_and_what_is_late_for_who_leads(keeper, b5, branch, lead, open_account):
    made = product(keeper, body=b5, lead=lead, due_on=factories.day(9))
    owes = open_account(Role.DESK_OFFICER, username="owes", unit=branch)
    actions.owe_input(made, by=keeper, title_en="Ours", unit=branch, due_on=factories.day(5))
    actions.owe_input(made, by=keeper, title_en="Theirs", partner=factories.partner("au"), due_on=factories.day(-2))
    actions.owe_input(made, by=keeper, title_en="Far", unit=branch, due_on=None)

    def titles(person):
        return [str(one.title) for one in waiting(person, factories.day()) if "meetings" in one.url]

    assert titles(owes) == ["Ours"]
    assert titles(lead) == ["Theirs", "Ours", "Joint threat assessment"]


def test_reminders_come_once_a_stage(keeper, b5, branch, lead, head):
    made = product(keeper, body=b5, lead=lead)
    actions.owe_input(made, by=keeper, title_en="Ours", unit=branch, due_on=factories.day(7))
    actions.owe_input(made, by=keeper, title_en="Theirs", partner=factories.partner("au"), due_on=factories.day(7))

    for days in (0, 0, 1, 6, 7, 8, 9, 14):
        tasks.sweep(today=factories.day(days))

    assert Notice.objects.filter(person=head, word="meetings.input_due").count() == 5  # 7, 1, 0 days before; 1, 7 after
    late = Notice.objects.filter(person=lead, word="meetings.input_late")
    assert late.count() == 4  # both inputs, one and seven days after
    assert {one.due_on for one in late} == {factories.day(7)}


def test_the_stages_of_reminding():
    due = factories.day()

    reached = {days: tasks.stage(due, due + timedelta(days=days)) for days in (-8, -7, -2, -1, 0, 1, 6, 7, 20, 100)}

    assert reached == {-8: None, -7: 7, -2: 7, -1: 1, 0: 0, 1: -1, 6: -1, 7: -7, 20: -14, 100: -28}


def test_an_input_that_is_delivered_is_not_asked_for_again(keeper, b5, lead, db):
    unit = Unit.objects.create(key="u", name_en="U", name_fr="U")
    Headship.objects.create(unit=unit, person=lead, rank=Rank.DIRECTOR, starts_on=factories.day(-100))
    one = actions.owe_input(product(keeper, body=b5), by=keeper, title_en="Ours", unit=unit, due_on=factories.day(3))
    actions.deliver_input(one, by=keeper, delivered_on=factories.day())

    tasks.sweep(today=factories.day(4))

    assert not Notice.objects.filter(word__startswith="meetings.input").exists()
