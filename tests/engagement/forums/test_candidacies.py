from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from entente.engagement.forums import actions, tasks
from entente.engagement.forums.models import Candidacy, Seat
from entente.engagement.forums.panels import candidacy_waiting, occasions
from entente.engagement.forums.queries import candidacies
from entente.foundation.index import queries as index
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Absence, Delegation
from entente.foundation.trail.models import Entry

from . import factories

TODAY = date.today()


@pytest.fixture
def agency(db):
    return factories.Agency()


def words_of(refusal):
    return " ".join(refusal.value.messages)


def test_a_call_is_put_on_record_with_hardly_anything(agency):
    made = actions.open_call(by=agency.desk, body=factories.body("wco"), candidate=factories.partner("us", kind="own"))

    assert made.key == f"CAN-{TODAY.year}-0001"
    assert made.state == "called"
    assert made.steps.get().verb == "open_call"


def test_ours_without_a_candidate_is_the_agencys_own(agency):
    us = factories.partner("us", kind="own")

    assert actions.open_call(by=agency.desk, body=factories.body("wco")).candidate == us


def test_a_proposal_lists_everything_that_is_missing_at_once(agency):
    made = factories.candidacy(agency, **dict.fromkeys(("rationale_en", "returns_fr"), ""), trips=None, unit=None)

    with pytest.raises(ValidationError) as refusal:
        actions.propose_candidacy(made, by=agency.desk)

    assert all(code in words_of(refusal) for code in ("FOR-11", "FOR-12", "FOR-13", "FOR-14"))
    assert set(refusal.value.error_dict) == {"unit", "rationale_en", "returns_fr", "trips"}


def test_no_travel_is_an_answer(agency):
    made = factories.candidacy(agency, trips=0, travel=0)

    assert actions.propose_candidacy(made, by=agency.desk).state == "proposed"


def test_the_vice_president_approves_and_the_president_is_told_at_once(agency):
    made = factories.candidacy(agency, "proposed")

    approved = actions.approve_candidacy(made, by=agency.vp)

    assert (approved.state, approved.approved_by, approved.informed_on) == ("approved", "vp", TODAY)
    assert Notice.objects.filter(person=agency.president, word="forums.president_informed").count() == 1
    assert Notice.objects.filter(person=agency.vp, word="forums.candidacy_proposed").count() == 1
    assert [step.verb for step in approved.steps.order_by("id")][-2:] == ["approve_candidacy", "inform_president"]


@pytest.mark.parametrize("who", ["desk", "planner", "other_vp"])
def test_nobody_else_approves(agency, who):
    made = factories.candidacy(agency, "proposed")

    with pytest.raises(PermissionDenied):
        actions.approve_candidacy(made, by=getattr(agency, who))


def test_the_president_and_whoever_holds_the_authority_may_approve(agency):
    Delegation.objects.create(
        giver=agency.vp,
        receiver=agency.other_vp,
        authority="approve_candidacy",
        starts_on=TODAY,
        ends_on=TODAY,
        reason="On leave.",
    )
    made, another = factories.candidacy(agency, "proposed"), factories.candidacy(agency, "proposed", kind="host")

    by_delegate = actions.approve_candidacy(made, by=agency.other_vp)
    by_president = actions.approve_candidacy(another, by=agency.president)

    assert by_delegate.steps.get(verb="approve_candidacy").behalf == str(agency.vp)
    assert by_president.steps.get(verb="approve_candidacy").behalf == ""


def test_an_absent_vice_president_is_skipped_upwards(agency):
    Absence.objects.create(person=agency.vp, starts_on=TODAY, ends_on=TODAY)

    made = factories.candidacy(agency, "proposed")

    assert candidacies.decider(made, TODAY) == agency.president
    assert Notice.objects.filter(person=agency.president, word="forums.candidacy_proposed").exists()


