import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.framework import actions
from entente.engagement.framework.models import Edition, Element, Linkage, RegionalPage, Responsibility, Term
from entente.foundation.index.models import Record
from entente.foundation.trail.models import Entry
from tests.engagement.framework import factories

pytestmark = pytest.mark.django_db


def last_entry():
    return Entry.objects.latest("id")


# ── Editions ──────────────────────────────────────────────────────────────────────────────────────


def test_a_new_edition_is_a_draft_with_a_key_of_its_agency_and_year(desk_officer):
    edition = actions.draft_edition(by=desk_officer, **factories.COMPLETE)
    second = actions.draft_edition(by=desk_officer, **factories.COMPLETE)

    assert (edition.key, edition.state) == ("cbsa-2026", "draft")
    assert second.key == "cbsa-2026-2"
    assert {one.verb for one in Entry.objects.filter(subject__startswith="framework.")} == {"draft_edition"}


def test_an_edition_without_a_period_is_named_after_its_title(desk_officer):
    assert actions.draft_edition(by=desk_officer, title_en="Open doors", agency="cbsa").key == "open-doors"


def test_the_agency_is_that_of_the_edition_before(desk_officer):
    before = factories.edition(agency="vd-customs")

    assert actions.draft_edition(by=desk_officer, title_en="Next", previous=before).agency == "vd-customs"


