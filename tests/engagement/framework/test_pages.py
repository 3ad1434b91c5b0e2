"""The pages on which editions are written and decided on."""

import pytest
from django.urls import reverse

from entente.engagement.framework import actions
from entente.engagement.framework.models import Edition, Element, Linkage
from tests.engagement.framework import factories

HOME = "/en/framework/"
PAPERS = ("index", "placemat", "links", "regions", "responsibilities")


def test_without_any_edition_the_page_says_what_would_fill_it(page, reader, desk_officer):
    for name in PAPERS:
        text = page(reader, reverse(f"framework:{name}"))
        assert "No edition of the framework is here yet." in text
        assert "Draft a new edition" not in text
    assert "Draft a new edition" in page(desk_officer, HOME)


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def post(client):
    """Send a form as a person: ``post(person, address, field=value) -> response``."""

    def send(person, address, **typed):
        client.force_login(person)
        return client.post(address, typed)

    return send


def test_a_desk_officer_drafts_an_edition(post, desk_officer):
    answer = post(desk_officer, reverse("framework:new_edition"), title_en="Next", agency="cbsa", starts_on="2026-04")

    assert answer.url == "/en/framework/editions/cbsa-2026/"
    assert Edition.objects.get().state == "draft"


def test_what_is_wrong_with_a_draft_is_said_and_what_was_typed_is_kept(post, desk_officer):
    answer = post(desk_officer, reverse("framework:new_edition"), title_fr="Suite", starts_on="soon", agency="cbsa")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a year, a month or a day" in text
    assert 'value="Suite"' in text


def test_switching_the_language_keeps_what_was_typed_and_judges_nothing(post, desk_officer):
    answer = post(
        desk_officer, reverse("framework:new_edition"), title_en="Half a ti", starts_on="so", _switch_language="fr"
    )

    assert answer.status_code == 200
    assert 'value="Half a ti"' in answer.content.decode()
    assert not Edition.objects.exists()


def test_an_edition_is_drafted_as_a_copy(post, desk_officer):
    before = factories.edition("cbsa-2023", starts_on="2023", ends_on="", state="in_effect")
    factories.element(before, key="cbsa-2023-objective-1")

    post(desk_officer, reverse("framework:new_edition"), title_en="Next", previous=before.pk, copied="on",
         starts_on="2026")  # fmt: skip

    assert Element.objects.filter(key="cbsa-2026-objective-1").exists()


def test_an_element_is_written_with_both_languages_side_by_side(page, post, draft, desk_officer):
    element = actions.add_element(draft, by=desk_officer, kind="principle", title_en="Synergy")
    address = reverse("framework:change_element", args=[element.key])

    text = page(desk_officer, address)
    assert ">missing<" in text
    assert ">draft<" in text

    post(desk_officer, address, kind="principle", title_en="Synergy", title_fr="Synergie", reviewed="fr")
    element.refresh_from_db()
    assert (element.title_fr, element.words["fr"]) == ("Synergie", "reviewed")


def test_a_refusal_stands_at_the_question_it_is_about(post, draft, desk_officer):
    theme = draft.elements.get(kind="theme")
    issue = draft.elements.get(kind="issue")

    answer = post(desk_officer, reverse("framework:change_element", args=[theme.key]), kind="theme",
                  title_en="Goods", title_fr="Marchandises", parent=issue.pk)  # fmt: skip

    assert answer.status_code == 422
    assert "It cannot stand under itself" in answer.content.decode()


def test_parts_are_added_changed_and_removed_on_their_pages(page, post, draft, desk_officer):
    desk = factories.unit()
    key = draft.key
    for name, typed, args in (
        ("add_element", {"kind": "driver", "title_en": "Trade"}, [key]),
        ("add_region", {"region": "europe", "title_en": "Europe", "title_fr": "Europe"}, [key]),
        ("add_responsibility", {"unit": desk.pk, "work_en": "Leads."}, [key]),
        ("add_term", {"term_en": "quay hour"}, []),
    ):
        address = reverse(f"framework:{name}", args=args)
        page(desk_officer, address)
        shown = post(desk_officer, address, **typed).url
        assert page(desk_officer, shown)
        page(desk_officer, f"{shown}change/")
        assert post(desk_officer, f"{shown}change/", **typed).url == shown
        assert "leaves the draft" in page(desk_officer, f"{shown}remove/")
        assert post(desk_officer, f"{shown}remove/").status_code == 302
        page(desk_officer, shown, status=404)


