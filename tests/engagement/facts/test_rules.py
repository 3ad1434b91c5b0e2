"""FCT-1 to FCT-7: each refuses what it names, and nothing else."""

import pytest

from entente.engagement.facts import rules
from entente.engagement.facts.models import Kind, Qualifier, Statistic, Value

from . import factories
from .factories import bare


def values_in(conflicts):
    return [[value.number for value in one.values] for one in conflicts]


# ── FCT-1 ─────────────────────────────────────────────────────────────────────────────────────────


def test_two_figures_for_one_time_and_unit_are_a_conflict():
    """FCT-1."""
    assert values_in(rules.conflicts([bare(34), bare(30)])) == [[34, 30]]


def test_more_than_a_figure_and_another_figure_are_two_statements():
    """FCT-1: “more than 50,400” and “50,500” stand side by side, each with its note."""
    table = bare(50500, note_en="The text says more than 50,400.")
    text = bare(50400, qualifier=Qualifier.MORE_THAN)

    (found,) = rules.conflicts([table, text])

    assert found.values == (table, text)
    assert found.values[0].note_en


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        (bare(90), bare(90), False),
        (bare(90), bare(90, qualifier=Qualifier.ABOUT), False),
        (bare(90), bare(90, qualifier=Qualifier.AT_LEAST), False),
        (bare(90), bare(90, qualifier=Qualifier.ESTIMATE), False),
        (bare(90), bare(90, qualifier=Qualifier.MORE_THAN), True),
        (bare(90, qualifier=Qualifier.LESS_THAN), bare(90, qualifier=Qualifier.MORE_THAN), True),
        (bare(90, qualifier=Qualifier.MORE_THAN), bare(90, qualifier=Qualifier.MORE_THAN), False),
        (bare(90), bare(91, qualifier=Qualifier.ABOUT), True),
        (bare(368, unit="doses"), bare(4263, unit="g"), False),
        (bare(90, period="2017"), bare(100, period="2018"), False),
        (bare(90, period="2017"), bare(100, period="2013/2017"), False),
        (bare(6, period=""), bare(5, period=""), True),
        (bare(171, period="", as_of="2008"), bare(185, period="", as_of="2023"), False),
        (bare(171, period="", as_of="2019-04"), bare(185, period="", as_of="2019"), True),
        (bare(171, period="", as_of="2019"), bare(185, period="2019"), True),
        (bare(90), bare(100, statistic_id=2), False),
        (bare(90), bare(number_gap="[redacted]"), False),
    ],
)
def test_what_cannot_both_be_so(one, other, disagree):
    """FCT-1."""
    assert bool(rules.conflicts([one, other])) is disagree
    assert bool(rules.conflicts([other, one])) is disagree


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        ("Sydney", "Canberra", True),
        ("To be put into effect", "to be put  into effect.", False),
        ("Sydney", "[lost]", False),
    ],
)
def test_statements_are_compared_by_their_words(one, other, disagree):
    """FCT-1."""
    first, second = (bare(period="", unit="", text_en=words, text_fr=words) for words in (one, other))

    assert bool(rules.conflicts([first, second])) is disagree


def test_a_conflict_lists_the_figures_that_agree_with_one_side_too():
    """FCT-1."""
    assert values_in(rules.conflicts([bare(6), bare(6), bare(5)])) == [[6, 6, 5]]


def test_several_conflicts_keep_the_order_of_the_values():
    """FCT-1."""
    found = rules.conflicts([bare(1, "2018"), bare(2, "2017"), bare(3, "2018"), bare(4, "2017")])

    assert values_in(found) == [[1, 3], [2, 4]]


# ── FCT-2 to FCT-7 ────────────────────────────────────────────────────────────────────────────────


def of(kind, **given):
    return Value(statistic=Statistic(kind=kind), **given)


@pytest.mark.parametrize(("source_id", "code"), [(None, "source_missing"), (1, None)])
def test_a_value_names_its_source(source_id, code):
    """FCT-2."""
    problem = rules.names_its_source(bare(1, source_id=source_id))

    assert (problem and problem.code) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (of(Kind.NUMBER), "number_missing"),
        (of(Kind.NUMBER, number=0), None),
        (of(Kind.NUMBER, number_gap="[redacted]"), None),
        (of(Kind.TEXT), "text_missing"),
        (of(Kind.TEXT, text_fr="Sydney"), None),
        (of(Kind.TEXT, text_en="[blank]", text_fr="[blank]"), None),
    ],
)
def test_a_value_says_something(value, code):
    """FCT-3."""
    problem = rules.says_something(value)

    assert (problem and problem.code) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (of(Kind.NUMBER, number=3), "unit_missing"),
        (of(Kind.NUMBER, number=3, unit="kg"), None),
        (of(Kind.TEXT, text_en="Sydney"), None),
    ],
)
def test_a_figure_says_what_it_counts(value, code):
    """FCT-4."""
    problem = rules.counts_something(value)

    assert (problem and problem.code) == code


@pytest.mark.parametrize(
    ("period", "code"),
    [("", None), ("2017", None), ("2013/2017", None), ("lately", "period"), ("2017/2013", "period")],
)
def test_a_period_can_be_read(period, code):
    """FCT-5."""
    problem = rules.has_a_readable_period(bare(1, period))

    assert (problem and problem.code) == code


def test_one_place_says_one_thing(desk_officer):
    """FCT-6."""
    first = factories.figure(factories.fact(desk_officer), 3, by=desk_officer, place="table 1")
    again = Value(statistic=first.statistic, number=4, period="2017", unit="ships", source=first.source)

    again.place = "table 1"
    assert rules.says_it_once(again).code == "said_already"
    again.place = "table 2"
    assert rules.says_it_once(again) is None
    assert rules.says_it_once(first) is None


@pytest.mark.parametrize(
    ("names", "code"),
    [({}, "name_missing"), ({"name_en": "Ships"}, None), ({"name_fr": "Navires"}, None)],
)
def test_a_fact_has_a_name(names, code):
    """FCT-7."""
    problem = rules.is_named(Statistic(**names))

    assert (problem and problem.code) == code
