"""Delegations of authority: given, listed, revoked."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.foundation.people import actions, policy, queries
from entente.foundation.people.exports import DELEGATIONS
from entente.foundation.people.models import Delegation, Headship
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask, read, records

from .asking import get, post, text_of
from .factories import LONG_AGO, account, delegation, head

KEEPERS, WATCHERS = {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR, Role.AUDITOR}
# act: whoever else, who gives, who receives
MAY = {
    "view": (WATCHERS, set(Role), set(Role)),
    "delegate": (KEEPERS, set(Role), KEEPERS),
    "revoke": (KEEPERS, set(Role), KEEPERS),
}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def give(agency, today):
    """Delegate as the director general does: ``give(receiver, "approve_travel", days=10)``."""

    def do(receiver, *authorities, by=None, giver=None, first=None, days=10, reason="On leave."):
        first = first or today
        return actions.delegate(
            by=by or giver or agency.dg,
            giver=giver or agency.dg,
            receiver=receiver,
            authorities=authorities or ["approve_travel"],
            starts_on=first,
            ends_on=first + timedelta(days),
            reason=reason,
        )

    return do


def codes(refusal):
    return {error.code for errors in refusal.value.error_dict.values() for error in errors}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", MAY)
def test_who_may(act, role, open_account):
    person, other = open_account(role), account("other")
    others, giver, receiver = MAY[act]

    def allows(**given):
        return policy.DELEGATIONS.allows(person, act, Delegation(**given))

    assert allows(giver=other, receiver=account("third")) is (role in others)
    assert allows(giver=person, receiver=other) is (role in giver)
    assert allows(giver=other, receiver=person) is (role in receiver)


def test_every_row_of_the_table_is_tested():
    assert set(policy.DELEGATIONS.table) == set(MAY)


@pytest.mark.parametrize("role", Role)
def test_asking_of_many_agrees_with_asking_of_one(role, open_account, agency):
    person = open_account(role, username="asking")
    delegation(agency.dg, person), delegation(person, agency.vp), delegation(agency.vp, agency.dg)

    seen = {one.pk for one in Delegation.objects.all() if policy.DELEGATIONS.allows(person, "view", one)}

    assert set(policy.delegations_for(person).values_list("pk", flat=True)) == seen


def test_a_head_delegates_several_authorities_at_once(agency, give, today):
    deputy = account("deputy")

    made = give(deputy, "approve_travel", "accept_report")

    assert [one.authority for one in made] == ["approve_travel", "accept_report"]
    assert queries.may_exercise(deputy, "accept_report", over=agency.division, on=today) == agency.dg
    assert Entry.objects.filter(verb="delegate").count() == 2
    assert Entry.objects.latest("id").reason == "On leave."


def test_an_administrator_enters_it_and_nobody_else_gives_anothers(agency, give, administrator, executive):
    assert give(account("deputy"), by=administrator)

    with pytest.raises(PermissionDenied):
        give(executive, by=executive)


def test_who_heads_nothing_has_nothing_to_delegate_ppl_5(agency, give, executive):
    """PPL-5."""
    with pytest.raises(ValidationError, match="heads no office") as refusal:
        give(account("deputy"), giver=executive)

    assert codes(refusal) == {"no_authority"}


def test_the_giver_heads_an_office_on_the_first_day_ppl_5(agency, give, today):
    """PPL-5."""
    Headship.objects.filter(person=agency.dg).update(ends_on=today + timedelta(5))

    assert give(account("deputy"), first=today + timedelta(5))
    with pytest.raises(ValidationError, match="PPL-5"):
        give(account("later"), first=today + timedelta(6))


def test_what_was_delegated_cannot_be_passed_on_ppl_6(agency, give):
    """PPL-6."""
    deputy = account("deputy")
    give(deputy)

    with pytest.raises(ValidationError, match="cannot pass it on") as refusal:
        give(account("third"), giver=deputy)

    assert codes(refusal) == {"no_authority", "passed_on"}


def test_a_head_who_also_holds_a_delegation_gives_the_own_authority_ppl_6(agency, give):
    """PPL-6."""
    give(agency.director)

    assert give(account("third"), giver=agency.director)


def test_the_same_is_not_delegated_twice_at_a_time_ppl_7(agency, give, today):
    """PPL-7."""
    deputy = account("deputy")
    (first,) = give(deputy)
    with pytest.raises(ValidationError, match="PPL-7"):
        give(deputy, first=today + timedelta(10))
    assert give(deputy, first=today + timedelta(11))

    actions.revoke(first, by=agency.dg, reason="Back.")
    assert give(deputy, first=today + timedelta(1), days=5)


def test_nothing_is_delegated_for_days_that_are_past_ppl_8(agency, give, today):
    """PPL-8."""
    with pytest.raises(ValidationError, match="PPL-8"):
        give(account("deputy"), first=today - timedelta(9), days=8)
    assert give(account("second"), first=today - timedelta(9), days=9)


def test_a_closed_account_receives_nothing_ppl_2(agency, give):
    """PPL-2."""
    with pytest.raises(ValidationError, match="PPL-2"):
        give(account("deputy", is_active=False))


@pytest.mark.parametrize("authorities", [["burn"], []])
def test_an_authority_nobody_knows_is_refused_and_so_is_none(agency, today, authorities):
    with pytest.raises(ValidationError):
        actions.delegate(
            by=agency.dg,
            giver=agency.dg,
            receiver=agency.vp,
            authorities=authorities,
            starts_on=today,
            ends_on=today,
            reason="x",
        )


def test_an_authority_is_given_to_somebody_else_with_a_reason(agency, give):
    with pytest.raises(ValidationError, match="somebody else"):
        give(agency.dg)
    with pytest.raises(ValidationError):
        give(agency.vp, reason="")


def test_revoking_ends_it_now_and_needs_a_reason_ppl_11(agency, give, today):
    """PPL-11."""
    deputy = account("deputy")
    (made,) = give(deputy)
    with pytest.raises(ValidationError, match="reason"):
        actions.revoke(made, by=agency.dg, reason="")
    with pytest.raises(PermissionDenied):
        actions.revoke(made, by=deputy, reason="No.")

    actions.revoke(made, by=agency.dg, reason="Back early.")

    assert queries.may_exercise(deputy, "approve_travel", over=agency.division, on=today) is None
    assert Entry.objects.latest("id").reason == "Back early."
    with pytest.raises(ValidationError, match="already"):
        actions.revoke(made, by=agency.dg, reason="Again.")


# ── the register ──────────────────────────────────────────────────────────────────────────────────


def test_the_list_tells_what_stands_and_what_is_over(auditor, agency, give, today, django_assert_num_queries):
    now, coming, revoked = account("now"), account("coming"), account("revoked")
    give(now), give(coming, first=today + timedelta(3))
    actions.revoke(give(revoked)[0], by=agency.dg, reason="x")
    delegation(agency.vp, agency.dg, starts_on=LONG_AGO, ends_on=LONG_AGO)
    ask = Ask(auditor, today.isoformat())

    states = {one["receiver_account"]: one["state"] for one in records(DELEGATIONS, ask)}

    assert states == {"now": "now", "coming": "to come", "revoked": "revoked", "director-general": "over"}
    with django_assert_num_queries(2):
        read(DELEGATIONS, ask, {})
    for state in ("now", "coming", "over", "revoked"):
        assert read(DELEGATIONS, Ask(auditor, ask.on, chosen={"state": state}), {}).count == 1
    assert read(DELEGATIONS, Ask(auditor, ask.on, chosen={"q": "vice", "authority": "approve_travel"}), {}).count == 1
    assert read(DELEGATIONS, Ask(now, ask.on), {}).count == 1


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────


def said(today, **given):
    usual = {"receiver": "deputy", "authorities": ["approve_travel"], "reason": "Leave."}
    return usual | {"starts_on": today.isoformat(), "ends_on": (today + timedelta(5)).isoformat()} | given


def test_a_head_delegates_from_the_own_account_and_revokes(as_person, agency, today):
    account("deputy")
    client = as_person(agency.dg)
    assert "approvals go one office higher" in text_of(get(client, "me"))

    assert post(client, "delegate", **said(today)).url == "/en/people/me/"

    made = Delegation.objects.get()
    assert made.giver == agency.dg
    assert "Approve travel" in text_of(get(client, "me"))
    assert "Leave." in text_of(get(client, "delegation", made.pk))
    assert post(client, "delegation", made.pk, reason="").status_code == 422
    post(client, "delegation", made.pk, reason="Back.")
    page = text_of(get(client, "delegation", made.pk))
    assert "Revoke the delegation" not in page
    assert "Back." in page


def test_an_administrator_chooses_the_giver_among_heads(as_person, administrator, agency, today):
    account("deputy")
    client = as_person(administrator)
    form = get(client, "delegate").context["form"]

    assert set(form.fields["giver"].queryset) == {agency.president, agency.vp, agency.dg, agency.director}
    assert post(client, "delegate", **said(today, giver="vice-president")).url == "/en/people/delegations/"
    assert Delegation.objects.get().giver == agency.vp


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_refusal_says_why_and_loses_nothing(lang, as_person, executive, today):
    account("deputy")

    page = post(as_person(executive), "delegate", lang=lang, **said(today, reason="A reason to keep"))

    assert page.status_code == 422
    assert "PPL-5" in text_of(page)
    assert "A reason to keep" in text_of(page)


def test_a_reason_of_ten_megabytes_is_refused_with_its_limit(as_person, agency, today):
    account("deputy")

    page = post(as_person(agency.dg), "delegate", **said(today, reason="x" * 2_000_001))

    assert page.status_code == 422
    assert "2000 characters" in text_of(page)


def test_who_holds_it_reads_it_and_cannot_revoke_others_do_not_find_it(as_person, agency, give, reader):
    deputy = account("deputy")
    (made,) = give(deputy)

    assert "Revoke" not in text_of(get(as_person(deputy), "delegation", made.pk))
    assert post(as_person(deputy), "delegation", made.pk, reason="x").status_code == 403
    assert get(as_person(reader), "delegation", made.pk).status_code == 404


def test_a_head_of_an_office_offers_no_closed_account(as_person, agency):
    account("closed", is_active=False)
    head(agency.other_branch, agency.director)

    people = get(as_person(agency.dg), "delegate").context["form"].fields["receiver"].queryset

    assert {one.username for one in people} == {"director", "vice-president", "president-of-the-agency"}
