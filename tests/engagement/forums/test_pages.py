import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from entente.engagement.forums.models import Body, Membership, Seat
from entente.foundation.people.roles import Marking, Role
from entente.kit.typed import SWITCH

from . import factories

LISTS = ["index", "tree", "priorities", "priority_list", "matrix", "chairs", "memberships", "seats"]
FORMS = ["describe", "role", "add_membership", "add_seat"]


def at(name, *args):
    return reverse(f"forums:{name}", args=args)


@pytest.fixture
def b5(db):
    return factories.body("b5", name_en="Border Five", name_fr="Groupe des cinq", home=False)


@pytest.fixture
def au(db):
    return factories.partner("au", name_en="Australia", name_fr="Australie")


@pytest.fixture
def furnished(b5, au):
    """A small record in which every page has something to show."""
    edition = factories.edition()
    factories.standing(edition, au)
    factories.priority(edition, b5, focus_en="Borders", focus_fr="Frontières")
    factories.goal(edition, b5, state="to_be_finalised", text_en="Later")
    factories.membership(b5, au)
    factories.seat(b5, au)
    factories.body("heads", name_en="Heads meeting", name_fr="Réunion des chefs", parent=b5)
    factories.body("table", name_en="Table at home", name_fr="Table au pays", home=True)


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("lang", "said"), [("en", "Border Five"), ("fr", "Groupe des cinq")])
def test_every_page_speaks_both_languages(name, lang, said, reader, as_person):
    with translation.override(lang):
        answer = as_person(reader).get(at(name))

    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_every_page_stands_without_a_record(name, reader, as_person):
    answer = as_person(reader).get(at(name))

    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("name", LISTS)
def test_every_page_costs_few_queries(name, reader, as_person):
    client = as_person(reader)

    with CaptureQueriesContext(connection) as queries:
        client.get(at(name))

    assert len(queries) <= 8, [one["sql"][:100] for one in queries]


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("name", LISTS)
def test_a_past_day_says_so(name, reader, as_person):
    page = as_person(reader).get(f"{at(name)}?on=2008-05-31").content.decode()

    assert "May\xa031, 2008" in page or name == "priorities"


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("name", ["index", "memberships", "seats", "priority_list"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_list_is_taken_away(name, form, reader, as_person):
    answer = as_person(reader).get(f"{at(name)}?format={form}")

    assert f".{form}" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)


@pytest.mark.usefixtures("furnished")
def test_the_page_of_chairs_leads_to_its_file(reader, as_person):
    page = as_person(reader).get(f"{at('chairs')}?on=2010-01-01").content.decode()

    assert "Australia" in page
    assert "/en/forums/seats/?on=2010-01-01&amp;current=1&amp;format=csv" in page


@pytest.mark.usefixtures("furnished")
def test_the_trees_open_at_a_touch_or_all_at_once(reader, as_person):
    client = as_person(reader)

    closed, opened = (client.get(at("tree") + asked).content.decode() for asked in ("", "?open=all"))

    assert "<details>" in closed
    assert "1 body under it" in closed
    assert "<details open>" in opened


@pytest.mark.usefixtures("furnished")
def test_goals_to_be_finalised_are_said_so_on_the_page(reader, as_person):
    page = as_person(reader).get(at("priorities")).content.decode()

    assert "One forum stands first in “Edition first”." in page
    assert "to be finalised" in page
    assert "Later" not in page


@pytest.mark.usefixtures("furnished")
def test_an_unknown_filter_is_said_and_left_out(reader, as_person):
    page = as_person(reader).get(f"{at('index')}?kind=dragon").content.decode()

    assert "dragon" in page
    assert "Border Five" in page


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", FORMS)
def test_an_officer_sees_the_forms_in_both_languages(b5, name, lang, desk_officer, as_person):
    with translation.override(lang):
        assert as_person(desk_officer).get(at(name, "b5")).status_code == 200
        assert as_person(desk_officer).get(at("new")).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DESK_OFFICER])
