"""The page that proposes a delegation opens to planners of a branch, and is refused to everybody else."""

import pytest
from django.urls import reverse

from entente.foundation.people.roles import Role

from . import factories


@pytest.mark.parametrize("role", list(Role))
def test_who_plans_for_no_branch_is_refused(role, people, open_account, as_person):
    quarter = factories.quarter(people)

    answer = as_person(open_account(role)).get(reverse("travel:new_proposal", args=[quarter.key]))

    assert answer.status_code == 403


def test_the_planner_of_a_branch_may_propose(people, as_person):
    quarter = factories.quarter(people)

    assert as_person(people.planner).get(reverse("travel:new_proposal", args=[quarter.key])).status_code == 200