def test_where_the_chart_names_no_president_it_is_recorded_by_hand(agency):
    agency.president.headships.all().delete()
    made = factories.candidacy(agency, "approved")
    assert made.informed_on is None

    with pytest.raises(ValidationError, match="FOR-15"):
        actions.lodge(made, by=agency.desk, lodged_on=TODAY)
    with pytest.raises(ValidationError, match="FOR-28"):
        actions.inform_president(made, by=agency.desk, informed_on=TODAY - timedelta(days=3), reason="Memo")
    with pytest.raises(ValidationError, match="FOR-20"):
        actions.inform_president(made, by=agency.desk, informed_on=TODAY + timedelta(days=3), reason="Memo")
    made = actions.inform_president(made, by=agency.desk, informed_on=TODAY, reason="Memo 12")
    with pytest.raises(ValidationError, match="FOR-28"):
        actions.inform_president(made, by=agency.desk, informed_on=TODAY, reason="Again")

    assert actions.lodge(made, by=agency.desk, lodged_on=TODAY).state == "lodged"
    assert made.steps.get(verb="inform_president").comment == "Memo 12"


def test_the_president_is_not_informed_before_the_approval(agency):
    made = factories.candidacy(agency, "proposed")

    with pytest.raises(ValidationError, match="FOR-28"):
        actions.inform_president(made, by=agency.desk, informed_on=TODAY, reason="Memo")


def test_the_database_itself_refuses_a_candidacy_lodged_without_approval(agency):
    made = factories.candidacy(agency)

    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.filter(pk=made.pk).update(state="lodged")


def test_what_was_sent_back_keeps_what_was_said_and_what_was_proposed(agency):
    made = factories.candidacy(agency, "proposed")
    with pytest.raises(ValidationError):
        actions.send_back(made, by=agency.vp, reason=" ")

    made = actions.send_back(made, by=agency.vp, reason="Too dear.")
    made = actions.describe_candidacy(made, by=agency.desk, travel=5000, rationale_en="We lead on risk and money.")
    actions.propose_candidacy(made, by=agency.desk, reason="Cheaper now.")

    first, second = made.steps.filter(verb="propose_candidacy").order_by("id")
    assert first.paper["rationale_en"] == "We lead on risk."
    assert second.paper["rationale_en"] == "We lead on risk and money."
    assert made.steps.get(verb="send_back").comment == "Too dear."
    assert Notice.objects.filter(person=agency.desk, word="forums.candidacy_sent_back").exists()


def test_for_22_what_was_handed_in_is_not_rewritten(agency):
    made = factories.candidacy(agency, "proposed")

    with pytest.raises(ValidationError, match="FOR-22"):
        actions.describe_candidacy(made, by=agency.desk, rationale_en="Other")


def test_for_23_nobody_writes_over_what_somebody_else_wrote_meanwhile(agency):
    made = factories.candidacy(agency)
    seen = made.revision
    actions.describe_candidacy(made, by=agency.planner, seen=seen, rationale_en="First")

    with pytest.raises(ValidationError, match="FOR-23"):
        actions.describe_candidacy(made, by=agency.desk, seen=seen, rationale_en="Second")

    made.refresh_from_db()
    assert made.rationale_en == "First"


def test_for_16_a_call_that_closed_takes_no_candidacy_unless_its_day_was_moved(agency):
    made = factories.candidacy(agency, "approved", closes_on=TODAY - timedelta(days=1))

    with pytest.raises(ValidationError, match="FOR-16"):
        actions.lodge(made, by=agency.desk, lodged_on=TODAY)
    with pytest.raises(ValidationError):
        actions.move_closing(made, by=agency.desk, closes_on=TODAY, reason="")
    actions.move_closing(made, by=agency.desk, closes_on=TODAY, reason="Extended by the secretariat.")

    assert actions.lodge(made, by=agency.desk, lodged_on=TODAY).state == "lodged"
    moved = Entry.objects.get(verb="move_closing")
    assert moved.changes["closes_on"] == [(TODAY - timedelta(days=1)).isoformat(), TODAY.isoformat()]


