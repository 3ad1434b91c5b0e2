import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import override

from entente.foundation.people import actions, policy
from entente.foundation.people.exports import OFFICES, PEOPLE
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import MEANS, Marking, Role, up_to
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask, read, records

TODAY = "2026-01-01"
EVERYBODY = set(Role)
KEEPERS = {Role.ADMINISTRATOR}
LISTERS = {Role.ADMINISTRATOR, Role.AUDITOR}

# act: who may do it with somebody else's account, who with the own one
MAY = {
    "view": (LISTERS, EVERYBODY),
    "list": (LISTERS, LISTERS),
    "export": (LISTERS, LISTERS),
    "open_account": (KEEPERS, KEEPERS),
    "change_account": (KEEPERS, KEEPERS),
    "close_account": (KEEPERS, KEEPERS),
    "reopen_account": (KEEPERS, KEEPERS),
    "choose_language": (set(), EVERYBODY),
    "choose_mail": (set(), EVERYBODY),
    "view_offices": (EVERYBODY, EVERYBODY),
    "keep_chart": (KEEPERS, KEEPERS),
    "burn": (set(), set()),
}


def get(client, name, *args, lang="en", **asked):
    with override(lang):
        return client.get(reverse(f"people:{name}", args=args), asked)


def post(client, name, *args, **said):
    return client.post(reverse(f"people:{name}", args=args), said)


