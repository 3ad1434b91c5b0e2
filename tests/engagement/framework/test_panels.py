from types import SimpleNamespace

import pytest

from entente.engagement.framework import actions, panels, queries
from entente.foundation.reference.models import Country, Region
from entente.foundation.sources.queries import Notes
from tests.engagement.framework import factories

pytestmark = pytest.mark.django_db


def told(sections):
    return {section.key: [branch.element.title_en for branch in section.branches] for section in sections}


@pytest.fixture
def edition():
    return factories.edition("cbsa-2019")


# ── The paper ─────────────────────────────────────────────────────────────────────────────────────


def test_sections_stand_in_a_readers_order_and_empty_ones_are_left_out(edition, ask_as):
    for kind in ("step", "objective", "mandate", "principle"):
        factories.element(edition, kind, kind)

    found = panels.paper(ask_as(), edition, Notes())

    assert list(told(found)) == ["mandate", "principles", "objectives", "method"]


def test_parts_stand_under_what_they_belong_to_kind_by_kind(edition, ask_as):
    theme = factories.element(edition, "theme", "Contraband")
    issue = factories.element(edition, "issue", "Drugs", parent=theme)
    factories.element(edition, "tool", "Detector dogs", parent=issue)
    factories.element(edition, "objective", "Fewer drugs", parent=issue)

    sections = {one.key: one for one in panels.paper(ask_as(), edition, Notes())}

    [branch] = sections["themes"].branches
    [group] = branch.groups
    assert (group.kind, group.apart) == ("issue", True)
    assert [(g.kind, [b.element.title_en for b in g.branches]) for g in group.branches[0].groups] == [
        ("objective", ["Fewer drugs"]),
        ("tool", ["Detector dogs"]),
    ]
    assert "tools" not in sections
    assert [one.title_en for one in sections["objectives"].elsewhere] == ["Fewer drugs"]


def test_the_same_source_has_one_number_and_sources_are_numbered_as_they_are_met(edition, ask_as):
    cited = {"source": factories.source(), "place": "Section 2A", "as_of": "2008"}
    factories.element(edition, "principle", "Second", **cited | {"place": "Section 1A"})
    factories.element(edition, "mandate", "First", **cited)
    factories.element(edition, "objective", "Third", **cited)
    notes = Notes()

    sections = panels.paper(ask_as(), edition, notes)

    assert [one.branches[0].citation["number"] for one in sections] == [1, 2, 1]
    assert [source["place"] for source in notes.listed] == ["Section 2A", "Section 1A"]


def test_a_link_is_said_on_the_objective(edition, ask_as):
    priority = factories.element(edition, "corporate_priority", "Serve")
    objective = factories.element(edition, "objective", "Reach")
    factories.linkage(priority, objective)

    sections = {one.key: one for one in panels.paper(ask_as(), edition, Notes())}

    assert [str(title) for title, _url, _citation in sections["objectives"].branches[0].links] == ["Serve"]
    assert sections["priorities"].branches[0].links == []


def test_a_mark_is_known_as_one(edition, ask_as):
    factories.element(edition, "mandate", text_en="[redacted]", text_fr="[redacted]")

    [section] = panels.paper(ask_as(), edition, Notes())

    assert section.branches[0].mark == "redacted"


def test_the_paper_costs_three_queries_however_long_it_is(edition, ask_as, django_assert_num_queries):
    for number in range(30):
        above = factories.element(edition, "theme", f"Theme {number}", source=factories.source())
        factories.element(edition, "issue", parent=above, owner=factories.unit())

    with django_assert_num_queries(3):
        panels.paper(ask_as(), edition, Notes())


# ── The matrix ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def crossed(edition):
    """Two priorities, three objectives; one link of the appendix, one of the text, and an objective alone."""
    serve, guard = (factories.element(edition, "corporate_priority", name) for name in ("Serve", "Guard"))
    one, two, _alone = (factories.element(edition, "objective", name) for name in ("One", "Two", "Alone"))
    source = factories.source()
    factories.linkage(serve, one, place="Appendix A", source=source, note_en="Both say so.")
    factories.linkage(guard, one, place="Appendix A", source=source, note_en="Both say so.")
    factories.linkage(two, serve, place="Section 2A", source=source, note_en="The text only.")
    factories.linkage(one, two, place="Section 3", source=source)
    return edition


def test_the_matrix_crosses_priorities_with_objectives_either_way_round(crossed, ask_as):
    found = panels.matrix(ask_as(), crossed, Notes())

    drawn = [(priority.title_en, [bool(cell.linkage) for cell in cells]) for priority, cells in found.rows]
    assert drawn == [("Serve", [True, True, False]), ("Guard", [True, False, False])]
    assert found.count == 3


