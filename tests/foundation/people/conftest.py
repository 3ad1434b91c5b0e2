import pytest

from .factories import Agency


@pytest.fixture
def agency(db):
    return Agency()
