from entente.engagement.exchanges import panels
from entente.engagement.exchanges.models import State
from entente.engagement.exchanges.workflow import EXCHANGE


def test_the_steps_a_page_offers_are_those_of_the_workflow():
    moves = {state: {one.name for one in EXCHANGE.moves.values() if state in one.sources} for state in State}

    assert {state: set(offered) for state, offered in panels.NEXT.items()} == moves


def test_every_step_has_its_words():
    assert set(EXCHANGE.moves) <= set(panels.MOVES)
