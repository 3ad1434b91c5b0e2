"""Pages about delegations: the list, naming and changing delegates, who was there."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, exports, forms, queries
from ..models import Delegate
from ..policy import MEETINGS
from .answering import about, above, answer, page
from .meetings import register_page


def delegates(request: HttpRequest) -> HttpResponseBase:
    """Delegates of every meeting, or of one: sorted, narrowed, page by page."""
    return register_page(request, exports.DELEGATES, "delegates")


def add_delegate(request: HttpRequest, key: str) -> HttpResponse:
    """Name somebody for a delegation."""
    meeting = get_object_or_404(queries.meeting(request.user, key))
    MEETINGS.require(request.user, "add_delegate", meeting)
    asked = {"partner": request.GET.get("partner", "")}
    form = typed.form(forms.NewDelegate, request, person=request.user, initial=asked)
    context: dict[str, Any] = {
        "page_title": _("Add a delegate"),
        "submit": _("Add the delegate"),
        "breadcrumb": above(meeting),
        "cancel": page(meeting, "delegations"),
        "marking": meeting.marking,
    }
    act = about(actions.add_delegate, meeting)
    done = _("The delegate is named, with the rank and the office of today.")
    return answer(request, form, act, done, to=lambda made: page(meeting, "delegations"), **context)


def _delegate(request: HttpRequest, pk: int) -> Delegate:
    return get_object_or_404(queries.delegate(request.user, pk))


def change_delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the part, the rank or the office of a delegate."""
    found = _delegate(request, pk)
    MEETINGS.require(request.user, "change_delegate", found)
    present = forms.initial_of(found, forms.ChangedDelegate)
    form = typed.form(forms.ChangedDelegate, request, person=request.user, initial=present)
    context: dict[str, Any] = {
        "page_title": _("Change a delegate"),
        "lead_text": str(found),
        "submit": _("Save the changes"),
        "breadcrumb": above(found.meeting),
        "cancel": page(found.meeting, "delegations"),
        "marking": found.meeting.marking,
    }
    act = about(actions.change_delegate, found)
    to = page(found.meeting, "delegations")
    return answer(request, form, act, _("The delegate is changed."), to=lambda made: to, **context)


def remove_delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of a delegation."""
    found = _delegate(request, pk)
    MEETINGS.require(request.user, "remove_delegate", found)
    form = typed.form(forms.Step, request)
    context: dict[str, Any] = {
        "page_title": _("Take a delegate out"),
        "lead_text": _("%(who)s is taken out of the delegation. The trail keeps that they were named.")
        % {"who": found},
        "submit": _("Take out"),
        "breadcrumb": above(found.meeting),
        "cancel": page(found.meeting, "delegations"),
        "marking": found.meeting.marking,
    }
    to = page(found.meeting, "delegations")
    act = about(actions.remove_delegate, found)
    return answer(request, form, act, _("The delegate is taken out."), to=lambda made: to, **context)


def presence(request: HttpRequest, key: str) -> HttpResponse:
    """Note who of the delegates was there."""
    meeting = get_object_or_404(queries.meeting(request.user, key))
    MEETINGS.require(request.user, "mark_attended", meeting)
    found = list(queries.of_meeting(request.user, meeting))
    named = [(one.pk, _label(one)) for one in found]
    there = [one.pk for one in found if one.attended is not False]
    form = typed.form(forms.Presence, request, delegates=named, initial={"there": there})
    context: dict[str, Any] = {
        "page_title": _("Who was there"),
        "lead_text": _("Leave a tick with those who were there; the others are noted as absent."),
        "submit": _("Note who was there"),
        "breadcrumb": above(meeting),
        "cancel": page(meeting, "delegations"),
        "marking": meeting.marking,
    }
    act, to = about(actions.mark_attended, meeting), page(meeting, "delegations")
    return answer(request, form, act, _("It is noted who was there."), to=lambda made: to, **context)


def _label(delegate: Delegate) -> str:
    side = delegate.partner.name if delegate.partner else _("our delegation")
    return f"{delegate} ({delegate.get_part_display()}, {side})"
