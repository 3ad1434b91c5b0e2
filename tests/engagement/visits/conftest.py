import pytest

from . import factories


@pytest.fixture
def agency(db):
    """The chart of a small agency, by key."""
    return factories.chart()


@pytest.fixture
def visit(agency, visits_officer):
    return factories.requested(by=visits_officer)


@pytest.fixture
def visit_in(agency, visits_officer):
    """A visit walked to a state: ``visit_in("accepted")``."""
    return lambda state, **given: factories.visit_in(state, by=visits_officer, **given)
