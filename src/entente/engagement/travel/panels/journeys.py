"""What trips show of themselves elsewhere: in dossiers of partners and meetings, on the landing page, in calendars."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.foundation.people.roles import Role, highest
from entente.foundation.sources.queries import Notes
from entente.kit.days import spoken
from entente.kit.numerals import amount
from entente.kit.occasion import Occasion
from entente.kit.panel import Event, Panel
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from .. import queries
from ..models import ProposalState, TravellerState, Trip, TripState
from ..policy import FORMALITIES, TRIPS
from ..rules import trips as rules
from .trips import BADGES

SHOWN = 10  # trips in a panel of a partner; the register has all
ASK_WITHIN = timedelta(days=45)  # before a departure the planner is pressed to ask
ENTER_AFTER = timedelta(days=30)  # after a return what it cost is known


def partner_panels(ask: Ask, partner: Any, notes: Notes) -> list[Panel]:
    """Who of us travelled there, or will, as far as the reader may know; nothing where nobody did. One query."""
    found = _there(ask, partner).latest
    if not found:
        return []
    rows = [_row(one) for one in found[:SHOWN]]
    more = (_("All trips"), reverse("travel:trips")) if len(found) > SHOWN else None
    return [Panel("trips", _("Trips there"), "travel/panels/trips.html", {"rows": rows}, action=more)]


def partner_events(ask: Ask, partner: Any, notes: Notes) -> list[Event]:
    """Authorised trips that are over, in the timeline of a partner. No query after the panels."""
    return [
        Event(
            one.starts_on.isoformat(),
            _("Trip of %(who)s") % {"who": one.person},
            one.get_absolute_url(),
            _meeting(one).title,
        )
        for one in _there(ask, partner).over
    ]


def _there(ask: Ask, partner: Any) -> Any:
    """The trips that a partner's panel and timeline show, asked once for a page."""
    key = ("trips to a partner", partner.pk)
    return ask.once(key, lambda: queries.trips.lately_to_partner(ask.person, partner, ask.on, most=SHOWN))


def meeting_panels(ask: Ask, meeting: Any, notes: Notes) -> list[Panel]:
    """What travelling to a meeting takes, branch by branch: authority, days, cost and report of every traveller.

    Who sits in our delegation is the meeting's own panel. Nothing is said of what the reader may not know.
    """
    parts = {one.pk: _part(one) for one in queries.to_meetings(ask.person, [meeting]).get(meeting.pk, [])}
    parts = {pk: part for pk, part in parts.items() if part["proposal"].state in LIVING}
    for trip in queries.trips.of_meeting(ask.person, meeting):
        proposal = trip.traveller.proposal
        part = parts.setdefault(proposal.pk, {"proposal": proposal, "url": "", "rows": {}, "report": None})
        cost = queries.costs.exact(trip.actual or trip.estimate)
        part["rows"][trip.traveller_id] = _going(trip.traveller, trip, cost)
        part["report"] = part["report"] or _row(trip)["report"]
    empty = _("No branch has put a delegation forward. A planner proposes one from the page of the quarter.")
    if not parts:
        return [Panel("travel", TRAVEL, empty=empty)] if meeting.state in ("forecast", "confirmed") else []
    made = [
        part
        | {
            "rows": list(part["rows"].values()),
            "sum": amount(sum((row["cost"] for row in part["rows"].values() if not row["out"]), start=Decimal(0))),
        }
        for part in parts.values()
    ]
    total = sum((row["cost"] for part in made for row in part["rows"] if not row["out"]), start=Decimal(0))
    context = {"parts": made, "total": amount(total) if len(made) > 1 else ""}
    return [Panel("travel", TRAVEL, "travel/panels/going.html", context, count=sum(len(one["rows"]) for one in made))]


TRAVEL = gettext_lazy("Travel: authority, cost and report")
LIVING = ("forecast", "listed", "held_back", "approved", "returned")
GONE = (TravellerState.REFUSED, TravellerState.WITHDRAWN)


