"""A trip's own dossier: what stands in the way first, then the steps of its authority, the delegation, the money."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.engagement.meetings.models import Meeting
from entente.foundation.people.queries import Link
from entente.foundation.sources.queries import Notes
from entente.foundation.trail import queries as trail
from entente.foundation.trail.actions import subject_of
from entente.kit.days import spoken
from entente.kit.numerals import amount
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from .. import queries
from ..models import CostLine, Formality, Step, Traveller, Trip, TripState
from ..policy import FORMALITIES, PROPOSALS, TRIPS, answering_for
from ..rules import trips as rules
from ..rules.formalities import open_tasks
from . import budgets
from .obstacles import item, items

BADGES = {
    TripState.DRAFT: "neutral",
    TripState.REQUESTED: "info",
    TripState.AUTHORISED: "good",
    TripState.RETURNED: "warning",
    TripState.REFUSED: "danger",
    TripState.CANCELLED: "danger",
}


@dataclass(slots=True)
class Known:
    """Everything a page needs of one trip, asked once. ``link`` is who is asked now."""

    trip: Trip
    person: Any
    steps: list[Step]
    turn: Step | None
    link: Link | None
    lines: list[CostLine]
    tasks: list[Formality]
    delegation: list[Traveller] = field(default_factory=list)

    @property
    def meeting(self) -> Meeting:
        return self.trip.traveller.proposal.meeting

    @property
    def over(self) -> bool:
        return self.trip.state == TripState.AUTHORISED and self.trip.ends_on < rules.day_of(self.trip)

    def may(self, act: str) -> bool:
        """Whether the reader may do something with the trip."""
        return TRIPS.allows(self.person, act, self.trip)


def known(ask: Ask, trip: Trip) -> Known:
    """What is known of a trip; kept on it, so that head, panels and timeline ask once."""
    kept = trip.__dict__.get("_known")
    if isinstance(kept, Known):
        return kept
    whole = queries.trips.whole(trip.pk)
    whole.today = date.fromisoformat(ask.on)
    steps = list(queries.authorities.steps(whole))
    turn = None
    if whole.state == TripState.REQUESTED:
        turn = next((one for one in reversed(steps) if one.answer == "waiting" and one.asked_at), None)
    found = Known(
        trip=whole,
        person=ask.person,
        steps=steps,
        turn=turn,
        link=queries.authorities.waits_for(whole, turn, today=whole.today) if turn else None,
        lines=queries.costs.lines_of(whole.traveller_id),
        tasks=list(queries.formalities.of_trip(whole)),
        delegation=list(queries.trips.delegation(whole.traveller.proposal_id)),
    )
    trip.__dict__["_known"] = found
    return found


# ── The top ───────────────────────────────────────────────────────────────────────────────────────


def head(ask: Ask, trip: Trip, notes: Notes) -> Head:
    """Who goes where, when and how far the authority has come."""
    it = known(ask, trip)
    proposal = it.trip.traveller.proposal
    badges = [(BADGES[TripState(it.trip.state)], it.trip.get_state_display())]
    if it.trip.is_exception:
        badges.append(("warning", _("exception")))
    return Head(
        name=f"{it.trip.person}, {it.meeting.title}",
        kind=_("Trip %(key)s") % {"key": it.trip.key},
        sentence=f"{_where(it)} {_standing(it)}",
        badges=tuple(badges),
        marking=it.trip.marking,
        above=((_("Trips"), reverse("travel:trips")),)
        + (((_("Proposal"), proposal.get_absolute_url()),) if PROPOSALS.allows(ask.person, "view", proposal) else ()),
    )


def _where(it: Known) -> str:
    city = it.meeting.city or (it.meeting.country.name if it.meeting.country else "")
    said = {"city": city, "first": spoken(it.trip.starts_on), "last": spoken(it.trip.ends_on)}
    if not city:
        return _("From %(first)s to %(last)s.") % said
    return _("To %(city)s, from %(first)s to %(last)s.") % said


def _standing(it: Known) -> str:
    said: dict[str, Any] = {"reason": it.trip.state_reason}
    if it.turn:
        said |= {"office": it.turn.unit.name, "who": it.link.decider if it.link and it.link.decider else _("nobody")}
    if it.trip.authorised_at:
        said["day"] = spoken(timezone.localdate(it.trip.authorised_at))
    return {
        TripState.DRAFT: _("Authority has not been asked for yet."),
        TripState.REQUESTED: _("Authority waits for %(who)s (%(office)s).")
        if it.turn
        else _("Authority is asked for."),
        TripState.AUTHORISED: _("Authorised on %(day)s."),
        TripState.RETURNED: _("Returned to the branch: %(reason)s"),
        TripState.REFUSED: _("Refused: %(reason)s"),
        TripState.CANCELLED: _("Cancelled: %(reason)s"),
    }[TripState(it.trip.state)] % said


# ── Panels ────────────────────────────────────────────────────────────────────────────────────────


def own_panels(ask: Ask, trip: Trip, notes: Notes) -> list[Panel]:
    """What is open first; then the steps, the delegation, the money, the papers, passports and visas."""
    it = known(ask, trip)
    made = [_open(ask, it), _steps(it), _delegation(ask, it), _costs(it), _papers(ask, it), _formalities(it)]
    return [panel for panel in made if panel]


def _open(ask: Ask, it: Known) -> Panel | None:
    if ask.past:
        return None
    title, found, empty = {
        TripState.DRAFT: lambda: (_("Before authority is asked for"), _before(it), READY),
        TripState.RETURNED: lambda: (_("Before authority is asked for again"), _before(it), READY),
        TripState.REQUESTED: lambda: (_("It waits for an answer"), _asked(it), ""),
        TripState.AUTHORISED: lambda: (_("Still open"), _after(it), _("Nothing is open.")),
        TripState.REFUSED: lambda: (_("It does not take place"), [], ""),
        TripState.CANCELLED: lambda: (_("It does not take place"), [], ""),
    }[TripState(it.trip.state)]()
    found = [*budgets.warnings(ask.person, it.trip), *found]
    context = {"items": found, "words": str(empty) if not found else "", "actions": _actions(it)}
    return Panel("open", title, "travel/panels/open.html", context, count=len(found) or None, open=True)


READY = _("Nothing stands in the way.")


def _before(it: Known) -> list[dict[str, Any]]:
    return items(rules.obstacles(it.trip))


def _asked(it: Known) -> list[dict[str, Any]]:
    if it.turn is None:
        return []
    said = {
        "office": it.turn.unit.name,
        "day": spoken(timezone.localdate(it.turn.asked_at)) if it.turn.asked_at else "",
    }
    if it.link is None or it.link.decider is None:
        text = _("%(office)s has been asked since %(day)s, and nobody there can answer today.")
        return [*_astray(it), item(text % said)]
    said |= {"who": it.link.decider, "head": it.link.on_behalf or ""}
    if it.link.on_behalf:
        text = _("%(who)s, on behalf of %(head)s (%(office)s), has been asked since %(day)s.")
    else:
        text = _("%(who)s (%(office)s) has been asked since %(day)s.")
    return [*_astray(it), item(text % said)]


def _astray(it: Known) -> list[dict[str, Any]]:
    """A trip whose meeting was cancelled, skipped or moved away from it: authority does not make it lead anywhere."""
    problem = rules.leads_to_its_meeting(it.trip)
    return items([problem]) if problem else []


def _after(it: Known) -> list[dict[str, Any]]:
    found = _astray(it)
    if it.trip.report and it.trip.report.is_owed:
        said = {"who": it.trip.report.author, "day": spoken(it.trip.report.due)}
        text = _("The trip report is due on %(day)s; %(who)s writes it.") % said
        found.append(item(text, _("Open the report"), it.trip.report.get_absolute_url()))
    found += [
        item(
            _("%(what)s: %(state)s.") % {"what": _task(one), "state": one.get_state_display()},
            *((_("Record it"), one.get_absolute_url()) if FORMALITIES.allows(it.person, "record", one) else ("", "")),
        )
        for one in open_tasks(it.tasks)
    ]
    if it.over and any(line.estimate and line.actual is None for line in it.lines) and it.may("spend"):
        found.append(item(_("What it cost is not entered yet."), _("Enter it"), _to("trip_actuals", it)))
    return found


def _task(one: Formality) -> str:
    kind = str(one.get_kind_display())
    return f"{kind} ({one.country.name})" if one.country else kind


def _to(name: str, it: Known) -> str:
    return reverse(f"travel:{name}", args=[it.trip.key])


def _actions(it: Known) -> list[tuple[str, str, bool]]:
    """What the reader may do with it now: label, address, whether it is the main thing to do."""
    state, found = it.trip.state, []
    if it.turn and answering_for(it.person, it.trip):
        found.append((_("Answer"), _to("answer_authority", it), True))
    if state in (TripState.DRAFT, TripState.RETURNED) and it.may("ask"):
        found.append((_("Ask for authority"), _to("ask_authority", it), True))
    if state == TripState.REQUESTED and it.may("recall"):
        found.append((_("Call it back"), _to("recall_trip", it), False))
    if state in (TripState.DRAFT, TripState.RETURNED, TripState.AUTHORISED) and it.may("change_dates"):
        found.append((_("Change the dates"), _to("trip_dates", it), False))
    if state in (TripState.REFUSED, TripState.CANCELLED) and it.may("reopen"):
        found.append((_("Open it again"), _to("reopen_trip", it), False))
    if state not in (TripState.REFUSED, TripState.CANCELLED) and it.may("cancel"):
        found.append((_("Cancel the trip"), _to("cancel_trip", it), False))
    return found


def _steps(it: Known) -> Panel:
    rounds: dict[int, list[dict[str, Any]]] = {}
    for one in it.steps:
        rounds.setdefault(one.round, []).append(_step(it, one))
    ordered = [{"number": number, "steps": steps} for number, steps in sorted(rounds.items(), reverse=True)]
    reasons = [
        (label, text)
        for label, text in (
            (_("Why it was not on the list"), it.trip.traveller.proposal.exception_reason),
            (_("Why it goes past a limit"), it.trip.exception_reason),
            (_("Why it overlaps another trip"), it.trip.overlap_reason),
            (_("Why an absence does not stand in the way"), it.trip.absence_reason),
        )
        if text
    ]
    empty = _("Nobody has been asked yet. The steps follow the organisation chart on the day somebody asks.")
    context = {"rounds": ordered, "reasons": reasons}
    template = "travel/panels/steps.html" if ordered or reasons else ""
    return Panel("authority", _("Travel authority"), template, context, empty=empty)


STEP_BADGES = {
    "approved": "good",
    "waiting": "neutral",
    "skipped": "neutral",
    "returned": "warning",
    "refused": "danger",
}


def _step(it: Known, one: Step) -> dict[str, Any]:
    who: Any = one.decider or one.head or ""
    behalf = one.head if one.decider and one.head and one.decider_id != one.head_id else None
    badge, text = STEP_BADGES.get(one.answer, "neutral"), one.get_answer_display()
    if it.turn and one.pk == it.turn.pk:
        badge, text = "info", _("waits for an answer")
        who, behalf = (it.link.decider or _("nobody"), it.link.on_behalf) if it.link else (_("nobody"), None)
    elif one.answer == "waiting":
        text = _("its turn comes later")
    return {
        "office": one.unit.name,
        "who": who,
        "behalf": behalf,
        "badge": badge,
        "answer": text,
        "because": one.get_skipped_because_display() if one.skipped_because else "",
        "comment": one.comment,
        "on": spoken(timezone.localdate(one.at)) if one.at else "",
    }


def _delegation(ask: Ask, it: Known) -> Panel:
    proposal = it.trip.traveller.proposal
    shown = set(queries.trips.of_proposal(ask.person, proposal).values_list("pk", flat=True))
    rows = []
    for one in it.delegation:
        trip = getattr(one, "trip", None)
        seen = trip if trip is not None and trip.pk in shown else None
        rows.append(
            {
                "name": str(one),
                "here": trip is not None and trip.pk == it.trip.pk,
                "url": seen.get_absolute_url() if seen else "",
                "rank": one.get_rank_display(),
                "head": one.is_head,
                "reason": one.reason,
                "state": seen.get_state_display() if seen else one.get_state_display(),
                "cost": amount(queries.costs.our_part(one.costs.all())),
            }
        )
    context = {"rows": rows, "total": ""}
    return Panel("delegation", _("The whole delegation"), "travel/panels/delegation.html", context, count=len(rows))


def _costs(it: Known) -> Panel:
    lines = [line for line in it.lines if line.pk]
    sums = {
        name: amount(sum((getattr(line, name) or 0 for line in lines), 0))
        for name in ("estimate", "paid_by_others", "actual")
    }
    rows = [
        {
            "kind": line.get_kind_display(),
            "estimate": amount(line.estimate),
            "others": amount(line.paid_by_others) if line.paid_by_others else "",
            "funder": line.funder,
            "actual": "" if line.actual is None else amount(line.actual),
            "reimbursed_on": line.reimbursed_on,
        }
        for line in lines
    ]
    actions = []
    if it.trip.state in (TripState.DRAFT, TripState.RETURNED, TripState.AUTHORISED) and it.may("estimate"):
        actions.append((_("Change the estimate"), _to("trip_estimate", it)))
    if it.trip.authorised_at and it.may("spend"):
        actions.append((_("Enter what was spent"), _to("trip_actuals", it)))
    context = {
        "rows": rows,
        "sums": sums,
        "actions": actions,
        "category": it.trip.traveller.proposal.get_category_display(),
        "variance": it.trip.variance_reason,
    }
    empty = _("Nobody has said what this trip will cost.")
    return Panel(
        "costs", _("Costs, in CAD"), "travel/panels/costs.html" if rows or actions else "", context, empty=empty
    )


def _papers(ask: Ask, it: Known) -> Panel:
    proposal, report = it.trip.traveller.proposal, it.trip.report
    sheet = getattr(proposal, "worksheet", None)
    may = PROPOSALS.allows(ask.person, "view", proposal)
    links = [(_("Meeting"), it.meeting.title, it.meeting.get_absolute_url(), "")]
    if may:
        checked = spoken(timezone.localdate(sheet.checked_at)) if sheet and sheet.checked_at else ""
        state = _("checked on %(day)s") % {"day": checked} if checked else _("not checked yet")
        address = reverse("travel:worksheet", args=[proposal.key])
        links.append((_("Proposal"), proposal.key, proposal.get_absolute_url(), proposal.get_state_display()))
        links.append((_("Participation worksheet"), proposal.key, address, state))
    if report:
        links.append((_("Trip report"), report.key, report.get_absolute_url(), report.get_state_display()))
    context = {"links": links, "office": it.trip.office.name, "quarter": proposal.quarter if may else None}
    return Panel("papers", _("Meeting, worksheet, report"), "travel/panels/papers.html", context)


def _formalities(it: Known) -> Panel | None:
    seen = [one for one in it.tasks if FORMALITIES.allows(it.person, "view", one)]
    dates = {one.pk for one in seen}
    rows = [
        {
            "task": _task(one),
            "url": one.get_absolute_url() if one.pk in dates else "",
            "state": one.get_state_display(),
            "expires_on": one.expires_on if one.pk in dates else None,
        }
        for one in it.tasks
    ]
    if not rows and it.trip.state != TripState.AUTHORISED:
        return None
    empty = _("Nothing to do: what is on record lasts long enough, or the trip stays in the country.")
    template = "travel/panels/formalities.html" if rows else ""
    return Panel("formalities", _("Passport and visas"), template, {"rows": rows}, count=len(rows) or None, empty=empty)


# ── Timeline ──────────────────────────────────────────────────────────────────────────────────────


def own_events(ask: Ask, trip: Trip, notes: Notes) -> list[Event]:
    """What happened to the trip, said and decided about it, with the reasons."""
    it = known(ask, trip)
    events = [
        Event(timezone.localdate(one.at).isoformat(), str(one.said).capitalize(), text=one.reason)
        for one in trail.about(subject_of(it.trip))
    ]
    days = ((it.trip.starts_on, _("leaves")), (it.trip.ends_on, _("returns")))
    if it.trip.state == TripState.AUTHORISED:
        events += [Event(day.isoformat(), str(text).capitalize()) for day, text in days]
    return events
