"""Pages of the quarter: the landing of travel, its budget, its steps."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.foundation.trail import actions as trail
from entente.kit import pages, typed

from .. import actions, exports, queries
from ..actions import quarters as verbs
from ..forms import quarters as forms
from ..models import ProposalState, Quarter, QuarterState
from ..policy import QUARTERS
from ..queries import balance as balances
from ..rules import quarters as rules
from ..workflow import QUARTER
from .answers import answer, crumbs, told
from .tabs import tabs

MEANING = {
    QuarterState.FORECASTING: gettext_lazy("Branches propose what they want to attend."),
    QuarterState.BALANCING: gettext_lazy("Forecasts are closed. International Affairs balances the list."),
    QuarterState.SUBMITTED: gettext_lazy("The list is before the President."),
    QuarterState.DECIDED: gettext_lazy("The list is decided. What is not on it takes the exception path."),
}
STEPS: dict[str, tuple[Any, Any, Any]] = {
    # move:            button, title of the page, what it means
    "close_forecast": (
        gettext_lazy("Close the forecasts"),
        gettext_lazy("Close the forecasts"),
        gettext_lazy("Branches put nothing more forward. You can reopen them, with a reason, until you submit."),
    ),
    "reopen_forecast": (
        gettext_lazy("Reopen the forecasts"),
        gettext_lazy("Reopen the forecasts"),
        gettext_lazy("Branches may propose again; their planners are told, with your reason."),
    ),
    "submit": (
        gettext_lazy("Submit to the President"),
        gettext_lazy("Submit the list to the President"),
        gettext_lazy("The President is told and decides the whole list on one page. You may take it back."),
    ),
    "take_back": (
        gettext_lazy("Take the list back"),
        gettext_lazy("Take the list back from the President"),
        gettext_lazy("What is decided stays decided; the rest can be balanced again."),
    ),
    "close": (
        gettext_lazy("Close the list"),
        gettext_lazy("Close the decided list"),
        gettext_lazy("It becomes the International Travel Plan of the quarter and the branches are told."),
    ),
    "reopen": (
        gettext_lazy("Reopen the list"),
        gettext_lazy("Reopen the decided list"),
        gettext_lazy("What is decided stays decided until you take it back line by line."),
    ),
}
DO = {
    "close_forecast": verbs.close_forecast,
    "reopen_forecast": verbs.reopen_forecast,
    "submit": verbs.submit,
    "take_back": verbs.take_back,
    "close": verbs.close,
    "reopen": verbs.reopen,
}


def index(request: HttpRequest) -> HttpResponse:
    """Where travel begins: the quarter that is worked on."""
    current = queries.current(request.user, today=timezone.localdate())
    if current is None:
        may_open = QUARTERS.allows(request.user, "open")
        context = {"page_title": _("Travel"), "tabs": tabs("index"), "may_open": may_open}
        return render(request, "travel/quarters/none.html", context)
    return _page(request, current)


def quarter(request: HttpRequest, key: str) -> HttpResponse:
    """One quarter: its sessions and what is proposed for them."""
    return _page(request, get_object_or_404(queries.quarter(request.user, key)))


def _page(request: HttpRequest, one: Quarter) -> HttpResponse:
    person = request.user
    found = list(queries.of_quarter(person, one))
    proposed = {proposal.meeting_id for proposal in found if proposal.state != ProposalState.WITHDRAWN}
    sessions = list(queries.sessions(person, one))
    may = QUARTERS.allowed(person, ("see_money", "open", "change", "balance", "decide", *QUARTER.moves), one)
    context = {
        "page_title": str(one.title),
        "tabs": tabs("index"),
        "breadcrumb": crumbs((one.title, "")),
        "quarter": one,
        "meaning": MEANING[QuarterState(one.state)],
        "others": [other for other in queries.every_quarter(person) if other.pk != one.pk][:7],
        "proposals": [balances.Asked(proposal, queries.amount(proposal)) for proposal in found],
        "open_sessions": [one for one in sessions if one.pk not in proposed],
        "may_propose": bool(queries.may_propose(person)),
        "exception": one.state == QuarterState.DECIDED,
        "money": balances.money_of(one, found) if may["see_money"] else None,
        "may": may,
        "steps": steps_of(one, may),
    }
    return render(request, "travel/quarters/quarter.html", context)


def steps_for(person: Any, one: Quarter) -> list[tuple[str, Any]]:
    """The steps that a person may take now: address and button."""
    return steps_of(one, QUARTERS.allowed(person, QUARTER.moves, one))


def steps_of(one: Quarter, may: Mapping[str, bool]) -> list[tuple[str, Any]]:
    """The steps that are allowed and stand open now: address and button."""
    return [
        (reverse("travel:quarter_step", args=[one.key, move.name]), STEPS[move.name][0])
        for move in QUARTER.open_to(one)
        if may[move.name]
    ]


def quarters(request: HttpRequest) -> HttpResponseBase:
    """Every quarter."""
    may_open = QUARTERS.allows(request.user, "open")
    return _register(request, exports.QUARTERS, "quarters", may_open=may_open)


def _register(request: HttpRequest, register: Any, name: str, **context: Any) -> HttpResponseBase:
    context = {"page_title": register.title, "tabs": tabs(name), "breadcrumb": crumbs()} | context
    return pages.register_page(request, register, "travel/register.html", exported=trail.note_export, **context)


def new_quarter(request: HttpRequest) -> HttpResponse:
    """Open a quarter for forecasts."""
    QUARTERS.require(request.user, "open")
    form = typed.form(forms.NewQuarter, request, today=timezone.localdate())
    return answer(
        request,
        form,
        actions.open_quarter,
        template="travel/proposals/form.html",
        done=_("The quarter is open. The planners of the branches are told."),
        to=lambda made: made.get_absolute_url(),
        page_title=_("Open a quarter"),
        lead_text=_("Branches propose delegations until the forecasts are closed."),
        submit=_("Open the quarter"),
        cancel=reverse("travel:quarters"),
        breadcrumb=crumbs(),
    )


def change_quarter(request: HttpRequest, key: str) -> HttpResponse:
    """Set another budget or another day for forecasts."""
    one = get_object_or_404(queries.quarter(request.user, key))
    QUARTERS.require(request.user, "change", one)
    present = {"budget": one.budget, "forecast_due_on": one.forecast_due_on}
    form = typed.form(forms.ChangedQuarter, request, initial=present)
    return answer(
        request,
        form,
        lambda **said: actions.change_quarter(one, **said),
        template="travel/proposals/form.html",
        done=_("The quarter is changed. The old values stay in the trail."),
        to=lambda made: made.get_absolute_url(),
        page_title=_("Change the budget or the day for forecasts"),
        submit=_("Change the quarter"),
        cancel=one.get_absolute_url(),
        breadcrumb=crumbs((one.title, one.get_absolute_url())),
    )


def quarter_step(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """Take a quarter one step: what it means, what stands in the way, the reason beside the button."""
    one = get_object_or_404(queries.quarter(request.user, key))
    if move not in DO:
        return redirect(one)
    QUARTERS.require(request.user, move, one)
    button, title, meaning = STEPS[move]
    needed = QUARTER.moves[move].needs_reason
    form = typed.form(forms.Step, request, needed=needed)
    where = {
        "budget_missing": reverse("travel:change_quarter", args=[one.key]),
        "reason_missing": "#id_reason",
    }
    balance = reverse("travel:balance", args=[one.key])

    def cure(code: str) -> str:
        return where.get(code, balance if code in ON_THE_BALANCE else "")

    obstacles = [] if request.method == "POST" else _obstacles(one, move)
    return answer(
        request,
        form,
        lambda **said: DO[move](one, **said),
        template="travel/proposals/form.html",
        done=_("It is done: %(quarter)s is now “%(state)s”.") % {"quarter": one.title, "state": _state_after(move)},
        to=lambda made: made.get_absolute_url(),
        cure=cure,
        missing=told(ValidationError(obstacles), cure) if obstacles else [],
        page_title=title,
        lead_text=meaning,
        submit=button,
        cancel=one.get_absolute_url(),
        breadcrumb=crumbs((one.title, one.get_absolute_url())),
    )


def _obstacles(one: Quarter, move: str) -> list[ValidationError]:
    late = rules.every_listed_meeting_is_to_come(one, today=timezone.localdate()) if move == "submit" else None
    return [*QUARTER.obstacles(one, move, reason="given"), *([late] if late else [])]


ON_THE_BALANCE = (
    "meetings_gone",
    "waits_for_the_balance",
    "list_is_empty",
    "worksheets_incomplete",
    "list_is_undecided",
)


def _state_after(move: str) -> Any:
    return QuarterState(QUARTER.moves[move].target).label
