"""Two people at one time on one candidacy, for real: two connections to PostgreSQL that wait for each other."""

from django.core.exceptions import ValidationError

from entente.engagement.forums import actions
from entente.engagement.forums.models import Candidacy, Seat, Step
from entente.foundation.people.models import Authority, Delegation
from entente.foundation.trail.models import Entry
from tests.engagement.racing import at_once

from . import factories


def deciders():
    """The vice-president and who holds that authority for the days: either may decide."""
    agency = factories.Agency()
    today = factories.date.today()
    Delegation.objects.create(
        giver=agency.vp,
        receiver=agency.other_vp,
        authority=Authority.APPROVE_CANDIDACY,
        starts_on=today,
        ends_on=today,
        reason="Away in the afternoon",
    )
    return agency


def refusals(came):
    return [one for one in came if isinstance(one, ValidationError)]


def test_two_deciders_on_one_candidacy_leave_one_answer(really_written):
    agency = deciders()
    made = factories.candidacy(agency, "proposed")

    came = at_once(
        lambda: actions.approve_candidacy(made, by=agency.vp, reason="Yes."),
        lambda: actions.refuse_candidacy(made, by=agency.other_vp, reason="No."),
    )

    assert len(refusals(came)) == 1
    said = Step.objects.get(candidacy=made, verb__in=["approve_candidacy", "refuse_candidacy"])
    made.refresh_from_db()
    assert (made.state, said.comment) in {("approved", "Yes."), ("refused", "No.")}
    assert Entry.objects.filter(verb__in=["approve_candidacy", "refuse_candidacy"]).count() == 1


def test_two_who_approve_at_once_inform_the_president_once(really_written):
    agency = deciders()
    made = factories.candidacy(agency, "proposed")

    came = at_once(
        lambda: actions.approve_candidacy(made, by=agency.vp),
        lambda: actions.approve_candidacy(made, by=agency.other_vp),
    )

    assert len(refusals(came)) == 1
    assert Step.objects.filter(candidacy=made, verb="inform_president").count() == 1


def test_two_writers_of_one_proposal_lose_nothing(really_written):
    agency = deciders()
    made = factories.candidacy(agency, rationale_en="The first draft")
    seen = Candidacy.objects.get(pk=made.pk).revision

    came = at_once(
        lambda: actions.describe_candidacy(made, by=agency.desk, seen=seen, rationale_en="Of the desk"),
        lambda: actions.describe_candidacy(made, by=agency.planner, seen=seen, rationale_en="Of the planner"),
    )

    (refused,) = refusals(came)
    assert [problem.code for problem in refused.error_dict["__all__"]] == ["changed"]
    made.refresh_from_db()
    kept = next(one for one in came if isinstance(one, Candidacy))
    assert made.rationale_en == kept.rationale_en
    assert made.revision == seen + 1


def test_a_seat_is_won_once(really_written):
    agency = deciders()
    made = factories.candidacy(agency, "lodged")
    today = factories.date.today()
    term = {"decided_on": today, "term_starts_on": today, "term_ends_on": today + factories.timedelta(days=30)}

    came = at_once(*[lambda: actions.win_seat(made, by=agency.desk, **term)] * 2)

    assert len(refusals(came)) == 1
    assert Seat.objects.count() == 1