def _part(proposal: Any) -> dict[str, Any]:
    """What a branch asks for, before any trip is known. No query when the delegation is at hand."""
    going = [one for one in proposal.travellers.all() if one.state != TravellerState.WITHDRAWN]
    rows = {one.pk: _going(one, None, queries.costs.our_part(one.costs.all())) for one in going}
    return {"proposal": proposal, "url": proposal.get_absolute_url(), "rows": rows, "report": None}


def _going(traveller: Any, trip: Trip | None, cost: Decimal) -> dict[str, Any]:
    """A line of the panel: somebody who goes, how far the authority has come, and what it costs us."""
    over = trip is not None and trip.state in (TripState.CANCELLED, TripState.REFUSED)
    return {
        "name": str(traveller),
        "trip": trip,
        "badge": BADGES[TripState(trip.state)] if trip else "",
        "refused": traveller.state == TravellerState.REFUSED,
        "cost": cost,
        "amount": amount(cost),
        "out": over or traveller.state in GONE,
    }


def of_proposal(person: Any, proposal: Any) -> dict[str, Any] | None:
    """The trips of an approved delegation as its proposal shows them, and what a planner may do about them."""
    if proposal.state != ProposalState.APPROVED:
        return None
    seen = {one.traveller_id: one for one in queries.trips.of_proposal(person, proposal)}
    going = [one for one in proposal.travellers.all() if one.state == TravellerState.APPROVED]
    may = TRIPS.allows(person, "open", proposal)
    rows = [
        {
            "traveller": one,
            "trip": seen.get(one.pk),
            "badge": BADGES[TripState(seen[one.pk].state)] if one.pk in seen else "neutral",
            "name": reverse("travel:name_traveller", args=[proposal.key, one.pk]) if may and not one.person_id else "",
        }
        for one in going
    ]
    without = queries.trips.without_trip(proposal).filter(person__isnull=False)
    waits = [one for one in seen.values() if one.state in (TripState.DRAFT, TripState.RETURNED)]
    return {
        "rows": rows,
        "open": reverse("travel:open_trips", args=[proposal.key]) if may and without.exists() else "",
        "ask": reverse("travel:ask_authorities", args=[proposal.key])
        if len(waits) > 1 and all(TRIPS.allows(person, "ask", one) for one in waits)
        else "",
    }


def _row(one: Any) -> dict[str, Any]:
    return {
        "trip": one,
        "meeting": _meeting(one),
        "badge": BADGES[TripState(one.state)],
        "report": one.report if one.report and one.state == TripState.AUTHORISED else None,
    }


def _meeting(trip: Trip) -> Any:
    return trip.traveller.proposal.meeting


# ── What waits ────────────────────────────────────────────────────────────────────────────────────


def waiting(person: Any, today: date) -> list[Debt]:
    """What waits for a person: answers to give, authorities to ask for, passports and visas, costs to enter."""
    found = [*_answers(person, today)]
    if person.role == Role.TRAVEL_PLANNER:
        found += [*_to_open(person, today), *_to_ask(person, today), *_astray(person, today)]
        found += [*_to_enter(person, today)]
    return [*found, *_papers(person, today)]


def _answers(person: Any, today: date) -> Iterable[Debt]:
    for step in queries.authorities.answered_by(person, today):
        trip = step.trip
        said = {"who": trip.person, "meeting": _meeting(trip).title}
        why = {"first": spoken(trip.starts_on), "last": spoken(trip.ends_on)}
        yield Debt(
            title=_("Decide the travel of %(who)s: %(meeting)s") % said,
            url=reverse("travel:answer_authority", args=[trip.key]),
            why=_("From %(first)s to %(last)s.") % why,
            since=timezone.localdate(step.asked_at) if step.asked_at else None,
        )


def _to_open(person: Any, today: date) -> Iterable[Debt]:
    for proposal in queries.trips.to_open(person, today):
        yield Debt(
            title=_("Open the trips: %(meeting)s") % {"meeting": proposal.meeting.title},
            url=proposal.get_absolute_url(),
            why=_("The delegation is approved; name who travels, and open the trips."),
            due=proposal.meeting.starts_on - ASK_WITHIN,
        )