def test_the_two_kinds_of_source_are_told_apart(crossed, ask_as):
    found = panels.matrix(ask_as(), crossed, Notes())

    serve = found.rows[0][1]
    assert found.places == ["Appendix A", "Section 2A"]
    assert [(cell.main, cell.letter) for cell in serve[:2]] == [(True, "a"), (False, "b")]
    assert [(remark.letter, str(remark.note), remark.count) for remark in found.remarks] == [
        ("a", "Both say so.", 2),
        ("b", "The text only.", 1),
    ]
    assert [[one["number"] for one in remark.citations] for remark in found.remarks] == [[1], [2]]


def test_what_nothing_links_is_named(crossed, ask_as):
    assert [one.title_en for one in panels.matrix(ask_as(), crossed, Notes()).unlinked] == ["Alone"]


def test_links_that_are_no_crossing_stand_apart(crossed, ask_as):
    [other] = panels.other_links(ask_as(), crossed, Notes())

    assert str(other["linkage"]) == "One → Two"


# ── Who does what, the placemat, regions ──────────────────────────────────────────────────────────


def test_offices_stand_against_the_parts_somebody_has(edition, ask_as):
    desk, other = factories.unit(), factories.unit("other", "Other", "Autre")
    factories.responsibility(edition, desk, "Leads.")
    factories.responsibility(edition, other, "[lost]", "[lost]", role="")

    found = panels.offices(ask_as(), edition, Notes())

    assert [(office.unit.key, [(part.role, part.count) for part in office.parts]) for office in found] == [
        ("desk", [("lead", 1), ("", 0)]),
        ("other", [("lead", 0), ("", 1)]),
    ]
    assert found[1].parts[1].works[0][3] == "lost"


def test_the_placemat_has_titles_and_their_sources(edition, ask_as):
    cited = {"source": factories.source(), "place": "Section 2A"}
    theme = factories.element(edition, "theme", "Contraband", **cited)
    factories.element(edition, "issue", "Drugs", parent=theme, **cited)
    factories.element(edition, "principle", "Synergy", **cited)
    inner = factories.element(edition, "tool", "Under", parent=theme)

    sheet = panels.placemat(ask_as(), edition, Notes())

    [(shown, issues)] = sheet.themes
    assert (shown.title_en, [one.title_en for one in issues]) == ("Contraband", ["Drugs"])
    assert [(str(title), [one.title_en for one in found]) for title, found in sheet.beside] == [
        ("Guiding principles", ["Synergy"])
    ]
    assert inner.pk not in sheet.citations
    assert sheet.citations[theme.pk]["number"] == 1


def test_a_partners_dossier_gets_its_region(ask_as, django_assert_max_num_queries):
    europe = Region.objects.create(key="europe", name_en="Europe", name_fr="Europe")
    country = Country.objects.create(code="FR", name_en="France", name_fr="France")
    country.groups.add(europe)
    edition = factories.edition("present", starts_on="2023", ends_on="", state="in_effect")
    factories.region(edition, source=factories.source())

    with django_assert_max_num_queries(3):
        [panel] = panels.partner_panels(ask_as(), SimpleNamespace(country=country), Notes())

    assert panel.context["pages"][0]["page"].title_en == "Europe"
    assert panels.partner_panels(ask_as(on="2000-01-01"), SimpleNamespace(country=country), Notes()) == []
    assert panels.partner_panels(ask_as(), SimpleNamespace(country=None), Notes()) == []


# ── What waits ────────────────────────────────────────────────────────────────────────────────────


def test_what_was_submitted_waits_for_an_executive(edition_in, executive, desk_officer):
    edition = edition_in("in_review")

    [line] = panels.waiting(executive)
    assert (line["title"], line["url"]) == (edition.title, f"/en/framework/editions/{edition.key}/")
    assert panels.waiting(desk_officer) == []


def test_what_was_sent_back_waits_for_the_desk_with_its_reason(edition_in, executive, desk_officer):
    actions.send_back(edition_in("in_review"), reason="Too long.", by=executive)

    [line] = panels.waiting(desk_officer)
    assert line["why"] == "It was sent back: Too long."
    assert panels.waiting(executive) == []


def test_nothing_waits_of_what_was_decided(edition_in, executive, desk_officer):
    edition_in("in_effect")

    assert panels.waiting(executive) == panels.waiting(desk_officer) == []


def test_an_edition_counts_what_it_holds(draft):
    assert queries.counts(draft) == {
        "elements": 4, "linkages": 1, "regions": 0, "responsibilities": 0, "terms": 0,
    }  # fmt: skip
