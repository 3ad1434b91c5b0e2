"""Pages about money: estimate and actual of a trip, the money of a quarter, the ceiling, the sheet of costs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.foundation.trail import actions as trail
from entente.kit import export, pages, typed
from entente.kit.numerals import amount
from entente.kit.table import Ask

from .. import actions, imports, queries
from ..exports.costs import BY, MONEY
from ..forms import trips as forms
from ..models import Trip, TripState
from ..panels.obstacles import pairs
from ..policy import QUARTERS, TRIPS
from ..rules import trips as rules
from .tabs import tabs
from .trips import above, answer, explain, the_trip

SENT = "travel-actuals"
ROWS_SHOWN, ERRORS_SHOWN = 100, 200


# ── One trip ──────────────────────────────────────────────────────────────────────────────────────


def estimate(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a trip is expected to cost."""
    trip = the_trip(request, key, "estimate")
    form = _costs(request, trip, forms.Estimate)
    if trip.state != TripState.AUTHORISED:
        del form.fields["reason"]
    standing = rules.not_while_it_is_asked_for(trip)

    def act(given: Form) -> None:
        reason = given.cleaned_data.get("reason", "")
        actions.revise_estimate(trip, by=request.user, lines=form.said, reason=reason)

    return answer(
        request,
        trip,
        form,
        act,
        _("The estimate is changed."),
        "travel/costs.html",
        page_title=_("What it is expected to cost"),
        headings=[_("Estimate"), _("Paid by others"), _("Who pays that part")],
        submit=_("Change the estimate"),
        obstacles=pairs([standing]) if standing else [],
        ceiling=amount(queries.costs.ceiling_on(trip.starts_on)),
    )


def actuals(request: HttpRequest, key: str) -> HttpResponse:
    """Enter what a trip did cost."""
    trip = the_trip(request, key, "spend")
    form = _costs(request, trip, forms.Actual, initial={"reason": trip.variance_reason})

    def act(given: Form) -> None:
        actions.spend(trip, by=request.user, lines=form.said, reason=given.cleaned_data["reason"])

    return answer(
        request,
        trip,
        form,
        act,
        _("What was spent is entered."),
        "travel/costs.html",
        page_title=_("What it did cost"),
        headings=[_("Spent"), _("Reimbursed on")],
        submit=_("Enter what was spent"),
        shows_estimate=True,
    )


def _costs(request: HttpRequest, trip: Trip, form: type[forms.Costs], **given: Any) -> Any:
    return typed.form(form, request, lines=queries.costs.lines_of(trip.traveller_id), **given)


# ── The quarter ───────────────────────────────────────────────────────────────────────────────────


def money(request: HttpRequest, key: str) -> HttpResponseBase:
    """The money of a quarter: budget, reserved, spent, released, left; and what it is for."""
    quarter = get_object_or_404(queries.quarter(request.user, key))
    by = request.GET.get("by", "branch")
    if by not in dict(BY):
        raise Http404
    ask = Ask(request.user, timezone.localdate().isoformat(), chosen={"quarter": key, "by": by})
    form = request.GET.get("format", "")
    if form in export.TYPES:
        trail.note_export(by=request.user, register=MONEY.name, form=form, asked=request.GET.urlencode())
        return pages.as_file(MONEY, ask, form)
    purse = queries.costs.purse(request.user, quarter)
    context = {
        "page_title": _("Money of %(quarter)s") % {"quarter": quarter.title},
        "breadcrumb": [*above(), (str(quarter), quarter.get_absolute_url())],
        "quarter": quarter,
        "purse": _shown(purse.all) | {"over": amount(purse.over) if purse.over else ""},
        "whole": QUARTERS.allows(request.user, "see_money", quarter),
        "budget": amount(purse.budget) if purse.budget is not None else "",
        "left": amount(purse.left) if purse.left is not None else "",
        "rows": [_shown(one) for one in queries.costs.spread(request.user, quarter, by)],
        "by": by,
        "grouped": dict(BY)[by],
        "parts": [{"label": label, "url": f"?by={code}", "current": code == by} for code, label in BY],
        "files": [(name.upper(), f"?by={by}&format={name}") for name in export.TYPES],
    }
    return render(request, "travel/money.html", context)


