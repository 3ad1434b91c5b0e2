"""One page for each step of a visit, and for the overrule of its routing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit import typed

from .. import actions, forms, panels, rules
from ..models import Coordinator, Visit
from ..policy import VISITS
from ..workflow import VISIT
from .opening import above, opened

VERBS: dict[str, Callable[..., Visit]] = {
    "triage": actions.triage,
    "accept": actions.accept,
    "decline": actions.decline,
    "reopen": actions.reopen,
    "consult": actions.consult,
    "draft_programme": actions.draft_programme,
    "pre_brief": actions.pre_brief,
    "revise": actions.revise,
    "begin": actions.begin,
    "end": actions.end,
    "follow_up": actions.follow_up,
    "close": actions.close,
    "cancel": actions.cancel,
}
ASKED = {
    "triage": gettext_lazy("Is this request taken in, so that it can be decided?"),
    "accept": gettext_lazy("Does the delegation come?"),
    "decline": gettext_lazy("Is the delegation told that it cannot come?"),
    "reopen": gettext_lazy("Is the declined request looked at again?"),
    "consult": gettext_lazy("Are the offices asked for their views now?"),
    "draft_programme": gettext_lazy("Is everything heard that the programme needs?"),
    "pre_brief": gettext_lazy("Was senior management briefed, and on which day?"),
    "revise": gettext_lazy("Does the programme change after the pre-brief?"),
    "begin": gettext_lazy("Are the guests here?"),
    "end": gettext_lazy("Have the guests left?"),
    "follow_up": gettext_lazy("Are visitors and hosts heard?"),
    "close": gettext_lazy("Is nothing left to do but to keep what was promised?"),
    "cancel": gettext_lazy("Is this accepted visit called off?"),
}
AFTER = {
    "triage": gettext_lazy("The visit is in triage. Next it is accepted or declined."),
    "accept": gettext_lazy("Who coordinates is told. Next the offices are consulted. Calendars show the visit."),
    "decline": gettext_lazy("The reason is kept. The request can be looked at again later."),
    "reopen": gettext_lazy("The visit is in triage again. The earlier reason is kept."),
    "consult": gettext_lazy("Questions go to the offices concerned, from the page of the visit."),
    "draft_programme": gettext_lazy("The programme is drawn up item by item. Next comes the pre-brief."),
    "pre_brief": gettext_lazy("The visit is ready. Whoever changes the programme now gives the reason."),
    "revise": gettext_lazy("The programme is open again, and another pre-brief is due."),
    "begin": gettext_lazy("Feedback, report and commitments can be recorded from now on."),
    "end": gettext_lazy("Visitors and hosts are heard within ten days."),
    "follow_up": gettext_lazy("The report is written, and what was promised is followed."),
    "close": gettext_lazy("Nothing more is changed, except gifts and costs that come to light."),
    "cancel": gettext_lazy("The reason is kept, and calendars show the visit as cancelled. This cannot be undone."),
}

LATELY = 5  # earlier steps that stand beside the decision


def step(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Take one step of a visit, or say everything that stands in its way."""
    visit = opened(request, key)
    if name not in VISIT.moves:
        raise Http404
    VISITS.require(request.user, name, visit)
    move = VISIT.moves[name]
    kind = forms.PreBrief if name == "pre_brief" else forms.Reason if move.needs_reason else forms.Word
    form = typed.form(kind, request)
    problems = _problems(visit, name)
    if form.is_bound and form.is_valid():
        try:
            VERBS[name](visit, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            problems = _sorted(form, refusal)
        else:
            messages.success(request, _("Done: the visit is now “%(state)s”.") % {"state": _state(move.target)})
            return redirect(visit)
    routing = visit.routings.order_by("-id").first() if name == "accept" else None
    context = {
        "page_title": panels.MOVES[name],
        "breadcrumb": above(visit),
        "marking": visit.kept_as,
        "visit": visit,
        "form": form,
        "obstacles": [(" ".join(one.messages), "") for one in problems],
        "asked": ASKED[name],
        "after": AFTER[name],
        "verb": panels.MOVES[name],
        "blocked": any(one.code == "wrong_state" for one in problems),
        "negative": move.needs_reason,
        "history": [
            {"step": one, "label": panels.MOVES.get(one.move) or _("Moved to other days")}
            for one in visit.steps.order_by("-id")[:LATELY]
        ],
        "tests": panels.tests(routing) if routing else [],
    }
    return render(request, "visits/step.html", context, status=422 if form.is_bound else 200)


def overrule(request: HttpRequest, key: str) -> HttpResponse:
    """Give the coordination to somebody else than the rule says, with the reason."""
    visit = opened(request, key)
    VISITS.require(request.user, "overrule", visit)
    other = {one.value: one for one in Coordinator if one != visit.coordinator}
    form = typed.form(forms.Overrule, request, **_suggested(request, next(iter(other), "")))
    problems: list[ValidationError] = []
    if form.is_bound and form.is_valid():
        try:
            actions.overrule(visit, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            problems = _sorted(form, refusal)
        else:
            messages.success(request, _("The routing is decided; what the rule said is kept beside it."))
            return redirect(visit)
    routing = visit.routings.order_by("-id").first()
    context = {
        "page_title": _("Overrule the routing"),
        "breadcrumb": above(visit),
        "marking": visit.kept_as,
        "visit": visit,
        "form": form,
        "obstacles": [(" ".join(one.messages), "") for one in problems],
        "routing": routing,
        "tests": panels.tests(routing) if routing else [],
        "history": visit.routings.order_by("-id")[:LATELY],
    }
    return render(request, "visits/overrule.html", context, status=422 if form.is_bound else 200)


def _suggested(request: HttpRequest, coordinator: str) -> dict[str, Any]:
    return {} if request.method == "POST" else {"initial": {"coordinator": coordinator}}


def _problems(visit: Visit, name: str) -> list[ValidationError]:
    """What stands in the way before anybody has said anything."""
    found = [one for one in VISIT.obstacles(visit, name) if one.code != "reason_missing"]
    early = rules.not_before_its_day(visit, timezone.localdate()) if name == "begin" else None
    return [*found, early] if early and not found else found


def _sorted(form: Any, refusal: ValidationError) -> list[ValidationError]:
    """Problems of a question go beside it; those of the visit itself are returned."""
    rest: list[ValidationError] = []
    for name, problems in refusal.error_dict.items():
        if name in form.fields:
            form.add_error(name, problems)
        else:
            rest += problems
    return rest


def _state(code: str) -> str:
    return str(Visit.State(code).label)
