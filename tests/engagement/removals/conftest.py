import pytest

from entente.foundation.people.roles import Role

from . import factories


@pytest.fixture
def file(removals_officer):
    return factories.file(by=removals_officer)


@pytest.fixture
def lead(open_account):
    return open_account(Role.READER, username="lead", first_name="Lea", last_name="Lead")


@pytest.fixture
def plan_in(file, removals_officer, executive):
    """A plan in a state, walked there."""
    return lambda state, **given: factories.plan_in(state, file, by=removals_officer, boss=executive, **given)
