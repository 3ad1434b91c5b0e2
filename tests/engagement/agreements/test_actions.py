"""The verbs: what they write, what they leave in the trail, what they refuse."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.agreements import actions, imports, queries
from entente.engagement.agreements.models import Agreement, Party, Status
from entente.engagement.agreements.workflow import INSTRUMENT
from entente.foundation.index import queries as index
from entente.foundation.people.roles import Marking, Role
from entente.foundation.sources.models import Correction
from entente.foundation.trail.actions import subject_of
from entente.foundation.trail.models import Entry

from . import factories

YEAR = timezone.localdate().year
FIT = {"binding": False, "title_fr": "Protocole", "title_en": "Memorandum", "kind": "mou"}


@pytest.fixture
def mexico(db):
    return factories.partner("mx", name_en="Mexico", name_fr="Mexique")


@pytest.fixture
def agreement_in(agreements_officer, mexico):
    """An instrument that walked to a status by the real moves: ``agreement_in("signed")``."""
    path = {
        "proposed": [],
        "negotiating": [("negotiate", {})],
        "signed": [("negotiate", {}), ("sign", {"signed_on": "2020-05"})],
        "in_force": [
            ("negotiate", {}),
            ("sign", {"signed_on": "2020-05"}),
            ("bring_into_force", {"in_force_on": "2020-06-01"}),
        ],
    }

    def build(status, **given):
        made = actions.register(by=agreements_officer, parties=[mexico], **FIT | given)
        for name, days in path[status]:
            made = actions.take(made, name, by=agreements_officer, **days)
        return made

    return build


def codes(refusal):
    return {one.code for one in refusal.value.error_list}


def verbs(thing):
    return list(Entry.objects.filter(subject=subject_of(thing)).order_by("id").values_list("verb", flat=True))


# ── Entering ──────────────────────────────────────────────────────────────────────────────────────


def test_an_instrument_gets_a_key_a_number_and_a_place_in_the_index(agreements_officer, mexico):
    made = actions.register(by=agreements_officer, parties=[mexico], **FIT)

    assert (made.key, made.number) == ("memorandum", f"AGR-{YEAR}-0001")
    assert made.as_of == timezone.localdate().isoformat()
    assert verbs(made) == ["register"]
    assert [one.title_fr for one in index.found("protocoles mexique", person=agreements_officer)] == ["Protocole"]


def test_two_instruments_of_a_name_get_two_keys(agreements_officer):
    first, second = (actions.register(by=agreements_officer, **FIT) for _ in range(2))

    assert (first.key, second.key) == ("memorandum", "memorandum-2")
    assert second.number == f"AGR-{YEAR}-0002"


def test_no_instrument_takes_an_address_of_the_room(agreements_officer):
    made = actions.register(by=agreements_officer, **FIT | {"title_en": "Candidates"})

    assert made.key == "candidates-2"


def test_a_proposal_may_lack_nearly_everything(agreements_officer):
    made = actions.register(by=agreements_officer, title_en="An idea", kind="other")

    assert made.status == Status.PROPOSED


def test_what_is_entered_as_in_force_is_told_everything_that_is_missing(agreements_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.register(by=agreements_officer, title_en="Treaty", kind="cmaa", status="in_force")

    assert codes(refusal) == {"AGR-1", "AGR-2", "AGR-3", "AGR-4", "AGR-5"}
    assert not Agreement.objects.exists()


def test_nobody_registers_above_the_clearance(open_account):
    officer = open_account(Role.AGREEMENTS_OFFICER, clearance=Marking.PROTECTED_A)

    with pytest.raises(ValidationError) as refusal:
        actions.register(by=officer, **FIT, marking="protected_b")

    assert codes(refusal) == {"AGR-9"}


def test_a_reader_registers_nothing(reader):
    with pytest.raises(PermissionDenied):
        actions.register(by=reader, **FIT)


def test_a_party_is_named_once(agreements_officer, mexico):
    agreement = factories.agreement()
    actions.add_party(agreement, by=agreements_officer, partner=mexico, role="signatory")

    with pytest.raises(ValidationError):
        actions.add_party(agreement, by=agreements_officer, partner=mexico)
    assert verbs(agreement) == ["add_party"]
    assert index.found("mexique", person=agreements_officer).count() == 1


def test_nobody_names_a_party_above_the_clearance(open_account):
    officer = open_account(Role.AGREEMENTS_OFFICER, clearance=Marking.UNCLASSIFIED)
    hidden = factories.partner("hidden", marking="protected_b")

    with pytest.raises(PermissionDenied):
        actions.add_party(factories.agreement(), by=officer, partner=hidden)


def test_a_link_is_in_the_trail_of_both_and_never_leads_to_itself(agreements_officer):
    one, other = factories.agreement(), factories.agreement()
    actions.link(one, by=agreements_officer, to_agreement=other, kind="amends", note_en="Annex B")

    assert verbs(one) == verbs(other) == ["link"]
    with pytest.raises(ValidationError):
        actions.link(one, by=agreements_officer, to_agreement=one, kind="amends")
    with pytest.raises(ValidationError):
        actions.link(one, by=agreements_officer, to_agreement=other, kind="amends")


def test_what_a_party_did_is_recorded_with_its_day(agreements_officer, mexico):
    agreement = factories.agreement(mexico)
    done = actions.record_party_action(
        agreement, by=agreements_officer, partner=mexico, action="ratified", on="2020-05"
    )

    assert (done.on, verbs(agreement)) == ("2020-05", ["record_party_action"])


def test_a_party_has_not_done_yet_what_lies_ahead(agreements_officer, mexico):
    with pytest.raises(ValidationError) as refusal:
        actions.record_party_action(
            factories.agreement(mexico), by=agreements_officer, partner=mexico, action="signed", on="2999"
        )

    assert codes(refusal) == {"AGR-8"}


def test_a_candidate_stands_behind_those_in_line(agreements_officer, mexico):
    edition = factories.edition()
    factories.candidate(edition, factories.partner("br"), position=7)

    made = actions.nominate(edition, by=agreements_officer, partner=mexico, sought="cmaa", reasons="csi_outreach")

    assert (made.position, verbs(made)) == (8, ["nominate"])


def test_a_superseded_edition_takes_no_new_candidate(agreements_officer, mexico):
    with pytest.raises(ValidationError) as refusal:
        actions.nominate(factories.edition(state="superseded"), by=agreements_officer, partner=mexico, sought="cmaa")

    assert codes(refusal) == {"AGR-10"}


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_whole_way_from_a_proposal_to_the_end(agreement_in, agreements_officer):
    agreement = agreement_in("in_force")
    agreement = actions.suspend(agreement, by=agreements_officer, reason="Sanctions")
    agreement = actions.resume(agreement, by=agreements_officer)
    agreement = actions.end(agreement, by=agreements_officer, reason="Replaced", ended_on="2024")

    assert agreement.status == Status.ENDED
    assert verbs(agreement) == [
        "register", "negotiate", "sign", "bring_into_force", "suspend", "resume", "end",
    ]  # fmt: skip


def test_signing_is_told_everything_that_is_missing(agreements_officer):
    agreement = factories.agreement(status="negotiating", title_fr="")

    with pytest.raises(ValidationError) as refusal:
        actions.sign(agreement, by=agreements_officer, signed_on="")

    assert codes(refusal) == {"AGR-1", "AGR-2", "AGR-3", "AGR-4"}
    agreement.refresh_from_db()
    assert agreement.status == Status.NEGOTIATING


def test_a_treaty_enters_into_force_with_its_identifier_and_after_its_signature(agreement_in, agreements_officer):
    treaty = agreement_in("signed", binding=True)

    with pytest.raises(ValidationError) as refusal:
        actions.bring_into_force(treaty, by=agreements_officer, in_force_on="2019")

    assert codes(refusal) == {"AGR-5", "AGR-6", "AGR-82"}


def test_nothing_is_signed_tomorrow(agreement_in, agreements_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.sign(agreement_in("negotiating"), by=agreements_officer, signed_on="2999-01-01")

    assert codes(refusal) == {"AGR-8"}


def test_a_day_that_is_none_is_refused(agreement_in, agreements_officer):
    with pytest.raises(ValidationError):
        actions.sign(agreement_in("negotiating"), by=agreements_officer, signed_on="last year")


@pytest.mark.parametrize(("name", "given"), [("suspend", {}), ("end", {"ended_on": "2024"})])
def test_a_negative_step_needs_a_reason(agreement_in, agreements_officer, name, given):
    with pytest.raises(ValidationError) as refusal:
        actions.take(agreement_in("in_force"), name, by=agreements_officer, **given)

    assert codes(refusal) == {"reason_missing"}


def test_a_step_from_the_wrong_status_is_refused(agreement_in, agreements_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.bring_into_force(agreement_in("proposed"), by=agreements_officer, in_force_on="2020")

    assert codes(refusal) == {"wrong_state"}


@pytest.mark.parametrize("name", list(INSTRUMENT.moves))
def test_only_an_agreements_officer_takes_steps(name, agreement_in, executive):
    with pytest.raises(PermissionDenied):
        actions.take(agreement_in("in_force"), name, by=executive, reason="Because")


def test_every_move_has_a_verb():
    assert set(actions.VERBS) == set(INSTRUMENT.moves)


def test_a_step_keeps_what_the_source_says(agreements_officer, mexico):
    agreement = factories.brought(factories.agreement(mexico, status="negotiating", binding=False))

    actions.sign(agreement, by=agreements_officer, signed_on="2020-05")

    agreement.refresh_from_db()
    kept = dict(Correction.objects.values_list("field", "source_value"))
    assert (agreement.status, agreement.signed_on) == (Status.SIGNED, "2020-05")
    assert kept == {"status": "negotiating", "signed_on": ""}
    assert verbs(agreement)[-1] == "sign"


# ── Changing ──────────────────────────────────────────────────────────────────────────────────────


def test_what_was_entered_here_is_changed_in_place(agreement_in, agreements_officer):
    changed = actions.describe(agreement_in("proposed"), by=agreements_officer, title_en="Arrangement")

    assert changed.title_en == "Arrangement"
    assert not Correction.objects.exists()
    assert [one.title_en for one in index.found("arrangement", person=agreements_officer)] == ["Arrangement"]


def test_what_a_source_gave_is_changed_with_a_reason_and_stays_beside(agreements_officer, mexico):
    agreement = factories.brought(factories.agreement(mexico, title_en="Old name"))

    with pytest.raises(ValidationError):
        actions.describe(agreement, by=agreements_officer, title_en="New name")
    actions.describe(agreement, by=agreements_officer, title_en="New name", reason="As signed")

    agreement.refresh_from_db()
    assert agreement.title_en == "New name"
    assert Correction.objects.get().source_value == "Old name"


def test_a_change_takes_away_nothing_that_the_status_needs(agreement_in, agreements_officer):
    with pytest.raises(ValidationError) as refusal:
        actions.describe(agreement_in("signed"), by=agreements_officer, signed_on="", title_fr="")

    assert codes(refusal) == {"AGR-1", "AGR-2", "AGR-120", "AGR-121"}


def test_a_gap_that_was_there_does_not_stand_in_the_way_of_another_change(agreements_officer):
    undated = factories.agreement(status="in_force")

    assert actions.describe(undated, by=agreements_officer, treaty_id="E10").treaty_id == "E10"


def test_nothing_changed_leaves_no_trail(agreement_in, agreements_officer):
    agreement = agreement_in("proposed")
    actions.describe(agreement, by=agreements_officer, title_en=agreement.title_en)

    assert verbs(agreement) == ["register"]


# ── Correcting ────────────────────────────────────────────────────────────────────────────────────


def correct(thing, field, text, by, reason="As the text says"):
    return actions.correct(thing, imports.SHEET_OF[type(thing)], field=field, text=text, reason=reason, by=by)


def test_a_correction_is_read_like_a_file_and_withdrawn_again(executive):
    agreement = factories.agreement(binding=None, subjects="goods")

    correction = correct(agreement, "subjects", "goods|people", executive)

    agreement.refresh_from_db()
    assert agreement.subjects == "goods|people"
    actions.withdraw(correction, agreement, imports.SHEET_OF[Agreement], reason="The source was right", by=executive)
    agreement.refresh_from_db()
    assert agreement.subjects == "goods"
    assert verbs(agreement) == ["correct", "withdraw_correction"]


def test_everything_of_the_room_can_be_corrected(executive, mexico):
    country, edition = factories.partner("fr"), factories.edition()
    agreement = factories.agreement(mexico)
    cases = [
        (agreement, "owner", factories.unit().key),
        (agreement.parties.get(), "partner", country.key),
        (factories.link(agreement, factories.agreement()), "kind", "replaces"),
        (factories.party_action(agreement, mexico), "on", "2006-01"),
        (factories.act(), "department", country.key),
        (factories.candidate(edition, mexico), "reasons", "priority_partner|csi_outreach"),
    ]

    for thing, field, text in cases:
        correct(thing, field, text, executive)
        thing.refresh_from_db()
        assert imports.SHEET_OF[type(thing)].text(thing, field) == text


@pytest.mark.parametrize("field", ["key", "source", "number"])
def test_what_identifies_a_record_is_not_corrected(executive, field):
    with pytest.raises(ValidationError) as refusal:
        correct(factories.agreement(), field, "other", executive)

    assert refusal.value.code == "not_correctable"


def test_a_status_is_corrected_only_to_what_the_record_bears_out(executive):
    agreement = factories.agreement(signed_on="2005")

    with pytest.raises(ValidationError) as refusal:
        correct(agreement, "status", "in_force", executive)

    assert codes(refusal) == {"AGR-3", "AGR-4", "AGR-5"}
    agreement.refresh_from_db()
    assert agreement.status == Status.PROPOSED


def test_a_correction_hides_nothing_from_who_makes_it(open_account):
    executive = open_account(Role.EXECUTIVE, clearance=Marking.PROTECTED_A)
    agreement, hidden = factories.agreement(), factories.partner("hidden", marking="protected_b")
    party = factories.party(agreement, factories.partner("mx"))

    with pytest.raises(ValidationError):
        correct(agreement, "marking", "protected_b", executive)
    with pytest.raises(PermissionDenied):
        correct(party, "partner", hidden.key, executive)
    assert Party.objects.get().partner.key == "mx"


def test_a_desk_officer_corrects_nothing_here(desk_officer):
    with pytest.raises(PermissionDenied):
        correct(factories.agreement(), "title_en", "Other", desk_officer)


def test_the_question_of_who_is_waiting_agrees_with_the_dossier(auditor, mexico):
    asked, answered = factories.agreement(mexico), factories.agreement(mexico, status="signed")
    for one in (asked, answered):
        factories.party_action(one, mexico)

    waiting = queries.requests(factories.ask(auditor)).order_by("id")

    assert [one.agreement for one in waiting] == [asked]
    assert queries.whole(factories.ask(auditor), asked).unanswered == list(waiting)
    assert queries.family(factories.ask(auditor), mexico).requests == list(waiting)
