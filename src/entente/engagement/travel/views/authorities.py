"""Asking for an authority, and answering."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit import typed
from entente.kit.numerals import amount

from .. import actions, queries
from ..forms import trips as forms
from ..models import Step, Trip, TripState
from ..panels.obstacles import pairs
from ..policy import TRIPS, answering_for
from ..rules import trips as rules
from ..workflow import TRIP
from .trips import above, answer, explain, the_trip

ANSWERABLE = {"overlap": "overlap_reason", "absence": "absence_reason"}
PAST_A_LIMIT = ("past_the_ceiling", "past_the_quarter", "after_the_fact")


def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the authority of a trip; what stands in the way is shown before and after."""
    trip = the_trip(request, key, "ask")
    names = forms.Asking.base_fields
    found = TRIP.obstacles(trip, "ask")
    problems = [one for problem in found for one in problem.error_list]
    codes = {one.code or "" for one in problems}
    wanted = {field for code, field in ANSWERABLE.items() if code in codes}
    present = {name: "" if name in wanted else getattr(trip, name) for name in names}  # one for others answers nothing
    wanted |= {"exception_reason"} if codes & set(PAST_A_LIMIT) else set()
    form = typed.form(forms.Asking, request, initial=present)
    for name in names:
        if name not in wanted and not getattr(trip, name) and not request.POST.get(name):
            del form.fields[name]
    line = [] if "wrong_state" in codes else queries.authorities.line(trip, today=rules.day_of(trip))

    def act(given: Form) -> None:
        sent = {name: text for name, text in given.cleaned_data.items() if name in request.POST}
        actions.ask_authority(trip, by=request.user, **sent)

    return answer(
        request,
        trip,
        form,
        act,
        _("Authority is asked for. You and the traveller are told when it is answered."),
        "travel/ask.html",
        page_title=_("Ask for authority"),
        submit=_("Ask for authority"),
        hindrances=[] if form.is_bound else pairs(problems),
        line=[_link(link, line[place:]) for place, link in enumerate(line, start=1)],
        cost=amount(queries.costs.estimate_of(trip.traveller_id)),
    )


def ask_all(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the authority of everybody in a delegation at once; where one may not, nobody is asked."""
    proposal = get_object_or_404(queries.proposal(request.user, key))
    waits = queries.trips.of_proposal(request.user, proposal)
    trips = [one for one in waits if one.state in (TripState.DRAFT, TripState.RETURNED)]
    if not trips:
        messages.warning(request, _("No trip of this delegation can be asked for now."))
        return redirect(proposal)
    for trip in trips:
        TRIPS.require(request.user, "ask", trip)
        trip.today = timezone.localdate()
    obstacles: list[tuple[str, str]] = []
    if request.method == "POST" and typed.SWITCH not in request.POST:
        try:
            actions.ask_authorities(trips, by=request.user)
        except ValidationError as refusal:
            obstacles = explain(Form(), refusal)
        else:
            said = ngettext(
                "Authority is asked for %(count)s trip.", "Authority is asked for %(count)s trips.", len(trips)
            )
            messages.success(request, said % {"count": len(trips)})
            return redirect(proposal)
    context = {
        "form": Form(),
        "obstacles": obstacles,
        "names": [str(trip.person) for trip in trips],
        "page_title": _("Ask for the whole delegation"),
        "submit": _("Ask for authority"),
        "cancel": proposal.get_absolute_url(),
        "lead_text": _("For %(names)s. What needs a reason is asked for on the page of that trip.")
        % {"names": ", ".join(str(trip.person) for trip in trips)},
        "breadcrumb": [*above(), (proposal.key, proposal.get_absolute_url())],
        "marking": proposal.marking,
    }
    return render(request, "travel/form.html", context, status=422 if obstacles else 200)


SKIPPED = dict(Step.SKIPPED)


def _link(link: Any, higher: list[Any]) -> dict[str, Any]:
    twice = link.decider is not None and any(one.decider == link.decider for one in higher)
    because = link.skipped or ("above" if twice else "")
    return {
        "office": link.unit.name,
        "who": link.decider or (link.head.person if link.head else None),
        "behalf": link.on_behalf,
        "because": SKIPPED.get(because, ""),
    }


def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Answer for one trip, or for all those of its delegation that wait for the same person."""
    trip = get_object_or_404(queries.trips.trip(request.user, key))
    trip.today = timezone.localdate()
    step = queries.authorities.turn_of(trip)
    head = answering_for(request.user, trip)
    if step is None or (head is None and not request.POST):
        if step is None:
            messages.warning(request, _("This trip does not wait for an answer any more."))
            return redirect(trip)
        raise PermissionDenied("authorise")
    mine = queries.authorities.together(request.user, trip, trip.today)
    asked = mine if any(one.trip_id == trip.pk for one in mine) else [step, *mine]
    choices = [(f"{one.trip_id}.{one.pk}", str(one.trip.person)) for one in asked]
    read = [value for value in request.POST.getlist("trips") if value not in dict(choices)]
    choices += [(value, _("a traveller who was answered meanwhile")) for value in read]
    form = typed.form(forms.Answer, request, trips=choices, initial={"trips": [f"{trip.pk}.{step.pk}"]})
    obstacles: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer_authorities(said["trips"], by=request.user, answer=said["answer"], comment=said["comment"])
        except ValidationError as refusal:
            obstacles = explain(form, refusal)
        else:
            count = len(said["trips"])
            words = ngettext("%(count)s trip is answered.", "%(count)s trips are answered.", count)
            messages.success(request, words % {"count": count})
            return redirect(trip)
    context = {
        "page_title": _("Decide the travel of %(who)s") % {"who": trip.person},
        "form": form,
        "obstacles": obstacles,
        "behalf": head if head and head.pk != request.user.pk else None,
        "office": step.unit,
        "breadcrumb": above(trip),
        "marking": trip.marking,
    }
    context |= _grounds(request, trip)
    return render(request, "travel/answer.html", context, status=422 if form.errors or obstacles else 200)


def _grounds(request: HttpRequest, trip: Trip) -> dict[str, Any]:
    """What a decider reads: the meeting, the whole delegation, the money, what stands in the way, what was answered."""
    proposal = trip.traveller.proposal
    today = rules.day_of(trip)
    line = queries.authorities.line(trip, today=today)
    people = list(queries.trips.delegation(proposal))
    trips = {one.traveller_id: one for one in queries.trips.of_proposal(request.user, proposal)}
    rows = [
        {
            "who": one,
            "trip": trips.get(one.pk),
            "here": one.pk == trip.traveller_id,
            "cost": amount(queries.costs.our_part(one.costs.all())),
        }
        for one in people
    ]
    quarter = proposal.quarter
    left = None
    if quarter.budget is not None:
        left = amount(quarter.budget - queries.costs.committed(quarter, but=trip.traveller_id))
    last = queries.last_cost(request.user, proposal.meeting)
    return {
        "trip": trip,
        "proposal": proposal,
        "meeting": proposal.meeting,
        "rows": rows,
        "cost": amount(queries.costs.estimate_of(trip.traveller_id)),
        "left": left,
        "last_cost": amount(last.total) if last else "",
        "problems": [one.messages[0] for one in rules.obstacles(trip, rules.GIVING[1:])],
        "steps": [one for one in queries.authorities.steps(trip) if one.answer not in ("waiting", "skipped", "lapsed")],
        "line": [_link(link, line[place:]) for place, link in enumerate(line, start=1)],
        "may_see_trip": TRIPS.allows(request.user, "view", trip),
    }
