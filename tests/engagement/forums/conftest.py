import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    """A page asked for in French leaves its language behind; each test starts in English."""
    with translation.override("en"):
        yield
