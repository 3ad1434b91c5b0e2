"""A token from its opening to its end: shown once, kept as a digest, revoked by who may, noted in the trail."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from entente.foundation.people import actions, queries
from entente.foundation.people.models import Token
from entente.foundation.trail.models import Entry
from tests.conftest import PASSWORD


def ends(days=30):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def opened(desk_officer):
    return actions.open_token(by=desk_officer, name="The nightly feed", ends_on=ends())


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def signed_in(client, person):
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_what_is_kept_of_a_token_is_not_the_token(opened):
    token, secret = opened

    assert secret not in str(Token.objects.values().get())
    assert queries.bearer(secret) == token
    assert secret not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("stranger", ["", "entente_", "entente_nothing", "a word", "entente_é\x00"])
def test_a_stranger_is_nobody(opened, stranger):
    assert queries.bearer(stranger) is None


def test_it_works_through_its_last_day_until_it_is_revoked_or_the_account_is_closed(opened, desk_officer):
    token, _secret = opened
    assert token.works(ends())
    assert not token.works(ends(31))

    assert not actions.revoke_token(token, by=desk_officer).works(timezone.localdate())


@pytest.mark.parametrize(("days", "code"), [(-1, "past"), (366, "long")])
def test_ppl_12_a_token_ends_within_a_year(desk_officer, days, code):
    with pytest.raises(ValidationError) as refusal:
        actions.open_token(by=desk_officer, name="A feed", ends_on=ends(days))

    assert refusal.value.error_dict["ends_on"][0].code == code


@pytest.mark.parametrize("days", [0, 365])
def test_ppl_12_lets_the_first_and_the_last_day_pass(desk_officer, days):
    assert actions.open_token(by=desk_officer, name="A feed", ends_on=ends(days))


def test_the_trail_knows_who_opened_used_and_revoked_it(opened, desk_officer):
    token, _secret = opened

    actions.note_use(token)
    actions.note_use(token)
    actions.revoke_token(token, by=desk_officer)
    actions.revoke_token(token, by=desk_officer)

    assert verbs()[-3:] == ["open_token", "use_token", "revoke_token"]
    assert Token.objects.get().used_on == timezone.localdate()


def test_the_owner_and_an_administrator_may_revoke_it_and_nobody_else(opened, auditor, executive, administrator):
    for other in (auditor, executive):
        with pytest.raises(PermissionDenied):
            actions.revoke_token(opened[0], by=other)

    assert actions.revoke_token(opened[0], by=administrator).revoked_at


def test_who_opens_one_signs_in_again_first(client, desk_officer):
    client.force_login(desk_officer)
    said = {"name": "The nightly feed", "ends_on": ends().isoformat()}

    away = client.post(reverse("people:tokens"), said)
    assert away.status_code == 302
    assert "reauthenticate" in away["Location"]
    assert not Token.objects.exists()

    back = client.post(away["Location"], {"password": PASSWORD, "next": reverse("people:tokens")})
    assert back.status_code == 200
    assert queries.bearer(back.context["secret"]) == Token.objects.get()


def test_the_page_shows_a_token_once(client, desk_officer):
    page = signed_in(client, desk_officer)
    answer = page.post(reverse("people:tokens"), {"name": "The nightly feed", "ends_on": ends().isoformat()})
    secret = answer.context["secret"]

    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    again = page.get(reverse("people:tokens")).content.decode()
    assert secret not in again
    assert "The nightly feed" in again


def test_a_wrong_day_loses_nothing_that_was_typed(client, desk_officer):
    answer = signed_in(client, desk_officer).post(reverse("people:tokens"), {"name": "Feed 7", "ends_on": "2099-01-01"})

    assert answer.status_code == 422
    assert "Feed 7" in answer.content.decode()
    assert "PPL-12" in answer.content.decode()


def test_revoking_on_the_page(client, opened, desk_officer):
    client.force_login(desk_officer)
    address = reverse("people:revoke_token", args=[opened[0].pk])

    assert "The nightly feed" in client.get(address).content.decode()
    assert client.post(address)["Location"] == reverse("people:tokens")
    assert Token.objects.get().revoked_at


def test_another_person_finds_no_such_token(client, opened, executive):
    client.force_login(executive)

    assert client.post(reverse("people:revoke_token", args=[opened[0].pk])).status_code == 404


def test_an_administrator_finds_and_revokes_it_on_the_account(client, opened, administrator, desk_officer):
    client.force_login(administrator)
    account = reverse("people:account", args=[desk_officer.pk])
    address = reverse("people:revoke_token", args=[opened[0].pk])

    assert address in client.get(account).content.decode()
    assert client.post(address)["Location"] == account
    assert address not in client.get(account).content.decode()


def test_an_auditor_sees_accounts_and_revokes_nothing(client, opened, auditor):
    client.force_login(auditor)

    assert client.post(reverse("people:revoke_token", args=[opened[0].pk])).status_code == 403
