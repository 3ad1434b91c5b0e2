"""Who may decide on a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from entente.foundation.people import queries
from entente.foundation.people.models import Delegation, Headship

from .factories import TODAY, absence, account, delegation, head

YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


def deciders(unit, on=TODAY, without=(), authority="approve_travel"):
    links = queries.chain(unit, on=on, without=without, authority=authority)
    return [link.decider or link.skipped for link in links]


def test_approval_goes_from_the_own_head_to_the_head_of_the_agency(agency, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert deciders(agency.division) == [agency.director, agency.dg, agency.vp, agency.president]


def test_a_vacant_office_is_skipped(agency):
    assert deciders(agency.other_branch) == ["vacant", agency.president]


def test_a_head_who_travels_is_skipped_upwards_and_so_is_the_delegate(agency):
    deputy = account("deputy")
    delegation(agency.director, deputy)

    assert deciders(agency.division, without=[agency.director]) == [
        "travels",
        agency.dg,
        agency.vp,
        agency.president,
    ]


def test_an_absent_head_is_replaced_by_who_holds_the_delegation(agency):
    deputy = account("deputy")
    delegation(agency.dg, deputy)
    absence(agency.dg)

    links = queries.chain(agency.directorate, on=TODAY, authority="approve_travel")

    assert (links[0].head.person, links[0].decider, links[0].on_behalf) == (agency.dg, deputy, agency.dg)
    assert deciders(agency.directorate, on=TOMORROW)[0] == agency.dg
    assert deciders(agency.directorate, authority="accept_report")[0] == "away"


def test_an_absent_head_without_a_delegate_who_is_here_is_skipped(agency):
    absence(agency.dg)
    assert deciders(agency.directorate)[0] == "away"

    deputy, traveller, second = account("deputy"), account("traveller"), account("second")
    for one in (second, traveller, deputy):
        delegation(agency.dg, one)
    absence(deputy)

    assert deciders(agency.directorate, without=[traveller, second])[0] == "away"
    assert deciders(agency.directorate, without=[traveller])[0] == second


def test_an_acting_head_decides(agency):
    acting = account("acting")
    head(agency.directorate, acting, "director_general", starts_on=TODAY, ends_on=TODAY, acting=True)
    absence(agency.dg)

    assert deciders(agency.directorate)[0] == acting


@pytest.mark.parametrize(
    ("person", "over", "found"),
    [
        ("director", "division", "director"),
        ("dg", "division", "dg"),
        ("president", "other_branch", "president"),
        ("director", "directorate", None),
        ("vp", "other_branch", None),
    ],
)
def test_a_head_exercises_the_own_authority_over_the_office_and_what_is_under_it(agency, person, over, found):
    exercised = queries.may_exercise(getattr(agency, person), "approve_travel", over=getattr(agency, over), on=TODAY)

    assert exercised == (found and getattr(agency, found))


def test_a_delegate_acts_on_behalf_of_the_head_from_a_day_to_a_day(agency, django_assert_num_queries):
    deputy = account("deputy")
    given = delegation(agency.dg, deputy, starts_on=TODAY, ends_on=TODAY)

    def acts(on=TODAY, authority="approve_travel", over=agency.division):
        return queries.may_exercise(deputy, authority, over=over, on=on)

    with django_assert_num_queries(3):
        assert acts() == agency.dg
    assert acts(YESTERDAY) is acts(TOMORROW) is None
    assert acts(authority="accept_report") is acts(over=agency.branch) is None

    Delegation.objects.filter(pk=given.pk).update(revoked_at=timezone.now())
    assert acts() is None


def test_a_delegation_gives_nothing_when_its_giver_heads_nothing(agency):
    deputy = account("deputy")
    delegation(agency.dg, deputy)
    Headship.objects.filter(person=agency.dg).update(ends_on=YESTERDAY)

    assert queries.may_exercise(deputy, "approve_travel", over=agency.division, on=TODAY) is None
    assert queries.may_exercise(deputy, "approve_travel", over=agency.division, on=YESTERDAY) == agency.dg
    assert queries.deciding_for(deputy, "approve_travel", TODAY) == [deputy]


def test_a_delegation_cannot_be_passed_on(agency):
    deputy, third = account("deputy"), account("third")
    delegation(agency.dg, deputy)
    delegation(deputy, third)

    assert queries.may_exercise(third, "approve_travel", over=agency.division, on=TODAY) is None
    assert queries.deciding_for(third, "approve_travel", TODAY) == [third]


def test_a_closed_account_exercises_nothing(agency):
    deputy = account("deputy", is_active=False)
    delegation(agency.dg, deputy)

    assert queries.may_exercise(deputy, "approve_travel", over=agency.division, on=TODAY) is None


def test_one_decides_for_oneself_and_for_those_who_delegated(agency, django_assert_num_queries):
    deputy = account("deputy")
    delegation(agency.president, deputy, "decide_quarter")
    delegation(agency.vp, deputy, "decide_quarter")

    with django_assert_num_queries(3):
        assert queries.deciding_for(deputy, "decide_quarter", TODAY) == [deputy, agency.vp, agency.president]
    assert queries.deciding_for(deputy, "approve_travel", TODAY) == [deputy]


def test_who_heads_the_agency_may_be_a_delegate(agency):
    deputy = account("deputy")
    delegation(agency.president, deputy, "decide_quarter")

    assert queries.heads_agency(agency.president, TODAY)
    assert queries.heads_agency(agency.president, TODAY, authority="decide_quarter")
    assert not queries.heads_agency(agency.vp, TODAY)
    assert not queries.heads_agency(deputy, TODAY)
    assert queries.heads_agency(deputy, TODAY, authority="decide_quarter")
    assert not queries.heads_agency(deputy, TODAY, authority="approve_travel")
