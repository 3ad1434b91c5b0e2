import pytest

from entente.engagement.framework import queries
from tests.engagement.framework import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """2008 to 2019, April 2019 to March 2022, since 2023: as the agency had them."""
    return [
        factories.edition("old", starts_on="2008", ends_on="2019"),
        factories.edition("middle", starts_on="2019-04", ends_on="2022-03"),
        factories.edition("new", starts_on="2023", ends_on="", state="in_effect"),
    ]


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("2007-12-31", None),
        ("2008-01-01", "old"),
        ("2019-03-31", "old"),
        ("2019-04-01", "middle"),
        ("2019-12-31", "middle"),
        ("2022-03-31", "middle"),
        ("2022-04-01", "middle"),
        ("2022-12-31", "middle"),
        ("2023-01-01", "new"),
        ("2040-01-01", "new"),
    ],
)
def test_every_day_since_the_first_has_one_edition(three, day, key):
    found = queries.in_effect_on(day)

    assert (found and found.key) == key


def test_an_edition_shown_after_its_end_says_so(three):
    assert queries.in_effect_on("2021-01-01").covers("2021-01-01")
    assert not queries.in_effect_on("2022-06-01").covers("2022-06-01")


def test_drafts_and_editions_in_review_rule_on_no_day(three):
    factories.edition("next", starts_on="2024", ends_on="2027", state="draft")
    factories.edition("other", starts_on="2024", ends_on="2027", state="in_review")

    assert queries.in_effect_on("2025-01-01").key == "new"


def test_a_superseded_edition_without_an_end_ended_when_the_next_began():
    factories.edition("open", starts_on="2008", ends_on="")
    factories.edition("next", starts_on="2019", ends_on="2020")

    assert queries.in_effect_on("2010-01-01").key == "open"
    assert queries.in_effect_on("2019-06-01").key == "next"
    assert queries.in_effect_on("2030-01-01").key == "next"


def test_an_edition_whose_beginning_is_not_known_counts_from_its_source():
    factories.edition("lost", starts_on="[lost]", ends_on="", as_of="2005")

    assert queries.in_effect_on("2004-12-31") is None
    assert queries.in_effect_on("2005-01-01").key == "lost"


def test_another_agencys_editions_can_be_left_out(three):
    factories.edition("theirs", starts_on="2025", ends_on="2028", state="in_effect", agency="vd-customs")

    assert queries.in_effect_on("2026-01-01", agency="cbsa").key == "new"
    assert queries.in_effect_on("2026-01-01", agency="vd-customs").key == "theirs"


def test_the_answer_costs_one_query(three, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.in_effect_on("2021-01-01").previous  # noqa: B018 - what a page reads of it


def test_the_list_of_another_day_leaves_out_what_came_later_and_drafts(three, ask_as):
    factories.edition("draft", starts_on="2009", state="draft")

    def keys(ask):
        return {one.key for one in queries.editions(ask)}

    assert keys(ask_as()) == {"old", "middle", "new", "draft"}
    assert keys(ask_as(on="2010-01-01")) == {"old"}


def test_drafts_stand_first_then_the_latest(three, ask_as):
    factories.edition("draft", starts_on="", state="draft")

    assert [one.key for one in queries.in_order(ask_as().person)] == ["draft", "new", "middle", "old"]
