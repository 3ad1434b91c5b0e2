import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.framework import actions
from entente.engagement.framework.models import Edition, State
from entente.engagement.framework.workflow import EDITION
from entente.foundation.index import queries as index
from entente.foundation.trail.models import Entry
from tests.engagement.framework import factories


def codes(refusal):
    return {problem.code for problem in refusal.value.error_list}


def last_entry():
    return Entry.objects.latest("id")


def test_a_complete_draft_is_submitted(draft, desk_officer):
    submitted = actions.submit(draft, by=desk_officer)

    assert submitted.state == State.IN_REVIEW
    assert (last_entry().verb, last_entry().actor) == ("submit", "desk_officer")
    assert last_entry().changes == {"state": ["draft", "in_review"]}


def test_an_empty_draft_is_told_everything_that_is_missing(desk_officer):
    draft = actions.draft_edition(by=desk_officer, title_en="Thoughts", agency="cbsa")
    actions.add_element(draft, by=desk_officer, kind="issue", title_en="Drugs")
    actions.add_element(draft, by=desk_officer, kind="objective", title_en="Reach", title_fr="Atteindre")

    with pytest.raises(ValidationError) as refusal:
        actions.submit(draft, by=desk_officer)

    assert codes(refusal) == {"FRM-1", "FRM-2", "FRM-3", "FRM-4", "FRM-5"}
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_sending_back_needs_a_reason(edition_in, executive):
    edition = edition_in("in_review")

    with pytest.raises(ValidationError) as refusal:
        actions.send_back(edition, reason=" ", by=executive)

    assert codes(refusal) == {"reason_missing"}


def test_an_edition_sent_back_is_a_draft_again_and_the_reason_stays(edition_in, executive):
    sent = actions.send_back(edition_in("in_review"), reason="Too many themes.", by=executive)

    assert sent.state == State.DRAFT
    assert (last_entry().verb, last_entry().reason) == ("send_back", "Too many themes.")


def test_bringing_into_effect_supersedes_the_edition_before_in_the_same_step(edition_in, executive):
    before = factories.edition("before", starts_on="2023", ends_on="", state="in_effect")
    theirs = factories.edition("theirs", starts_on="2023", ends_on="", state="in_effect", agency="vd-customs")

    edition = actions.bring_into_effect(edition_in("in_review", previous=before), by=executive)

    before.refresh_from_db()
    theirs.refresh_from_db()
    assert (edition.state, before.state, theirs.state) == ("in_effect", "superseded", "in_effect")
    assert before.ends_on == edition.starts_on == "2026-04"
    assert [one.verb for one in Entry.objects.order_by("-id")[:2]] == ["supersede", "bring_into_effect"]
    assert last_entry().changes == {
        "state": ["in_effect", "superseded"],
        "ends_on": ["", "2026-04"],
        "successor": edition.key,
    }


def test_a_known_end_is_not_moved_by_the_edition_that_follows(edition_in, executive):
    before = factories.edition("before", starts_on="2023", ends_on="2025-12", state="in_effect")

    actions.bring_into_effect(edition_in("in_review"), by=executive)

    before.refresh_from_db()
    assert before.ends_on == "2025-12"


def test_what_became_wrong_in_review_stands_in_the_way_of_taking_effect(edition_in, executive):
    edition = edition_in("in_review")
    factories.edition("later", starts_on="2028", ends_on="", state="in_effect")

    with pytest.raises(ValidationError) as refusal:
        actions.bring_into_effect(edition, by=executive)

    assert codes(refusal) == {"FRM-7"}
    assert Edition.objects.get(key="later").state == State.IN_EFFECT


def test_an_edition_may_end_without_a_successor_but_not_without_a_reason(edition_in, executive):
    edition = edition_in("in_effect")

    with pytest.raises(ValidationError):
        actions.supersede(edition, reason="", by=executive)

    assert actions.supersede(edition, reason="The programme ended.", by=executive).state == State.SUPERSEDED


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", list(EDITION.moves))
def test_a_step_is_taken_from_its_own_state_only(edition_in, desk_officer, executive, state, name):
    edition = edition_in(state)
    by = desk_officer if name == "submit" else executive
    given = {"reason": "Because."} if EDITION.moves[name].needs_reason else {}

    if state in EDITION.moves[name].sources:
        assert getattr(actions, name)(edition, by=by, **given).state == EDITION.moves[name].target
    else:
        with pytest.raises(ValidationError) as refusal:
            getattr(actions, name)(edition, by=by, **given)
        assert codes(refusal) == {"wrong_state"}


def test_each_step_is_for_its_own_people(edition_in, desk_officer, executive, reader, auditor):
    with pytest.raises(PermissionDenied):
        actions.submit(edition_in("draft"), by=executive)
    waiting = Edition.objects.get()
    actions.submit(waiting, by=desk_officer)
    for person in (desk_officer, reader, auditor):
        with pytest.raises(PermissionDenied):
            actions.bring_into_effect(waiting, by=person)
        with pytest.raises(PermissionDenied):
            actions.send_back(waiting, reason="No.", by=person)


def test_what_is_in_effect_is_found_by_its_words_in_both_languages(edition_in, reader):
    edition = edition_in("in_effect")

    found = {(record.kind, record.address) for record in index.found("2029", person=reader)}

    assert found == {("edition", f"framework:edition {edition.key}")}
    assert index.found("marchandises", person=reader).count() == 1
