"""The score: worked out by hand, and what must hold whatever is counted."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.engagement.removals import rules
from entente.engagement.removals.models import Measure, Temper

NUMBERS = st.lists(st.integers(0, 500).map(Decimal), max_size=3)
COUNTED = (Measure.ASKED, Measure.ISSUED, Measure.REFUSED, Measure.DAYS)
ANY = st.fixed_dictionaries(dict.fromkeys(COUNTED, NUMBERS))


def scored(asked=(), issued=(), refused=(), days=(), tempers=()):
    given = {Measure.ASKED: asked, Measure.ISSUED: issued, Measure.REFUSED: refused, Measure.DAYS: days}
    return rules.score({measure: [Decimal(str(one)) for one in said] for measure, said in given.items()}, tempers)


@pytest.mark.parametrize(("figures", "value", "missing"), [
    # All of it: 50 × 60/100 + 20 × (180-97.5)/165 + 20 × 90/100 + 10 × 1/2 = 30 + 10 + 18 + 5.
    ({"asked": [100], "issued": [60], "refused": [10], "days": [97.5], "tempers": ["promises"]}, 63, ()),
    # Without reactions the other ninety count: (30 + 10 + 18) / 90.
    ({"asked": [100], "issued": [60], "refused": [10], "days": [97.5]}, 64, ("reaction",)),
    ({"asked": [100], "issued": [60]}, 60, ("speed", "not_refused", "reaction")),
    ({"asked": [10], "issued": [30], "refused": [0], "days": [3], "tempers": ["cooperates"]}, 100, ()),
    ({"asked": [10], "issued": [0], "refused": [10], "days": [400], "tempers": ["hardens"]}, 0, ()),
])  # fmt: skip
def test_the_score_as_worked_out_by_hand(figures, value, missing):
    found = scored(**figures)

    assert (found.low, found.high, found.missing) == (value, value, missing)


@pytest.mark.parametrize("figures", [{}, {"asked": [10]}, {"issued": [3]}, {"asked": [0], "issued": [0]}])
def test_there_is_no_score_where_it_is_not_known_how_many_were_asked_for_and_issued(figures):
    assert scored(**figures) is None


def test_sources_that_disagree_make_a_range_and_nothing_is_chosen():
    found = scored(asked=[100], issued=[40, 60], days=[15])

    assert found.is_range
    few, many = (scored(asked=[100], issued=[issued], days=[15]) for issued in (40, 60))
    assert (found.low, found.high) == (few.low, many.high)


@given(figures=ANY, tempers=st.lists(st.sampled_from(list(Temper)), max_size=3))
def test_a_score_stays_within_its_bounds_and_one_more_statement_never_narrows_it(figures, tempers):
    found = rules.score(figures, tempers)
    if found is None:
        return
    assert 0 <= found.low <= found.high <= 100

    wider = rules.score({**figures, Measure.ISSUED: [*figures[Measure.ISSUED], Decimal(7)]}, tempers)
    assert wider.low <= found.low
    assert wider.high >= found.high


@given(asked=st.integers(1, 500), issued=st.integers(0, 500), days=st.integers(0, 400))
def test_one_more_document_or_one_day_less_never_lowers_it(asked, issued, days):
    before = scored(asked=[asked], issued=[issued], days=[days])

    assert scored(asked=[asked], issued=[issued + 1], days=[days]).low >= before.low
    assert scored(asked=[asked], issued=[issued], days=[max(days - 1, 0)]).low >= before.low
