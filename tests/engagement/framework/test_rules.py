import pytest

from entente.engagement.framework import rules
from tests.engagement.framework import factories

pytestmark = pytest.mark.django_db


def code(problem):
    return problem and problem.code


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refused"),
    [
        ("2026-04", "2029-03", None),
        ("2026", "2026", None),
        ("", "2029", "FRM-1"),
        ("2026", "", "FRM-1"),
        ("[lost]", "2029", "FRM-1"),
        ("2029", "2026", "FRM-1"),
    ],
)
def test_frm_1_the_period_is_given(starts_on, ends_on, refused):
    edition = factories.edition(starts_on=starts_on, ends_on=ends_on)

    assert code(rules.period_given(edition)) == refused


def test_frm_2_every_title_and_text_stands_in_both_languages():
    edition = factories.edition()
    factories.element(edition, text_en="Known.", text_fr="Connu.")
    factories.element(edition, text_en="", text_fr="")
    factories.element(edition, text_en="[lost]", text_fr="[lost]")
    factories.region(edition)

    assert rules.both_languages(edition) is None


@pytest.mark.parametrize(
    "lacking",
    [
        lambda edition: factories.element(edition, title_fr=""),
        lambda edition: factories.element(edition, title_en="", title_fr=""),
        lambda edition: factories.element(edition, text_en="Known."),
        lambda edition: factories.region(edition, issues_fr="Connu."),
        lambda edition: factories.responsibility(edition, work_fr=""),
        lambda edition: factories.term(edition=edition, definition_en="A list."),
    ],
)
def test_frm_2_refuses_whatever_stands_in_one_language_only(lacking):
    edition = factories.edition()
    lacking(edition)

    assert code(rules.both_languages(edition)) == "FRM-2"


def test_frm_2_looks_at_the_edition_itself():
    assert code(rules.both_languages(factories.edition(title_fr=""))) == "FRM-2"
    assert code(rules.both_languages(factories.edition(summary_en="Known."))) == "FRM-2"


def test_frm_2_names_what_lacks_words_and_counts_the_rest():
    edition = factories.edition()
    for number in range(7):
        factories.element(edition, title_en=f"Aim {number}", title_fr="")

    problem = rules.both_languages(edition)

    assert problem.messages == ["7 texts lack one official language: Aim 0; Aim 1; Aim 2; Aim 3; Aim 4; and 2 more."]


def test_frm_3_an_issue_stands_under_a_theme():
    edition = factories.edition()
    theme = factories.element(edition, "theme")
    factories.element(edition, "issue", parent=theme)

    assert rules.issues_under_a_theme(edition) is None

    factories.element(edition, "issue", "Drugs")
    factories.element(edition, "issue", "Arrivals", parent=factories.element(edition, "objective"))

    problem = rules.issues_under_a_theme(edition)
    assert code(problem) == "FRM-3"
    assert problem.messages == ["2 issues stand under no theme: Drugs; Arrivals."]


def test_frm_4_an_objective_is_linked_with_a_corporate_priority_either_way_round():
    edition = factories.edition()
    priority = factories.element(edition, "corporate_priority")
    factories.linkage(priority, factories.element(edition))
    factories.linkage(factories.element(edition), priority)

    assert rules.objectives_linked(edition) is None

    factories.linkage(factories.element(edition, title_en="Alone"), factories.element(edition, "theme"))

    problem = rules.objectives_linked(edition)
    assert code(problem) == "FRM-4"
    assert "Alone" in problem.messages[0]


@pytest.mark.parametrize(("named", "refused"), [("President", None), ("", "FRM-5")])
def test_frm_5_the_approving_office_is_named(named, refused):
    assert code(rules.approver_named(factories.edition(approved_by_en=named))) == refused


def test_frm_6_there_is_an_objective():
    edition = factories.edition()
    factories.element(edition, "theme")

    assert code(rules.has_an_objective(edition)) == "FRM-6"

    factories.element(edition, "objective")
    assert rules.has_an_objective(edition) is None


@pytest.mark.parametrize(("starts_on", "refused"), [("2024", None), ("2023", "FRM-7"), ("2020", "FRM-7"), ("", None)])
def test_frm_7_it_begins_after_the_edition_it_takes_the_place_of(starts_on, refused):
    factories.edition(starts_on="2023", ends_on="", state="in_effect")
    factories.edition(starts_on="2030", ends_on="", state="in_effect", agency="vd-customs")
    edition = factories.edition(starts_on=starts_on, ends_on="", state="draft")

    assert code(rules.begins_after_the_present(edition)) == refused