def test_what_others_stand_under_is_not_removed(post, draft, desk_officer):
    theme = draft.elements.get(kind="theme")

    answer = post(desk_officer, reverse("framework:remove_element", args=[theme.key]))

    assert answer.status_code == 422
    assert "while others stand under it: Drugs." in answer.content.decode()


def test_elements_are_linked_and_unlinked(page, post, draft, desk_officer):
    priority, theme = draft.elements.get(kind="corporate_priority"), draft.elements.get(kind="theme")
    address = reverse("framework:link", args=[draft.key])
    page(desk_officer, address)

    post(desk_officer, address, from_element=priority.pk, to_element=theme.pk)
    made = Linkage.objects.get(to_element=theme)

    assert "leaves the draft" in page(desk_officer, reverse("framework:unlink", args=[made.pk]))
    post(desk_officer, reverse("framework:unlink", args=[made.pk]))
    assert not Linkage.objects.filter(to_element=theme).exists()


def test_nobody_opens_the_forms_of_an_edition_that_is_no_draft(page, edition_in, desk_officer):
    edition = edition_in("in_review")
    element = edition.elements.first()

    for name, key in (("change_edition", edition.key), ("add_element", edition.key), ("link", edition.key),
                      ("change_element", element.key), ("remove_element", element.key)):  # fmt: skip
        page(desk_officer, reverse(f"framework:{name}", args=[key]), status=403)


def test_a_reader_sees_no_forms(page, reader, draft):
    for address in (reverse("framework:new_edition"), reverse("framework:change_edition", args=[draft.key])):
        page(reader, address, status=403)
    record = reverse("framework:edition", args=[draft.key])
    assert f"{record}change/" not in page(reader, record)


# ── Deciding ──────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_says_what_stands_in_its_way_and_where_it_is_mended(page, desk_officer):
    draft = actions.draft_edition(by=desk_officer, title_en="Thoughts", agency="cbsa")

    text = page(desk_officer, reverse("framework:edition", args=[draft.key]))

    assert "Give the period it covers: from and to." in text
    assert reverse("framework:change_edition", args=[draft.key]) in text
    assert f"{reverse('framework:missing_words')}?edition={draft.key}" in text


def test_submitting_what_is_not_ready_lists_every_obstacle(post, desk_officer):
    draft = actions.draft_edition(by=desk_officer, title_en="Thoughts", agency="cbsa")

    answer = post(desk_officer, reverse("framework:submit", args=[draft.key]))

    text = answer.content.decode()
    assert answer.status_code == 422
    for said in ("Give the period", "lacks one official language", "Name the office", "It has no objective yet."):
        assert said in text


def test_an_edition_goes_from_draft_into_effect_on_its_pages(page, post, draft, desk_officer, executive):
    before = factories.edition("cbsa-2023", starts_on="2023", ends_on="", state="in_effect",
                               title_en="Key relationships")  # fmt: skip
    record = reverse("framework:edition", args=[draft.key])
    assert "Submit for decision" in page(desk_officer, record)
    post(desk_officer, reverse("framework:submit", args=[draft.key]))

    decision = reverse("framework:bring_into_effect", args=[draft.key])
    assert "Bring into effect" not in page(desk_officer, record)
    assert "Superseded in the same step: “Key relationships”." in page(executive, decision)

    assert post(executive, decision).url == record
    draft.refresh_from_db()
    before.refresh_from_db()
    assert (draft.state, before.state) == ("in_effect", "superseded")
    assert "brought into effect" in page(desk_officer, record)


def test_sending_back_asks_for_the_reason(post, page, edition_in, executive, desk_officer):
    edition = edition_in("in_review")
    address = reverse("framework:send_back", args=[edition.key])
    assert "Give the reason" not in page(executive, address)

    refused = post(executive, address, reason="")
    assert refused.status_code == 422
    assert "Give the reason for this step." in refused.content.decode()

    post(executive, address, reason="Too many themes.")
    assert "Too many themes." in page(desk_officer, reverse("framework:edition", args=[edition.key]))


def test_a_step_that_is_not_open_says_so_and_offers_no_button(page, edition_in, executive):
    edition = edition_in("draft")

    text = page(executive, reverse("framework:bring_into_effect", args=[edition.key]))

    assert "“draft” does not allow this step." in text
    assert "Back to the edition" in text


def test_a_decision_is_refused_to_others(page, post, edition_in, desk_officer, reader):
    edition = edition_in("in_review")
    address = reverse("framework:bring_into_effect", args=[edition.key])

    assert post(desk_officer, address).status_code == 403
    page(reader, address, status=403)


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(HOME).status_code == 302