def _shown(one: queries.costs.Money) -> dict[str, Any]:
    sums = {name: amount(getattr(one, name)) for name in ("approved", "reserved", "spent", "released", "total")}
    return sums | {"label": one.label, "url": one.url, "trips": one.trips}


def ceilings(request: HttpRequest) -> HttpResponse:
    """What one trip may cost, now and before; International Affairs sets the next."""
    TRIPS.require(request.user, "view_ceilings")
    may = TRIPS.allows(request.user, "set_ceiling")
    today = timezone.localdate()
    form = typed.form(forms.NewCeiling, request) if may else None
    obstacles: list[tuple[str, str]] = []
    if request.method == "POST":
        TRIPS.require(request.user, "set_ceiling")
    if form is not None and form.is_bound and form.is_valid():
        try:
            actions.set_ceiling(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            obstacles = explain(form, refusal)
        else:
            messages.success(request, _("The ceiling is set."))
            return redirect("travel:ceilings")
    context = {
        "page_title": _("Ceiling of a trip"),
        "breadcrumb": [*above(), (_("Trips"), reverse("travel:trips"))],
        "form": form,
        "obstacles": obstacles,
        "now": amount(queries.costs.ceiling_on(today)),
        "rows": [(one, amount(one.amount)) for one in queries.costs.ceilings()],
        "tabs": tabs("trips"),
    }
    wrong = bool(obstacles or (form is not None and form.errors))
    return render(request, "travel/ceilings.html", context, status=422 if wrong else 200)


# ── The sheet of what was spent ───────────────────────────────────────────────────────────────────


def send(request: HttpRequest) -> HttpResponse:
    """Send a sheet of what was spent; what each column takes stands below."""
    TRIPS.require(request.user, "import_actuals")
    form = typed.form(forms.Upload, request)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            table = imports.opened(sent.name, sent.read())
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            request.session[SENT] = {"name": sent.name, "table": table}
            return redirect("travel:check_actuals")
    context = {
        "form": form,
        "page_title": _("Enter what was spent from a spreadsheet"),
        "breadcrumb": [*above(), (_("Trips"), reverse("travel:trips"))],
        "columns": imports.columns(),
        "waiting": request.session.get(SENT),
    }
    return render(request, "travel/import.html", context, status=422 if form.errors else 200)


def check(request: HttpRequest) -> HttpResponse:
    """What the sheet would enter and every cell that is wrong; then enter all of it, or nothing."""
    TRIPS.require(request.user, "import_actuals")
    sent = request.session.get(SENT)
    if sent is None:
        return redirect("travel:import_actuals")
    if "forget" in request.POST:
        del request.session[SENT]
        return redirect("travel:import_actuals")
    judged = imports.judge(sent["table"], person=request.user, today=timezone.localdate())
    refused: list[str] = []
    if request.method == "POST" and typed.SWITCH not in request.POST and not judged.errors and judged.trips:
        try:
            entered = actions.spend_many(judged.given, by=request.user, file=sent["name"])
        except ValidationError as refusal:
            refused = refusal.messages
        else:
            del request.session[SENT]
            said = ngettext(
                "Costs of %(count)s trip are entered.", "Costs of %(count)s trips are entered.", len(entered)
            )
            messages.success(request, said % {"count": len(entered)})
            return redirect("travel:trips")
    context = {
        "page_title": _("Check the spreadsheet"),
        "breadcrumb": [*above(), (_("Enter what was spent from a spreadsheet"), reverse("travel:import_actuals"))],
        "name": sent["name"],
        "judged": judged,
        "total": amount(judged.total),
        "errors": judged.errors[:ERRORS_SHOWN],
        "refused": refused,
        "rows": [(one, amount(one.total)) for one in judged.trips[:ROWS_SHOWN]],
    }
    return render(request, "travel/check.html", context, status=422 if refused else 200)


def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the right headings, to fill."""
    TRIPS.require(request.user, "import_actuals")
    return _file(imports.blank(), _("what-was-spent"))


def errors(request: HttpRequest) -> HttpResponse:
    """The sheet with a last column that says what is wrong, to mend and send again."""
    TRIPS.require(request.user, "import_actuals")
    sent = request.session.get(SENT)
    if sent is None:
        raise Http404
    judged = imports.judge(sent["table"], person=request.user, today=timezone.localdate())
    return _file(imports.with_errors(judged), _("to-mend"))


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8", headers=headers)
