"""The page of an engagement plan, its items and its moves."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.foundation.people.roles import Marking
from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trail_queries
from entente.kit import typed

from .. import actions, forms, panels, queries
from ..models import Item, Plan
from ..panels.plans import moves
from ..policy import REMOVALS
from .answering import about_plan, above, answer

TRAIL_LINES = 12


def _plan(request: HttpRequest, key: str, act: str = "view") -> Plan:
    found = get_object_or_404(queries.plan(request.user, key))
    REMOVALS.require(request.user, act, found)
    return found


def plan(request: HttpRequest, key: str) -> HttpResponse:
    """One engagement plan: what it waits for, what is to be done, how it turned."""
    one, today = _plan(request, key), timezone.localdate()
    if one.file.bears == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=one)
    context = {
        "head": panels.plan_head(one, today),
        "panels": panels.plan_panels(one, request.user, today),
        "events": panels.plan_events(one),
        "links": moves(one, request.user),
        "trail": list(trail_queries.about(trail.subject_of(one))[:TRAIL_LINES]),
        "breadcrumb": above(one.file),
        "marking": one.file.bears,
        "page_title": str(one.title),
    }
    return render(request, "removals/plan.html", context)


def change_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a draft says."""
    one = _plan(request, key, "change_plan")
    present = {name: getattr(one, name) for name in ("title_en", "title_fr", "aim_en", "aim_fr")}
    present["lead"] = one.lead.username
    form = typed.form(forms.Draft, request, person=request.user, initial=present)
    return answer(
        request,
        form,
        lambda: actions.change_plan(one, by=request.user, **form.cleaned_data),
        _("The plan is changed. What stood before is in the trail."),
        page_title=_("Change the plan"),
        submit=_("Save the change"),
        **about_plan(one),
    )


def add_item(request: HttpRequest, key: str) -> HttpResponse:
    """Add what is to be done."""
    one = _plan(request, key, "add_item")
    form = typed.form(forms.NewItem, request, person=request.user)
    return answer(
        request,
        form,
        lambda: actions.add_item(one, by=request.user, **form.cleaned_data),
        _("The item is added."),
        page_title=_("Add an item"),
        submit=_("Add it"),
        **about_plan(one),
    )


def _item(request: HttpRequest, pk: int, act: str) -> Item:
    found = get_object_or_404(queries.item(request.user, pk))
    REMOVALS.require(request.user, act, found)
    return found


def finish_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an item is done."""
    item = _item(request, pk, "finish_item")
    form = typed.form(forms.Finished, request, initial={"ended_on": timezone.localdate()})
    return answer(
        request,
        form,
        lambda: actions.finish_item(item, by=request.user, **form.cleaned_data),
        _("The item is done."),
        page_title=_("An item is done"),
        submit=_("It is done"),
        sentence=str(item),
        **about_plan(item.plan),
    )


def drop_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an item up, with the reason."""
    item = _item(request, pk, "drop_item")
    form = typed.form(forms.Ground, request)
    return answer(
        request,
        form,
        lambda: actions.drop_item(item, by=request.user, **form.cleaned_data),
        _("The item is dropped; your reason is kept."),
        page_title=_("Drop an item"),
        submit=_("Drop it"),
        sentence=str(item),
        **about_plan(item.plan),
    )


# ── Moves ─────────────────────────────────────────────────────────────────────────────────────────

Asked = tuple[Callable[..., Plan], type[Any] | None, Any]
MOVES: dict[str, Asked] = {
    "consult": (actions.consult, None, gettext_lazy("The plan is out for consultation.")),
    "send-back": (actions.send_back, forms.Ground, gettext_lazy("The plan is a draft again; its lead is told why.")),
    "take-back": (actions.take_back, forms.Ground, gettext_lazy("The approval is taken back; its lead is told why.")),
    "activate": (actions.activate, forms.Beginning, gettext_lazy("The plan is at work.")),
    "redraft": (actions.redraft, forms.Ground, gettext_lazy("The plan is a draft again; its lead is told why.")),
    "review": (actions.review, forms.Review, gettext_lazy("The plan is reviewed.")),
    "reopen": (actions.reopen, forms.TakenUp, gettext_lazy("The plan is at work again.")),
    "give-up": (actions.give_up, forms.Ground, gettext_lazy("The plan is given up; your reason is kept.")),
}
"""What each move does, what it asks, and what is said then. Approval has a page of its own."""


def move(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """Take a move, with what it asks for."""
    name = move.replace("-", "_")
    if name == "approve":
        return _approve(request, key)
    if move not in MOVES:
        raise Http404
    one = _plan(request, key, name)
    act, asked, done = MOVES[move]
    form = typed.form(asked or forms.Nothing, request)
    return answer(
        request,
        form,
        lambda: act(one, by=request.user, **form.cleaned_data),
        done,
        page_title=panels.VERBS[name],
        submit=panels.VERBS[name],
        **about_plan(one),
    )


def _approve(request: HttpRequest, key: str) -> HttpResponse:
    """Approve a plan after consultation, or send it back, on what it says."""
    one = _plan(request, key, "approve")
    form = typed.form(forms.Verdict, request)
    back = request.POST.get("verdict") == "send_back"

    def decide() -> Plan:
        if back:
            return actions.send_back(one, by=request.user, reason=form.cleaned_data["reason"])
        return actions.approve(one, by=request.user)

    items = [panel for panel in panels.plan_panels(one, request.user, timezone.localdate()) if panel.key == "items"]
    return answer(
        request,
        form,
        decide,
        _("The plan is a draft again; its lead is told why.") if back else _("The plan is approved; its lead is told."),
        template="removals/approve.html",
        page_title=_("Approve a plan"),
        plan=one,
        panels=items,
        last=list(one.turns.all())[-4:][::-1],
        **about_plan(one),
    )
