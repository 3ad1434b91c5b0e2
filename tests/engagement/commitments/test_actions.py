"""Promises from the day they are made to the day they are kept, as people walk them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.commitments import actions, queries
from entente.engagement.commitments.models import Commitment, State
from entente.foundation.index import queries as index
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from .factories import REASON, SHOWN, days_from_now, promise_in, promised, some_partner, unit


def codes(refusal) -> set[str]:
    return {error.code for errors in refusal.value.error_dict.values() for error in errors}


def test_a_promise_gets_a_number_a_trail_and_a_place_in_the_index(desk_officer):
    one = promised(by=desk_officer, title_en="Send the list of offices", title_fr="Envoyer la liste des bureaux")

    assert one.key.startswith("COM-")
    assert one.key.endswith("-0001")
    assert Entry.objects.filter(verb="promise", subject=f"commitments.commitment:{one.key}").exists()
    assert [found.title_fr for found in index.found("bureaux", person=desk_officer)] == ["Envoyer la liste des bureaux"]


def test_without_an_owner_it_is_the_authors_and_of_the_authors_office(desk_officer):
    people.change_account(desk_officer, by="tests", unit=unit())
    desk_officer.refresh_from_db()

    one = promised(by=desk_officer)

    assert (one.owner, one.unit, one.author) == (desk_officer, unit(), desk_officer)


def test_a_delegate_of_any_role_may_have_the_own_report_write_it_down(open_account):
    reader = open_account(Role.READER)

    with pytest.raises(PermissionDenied):
        promised(by=reader)

    assert promised(by=reader, witnessed=True).author == reader


def test_everything_that_is_wrong_is_told_at_once(desk_officer, open_account):
    gone = open_account(Role.DESK_OFFICER, username="gone")
    people.close_account(gone, by="tests", reason="left")
    gone.refresh_from_db()

    with pytest.raises(ValidationError) as refusal:
        promised(
            by=desk_officer,
            partner=None,
            made_on=days_from_now(3),
            due_on=days_from_now(-3),
            owner=gone,
            level="leaders",
        )

    assert refusal.value.error_dict.keys() == {"made_on", "due_on", "partner", "owner", "place"}


def test_an_old_promise_may_be_due_on_a_day_that_has_passed(desk_officer):
    one = promised(by=desk_officer, made_on=date(2019, 5, 1), due_on=date(2020, 5, 1))

    assert list(queries.standing(desk_officer)) == [one]


def test_a_slip_keeps_the_old_date_and_the_reason(desk_officer, open_account):
    owner = open_account(Role.READER)
    one = promised(by=desk_officer, owner=owner, due_on=days_from_now(5))

    actions.slip(one, by=owner, due_on=days_from_now(30), reason=REASON)
    one = actions.slip(one, by=desk_officer, due_on=days_from_now(60), reason="Again")

    assert one.due_on == days_from_now(60)
    assert [(slip.before, slip.after, slip.reason, slip.by) for slip in one.slips.order_by("id")] == [
        (days_from_now(5), days_from_now(30), REASON, owner),
        (days_from_now(30), days_from_now(60), "Again", desk_officer),
    ]


def test_a_slip_without_a_reason_or_to_a_day_that_has_passed_is_refused(desk_officer):
    one = promised(by=desk_officer)

    with pytest.raises(ValidationError) as refusal:
        actions.slip(one, by=desk_officer, due_on=days_from_now(-1), reason=" ")

    assert refusal.value.error_dict.keys() == {"due_on", "reason"}
    assert not one.slips.exists()


def test_an_owner_who_did_not_write_it_closes_it_with_what_shows_it(desk_officer, open_account):
    owner = open_account(Role.READER)
    one = promised(by=desk_officer, owner=owner)

    one = actions.close(one, by=owner, text_en=SHOWN, url="https://example.org/letter")

    assert (one.state, one.ended_on) == (State.CLOSED, days_from_now(0))
    assert [str(shown) for shown in one.evidence.all()] == [SHOWN]


def test_nothing_closes_without_evidence(desk_officer, open_account):
    owner = open_account(Role.READER)
    one = promised(by=desk_officer, owner=owner)

    with pytest.raises(ValidationError) as refusal:
        actions.close(one, by=owner)

    assert codes(refusal) == {"evidence_missing"}
    one.refresh_from_db()
    assert one.state == State.OPEN


def test_what_one_person_wrote_and_owns_is_verified_by_another(desk_officer, other_officer):
    one = promised(by=desk_officer)

    one = actions.close(one, by=desk_officer, text_en=SHOWN)
    assert one.state == State.REPORTED

    with pytest.raises(ValidationError) as refusal:
        actions.verify(one, by=desk_officer)
    assert codes(refusal) == {"own_promise"}

    one = actions.verify(one, by=other_officer)
    assert one.state == State.CLOSED


def test_an_author_who_passed_it_on_cannot_close_it_alone(desk_officer, other_officer, third_officer):
    """The way round: write it, pass it on, close it oneself. It still waits for somebody else."""
    one = promised(by=desk_officer)
    actions.pass_on(one, by=desk_officer, owner=other_officer, reason=REASON)

    one = actions.close(one, by=desk_officer, text_en=SHOWN)

    assert one.state == State.REPORTED
    for involved in (desk_officer, other_officer):
        with pytest.raises(ValidationError):
            actions.verify(one, by=involved)
    assert actions.verify(one, by=third_officer).state == State.CLOSED


def test_who_gave_the_evidence_does_not_verify_it(desk_officer, other_officer, third_officer):
    one = promised(by=desk_officer)
    actions.give_evidence(one, by=other_officer, text_en=SHOWN)
    one = actions.close(one, by=desk_officer)

    with pytest.raises(ValidationError):
        actions.verify(one, by=other_officer)

    assert actions.verify(one, by=third_officer).state == State.CLOSED


def test_what_is_sent_back_needs_new_evidence_and_loses_none(desk_officer, other_officer):
    one = promise_in("reported", by=desk_officer, owner=desk_officer)

    one = actions.send_back(one, by=other_officer, reason="The letter is a draft")
    with pytest.raises(ValidationError) as refusal:
        actions.close(one, by=desk_officer)
    assert codes(refusal) == {"evidence_missing"}

    one = actions.close(one, by=desk_officer, text_en="The signed letter")
    assert [str(shown) for shown in one.evidence.order_by("id")] == [SHOWN, "The signed letter"]


def test_dropping_and_reopening_carry_a_reason(desk_officer, other_officer):
    one = promised(by=desk_officer)
    with pytest.raises(ValidationError) as refusal:
        actions.drop(one, by=other_officer, reason="")
    assert refusal.value.error_dict.keys() == {"reason"}

    one = actions.drop(one, by=other_officer, reason="They withdrew")
    assert (one.state, one.ended_on) == (State.DROPPED, days_from_now(0))

    one = actions.reopen(one, by=desk_officer, reason="They came back")
    assert (one.state, one.ended_on) == (State.OPEN, None)
    said = Entry.objects.filter(verb__in=["drop", "reopen"]).order_by("id").values_list("reason", flat=True)
    assert list(said) == ["They withdrew", "They came back"]


def test_a_promise_passes_to_another_with_a_reason(desk_officer, other_officer):
    one = promised(by=desk_officer)

    with pytest.raises(ValidationError) as refusal:
        actions.pass_on(one, by=desk_officer, owner=desk_officer, reason="")
    assert refusal.value.error_dict.keys() == {"owner", "reason"}

    assert actions.pass_on(one, by=desk_officer, owner=other_officer, reason="New desk").owner == other_officer


def test_nobody_is_given_what_they_may_not_read(desk_officer, open_account):
    lower = open_account(Role.DESK_OFFICER, username="lower", clearance=Marking.UNCLASSIFIED)
    one = promised(by=desk_officer, marking=Marking.PROTECTED_B)

    with pytest.raises(ValidationError) as refusal:
        actions.pass_on(one, by=desk_officer, owner=lower, reason=REASON)

    assert codes(refusal) == {"owner"}


def test_what_is_filled_in_needs_no_reason_and_what_is_changed_does(desk_officer):
    one = promised(by=desk_officer)

    one = actions.change(one, by=desk_officer, title_fr="Envoyer la liste")
    with pytest.raises(ValidationError) as refusal:
        actions.change(one, by=desk_officer, title_en="Send another list")
    assert refusal.value.error_dict.keys() == {"reason"}

    one = actions.change(one, by=desk_officer, title_en="Send another list", reason="Misheard")
    entry = Entry.objects.filter(verb="change").latest("id")
    assert (one.title_en, entry.changes) == (
        "Send another list",
        {"title_en": ["Send the list of offices", "Send another list"]},
    )


def test_a_change_moves_nothing_out_of_the_own_sight(open_account, desk_officer):
    lower = open_account(Role.DESK_OFFICER, username="lower", clearance=Marking.PROTECTED_A)
    one = promised(by=lower)

    with pytest.raises(ValidationError):
        actions.change(one, by=lower, marking=Marking.PROTECTED_B, reason=REASON)


def test_remarks_add_up_in_the_language_they_were_written_in(desk_officer, other_officer):
    from django.utils.translation import override

    one = promised(by=desk_officer)
    actions.remark(one, by=desk_officer, words="Called them")
    with override("fr"):
        actions.remark(one, by=other_officer, words="Ils répondront vendredi")

    assert [(remark.text, remark.text.lang) for remark in one.remarks.order_by("id")] == [
        ("Called them", "en"),
        ("Ils répondront vendredi", "fr"),
    ]
    with pytest.raises(ValidationError):
        actions.remark(one, by=desk_officer, words="  ")


def test_the_dossiers_of_others_ask_what_stands(desk_officer, other_officer):
    first = promised(by=desk_officer, due_on=days_from_now(9))
    undated = promised(by=desk_officer, due_on=None, owner=other_officer)
    sooner = promised(by=desk_officer, side="theirs", due_on=days_from_now(2), partner=some_partner("us"))
    promise_in("dropped", by=desk_officer, owner=desk_officer)

    assert list(queries.standing(desk_officer)) == [sooner, first, undated]
    assert list(queries.standing(desk_officer, partner=some_partner("us"))) == [sooner]
    assert list(queries.standing(desk_officer, owner=other_officer)) == [undated]
    assert list(queries.standing(desk_officer, partner=[some_partner("us"), some_partner()])) == [
        sooner,
        first,
        undated,
    ]


def test_a_stranger_changes_nothing(reader, desk_officer):
    one = promised(by=desk_officer)

    for verb, given in (
        (actions.slip, {"due_on": days_from_now(9), "reason": REASON}),
        (actions.close, {"text_en": SHOWN}),
        (actions.drop, {"reason": REASON}),
        (actions.remark, {"words": "x"}),
        (actions.change, {"title_fr": "x"}),
        (actions.pass_on, {"owner": reader, "reason": REASON}),
    ):
        with pytest.raises(PermissionDenied):
            verb(one, by=reader, **given)

    assert Commitment.objects.get().state == State.OPEN