def test_a_seat_that_is_won_is_held_for_the_term(agency):
    made = factories.candidacy(agency, "won", kind="vice_chair", title_en="Vice-Chair of the Council")

    assert made.seat.holder == made.candidate
    assert (made.seat.starts_on, made.seat.ends_on) == (TODAY.isoformat(), (TODAY + timedelta(days=30)).isoformat())
    assert made.seat.title_en == "Vice-Chair of the Council"


def test_for_17_a_term_has_a_beginning_and_an_end(agency):
    made = factories.candidacy(agency, "lodged")

    with pytest.raises(ValidationError, match="FOR-17"):
        actions.win_seat(made, by=agency.desk, decided_on=TODAY, term_starts_on=TODAY, term_ends_on=None)


def test_a_chair_that_somebody_holds_is_not_won_and_nothing_changes(agency):
    made = factories.candidacy(agency, "lodged")
    factories.seat(made.body, factories.partner("au"), starts_on="2020")

    with pytest.raises(ValidationError, match="FOR-1"):
        actions.win_seat(
            made, by=agency.desk, decided_on=TODAY, term_starts_on=TODAY, term_ends_on=TODAY + timedelta(days=400)
        )

    made.refresh_from_db()
    assert made.state == "lodged"
    assert not Seat.objects.filter(holder=made.candidate).exists()


def test_the_end_of_a_term_moves_with_its_seat_and_the_reason(agency):
    made, later = factories.candidacy(agency, "won"), TODAY + timedelta(days=395)

    made = actions.move_term(made, by=agency.desk, term_ends_on=later, reason="Kept one year longer.")

    made.seat.refresh_from_db()
    assert (made.term_ends_on, made.seat.ends_on) == (later, later.isoformat())


def test_for_18_and_for_19_a_term_closes_with_a_report_when_it_ends(agency):
    made = factories.candidacy(agency, "won")
    with pytest.raises(ValidationError, match="FOR-18"):
        actions.report_term(made, by=agency.desk, report_en=" ", report_fr="")

    actions.move_term(made, by=agency.desk, term_ends_on=TODAY + timedelta(days=61), reason="Longer.")
    with pytest.raises(ValidationError, match="FOR-19"):
        actions.report_term(made, by=agency.desk, report_en="Done.", report_fr="")
    actions.move_term(made, by=agency.desk, term_ends_on=TODAY + timedelta(days=60), reason="Shorter.")

    assert actions.report_term(made, by=agency.desk, report_en="Done.", report_fr="").state == "reported"


def test_for_21_nobody_stands_twice_for_one_seat(agency):
    factories.candidacy(agency)

    with pytest.raises(ValidationError, match="FOR-21"):
        factories.candidacy(agency)


def test_we_decide_whom_we_support_and_why(agency):
    made = factories.support(agency)
    with pytest.raises(PermissionDenied):
        actions.support_candidacy(made, by=agency.desk, reason="Friends.")
    with pytest.raises(ValidationError):
        actions.support_candidacy(made, by=agency.vp, reason="")

    made = actions.support_candidacy(made, by=agency.vp, reason="They back ours.")
    made = actions.decline_support(made, by=agency.president, reason="A better one came.")

    assert made.state == "not_supported"
    assert [step.comment for step in made.steps.order_by("id")] == ["", "They back ours.", "A better one came."]
    assert actions.lose_seat(made, by=agency.desk, decided_on=TODAY).state == "lost"


def test_for_27_no_step_of_ours_is_taken_for_a_partners_candidacy(agency):
    theirs, ours = factories.support(agency), factories.candidacy(agency)

    with pytest.raises(ValidationError, match="FOR-27"):
        actions.propose_candidacy(theirs, by=agency.desk)
    with pytest.raises(ValidationError, match="FOR-27"):
        actions.support_candidacy(ours, by=agency.vp, reason="Us.")


