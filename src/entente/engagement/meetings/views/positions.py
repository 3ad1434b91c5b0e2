"""Pages about positions: written, circulated, answered by branches; and what is known of others'."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.people.roles import Marking, highest
from entente.foundation.trail import actions as trail
from entente.kit import typed

from .. import actions, forms, queries
from ..models import Position, PositionState
from ..policy import MEETINGS
from .agenda import around, item_for, item_page
from .answering import about, above, answer, explain

SEEN = "%Y-%m-%dT%H:%M:%S.%f%z"


def write_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the draft of our position, or a new version after one that was circulated."""
    found = item_for(request, pk, "write_position")
    MEETINGS.require(request.user, "write_position", queries.written_over(found))
    last = found.versions[0] if found.versions else None
    draft = last if last is not None and last.state == PositionState.DRAFT else None
    present = forms.initial_of(last, forms.PositionWords) if last else {}
    present["seen"] = draft.at.strftime(SEEN) if draft else ""
    form = typed.form(forms.PositionWords, request, person=request.user, initial=present)
    title = _("Write our position") if last is None or draft else _("Write a new version")
    context = around(found.meeting, title, _("Save the draft"), item_page(found), last.marking if last else "")
    context["lead_text"] = found.title
    if last is not None and draft is None:
        context["note"] = _(
            "Version %(number)s was circulated and stays as it is. It is replaced when you circulate this one."
        ) % {"number": last.version}
    act = about(actions.write_position, found)
    return answer(request, form, act, _("The draft is saved."), to=lambda made: item_page(found), **context)


def circulate(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft to the branches that must clear it."""
    found = get_object_or_404(queries.position(request.user, pk))
    MEETINGS.require(request.user, "circulate", found)
    form = typed.form(forms.Circulation, request)
    context = around(
        found.item.meeting, _("Circulate for clearance"), _("Circulate it"), item_page(found.item), found.marking
    )
    context |= {"lead_text": found.item.title, "position": found}
    act = about(actions.circulate, found)
    done = _("The position is circulated; those who may clear it are told.")
    return answer(
        request, form, act, done, to=lambda made: item_page(found.item), template="meetings/circulate.html", **context
    )


def position(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a position: what a branch head reads before the answer, and the answer."""
    found = get_object_or_404(queries.position(request.user, pk))
    if found.marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=found)
    asked = _asked(request.user, found)
    form = typed.form(forms.Answer, request)
    if request.method == "POST" and form.is_bound and asked and form.is_valid():
        return _answered(request, found, asked, form)
    context = _position_context(request, found, asked, form)
    return render(request, "meetings/position.html", context, status=422 if form.errors else 200)


def _asked(person: Any, found: Any) -> list[Any]:
    """The clearances that this person may answer now."""
    open_ones = [one for one in found.answers if one.answer == "asked" and found.state == PositionState.CIRCULATED]
    for one in open_ones:
        one.position = found
    return [one for one in open_ones if MEETINGS.allows(person, "clear", one)]


def _answered(request: HttpRequest, found: Position, asked: list[Any], form: forms.Answer) -> HttpResponse:
    """Take the answer of a branch: the button says which, and whether it clears or objects."""
    wanted, _line, pk = request.POST.get("answer", "").partition(":")
    clearance = next((one for one in asked if str(one.pk) == pk), None)
    verb = {"clear": actions.clear, "object": actions.object_to}.get(wanted)
    try:
        if verb is None or clearance is None:
            raise ValidationError(_("Say whether your branch clears the position or objects to it."), code="unsaid")
        verb(clearance, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        explain(form, refusal)
        context = _position_context(request, found, asked, form)
        return render(request, "meetings/position.html", context, status=422)
    done = _("Your objection is noted and stays.") if wanted == "object" else _("Your branch has cleared it.")
    messages.success(request, done)
    return redirect(reverse("meetings:position", args=[found.pk]))


def _position_context(request: HttpRequest, found: Position, asked: list[Any], form: forms.Answer) -> dict[str, Any]:
    item_of = found.item
    return {
        "page_title": _("Our position, version %(number)s") % {"number": found.version},
        "position": found,
        "item": item_of,
        "meeting": item_of.meeting,
        "asked": asked,
        "form": form,
        "versions": queries.versions(request.user, item_of),
        "breadcrumb": [*above(item_of.meeting), (item_of.title, item_page(item_of))],
        "marking": highest([found.marking, item_of.marking, item_of.meeting.marking]),
        "cancel": item_page(item_of),
    }


def note_stance(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what is known of a partner's position on an item."""
    found = item_for(request, pk, "note_stance")
    form = typed.form(forms.StanceWords, request, person=request.user)
    context = around(found.meeting, _("Note a partner’s position"), _("Note it"), item_page(found), found.marking)
    context["lead_text"] = found.title
    act = about(actions.note_stance, found)
    return answer(request, form, act, _("The position is noted."), to=lambda made: item_page(found), **context)
