import pytest

from . import factories


@pytest.fixture
def people(db):
    """The agency with its chart and everybody in it."""
    return factories.chart()