def test_a_partner_that_wins_holds_the_seat(agency):
    made = factories.support(agency)

    made = actions.win_seat(
        made, by=agency.desk, decided_on=TODAY, term_starts_on=TODAY, term_ends_on=TODAY + timedelta(days=700)
    )

    assert made.seat.holder.key == "nz"


def test_a_candidacy_is_found_by_its_words(agency, reader):
    factories.candidacy(agency, rationale_en="Advance cargo data")
    factories.candidacy(agency, kind="host", rationale_en="Advance cargo data", marking="protected_b")

    assert index.found("cargo", person=reader).filter(kind="candidacy").count() == 1
    assert index.found("cargo", person=agency.desk).filter(kind="candidacy").count() == 2


# ── For whom it waits ─────────────────────────────────────────────────────────────────────────────


def test_what_waits_for_whom(agency, reader):
    factories.candidacy(agency, "proposed")
    factories.candidacy(agency, "approved", kind="host", lead=None)
    factories.candidacy(agency, kind="co_chair", closes_on=TODAY + timedelta(days=5))
    factories.support(agency, kind="representative")

    assert [debt.why for debt in candidacy_waiting(agency.vp, TODAY)][:2] == [
        "The lead branch proposes that we stand.",
        "A partner asks for our support.",
    ]
    assert len(candidacy_waiting(agency.desk, TODAY)) == 2
    assert [debt.why for debt in candidacy_waiting(agency.planner, TODAY)] == ["Approved: lodge it."]
    assert candidacy_waiting(agency.other_vp, TODAY) == []
    assert candidacy_waiting(reader, TODAY) == []


def test_the_report_on_a_term_waits_when_the_term_ends(agency):
    made = factories.candidacy(agency, "won")

    (debt,) = candidacy_waiting(agency.desk, TODAY)

    assert debt.due == made.term_ends_on
    assert "report on the term is due" in debt.why


def test_the_result_of_what_was_lodged_waits_once_its_term_should_have_begun(agency):
    made = factories.candidacy(agency, "lodged")
    type(made).objects.filter(pk=made.pk).update(term_starts_on=TODAY + timedelta(days=1))
    assert candidacy_waiting(agency.desk, TODAY) == []

    (debt,) = candidacy_waiting(agency.desk, TODAY + timedelta(days=1))

    assert debt.due == TODAY + timedelta(days=1)
    assert "record how it ended" in debt.why


def test_keepers_hear_that_a_call_closes_while_the_proposal_is_with_the_vice_president(agency):
    made = factories.candidacy(agency, "proposed", closes_on=TODAY + timedelta(days=6))

    tasks.sweep(today=TODAY)

    assert Notice.objects.filter(word="forums.call_closes", person=agency.desk).exists(), made


def test_calls_that_close_and_terms_that_end_are_in_the_calendar(agency, django_assert_num_queries):
    factories.candidacy(agency, closes_on=TODAY + timedelta(days=5), title_fr="Présidence")
    factories.candidacy(agency, "won", kind="host")

    with django_assert_num_queries(1):
        found = list(occasions(agency.desk, TODAY, TODAY + timedelta(days=40)))

    assert sorted(one.uid.rpartition("-")[2] for one in found) == ["closes", "ends"]
    assert any("Clôture de l’appel\u00a0: Présidence" in one.title_fr for one in found)


def test_keepers_are_reminded_once_a_stage(agency):
    made = factories.candidacy(agency, closes_on=TODAY + timedelta(days=6))

    for _again in range(2):
        tasks.sweep(today=TODAY)
    tasks.sweep(today=TODAY + timedelta(days=5))

    told = Notice.objects.filter(person=agency.desk, word="forums.call_closes")
    assert [one.due_on for one in told] == [made.closes_on] * 2
