import pytest

from entente.engagement.forums import queries
from entente.engagement.forums.queries import chairs, editions, reach, trees
from entente.engagement.framework.models import Edition
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Partner
from entente.kit.table import Ask


def ask(person, on="2026-11-22", **given):
    return Ask(person, on, past=on != "2026-11-22", **given)


def held(person, on, body):
    return {
        chair.kind: [seat.holder.key for seat in chair.held]
        for chair in chairs.chairs(ask(person, on))
        if chair.body.key == body
    }


@pytest.mark.parametrize(
    ("on", "body", "who"),
    [
        ("2007-06-01", "g8", {"chair": ["de"]}),
        ("2009-01-01", "g8", {}),
        ("2020-06-01", "b5", {"chair": ["cbsa"], "host": ["cbsa"]}),  # two sources, one holder
        ("2021-06-01", "m5", {"co_chair": ["cbsa", "ca-ircc"]}),
        ("2024-06-01", "b5", {"chair": ["us"]}),
        ("2008-06-01", "wco-council", {"vice_chair": ["cbsa", "in"]}),
    ],
)
def test_who_chaired_what_on_a_day(loaded, reader, on, body, who):
    assert held(reader, on, body) == who


def test_a_year_of_handover_with_two_holders_says_so(loaded, reader):
    found = {chair.body.key: chair for chair in chairs.chairs(ask(reader, "2022-06-01")) if chair.kind == "chair"}

    assert [seat.holder.key for seat in found["b5"].held] == ["cbsa", "gb"]
    assert found["b5"].contested
    assert not found["m5"].contested


def test_every_body_of_a_day_stands_in_one_tree(loaded, reader):
    abroad, at_home = trees.tree(ask(reader, "2008-12-31"))

    assert trees.size(abroad) + trees.size(at_home) == queries.bodies(ask(reader, "2008-12-31")).count()
    wco = next(node for node in abroad if node.body.key == "wco")
    assert (wco.count, len(wco.parts)) == (14, 14)
    united_nations = next(node for node in abroad if node.body.key == "un")
    assert [(part.body.key, part.count) for part in united_nations.parts] == [("icao", 2)]


def test_the_lines_under_and_above_a_body(loaded, reader):
    icao = queries.body(reader, "icao").get()

    assert len(trees.line_under("un")) == 4
    assert trees.line_under("nowhere") == []
    assert trees.line_above(icao) == [icao.pk, icao.parent_id]
    assert trees.line_above(None) == []


@pytest.mark.parametrize(
    ("on", "body", "reached", "many"),
    [("2008-05-31", "wco", 18, 18), ("2008-05-31", "apec", 8, 18), ("2024-01-01", "b5", 4, 9)],
)
def test_which_priority_partners_a_forum_reaches(loaded, reader, on, body, reached, many):
    found = list(reach.reached(ask(reader, on), queries.body(reader, body).get()))

    assert (sum(one.sits for one in found), len(found)) == (reached, many)


def test_we_are_our_agency_and_its_country(loaded):
    assert set(reach.ours().values_list("key", flat=True)) == {"cbsa", "ca"}


@pytest.mark.parametrize(
    ("on", "key"),
    [
        ("1999-01-01", "cbsa-2008"),
        ("2010-01-01", "cbsa-2008"),
        ("2019-05-01", "cbsa-2019"),
        ("2022-06-01", "cbsa-2019"),
        ("2026-01-01", "cbsa-2023"),
    ],
)
def test_the_edition_that_speaks_on_a_day(loaded, reader, on, key):
    assert editions.shown(ask(reader, on), partners.editions(reader)).key == key


@pytest.mark.parametrize(
    ("edition", "count", "unfinished"), [("cbsa-2008", 8, 3), ("cbsa-2019", 6, 0), ("cbsa-2023", 5, 0)]
)
def test_the_priority_forums_of_an_edition_and_what_it_left_open(loaded, reader, edition, count, unfinished):
    found = list(queries.priorities_of(reader, Edition.objects.get(key=edition)).order_by("position"))

    left = [one for one in found if any(goal.state == "to_be_finalised" for goal in one.body.wanted)]
    assert (len(found), len(left)) == (count, unfinished)
    assert [one.position for one in found] == list(range(1, count + 1))


def test_partners_are_never_lost_from_the_filter_of_members(loaded, reader):
    offered = set(queries.members(ask(reader)))

    assert offered == set(
        Partner.objects.filter(pk__in=queries.memberships(ask(reader, chosen={"past": "1"})).values("partner"))
    )
