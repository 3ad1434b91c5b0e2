"""The organisation chart on a day."""

from datetime import date, timedelta

import pytest
from django.db.models import Q

from entente.foundation.people import queries
from entente.foundation.people.models import Headship, Unit
from entente.foundation.people.roles import Rank, Role

from .factories import TODAY, absence, account, head, office

YESTERDAY = TODAY - timedelta(1)


def test_the_line_of_an_office_ends_with_the_head_of_the_agency_though_it_stands_beside(
    agency, django_assert_num_queries
):
    with django_assert_num_queries(1):
        line = queries.line_of(agency.division)

    assert line == [agency.division, agency.directorate, agency.branch, agency.top]
    assert queries.line_of(agency.top) == [agency.top]


def test_the_line_of_a_chart_with_a_root_holds_the_root_once(agency):
    Unit.objects.filter(pk=agency.branch.pk).update(parent=agency.top)

    assert queries.line_of(agency.division) == [agency.division, agency.directorate, agency.branch, agency.top]
    assert queries.branch_of(agency.division) == agency.branch


def test_a_chart_in_a_circle_ends_where_it_meets_itself(agency):
    Unit.objects.filter(pk=agency.branch.pk).update(parent=agency.division)

    assert queries.line_of(agency.division) == [agency.division, agency.directorate, agency.branch, agency.top]


def test_an_agency_whose_chart_names_no_head_has_shorter_lines(agency):
    Unit.objects.filter(pk=agency.top.pk).update(work="")

    assert queries.line_of(agency.division) == [agency.division, agency.directorate, agency.branch]


def test_the_branch_is_the_highest_office_under_the_head_of_the_agency(agency):
    assert queries.branch_of(agency.division) == agency.branch
    assert queries.branch_of(agency.branch) == agency.branch
    assert queries.branch_of(agency.top) == agency.top


def test_under_an_office_stand_its_parts_and_under_the_head_of_the_agency_everything(agency):
    assert queries.under(agency.branch) == [agency.branch, agency.directorate, agency.division]
    assert queries.under(agency.division) == [agency.division]
    assert len(queries.under(agency.top)) == 5


def test_a_head_stands_from_a_day_to_a_day(agency):
    Headship.objects.filter(person=agency.dg).update(ends_on=YESTERDAY)
    after = account("newcomer")
    head(agency.directorate, after, Rank.DIRECTOR_GENERAL, starts_on=TODAY + timedelta(1))

    assert queries.head_of(agency.directorate, on=YESTERDAY).person == agency.dg
    assert queries.head_of(agency.directorate, on=TODAY) is None
    assert queries.head_of(agency.directorate, on=TODAY + timedelta(1)).person == after


def test_an_acting_head_comes_before_the_one_it_stands_for(agency, django_assert_num_queries):
    acting = account("acting")
    head(agency.directorate, acting, Rank.DIRECTOR_GENERAL, starts_on=TODAY, ends_on=TODAY, acting=True)

    with django_assert_num_queries(1):
        assert queries.head_of(agency.directorate, on=TODAY).person == acting
    assert queries.head_of(agency.directorate, on=YESTERDAY).person == agency.dg
    assert queries.headed_by(acting, TODAY) == [agency.directorate]
    assert queries.headed_by(agency.dg, TODAY) == []
    assert queries.headed_by(agency.dg, YESTERDAY) == [agency.directorate]
    both = Q(pk__in=[acting.pk, agency.dg.pk])
    assert queries.units_headed_by(both, TODAY) == {agency.directorate.pk}
    assert queries.units_headed_by(Q(pk=agency.dg.pk), TODAY) == set()
    assert queries.units_headed_by(Q(pk=agency.dg.pk), YESTERDAY) == {agency.directorate.pk}


def test_a_closed_account_heads_nothing(agency):
    agency.dg.is_active = False
    agency.dg.save()

    assert queries.head_of(agency.directorate, on=TODAY) is None


def test_the_heads_of_many_offices_are_one_question(agency, django_assert_num_queries):
    with django_assert_num_queries(1):
        heads = queries.heads_on([agency.branch, agency.directorate, agency.other_branch], TODAY)

    assert {pk: one.person for pk, one in heads.items()} == {
        agency.branch.pk: agency.vp,
        agency.directorate.pk: agency.dg,
    }


def test_the_director_general_above_an_office_is_the_first_of_that_rank(agency):
    assert queries.director_general_above(agency.division, on=TODAY).person == agency.dg
    Headship.objects.filter(person=agency.dg).update(ends_on=YESTERDAY)
    assert queries.director_general_above(agency.division, on=TODAY).person == agency.vp
    assert queries.director_general_above(agency.other_branch, on=TODAY).person == agency.president
    Headship.objects.all().update(ends_on=YESTERDAY)
    assert queries.director_general_above(agency.division, on=TODAY) is None


def test_who_belongs_to_international_affairs(agency, reader):
    inside = account("inside", unit=agency.division)

    assert queries.international_affairs() == agency.directorate
    assert queries.is_international_affairs(agency.dg)
    assert queries.is_international_affairs(inside)
    assert not queries.is_international_affairs(agency.vp)
    assert not queries.is_international_affairs(reader)


def test_planners_are_those_of_the_branch(agency):
    planner, balancing, other, closed = (
        account("planner", Role.TRAVEL_PLANNER, unit=agency.branch),
        account("balancing", Role.TRAVEL_PLANNER, unit=agency.division),
        account("other", Role.TRAVEL_PLANNER, unit=office("ports", agency.other_branch)),
        account("closed", Role.TRAVEL_PLANNER, unit=agency.branch, is_active=False),
    )

    assert closed.pk
    assert list(queries.planners_of(agency.division)) == [balancing, planner]
    assert list(queries.planners_of(agency.other_branch)) == [other]
    assert list(queries.balancing_planners()) == [balancing]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 11, 1), date(2026, 11, 1), 0),
        (date(2026, 11, 1), date(2026, 11, 2), 1),
        (date(2026, 11, 4), date(2026, 11, 9), 1),
        (date(2026, 11, 3), date(2026, 11, 3), 1),
        (date(2026, 10, 1), date(2026, 12, 1), 1),
        (date(2026, 11, 5), date(2026, 11, 9), 0),
    ],
)
def test_an_absence_touches_a_period_with_both_its_ends(agency, first, last, found):
    absence(agency.dg, TODAY, days=3)

    assert queries.away(agency.dg, first, last).count() == found
