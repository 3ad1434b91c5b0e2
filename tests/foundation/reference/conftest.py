import pytest

from entente.foundation.reference import imports


@pytest.fixture
def loaded(db):
    """The reference data, as every installation has them."""
    return imports.load(by="tests")