def _to_ask(person: Any, today: date) -> Iterable[Debt]:
    """Trips sent back, and drafts that leave soon."""
    for trip in queries.trips.to_ask(person, today, ASK_WITHIN):
        said = {"who": trip.person, "meeting": _meeting(trip).title}
        back = trip.state == TripState.RETURNED
        yield Debt(
            title=(_("Ask again: %(who)s, %(meeting)s") if back else _("Ask for authority: %(who)s, %(meeting)s"))
            % said,
            url=trip.get_absolute_url(),
            why=trip.state_reason if back else _("It leaves on %(day)s.") % {"day": spoken(trip.starts_on)},
            since=timezone.localdate(trip.changed_at) if back else None,
            due=None if back else trip.starts_on - timedelta(days=1),
        )


def _astray(person: Any, today: date) -> Iterable[Debt]:
    """Trips that lead to no meeting any more: it was cancelled, skipped, or moved away from them."""
    for trip in queries.trips.to_put_right(person, today):
        problem = rules.leads_to_its_meeting(trip)
        said = {"who": trip.person, "meeting": _meeting(trip).title}
        yield Debt(
            title=_("Change or cancel the trip: %(who)s, %(meeting)s") % said,
            url=trip.get_absolute_url(),
            why=problem.messages[0] if problem else "",
            due=trip.starts_on,
        )


def _to_enter(person: Any, today: date) -> Iterable[Debt]:
    for trip in queries.trips.to_enter(person, today - ENTER_AFTER):
        said = {"who": trip.person, "meeting": _meeting(trip).title}
        yield Debt(
            title=_("Enter what it cost: %(who)s, %(meeting)s") % said,
            url=reverse("travel:trip_actuals", args=[trip.key]),
            why=_("It was over on %(day)s.") % {"day": spoken(trip.ends_on)},
            since=trip.ends_on,
        )


def _papers(person: Any, today: date) -> Iterable[Debt]:
    serves = FORMALITIES.allows(person, "serve")
    for task in queries.formalities.to_serve(person):
        if task.trip is None or task.trip.ends_on < today or not (serves or task.person_id == person.pk):
            continue
        said = {"kind": task.get_kind_display(), "who": task.person, "meeting": _meeting(task.trip).title}
        yield Debt(
            title=_("Passport or visa (%(kind)s) of %(who)s: %(meeting)s") % said,
            url=task.get_absolute_url(),
            why=task.get_state_display(),
            due=task.trip.starts_on,
        )


# ── Calendars ─────────────────────────────────────────────────────────────────────────────────────


def occasions(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """The trips of a period this person may see; a cancelled one says so, so that calendars take it out."""
    return map(_occasion, queries.trips.between(person, first, last))


def own_occasions(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """The trips of a period that this person makes."""
    return map(_occasion, queries.trips.own_between(person, first, last))


def _occasion(trip: Trip) -> Occasion:
    meeting = _meeting(trip)
    country = meeting.country
    return Occasion(
        uid=f"trip-{trip.key.lower()}",
        revision=trip.revision,
        kind="trip",
        title_en=f"Trip of {trip.person}: {meeting.title_en or meeting.title_fr}",
        title_fr=f"Voyage de {trip.person}\u00a0: {meeting.title_fr or meeting.title_en}",
        first=trip.starts_on,
        last=trip.ends_on,
        address=("travel:trip", trip.key),
        changed_at=trip.changed_at,
        place_en=", ".join(one for one in (meeting.city_en, country.name_en if country else "") if one),
        place_fr=", ".join(one for one in (meeting.city_fr, country.name_fr if country else "") if one),
        marking=highest([trip.marking, meeting.marking]),
        cancelled=trip.state == TripState.CANCELLED,
        note="" if trip.state != TripState.REQUESTED else _("Authority is asked for."),
        country=country.code if country else "",
        partner=meeting.partner.key if meeting.partner else "",
        body=meeting.body.key if meeting.body else "",
        unit=trip.traveller.proposal.unit.key,
        people=(trip.person_id,),
    )
