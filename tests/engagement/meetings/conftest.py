"""People of a small agency, for meetings."""

from datetime import date

import pytest

from entente.foundation.people.models import Headship, Unit
from entente.foundation.people.roles import Rank, Role


@pytest.fixture
def branch(db):
    """A branch of the agency."""
    return Unit.objects.create(key="enforcement", name_en="Enforcement Branch", name_fr="Exécution de la loi")


@pytest.fixture
def other_branch(db):
    """Another one."""
    return Unit.objects.create(key="programs", name_en="Programs Branch", name_fr="Programmes")


@pytest.fixture
def planner(open_account):
    return open_account(Role.TRAVEL_PLANNER)


@pytest.fixture
def head(open_account, branch):
    """Who heads the branch."""
    person = open_account(Role.EXECUTIVE, username="head", unit=branch, rank=Rank.VICE_PRESIDENT)
    Headship.objects.create(unit=branch, person=person, rank=Rank.VICE_PRESIDENT, starts_on=date(2020, 1, 1))
    return person


@pytest.fixture
def other_head(open_account, other_branch):
    """Who heads the other branch."""
    person = open_account(Role.EXECUTIVE, username="other-head", unit=other_branch, rank=Rank.VICE_PRESIDENT)
    Headship.objects.create(unit=other_branch, person=person, rank=Rank.VICE_PRESIDENT, starts_on=date(2020, 1, 1))
    return person
