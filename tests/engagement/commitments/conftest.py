import pytest

from entente.foundation.people.roles import Role


@pytest.fixture
def other_officer(open_account):
    return open_account(Role.DESK_OFFICER, username="other", first_name="Ana", last_name="Otero")


@pytest.fixture
def third_officer(open_account):
    return open_account(Role.DESK_OFFICER, username="third")
