"""Pages about trips: the register, and what planners do with one of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from entente.foundation.trail import actions as trail
from entente.kit import pages, typed

from .. import actions, queries
from ..exports.costs import COSTS
from ..exports.trips import TRIPS as REGISTER
from ..forms import trips as forms
from ..models import Trip, TripState
from ..panels.obstacles import pairs
from ..policy import TRIPS
from ..rules import trips as rules
from .tabs import tabs


def trips(request: HttpRequest) -> HttpResponseBase:
    """Every trip one may see."""
    context = {
        "page_title": REGISTER.title,
        "tabs": tabs("trips"),
        "breadcrumb": above(),
        "may_import": TRIPS.allows(request.user, "import_actuals"),
        "may_view_ceilings": TRIPS.allows(request.user, "view_ceilings"),
    }
    return pages.register_page(request, REGISTER, "travel/trips.html", exported=trail.note_export, **context)


def costs(request: HttpRequest) -> HttpResponseBase:
    """Every cost line of the trips one may see."""
    context = {
        "page_title": COSTS.title,
        "tabs": tabs("costs"),
        "breadcrumb": above(),
        "may_import": TRIPS.allows(request.user, "import_actuals"),
        "may_view_ceilings": TRIPS.allows(request.user, "view_ceilings"),
    }
    return pages.register_page(request, COSTS, "travel/trips.html", exported=trail.note_export, **context)


def above(trip: Trip | None = None) -> list[tuple[str, str]]:
    """The way back: travel, trips, the trip."""
    found = [(_("Travel"), reverse("travel:index"))]
    if trip is not None:
        found += [(_("Trips"), reverse("travel:trips")), (trip.key, trip.get_absolute_url())]
    return found


def the_trip(request: HttpRequest, key: str, act: str) -> Trip:
    """One trip one may see and do something with, judged on today. Raises ``Http404`` or ``PermissionDenied``."""
    trip = get_object_or_404(queries.trips.trip(request.user, key))
    TRIPS.require(request.user, act, trip)
    trip.today = timezone.localdate()
    return trip


def explain(form: Form, refusal: ValidationError) -> list[tuple[str, str]]:
    """Put each problem beside its question; those of no question are returned with the page that cures them."""
    found: list[tuple[str, str]] = []
    said = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for name, problems in said.items():
        if name in form.fields:
            form.add_error(name, problems)
        else:
            found += pairs(one for problem in problems for one in problem.error_list)
    return found


def answer(  # noqa: PLR0913 - one shape for every form about a trip
    request: HttpRequest,
    trip: Trip,
    form: Form,
    act: Callable[..., Any],
    done: str,
    template: str = "travel/form.html",
    **context: Any,
) -> HttpResponse:
    """Do what the form asks and go back to the trip, or show the form with everything that stands in the way."""
    obstacles: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            act(form)
        except ValidationError as refusal:
            obstacles = explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect(trip)
    page = {
        "form": form,
        "trip": trip,
        "meeting": trip.traveller.proposal.meeting,
        "breadcrumb": above(trip),
        "cancel": trip.get_absolute_url(),
        "marking": trip.marking,
    }
    context["obstacles"] = obstacles or context.get("obstacles", [])
    return render(request, template, page | context, status=422 if form.errors or obstacles else 200)


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


@require_POST
def open_trips(request: HttpRequest, key: str) -> HttpResponse:
    """Open the trips of an approved delegation in one click."""
    proposal = get_object_or_404(queries.proposal(request.user, key))
    opened = actions.open_trips(proposal, by=request.user)
    if opened:
        said = ngettext("%(count)s trip is opened.", "%(count)s trips are opened.", len(opened))
        messages.success(request, said % {"count": len(opened)})
    else:
        messages.warning(request, _("There is nobody to open a trip for: name the travellers first."))
    return redirect(proposal)


def name_traveller(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say who travels for an office that was approved without a name."""
    proposal = get_object_or_404(queries.proposal(request.user, key))
    TRIPS.require(request.user, "open", proposal)
    traveller = get_object_or_404(proposal.travellers, pk=pk)
    form = typed.form(forms.Named, request)
    obstacles: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            trip = actions.name_traveller(traveller, by=request.user, person=form.cleaned_data["person"])
        except ValidationError as refusal:
            obstacles = explain(form, refusal)
        else:
            messages.success(request, _("The traveller is named, and the trip is opened."))
            return redirect(trip)
    context = {
        "form": form,
        "obstacles": obstacles,
        "page_title": _("Name the traveller: %(office)s") % {"office": traveller},
        "submit": _("Name the traveller"),
        "cancel": proposal.get_absolute_url(),
        "breadcrumb": [*above(), (proposal.key, proposal.get_absolute_url())],
        "marking": proposal.marking,
    }
    return render(request, "travel/form.html", context, status=422 if form.errors or obstacles else 200)


def dates(request: HttpRequest, key: str) -> HttpResponse:
    """Give a trip other days."""
    trip = the_trip(request, key, "change_dates")
    present = {"starts_on": trip.starts_on, "ends_on": trip.ends_on}
    form = typed.form(forms.Dates, request, initial=present)
    if trip.state != TripState.AUTHORISED:
        del form.fields["reason"]

    def act(given: Form) -> None:
        actions.change_dates(trip, by=request.user, **given.cleaned_data)

    standing = rules.not_while_it_is_asked_for(trip)
    return answer(
        request,
        trip,
        form,
        act,
        _("The dates are changed."),
        page_title=_("Change the dates"),
        submit=_("Change the dates"),
        obstacles=pairs([standing]) if standing else [],
    )


def _why(request: HttpRequest, trip: Trip, act: Callable[..., Any], done: str, **context: Any) -> HttpResponse:
    form = typed.form(forms.Why, request)
    return answer(request, trip, form, lambda given: act(trip, by=request.user, **given.cleaned_data), done, **context)


def recall(request: HttpRequest, key: str) -> HttpResponse:
    """Call the question for authority back."""
    trip = the_trip(request, key, "recall")
    words = _("Nobody is asked any longer; what was answered stays on file. You may change the trip and ask again.")
    said = {"page_title": _("Call it back"), "submit": _("Call it back"), "lead_text": words}
    return _why(request, trip, actions.recall_trip, _("It is called back."), **said)


def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Call a trip off."""
    trip = the_trip(request, key, "cancel")
    words = _("The trip does not take place. Its money is free again, and everybody concerned is told.")
    said = {"page_title": _("Cancel the trip"), "submit": _("Cancel the trip"), "lead_text": words, "danger": True}
    return _why(request, trip, actions.cancel_trip, _("The trip is cancelled."), **said)


def reopen(request: HttpRequest, key: str) -> HttpResponse:
    """Make a refused or cancelled trip a draft again."""
    trip = the_trip(request, key, "reopen")
    words = _("The trip becomes a draft again. Its authority must be asked for anew; what was answered stays on file.")
    said = {"page_title": _("Open it again"), "submit": _("Open it again"), "lead_text": words}
    return _why(request, trip, actions.reopen_trip, _("The trip is open again."), **said)