def text_of(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


@pytest.fixture
def desk(db):
    return Unit.objects.create(key="desk", name_en="Desk", name_fr="Secteur", as_of="2019")


# ── policy ────────────────────────────────────────────────────────────────────────────────────────


def test_every_row_of_the_table_is_tested():
    assert set(policy.PEOPLE.table) == MAY.keys() - {"burn"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", MAY)
def test_who_may(act, role, open_account):
    person, other = open_account(role), Person(pk=0)
    of_others, own = MAY[act]

    assert policy.PEOPLE.allows(person, act, other) is (role in of_others)
    assert policy.PEOPLE.allows(person, act, person) is (role in own)


@pytest.mark.parametrize("role", Role)
def test_asking_of_many_agrees_with_asking_of_one(role, open_account, reader):
    person = open_account(role, username="asking")

    seen = {one.pk for one in Person.objects.all() if policy.PEOPLE.allows(person, "view", one)}

    assert set(policy.visible_to(person).values_list("pk", flat=True)) == seen


@pytest.mark.parametrize(
    ("clearance", "markings"),
    [
        ("unclassified", ["unclassified"]),
        ("protected_a", ["unclassified", "protected_a"]),
        ("protected_b", ["unclassified", "protected_a", "protected_b"]),
    ],
)
def test_a_clearance_reads_its_marking_and_all_below(clearance, markings, open_account):
    person = open_account(Role.READER, clearance=clearance)

    assert up_to(clearance) == policy.markings_for(person) == markings
    for marking in Marking.values:
        assert policy.cleared(person, Unmarked(marking)) is (marking in markings)
    assert policy.cleared(person, None)
    assert policy.cleared(person, object())


class Unmarked:
    def __init__(self, marking):
        self.marking = marking


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_role_says_what_it_is_for(lang):
    with override(lang):
        assert all(str(MEANS[role]) for role in Role)


# ── accounts ──────────────────────────────────────────────────────────────────────────────────────


def test_an_account_is_opened_with_a_trail(administrator, desk):
    opened = actions.open_account(by=administrator, username="amelie", password="", role=Role.READER, unit=desk)

    entry = Entry.objects.latest("id")
    assert (entry.actor, entry.verb, entry.subject) == ("administrator", "open_account", f"people.person:{opened.pk}")
    assert not opened.has_usable_password()


@pytest.mark.parametrize(
    "given", [{"username": "reader"}, {"username": ""}, {"role": "chief"}, {"clearance": "top_secret"}]
)
def test_an_account_that_cannot_be_is_refused(administrator, reader, given):
    given = {"username": "new", "role": Role.READER} | given
    before = Person.objects.count()

    with pytest.raises(ValidationError):
        actions.open_account(by=administrator, password="", **given)

    assert Person.objects.count() == before


def test_a_name_and_an_address_are_one_persons_however_capitalised(administrator, reader, auditor):
    actions.change_account(reader, by=administrator, email="Amelie@example.org")

    with pytest.raises(ValidationError) as refusal:
        actions.open_account(
            by=administrator, username="READER", password="", role=Role.READER, email="amelie@EXAMPLE.org"
        )
    assert set(refusal.value.error_dict) == {"username", "email"}

    with pytest.raises(ValidationError):
        actions.change_account(auditor, by=administrator, email="amelie@example.org")
    actions.change_account(reader, by=administrator, email="amelie@example.org")  # one's own may change its capitals


def test_a_change_notes_only_what_moved(administrator, reader):
    actions.change_account(reader, by=administrator, role=Role.AUDITOR, first_name="", clearance="protected_a")

    assert Entry.objects.latest("id").changes == {
        "role": ["reader", "auditor"],
        "clearance": ["unclassified", "protected_a"],
    }


def test_closing_needs_a_reason_and_ends_the_session(client, administrator, reader):
    client.force_login(reader)
    with pytest.raises(ValidationError):
        actions.close_account(reader, by=administrator, reason=" ")
    assert get(client, "me").status_code == 200

    actions.close_account(reader, by=administrator, reason="Left the agency.")

    assert get(client, "me").status_code == 302
    assert Entry.objects.latest("id").reason == "Left the agency."


def test_a_closed_account_may_be_opened_again_with_a_reason(administrator, reader):
    actions.close_account(reader, by=administrator, reason="Left.")
    with pytest.raises(ValidationError):
        actions.reopen_account(reader, by=administrator, reason="")

    assert actions.reopen_account(reader, by=administrator, reason="Came back.").is_active


def test_somebody_remains_administrator(administrator, open_account):
    for attempt in (
        lambda: actions.change_account(administrator, by=administrator, role=Role.READER),
        lambda: actions.close_account(administrator, by=administrator, reason="Tired."),
    ):
        with pytest.raises(ValidationError, match="remain administrator"):
            attempt()

    open_account(Role.ADMINISTRATOR, username="second")
    actions.change_account(administrator, by=administrator, role=Role.READER)
    assert Person.objects.get(username="administrator").role == Role.READER


def test_a_language_is_chosen_by_oneself_only(reader, administrator):
    actions.choose_language(reader, by=reader, language="fr")

    assert Person.objects.get(username="reader").language == "fr"
    with pytest.raises(PermissionDenied):
        actions.choose_language(reader, by=administrator, language="en")
    with pytest.raises(ValidationError):
        actions.choose_language(reader, by=reader, language="de")


@pytest.mark.parametrize("role", sorted(EVERYBODY - KEEPERS))
def test_those_who_do_not_keep_accounts_are_refused(role, open_account, administrator):
    person = open_account(role)
    for attempt in (
        lambda: actions.open_account(by=person, username="new", password="", role=Role.READER),
        lambda: actions.change_account(person, by=person, role=Role.ADMINISTRATOR),
        lambda: actions.close_account(administrator, by=person, reason="x"),
        lambda: actions.reopen_account(administrator, by=person, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("role", Role)
def test_pages_open_for_those_who_may(as_person, open_account, role, lang, desk):
    person = open_account(role)
    client = as_person(person)
    keeper = role in KEEPERS

    assert get(client, "me", lang=lang).status_code == 200
    assert get(client, "account", person.pk, lang=lang).status_code == 200
    assert get(client, "offices", lang=lang).status_code == 200
    assert get(client, "unit", "desk", lang=lang).status_code == 200
    assert get(client, "index", lang=lang).status_code == (200 if role in LISTERS else 403)
    for name, args in (("new", []), ("change", [person.pk]), ("close", [person.pk]), ("reopen", [person.pk])):
        assert get(client, name, *args, lang=lang).status_code == (200 if keeper else 403), name


def test_an_account_of_somebody_else_is_not_there(as_person, reader, executive):
    assert get(as_person(reader), "account", executive.pk).status_code == 404
    assert get(as_person(reader), "change", executive.pk).status_code == 404


def test_the_own_page_explains_the_role_and_takes_the_language(as_person, desk_officer):
    client = as_person(desk_officer)

    assert "Keeps partners, forums and facts" in text_of(get(client, "me"))
    post(client, "me", language="fr", mail="at_once")

    assert Person.objects.get(pk=desk_officer.pk).language == "fr"
    assert Entry.objects.latest("id").changes == {"language": ["en", "fr"]}

    post(client, "me", language="fr", mail="daily")
    assert Person.objects.get(pk=desk_officer.pk).mail == "daily"
    assert Entry.objects.latest("id").moves[0].said == "Mail: each notice at once → one digest a day"

    page = post(client, "me", language="de", mail="hourly")
    assert page.status_code == 422
    assert Person.objects.get(pk=desk_officer.pk).mail == "daily"


def test_an_administrator_opens_changes_closes_and_opens_again(as_person, administrator, desk):
    client = as_person(administrator)
    said = {"username": "amelie", "email": "amelie@example.org", "role": "reader", "clearance": "unclassified"}

    opened = post(client, "new", language="fr", unit=desk.pk, password="a long enough passphrase", **said)
    person = Person.objects.get(username="amelie")
    assert opened.url == f"/en/people/{person.pk}/"
    assert person.check_password("a long enough passphrase")

    assert person.rank == "expert"
    post(
        client,
        "change",
        person.pk,
        **said | {"role": "executive", "language": "fr", "last_name": "Roy", "rank": "director"},
    )
    person.refresh_from_db()
    assert (person.role, person.last_name, person.unit, person.rank) == ("executive", "Roy", None, "director")

    page = post(client, "close", person.pk, reason="")
    assert page.status_code == 422
    assert "Give the reason" in text_of(page)
    post(client, "close", person.pk, reason="Left.")
    person.refresh_from_db()
    assert not person.is_active

    post(client, "reopen", person.pk, reason="Came back.")
    person.refresh_from_db()
    assert person.is_active
    page = text_of(get(client, "account", person.pk))
    assert "Reason: Came back." in page
    assert "Role: reader → executive" in page


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"username": "reader"}, "already exists"),
        ({"password": "short"}, "too short"),
        ({"email": "nowhere"}, "valid email"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said(as_person, administrator, reader, said, message):
    fine = {
        "username": "new",
        "email": "new@example.org",
        "role": "reader",
        "clearance": "unclassified",
        "language": "en",
    }

    page = post(as_person(administrator), "new", **fine | said)

    assert page.status_code == 422
    assert message in text_of(page)


def test_the_last_administrator_is_told_why(as_person, administrator):
    said = {"email": "a@example.org", "role": "reader", "clearance": "unclassified", "language": "en"}

    assert "Somebody must remain administrator." in text_of(
        post(as_person(administrator), "change", administrator.pk, **said)
    )


# ── registers ─────────────────────────────────────────────────────────────────────────────────────


def listing(register, person, **asked):
    chosen = {one.name: asked[one.name] for one in register.filters if one.name in asked}
    return read(register, Ask(person, asked.get("on", TODAY), chosen=chosen), asked)


def test_the_list_of_accounts(auditor, administrator, reader, desk, django_assert_num_queries):
    actions.change_account(reader, by=administrator, unit=desk, last_name="Roy", first_name="Amélie")
    actions.close_account(reader, by=administrator, reason="Left.")

    row = next(row for row in records(PEOPLE, Ask(auditor, TODAY)) if row["username"] == "reader")
    assert (row["name"], row["role"], row["unit"], row["state"]) == ("Amélie Roy", "reader", "Desk", "closed")
    with django_assert_num_queries(3):
        assert listing(PEOPLE, auditor).count == 3
    for asked, count in (({"role": "reader"}, 1), ({"state": "open"}, 2), ({"office": "desk"}, 1), ({"q": "roy"}, 1)):
        assert listing(PEOPLE, auditor, **asked).count == count


def test_a_list_of_accounts_holds_only_what_one_may_see(reader, executive):
    assert [row["username"] for row in records(PEOPLE, Ask(reader, TODAY))] == ["reader"]


def test_offices_show_as_they_stood(reader, desk, django_assert_num_queries):
    Unit.objects.create(key="old", name_en="Old desk", name_fr="Ancien", parent=desk, starts_on="2001", ends_on="2010")

    with django_assert_num_queries(2):
        assert listing(OFFICES, reader).count == 1
    assert listing(OFFICES, reader, on="2005-01-01").count == 1
    assert [row["name"] for row in records(OFFICES, Ask(reader, "2005-01-01"))] == ["Old desk"]
    assert listing(OFFICES, reader, q="secteur").count == 1


def test_an_office_page_shows_its_parts_and_to_keepers_its_people(as_person, administrator, reader, desk):
    Unit.objects.create(key="part", name_en="Part", name_fr="Partie", parent=desk)
    actions.change_account(reader, by=administrator, unit=desk)

    assert "/en/people/offices/part/" in text_of(get(as_person(reader), "unit", "desk"))
    assert "Accounts" not in text_of(get(as_person(reader), "unit", "desk"))
    assert "Accounts" in text_of(get(as_person(administrator), "unit", "desk"))
    assert get(as_person(reader), "unit", "nowhere").status_code == 404


def test_taking_the_list_away_is_noted_and_refused_to_others(as_person, auditor, reader):
    response = get(as_person(auditor), "index", format="csv")

    assert b"auditor" in b"".join(response.streaming_content)
    assert Entry.objects.filter(verb="export", subject="register:people").count() == 1
    assert get(as_person(reader), "index", format="csv").status_code == 403
