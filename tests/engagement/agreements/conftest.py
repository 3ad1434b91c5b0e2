import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    """Each test starts in English, whatever language the last page was asked in."""
    with translation.override("en"):
        yield