def test_nothing_can_be_copied_from_nothing(desk_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.draft_edition(by=desk_officer, copied=True, **factories.COMPLETE)

    assert set(refusal.value.error_dict) == {"previous"}


def test_a_copy_takes_over_elements_links_regions_and_responsibilities(desk_officer):
    old = factories.edition("cbsa-2008")
    cited = {"source": factories.source(), "place": "Section 2A", "as_of": "2008"}
    theme = factories.element(old, "theme", key="cbsa-2008-theme-1", state_en="reviewed", **cited)
    issue = factories.element(old, "issue", key="cbsa-2008-issue-1", parent=theme, text_en="[lost]", text_fr="[lost]")
    factories.linkage(issue, theme, note_en="Serves.", note_fr="Sert.")
    factories.region(old)
    factories.responsibility(old)
    factories.term(edition=old)

    new = actions.draft_edition(by=desk_officer, copied=True, previous=old, **factories.COMPLETE)

    taken = {one.key: one for one in new.elements.all()}
    assert set(taken) == {"cbsa-2026-theme-1", "cbsa-2026-issue-1"}
    assert taken["cbsa-2026-issue-1"].parent == taken["cbsa-2026-theme-1"]
    assert (taken["cbsa-2026-theme-1"].source, taken["cbsa-2026-theme-1"].place) == (None, "")
    assert taken["cbsa-2026-theme-1"].state_en == "draft"
    assert taken["cbsa-2026-issue-1"].text_en == ""
    assert Linkage.objects.get(from_element__edition=new).note_en == "Serves."
    assert (new.regions.count(), new.responsibilities.count(), Term.objects.count()) == (1, 1, 1)
    assert last_entry().changes == {
        "previous": "cbsa-2008",
        "elements": 2,
        "linkages": 1,
        "regions": 1,
        "responsibilities": 1,
    }
    assert old.elements.count() == 2


def test_a_draft_changes_and_the_trail_says_what(draft, desk_officer):
    changed = actions.change_edition(draft, by=desk_officer, ends_on="2030", title_en=draft.title_en)

    assert changed.ends_on == "2030"
    assert last_entry().changes == {"ends_on": ["2029-03", "2030"]}


def test_saving_what_stands_leaves_no_trace(draft, desk_officer):
    before = Entry.objects.count()

    actions.change_edition(draft, by=desk_officer, ends_on=draft.ends_on)

    assert Entry.objects.count() == before


def test_a_date_that_is_none_is_refused(draft, desk_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.change_edition(draft, by=desk_officer, ends_on="soon")

    assert set(refusal.value.error_dict) == {"ends_on"}


@pytest.mark.parametrize("state", ["in_review", "in_effect", "superseded"])
def test_only_a_draft_is_rewritten(edition_in, desk_officer, state):
    edition = edition_in(state)
    element, linkage = edition.elements.first(), Linkage.objects.get()

    for refused in (
        lambda: actions.change_edition(edition, by=desk_officer, ends_on="2030"),
        lambda: actions.add_element(edition, by=desk_officer, kind="theme", title_en="Late"),
        lambda: actions.change_element(element, by=desk_officer, title_en="Other"),
        lambda: actions.remove(element, by=desk_officer),
        lambda: actions.unlink(linkage, by=desk_officer),
        lambda: actions.add_region(edition, by=desk_officer, region="europe", title_en="Europe"),
        lambda: actions.add_term(by=desk_officer, edition=edition, term_en="word"),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_nobody_but_a_desk_officer_drafts(draft, executive, reader, agreements_officer, auditor, administrator):
    for person in (executive, reader, agreements_officer, auditor, administrator):
        with pytest.raises(PermissionDenied):
            actions.draft_edition(by=person, **factories.COMPLETE)
        with pytest.raises(PermissionDenied):
            actions.add_element(draft, by=person, kind="theme", title_en="Mine")


# ── Elements ──────────────────────────────────────────────────────────────────────────────────────


def test_an_element_goes_behind_those_of_its_kind_and_can_be_found(draft, desk_officer):
    first = actions.add_element(draft, by=desk_officer, kind="principle", title_en="Synergy", title_fr="Synergie")
    second = actions.add_element(draft, by=desk_officer, kind="principle", title_en="Synergy")

    assert (first.key, second.key) == ("cbsa-2026-principle-synergy", "cbsa-2026-principle-synergy-2")
    assert (first.position, second.position) == (1, 2)
    assert Record.objects.filter(address=f"framework:element {first.key}", title_fr="Synergie").exists()


def test_an_element_without_any_title_is_refused(draft, desk_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.add_element(draft, by=desk_officer, kind="principle", text_en="Why.")

    assert set(refusal.value.error_dict) == {"title_en"}


def test_a_missing_language_is_missing_then_a_draft_then_reviewed(draft, desk_officer):
    element = actions.add_element(draft, by=desk_officer, kind="principle", title_en="Synergy", text_en="Together.")
    assert element.words == {"en": "draft", "fr": "missing"}

    element = actions.change_element(element, by=desk_officer, title_fr="Synergie")
    assert element.words == {"en": "draft", "fr": "missing"}

    element = actions.change_element(element, by=desk_officer, text_fr="Ensemble.")
    assert element.words == {"en": "draft", "fr": "draft"}

    element = actions.change_element(element, by=desk_officer, reviewed=("en", "fr"))
    assert element.words == {"en": "reviewed", "fr": "reviewed"}
    assert last_entry().changes == {"state_en": ["draft", "reviewed"], "state_fr": ["draft", "reviewed"]}


def test_words_that_change_must_be_reviewed_again_in_both_languages(draft, desk_officer):
    element = actions.add_element(
        draft, by=desk_officer, kind="principle", title_en="Synergy", title_fr="Synergie", reviewed=("en", "fr")
    )

    moved = actions.change_element(element, by=desk_officer, title_en="Coherence", reviewed=("en",))

    assert moved.words == {"en": "reviewed", "fr": "draft"}


def test_another_office_does_not_undo_a_review(draft, desk_officer):
    element = actions.add_element(draft, by=desk_officer, kind="principle", title_en="Synergy", reviewed=("en",))

    moved = actions.change_element(element, by=desk_officer, owner=factories.unit())

    assert moved.state_en == "reviewed"


def test_an_element_cannot_stand_under_itself(draft, desk_officer):
    above = actions.add_element(draft, by=desk_officer, kind="driver", title_en="Trade")
    under = actions.add_element(draft, by=desk_officer, kind="driver", title_en="Volumes", parent=above)

    with pytest.raises(ValidationError) as refusal:
        actions.change_element(above, by=desk_officer, parent=under)

    assert set(refusal.value.error_dict) == {"parent"}


def test_an_element_cannot_stand_in_another_edition(draft, desk_officer):
    elsewhere = factories.element(factories.edition())

    with pytest.raises(ValidationError):
        actions.add_element(draft, by=desk_officer, kind="driver", title_en="Trade", parent=elsewhere)


def test_a_removed_element_leaves_its_words_in_the_trail(draft, desk_officer):
    element = actions.add_element(draft, by=desk_officer, kind="principle", title_en="Synergy")

    actions.remove(element, by=desk_officer)

    assert not Element.objects.filter(key="cbsa-2026-principle-synergy").exists()
    assert not Record.objects.filter(address="framework:element cbsa-2026-principle-synergy").exists()
    entry = Entry.objects.filter(verb="remove").get()
    assert entry.changes["title_en"] == "Synergy"


def test_what_others_stand_under_stays(draft, desk_officer):
    theme = draft.elements.get(kind="theme")

    with pytest.raises(ValidationError) as refusal:
        actions.remove(theme, by=desk_officer)

    assert refusal.value.messages == ["It cannot be removed while others stand under it: Drugs."]


# ── Links and the rest ────────────────────────────────────────────────────────────────────────────


def test_elements_are_linked_once(draft, desk_officer):
    priority, theme = draft.elements.get(kind="corporate_priority"), draft.elements.get(kind="theme")

    made = actions.link(priority, theme, by=desk_officer, note_en="Why.", note_fr="Pourquoi.")

    assert (made.note_en, last_entry().verb) == ("Why.", "link")
    with pytest.raises(ValidationError):
        actions.link(priority, theme, by=desk_officer)


def test_an_element_is_linked_with_another_of_its_own_edition(draft, desk_officer):
    theme = draft.elements.get(kind="theme")
    for other in (theme, factories.element(factories.edition())):
        with pytest.raises(ValidationError):
            actions.link(theme, other, by=desk_officer)


def test_a_link_is_taken_out_of_a_draft(draft, desk_officer):
    actions.unlink(Linkage.objects.get(), by=desk_officer)

    assert not Linkage.objects.exists()
    assert Entry.objects.filter(verb="remove").exists()


def test_a_region_has_one_page(draft, desk_officer):
    page = actions.add_region(draft, by=desk_officer, region="europe", title_en="Europe")
    actions.change_region(page, by=desk_officer, overview_en="Near.")

    assert RegionalPage.objects.get().overview_en == "Near."
    with pytest.raises(ValidationError):
        actions.add_region(draft, by=desk_officer, region="europe", title_en="Again")


def test_an_offices_works_stand_in_order(draft, desk_officer):
    desk, other = factories.unit(), factories.unit("other", "Other", "Autre")
    first = actions.add_responsibility(draft, by=desk_officer, unit=desk, role="lead", work_en="Leads.")
    second = actions.add_responsibility(draft, by=desk_officer, unit=desk, work_en="Writes.")
    actions.change_responsibility(second, by=desk_officer, unit=other, role="support")

    assert [(one.unit.key, one.position) for one in Responsibility.objects.order_by("id")] == [
        ("desk", 1),
        ("other", 1),
    ]
    actions.remove(first, by=desk_officer)
    assert Responsibility.objects.count() == 1


def test_a_term_is_added_changed_and_removed(desk_officer):
    term = actions.add_term(by=desk_officer, term_en="Quay hour", acronym_en="QH")
    actions.change_term(term, by=desk_officer, term_fr="heure de quai", gender_fr="f")

    assert (term.key, Term.objects.get().gender_fr) == ("quay-hour", "f")
    assert Record.objects.get(address="framework:term quay-hour").title_fr == "heure de quai"
    actions.remove(term, by=desk_officer)
    assert not Term.objects.exists()


def test_a_term_is_a_word_in_one_language_at_least(desk_officer):
    with pytest.raises(ValidationError):
        actions.add_term(by=desk_officer, acronym_en="QH")


def test_two_people_cannot_submit_and_rewrite_at_once(draft, desk_officer):
    stale = Edition.objects.get(pk=draft.pk)
    actions.submit(draft, by=desk_officer)

    with pytest.raises(PermissionDenied):
        actions.add_element(stale, by=desk_officer, kind="theme", title_en="Late")
