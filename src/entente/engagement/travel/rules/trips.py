"""What a trip must obey before its authority is asked for and given. Every refusal says what would cure it.

A rule reads the day it judges from ``trip.today``, which whoever asks has set. ``params["url"]`` of a problem leads to
the page where it is cured.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken
from entente.kit.numerals import amount

from .. import queries
from ..models import ProposalState, Step, Traveller, TravellerState, Trip
from . import reports, worksheets

MOST_LETTERS = 20_000  # of a reason or comment
NOBODY_ASKS = _("This step is no longer asked. Look at the trip again before you decide.")


def day_of(trip: Trip) -> date:
    """The day a trip is judged on. Raises ``ValueError`` where nobody said which."""
    if trip.today is None:
        raise ValueError("Say on which day the trip is judged: trip.today.")
    return trip.today


def on_the_approved_list(trip: Trip) -> ValidationError | None:
    """TRV-40. Authority is for travellers whom the President approved, on the list or as an exception.

    Source: framework 2008, section 4B (travel is pre-approved by the President).
    """
    traveller, proposal = trip.traveller, trip.traveller.proposal
    if proposal.state == ProposalState.APPROVED and traveller.state == TravellerState.APPROVED:
        return None
    said = {"url": proposal.get_absolute_url(), "state": proposal.get_state_display()}
    if proposal.state != ProposalState.APPROVED:
        return ValidationError(
            _("The proposal is not approved (%(state)s). Have it decided first, on the list or as an exception."),
            code="proposal_not_approved",
            params=said,
        )
    said["state"] = traveller.get_state_display()
    return ValidationError(
        _("This traveller is not approved (%(state)s). Have the delegation decided again, or cancel the trip."),
        code="traveller_not_approved",
        params=said,
    )


def worksheet_stands(trip: Trip) -> ValidationError | None:
    """TRV-41. No complete participation worksheet, no authority.

    Source: framework 2008, section 4B (the completed worksheet must be included with the travel approval form).
    """
    proposal = trip.traveller.proposal
    problem = worksheets.worksheet_is_complete(proposal)
    if problem is None:
        return None
    url = reverse("travel:worksheet", args=[proposal.key])
    return ValidationError(
        [
            ValidationError(one.message, code=one.code or "worksheet", params={**(one.params or {}), "url": url})
            for one in problem.error_list
        ]
    )


def reports_are_in(trip: Trip) -> ValidationError | None:
    """TRV-42. Who owes the report of an earlier trip gets no authority for the next.

    Source: framework 2008, section 3B (a trip report is mandatory for all who participate).
    """
    problem = reports.nothing_owed(trip.person, day_of(trip))
    owed = queries.reports.owed_by(trip.person, day_of(trip)).first() if problem else None
    if problem is None or owed is None:
        return problem
    params = {**(problem.params or {}), "url": owed.get_absolute_url()}
    return ValidationError(problem.message, code=problem.code, params=params)


def costs_are_estimated(trip: Trip) -> ValidationError | None:
    """TRV-43. Money is reserved by the estimate, so there must be one, be it that others pay all of it.

    Source: framework 2008, section 4B (resource implications); section 3B (quarterly roll-up of spending).
    """
    if queries.costs.is_estimated(trip.traveller_id):
        return None
    return ValidationError(
        _("Nobody has said what this trip will cost. Give the estimate."),
        code="estimate_missing",
        params={"url": reverse("travel:trip_estimate", args=[trip.key])},
    )


def within_the_ceiling(trip: Trip) -> ValidationError | None:
    """TRV-44. A trip that costs us more than the ceiling of its day goes the exception path, with the reason.

    Source: framework 2008, section 4B (exceptions receive a higher level of scrutiny); dm_apps (a trip past
    CAD 10,000 is pointed out).
    """
    if trip.exception_reason:
        return None
    cost, most = queries.costs.estimate_of(trip.traveller_id), queries.costs.ceiling_on(trip.starts_on)
    if cost <= most:
        return None
    return ValidationError(
        _(
            "It costs CAD %(cost)s, and a trip may cost CAD %(most)s. Lower the estimate, or say why it must cost "
            "more: then the head of the agency decides."
        ),
        code="past_the_ceiling",
        params={"cost": amount(cost), "most": amount(most), "url": reverse("travel:trip_estimate", args=[trip.key])},
    )


def within_the_quarter(trip: Trip) -> ValidationError | None:
    """TRV-45. What an authority takes is still in the quarter's budget, else it goes the exception path.

    What other authorities took and what was spent counts; what is only approved does not, so that who asks first is
    served first. Source: framework 2008, section 4B (sufficient return on the investment; quarterly review).
    """
    quarter = trip.traveller.proposal.quarter
    if trip.exception_reason or quarter.budget is None:
        return None
    cost = queries.costs.estimate_of(trip.traveller_id)
    left = quarter.budget - queries.costs.committed(quarter, but=trip.traveller_id)
    if cost <= left:
        return None
    return ValidationError(
        _(
            "It costs CAD %(cost)s, and the quarter has CAD %(left)s left. Have another trip cancelled or the budget "
            "raised, or say why it must go: then the head of the agency decides."
        ),
        code="past_the_quarter",
        params={
            "cost": amount(cost),
            "left": amount(max(left, queries.costs.NOTHING)),
            "url": reverse("travel:money", args=[quarter.key]),
        },
    )


def on_one_journey_at_a_time(trip: Trip) -> ValidationError | None:
    """TRV-46. Nobody is on two trips on one day unless it is said why, as with two meetings on one journey.

    Trips that enclose this one count, and so does a day that ends one trip and begins the next. A reason stands for
    the trips it was given about; for another one it is asked for anew.
    Source: research, design lessons (an overlap check that misses the enclosing trip).
    """
    others = list(queries.trips.overlapping(trip))
    if not others or _is_explained(trip, "overlap_reason", trip.overlaps_explained):
        return None
    names = "; ".join(
        f"{one.traveller.proposal.meeting.title} ({one.key}, {spoken(one.starts_on)} – {spoken(one.ends_on)})"
        for one in others[:3]
    )
    return ValidationError(
        _(
            "%(who)s is on another trip in these days: %(names)s. Change the dates, cancel one of them, or say why "
            "both stand (two meetings on one journey)."
        ),
        code="overlap",
        params={"who": trip.person, "names": names, "url": reverse("travel:trip_dates", args=[trip.key])},
    )


def absences_are_explained(trip: Trip) -> ValidationError | None:
    """TRV-47. A recorded absence in the days of a trip does not forbid it, but somebody says why it does not matter.

    A reason stands for the absences it was given about; for a later one it is asked for anew.
    Source: key relationships 2023 and needs, row 173 (people calendar for events).
    """
    found = queries.trips.absences(trip).first()
    if found is None or _is_explained(trip, "absence_reason", trip.absences_explained):
        return None
    return ValidationError(
        _(
            "%(who)s is recorded as away from %(first)s to %(last)s (%(kind)s). Say why that does not stand in the "
            "way, or change the dates."
        ),
        code="absence",
        params={
            "who": trip.person,
            "first": spoken(found.starts_on),
            "last": spoken(found.ends_on),
            "kind": found.get_kind_display(),
            "url": reverse("travel:trip_dates", args=[trip.key]),
        },
    )


def _is_explained(trip: Trip, name: str, about: list[str] | None) -> bool:
    """Whether a reason stands, and was given about everything it has to answer now."""
    if not getattr(trip, name).strip():
        return False
    return about is None or set(queries.trips.in_the_way(trip)[name]) <= set(about)


def somebody_may_answer(trip: Trip) -> ValidationError | None:
    """TRV-48. Somebody in the line above who stays at home can answer: nobody decides about the own delegation.

    Source: framework 2008, section 4B; dm_apps (a head who travels is skipped).
    """
    links = queries.authorities.line(trip, today=day_of(trip))
    if links and not links[-1].skipped:
        return None
    top = links[-1].unit if links else trip.office
    because = dict(Step.SKIPPED).get(links[-1].skipped, "") if links else ""
    return ValidationError(
        _(
            "Nobody in the line may answer: %(office)s, %(because)s. Have an acting head or a delegate named in the "
            "organisation chart."
        ),
        code="nobody_answers",
        params={"office": top, "because": because, "url": reverse("people:unit", args=[top.key])},
    )


def asked_before_it_begins(trip: Trip) -> ValidationError | None:
    """TRV-49. Authority comes before the journey; afterwards only as an exception, with the reason.

    Source: framework 2008, section 4B (travel is pre-approved).
    """
    if trip.starts_on >= day_of(trip) or trip.exception_reason:
        return None
    return ValidationError(
        _(
            "The trip began on %(day)s, and authority comes before the journey. Correct the dates, or say why it was "
            "not asked for in time: then the head of the agency decides."
        ),
        code="after_the_fact",
        params={"day": spoken(trip.starts_on), "url": reverse("travel:trip_dates", args=[trip.key])},
    )


def leads_to_its_meeting(trip: Trip) -> ValidationError | None:
    """TRV-50. A trip has at least one day of its meeting, which stands and which we attend.

    Source: what a trip is for.
    """
    meeting = trip.traveller.proposal.meeting
    if meeting.state == meeting.State.CANCELLED:
        return ValidationError(
            _("The meeting is cancelled. Cancel the trip too, so that its money is free again."),
            code="meeting_cancelled",
            params={"url": reverse("travel:cancel_trip", args=[trip.key])},
        )
    if meeting.attendance == "skip":
        return ValidationError(
            _(
                "It was decided not to attend the meeting. Cancel the trip too, so that its money is free again, or "
                "have that decision changed on the meeting’s page."
            ),
            code="meeting_skipped",
            params={"url": reverse("travel:cancel_trip", args=[trip.key])},
        )
    if trip.starts_on <= meeting.ends_on and trip.ends_on >= meeting.starts_on:
        return None
    return ValidationError(
        _("The meeting is from %(first)s to %(last)s, and the trip has none of these days. Correct the dates."),
        code="misses_the_meeting",
        params={
            "first": spoken(meeting.starts_on),
            "last": spoken(meeting.ends_on),
            "url": reverse("travel:trip_dates", args=[trip.key]),
        },
    )


def traveller_is_here(trip: Trip) -> ValidationError | None:
    """TRV-51. Only somebody who works here is sent. Source: what an authority is."""
    if trip.person.is_active:
        return None
    return ValidationError(
        _("The account of %(who)s is closed. Cancel the trip, and name another traveller in the proposal."),
        code="account_closed",
        params={"who": trip.person, "url": trip.traveller.proposal.get_absolute_url()},
    )


def has_no_name_yet(traveller: Traveller) -> ValidationError | None:
    """TRV-67. Only an approved office without a name is named afterwards: who was approved by name is not exchanged.

    Source: framework 2008, section 4B (travel is pre-approved by the President).
    """
    approved = traveller.state == TravellerState.APPROVED and traveller.proposal.state == ProposalState.APPROVED
    if not approved:
        return ValidationError(_("This traveller is not approved."), code="traveller_not_approved")
    if traveller.person_id is not None:
        said = _("%(who)s was approved for this place. Have the delegation decided again to send somebody else.")
        return ValidationError(said, code="named_already", params={"who": traveller.person})
    return None


def every_step_is_answered(trip: Trip) -> ValidationError | None:
    """TRV-52. Authority is given when every step of the line that was not skipped is approved, the last among them.

    Source: framework 2008, section 4D (submit international travel authorities for approval).
    """
    found = queries.authorities.steps(trip)
    now = [one for one in found if one.round == max(step.round for step in found)]
    answered = all(one.answer in ("approved", "skipped") for one in now)
    if now and answered and now[-1].answer == "approved":
        return None
    return ValidationError(_("Not every step is answered yet."), code="steps_open")


def still_to_be_answered(step: Step) -> ValidationError | None:
    """TRV-53. A step is answered once: who comes second is told by whom and how.

    Source: design, nothing decided is overwritten; two people may decide on one list.
    """
    if step.answer == "waiting" and step.asked_at is not None:
        return None
    if step.decider is None:
        return ValidationError(NOBODY_ASKS, code="step_not_asked")
    return ValidationError(
        _("%(who)s answered this step meanwhile: %(answer)s. Nothing was changed; look at the trip again."),
        code="step_answered",
        params={"who": step.decider, "answer": step.get_answer_display(), "url": step.trip.get_absolute_url()},
    )


def change_says_why(reason: str, *, needed: bool) -> ValidationError | None:
    """TRV-54. What was authorised changes for a reason that is written down. Source: design, slips carry a reason."""
    if needed and not reason.strip():
        return ValidationError({"reason": _("The trip is authorised: say why it changes.")}, code="reason_missing")
    return None


def something_changes(changed: object) -> ValidationError | None:
    """TRV-55. A change that changes nothing is not recorded. Source: design, what is in the trail."""
    return None if changed else ValidationError(_("This is how it stands already."), code="unchanged")


def not_while_it_is_asked_for(trip: Trip) -> ValidationError | None:
    """TRV-56. Nobody changes what others are deciding about: it is called back first.

    Source: design, two people on one thing; dm_apps (a request is un-submitted before it changes).
    """
    if trip.state == Trip.State.REQUESTED:
        return ValidationError(
            _("Authority is being asked for. Call it back first, then change it and ask again."),
            code="being_decided",
            params={"url": reverse("travel:recall_trip", args=[trip.key])},
        )
    if trip.state in (Trip.State.REFUSED, Trip.State.CANCELLED):
        return ValidationError(
            _("This trip does not take place. Open it again first."),
            code="is_over",
            params={"url": reverse("travel:reopen_trip", args=[trip.key])},
        )
    return None


def texts_are_short_enough(**texts: str) -> ValidationError | None:
    """TRV-57. A reason is a few sentences, not a book. Source: design, errors say what to do."""
    long = {name: text for name, text in texts.items() if len(text) > MOST_LETTERS}
    if not long:
        return None
    said = _("At most %(most)s characters; this has %(many)s. Attach a longer text as a document.")
    return ValidationError(
        {name: ValidationError(said, code="long", params=_letters(text)) for name, text in long.items()}
    )


def _letters(text: str) -> dict[str, int]:
    return {"most": MOST_LETTERS, "many": len(text)}


ASKING = (
    on_the_approved_list,
    worksheet_stands,
    reports_are_in,
    traveller_is_here,
    leads_to_its_meeting,
    asked_before_it_begins,
    costs_are_estimated,
    within_the_ceiling,
    within_the_quarter,
    on_one_journey_at_a_time,
    absences_are_explained,
    somebody_may_answer,
)
"""What stands between a trip and the question for its authority, all told at once."""
GIVING = (
    every_step_is_answered,
    on_the_approved_list,
    worksheet_stands,
    reports_are_in,
    traveller_is_here,
    leads_to_its_meeting,
    within_the_ceiling,
    within_the_quarter,
    on_one_journey_at_a_time,
)
"""What must still hold on the day the authority is given."""
MOVING = (leads_to_its_meeting, on_one_journey_at_a_time)
"""What must hold of the new days of a trip."""


def obstacles(trip: Trip, rules: Any = ASKING) -> list[Any]:
    """Everything that stands in the way on ``trip.today``, as single problems: those of a list one by one."""
    return [one for rule in rules if (problem := rule(trip)) for one in problem.error_list]
