from types import SimpleNamespace

import pytest

from entente.foundation.people.roles import Marking, Role
from entente.kit.table import Ask
from tests.engagement.partners import factories

TODAY = "2026-11-22"


@pytest.fixture
def ask_as():
    """What a reader asks: ``ask_as(clearance, on="2010-01-01", edition=…, q=…)``."""

    def build(clearance=Marking.PROTECTED_B, /, *, on=TODAY, edition="", **chosen):
        person = SimpleNamespace(pk=1, role=Role.READER, clearance=clearance)
        return Ask(person, on, on != TODAY, edition, chosen)

    return build


@pytest.fixture
def editions(db):
    """The framework of 2008, superseded, and that of 2023, in effect."""
    return factories.edition(), factories.present_edition()


@pytest.fixture
def mexico(db):
    return factories.place(acronym_en="", summary_en="A neighbour.", summary_fr="Un voisin.", subjects="goods|people")


@pytest.fixture
def loaded_mexico(mexico):
    """Mexico as a package brings it: with a source."""
    mexico.source = factories.source()
    mexico.place = "Chart 2"
    mexico.save()
    return mexico
