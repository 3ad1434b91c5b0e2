from itertools import count

import pytest

from entente.engagement.framework import queries
from entente.engagement.framework.models import Element
from tests.engagement.framework import factories

_number = count(1)


def element(title_en, kind="principle", *, title_fr="", parent=None, **given):
    """An element that was never saved: matching asks no database."""
    return Element(pk=next(_number), kind=kind, title_en=title_en, title_fr=title_fr, parent=parent, **given)


def titles(elements):
    return [one.title_en for one in elements]


def test_what_came_what_went_what_stayed():
    result = queries.matched([element("Synergy"), element("Efficiency")], [element("Efficiency"), element("Daring")])

    assert (titles(result.came), titles(result.went)) == (["Daring"], ["Synergy"])
    assert [pair.new.title_en for pair in result.same] == ["Efficiency"]
    assert result.changed == []


def test_case_and_accents_do_not_make_another_title_but_they_are_a_change():
    result = queries.matched([element("Synergy ", title_fr="Éthique")], [element("SYNERGY ", title_fr="Ethique")])

    assert [pair.changed for pair in result.changed] == [("title_en", "title_fr")]


def test_the_same_title_of_another_kind_is_another_element():
    result = queries.matched([element("Trade", "driver")], [element("Trade", "theme")])

    assert (titles(result.came), titles(result.went)) == (["Trade"], ["Trade"])


def test_what_changed_is_named_column_by_column():
    before = element("Synergy", text_en="Old.", text_fr="Ancien.", owner_id=1)
    after = element("Synergy", text_en="New.", text_fr="Ancien.", owner_id=2)

    [pair] = queries.matched([before], [after]).changed

    assert (pair.old, pair.new, pair.changed) == (before, after, ("text_en", "owner_id"))


def test_equal_titles_are_told_apart_by_their_parents():
    old_parents, new_parents = (
        [element("Removals", "issue"), element("Drugs", "issue")] for _edition in ("old", "new")
    )
    old = [
        element("Forums", parent=old_parents[1], text_en="B."),
        element("Forums", parent=old_parents[0], text_en="A."),
    ]
    new = [
        element("Forums", parent=new_parents[0], text_en="A."),
        element("Forums", parent=new_parents[1], text_en="B."),
    ]

    result = queries.matched([*old_parents, *old], [*new_parents, *new])

    assert len(result.same) == 4
    assert result.changed == []


def test_an_element_that_moved_under_another_says_so():
    old_parent, new_parent = element("Goods", "theme"), element("People", "theme")

    [pair] = queries.matched(
        [old_parent, element("Drugs", "issue", parent=old_parent)],
        [new_parent, element("Drugs", "issue", parent=new_parent)],
    ).changed

    assert pair.changed == ("parent",)


def test_a_parent_with_a_new_title_takes_its_parts_along():
    old_parent = element("Goods", "theme", title_fr="Marchandises")
    new_parent = element("Merchandise", "theme", title_fr="Marchandises")

    result = queries.matched(
        [old_parent, element("Drugs", "issue", parent=old_parent)],
        [new_parent, element("Drugs", "issue", parent=new_parent)],
    )

    assert [pair.changed for pair in result.changed] == [("title_en",)]
    assert len(result.same) == 1


def test_elements_without_any_words_match_nobody():
    result = queries.matched([element("")], [element("")])

    assert (len(result.came), len(result.went)) == (1, 1)


@pytest.mark.django_db
def test_two_editions_are_compared_in_two_queries(django_assert_num_queries):
    old, new = factories.edition(), factories.edition()
    factories.element(old, title_en="Gone", title_fr="Parti")
    factories.element(new, title_en="Come", title_fr="Venu", owner=factories.unit(), source=factories.source())

    with django_assert_num_queries(2):
        result = queries.compared(old, new)
        assert [one.source and one.source.key for one in result.came] == ["framework-2008"]

    assert (titles(result.came), titles(result.went)) == (["Come"], ["Gone"])