def test_others_are_shown_no_form_of_theirs(b5, au, role, open_account, as_person):
    client = as_person(open_account(role))
    there, seat = factories.membership(b5, au), factories.seat(b5, au)
    addresses = [at("new"), *(at(name, "b5") for name in FORMS)]
    addresses += [at("end_membership", there.pk), at("hand_over", seat.key)]

    refused = {address for address in addresses if client.get(address).status_code == 403}

    allowed = {at("role", "b5")} if role == Role.EXECUTIVE else set()
    assert refused == set(addresses) - allowed


@pytest.mark.parametrize("name", FORMS)
def test_a_body_above_a_clearance_is_nowhere_to_be_found(name, open_account, as_person, db):
    factories.body("secret", marking=Marking.PROTECTED_B)
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.UNCLASSIFIED)

    assert as_person(officer).get(at(name, "secret")).status_code == 404


def test_adding_a_body(desk_officer, as_person, db):
    typed = {"name_en": "Ottawa Group", "name_fr": "Groupe d’Ottawa", "kind": "forum", "home": "yes"}
    typed |= {"our_roles": ["chair", "member"], "marking": "protected_a", "starts_on": "2026"}

    answer = as_person(desk_officer).post(at("new"), typed)

    body = Body.objects.get()
    assert answer.url == "/en/forums/ottawa-group/"
    assert (body.home, body.our_roles, body.marking) == (True, "chair|member", "protected_a")


def test_a_body_with_a_slip_is_shown_again_with_what_was_typed(desk_officer, as_person, db):
    answer = as_person(desk_officer).post(at("new"), {"name_en": "Ottawa", "kind": "forum", "starts_on": "soon"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Ottawa"' in page
    assert "2008-05-31" in page  # how to write a date
    assert not Body.objects.exists()


def test_switching_the_language_keeps_what_was_typed_and_judges_nothing(desk_officer, as_person, db):
    typed = {"name_en": "Ottawa", "kind": "forum", "our_roles": ["chair", "member"], SWITCH: "fr"}

    with translation.override("fr"):
        answer = as_person(desk_officer).post(at("new"), typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Ottawa"' in page
    assert page.count("checked") == 2
    assert not Body.objects.exists()


def test_a_membership_is_added_and_ended(b5, au, desk_officer, as_person):
    client = as_person(desk_officer)

    client.post(at("add_membership", "b5"), {"partner": "au", "role": "member", "starts_on": "2020"})
    there = Membership.objects.get()
    wrong = client.post(at("end_membership", there.pk), {"ends_on": "2019", "reason": ""})
    right = client.post(at("end_membership", there.pk), {"ends_on": "2026-05", "reason": "It withdrew"})

    page = wrong.content.decode()
    assert "FOR-2" in page
    assert "Give the reason" in page
    assert right.url == "/en/forums/b5/"
    there.refresh_from_db()
    assert there.ends_on == "2026-05"


def test_a_seat_is_added_and_handed_over(b5, au, desk_officer, as_person):
    factories.partner("gb")
    client = as_person(desk_officer)

    client.post(at("add_seat", "b5"), {"kind": "chair", "holder": "au", "rotational": "no", "starts_on": "2022"})
    seat = Seat.objects.get()
    again = client.post(at("add_seat", "b5"), {"kind": "chair", "holder": "gb", "starts_on": "2023"})
    client.post(at("hand_over", seat.key), {"holder": "gb", "on": "2026-11", "reason": "Heads meeting"})

    assert seat.rotational is False
    assert "FOR-1" in again.content.decode()
    assert list(Seat.objects.order_by("id").values_list("holder__key", "starts_on", "ends_on")) == [
        ("au", "2022", "2026-11"),
        ("gb", "2026-11", ""),
    ]


def test_our_role_and_the_description_are_set(b5, desk_officer, as_person):
    client = as_person(desk_officer)

    client.post(at("role", "b5"), {"roles": ["observer"], "reason": "Letter of May"})
    client.post(at("describe", "b5"), {"focus_en": "Borders", "recurrence": "annual"})
    same = client.post(at("describe", "b5"), {"focus_en": "Borders", "recurrence": "annual"})

    b5.refresh_from_db()
    assert (b5.our_roles, b5.focus_en, b5.recurrence) == ("observer", "Borders", "annual")
    assert "FOR-9" in same.content.decode()
