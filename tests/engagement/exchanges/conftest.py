from dataclasses import dataclass
from typing import Any

import pytest

from entente.engagement.exchanges import actions
from entente.engagement.exchanges.models import Baseline
from entente.foundation.people.roles import Role

from . import factories


@dataclass
class Desk:
    """The people an exchange needs: an officer, a decider with a delegation, two heads."""

    officer: Any
    decider: Any
    vice: Any
    president: Any
    units: Any


@pytest.fixture
def desk(open_account):
    units = factories.chart()
    president = factories.placed(
        open_account(Role.EXECUTIVE, username="president"), units["president"], "head_of_agency"
    )
    vice = factories.placed(open_account(Role.EXECUTIVE, username="vice"), units["branch"], "vice_president")
    officer = factories.placed(open_account(Role.EXCHANGE_OFFICER, username="officer"), units["branch"])
    decider = factories.placed(open_account(Role.EXCHANGE_OFFICER, username="decider"), units["branch"])
    factories.delegated(vice, decider)
    return Desk(officer, decider, vice, president, units)


@pytest.fixture
def cmaa(db):
    return factories.instrument()


@pytest.fixture
def exchange_in(desk, cmaa):
    """An exchange walked to a state: ``exchange_in("released", elements=("cargo_manifest",))``."""

    def walk(state: str, **given: Any) -> Any:
        exchange = factories.recorded(by=desk.officer, **given)
        stop = factories.WALK.index(state)
        if stop == 0:
            return exchange
        if not Baseline.objects.exists():
            factories.baseline(by=desk.vice)
        exchange = factories.assessed(exchange, cmaa, by=desk.officer)
        if stop > 4:
            exchange = actions.decide(exchange, by=desk.decider)
        if stop > 5:
            actions.release(exchange, by=desk.officer)
        return exchange.__class__.objects.get(pk=exchange.pk)

    return walk
