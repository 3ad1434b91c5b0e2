from copy import deepcopy

import pytest

from entente.engagement.travel.models import Quarter
from tests.laid import laid

from . import factories


@pytest.fixture(scope="module")
def chart_once(django_db_setup, django_db_blocker):
    with laid(django_db_blocker, factories.chart) as made:
        yield made


@pytest.fixture
def people(chart_once, db):
    """The agency with its chart and everybody in it."""
    return deepcopy(chart_once)


@pytest.fixture(scope="module")
def list_once(chart_once, django_db_blocker):
    with laid(django_db_blocker, lambda: factories.full_list(deepcopy(chart_once))) as made:
        yield made.pk


@pytest.fixture
def full_list(list_once, people):
    """A quarter before the President. Only for files all of whose tests ask for it: what is laid stays to their end."""
    return Quarter.objects.get(pk=list_once)
