"""Pages about the agenda: items, their order, what became of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entente.foundation.people.roles import Marking, highest
from entente.foundation.trail import actions as trail
from entente.kit import typed

from .. import actions, forms, queries
from ..models import Item, Meeting
from ..policy import MEETINGS
from .answering import about, above, answer, heed, page, stamp


def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: what it asks, our position in its versions, what others think, where it came from and went."""
    found = get_object_or_404(queries.item(request.user, pk))
    marking = highest(one.marking for one in (found, found.meeting, *found.versions, *found.known))
    if marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=found)
    allows = {act: MEETINGS.allows(request.user, act, found) for act in ("keep_agenda", "note_stance")}
    allows["write_position"] = MEETINGS.allows(request.user, "write_position", queries.written_over(found))
    context = {
        "page_title": found.title,
        "item": found,
        "meeting": found.meeting,
        "chain": queries.chain(request.user, found),
        "may": allows,
        "steps": steps_of(request.user, found),
        "breadcrumb": above(found.meeting),
        "marking": marking,
    }
    return render(request, "meetings/item.html", context)


def steps_of(person: Any, found: Item) -> list[tuple[str, str]]:
    """What this person may do with an item now, as label and address."""
    steps: list[tuple[str, str, str, str]] = [
        ("discuss", "planned", _("It was discussed"), "meetings:discuss"),
        ("carry", "planned discussed", _("Carry to the next session"), "meetings:carry"),
        ("drop", "planned", _("Drop it"), "meetings:drop"),
        ("take_up_again", "dropped discussed", _("Take it up again"), "meetings:take_up_again"),
        ("keep_agenda", "planned", _("Change it"), "meetings:change_item"),
        ("keep_agenda", "planned", _("Take it out"), "meetings:remove_item"),
    ]
    return [
        (label, reverse(name, args=[found.pk]))
        for act, states, label, name in steps
        if found.state in states.split() and MEETINGS.allows(person, act, found)
    ]


def add_item(request: HttpRequest, key: str) -> HttpResponse:
    """Put an item on the agenda."""
    meeting = get_object_or_404(queries.meeting(request.user, key))
    MEETINGS.require(request.user, "keep_agenda", meeting)
    form = typed.form(forms.ItemWords, request, person=request.user)
    context = around(meeting, _("Add an agenda item"), _("Add the item"), page(meeting, "agenda"))
    to = page(meeting, "agenda")
    act = about(actions.add_item, meeting)
    return answer(request, form, act, _("The item is on the agenda."), to=lambda made: to, **context)


def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an item that is still on the agenda."""
    found = item_for(request, pk, "keep_agenda")
    present = forms.initial_of(found, forms.ItemWords)
    form = typed.form(forms.ItemWords, request, person=request.user, initial=present)
    heed(request, form, stamp(present))
    context = around(found.meeting, _("Change the item"), _("Save the changes"), item_page(found), found.marking)
    context["seen"] = stamp(present)
    return answer(request, form, about(actions.change_item, found), _("The item is changed."), to=item_page, **context)


@require_POST
def move_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an item one place up or down: one press of a button, no script needed."""
    found = item_for(request, pk, "keep_agenda")
    try:
        actions.move_item(found, by=request.user, up=request.POST.get("to") == "up")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(page(found.meeting, f"item-{found.pk}"))


def discuss(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an item was discussed."""
    found = item_for(request, pk, "discuss")
    words = (_("It was discussed"), _("It was discussed"), _("The item is noted as discussed."))
    return _step(request, found, actions.discuss, forms.Step, words)


def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop an item, with the reason."""
    found = item_for(request, pk, "drop")
    words = (_("Drop the item"), _("Drop it"), _("The item is dropped; it stays on the page with the reason."))
    return _step(request, found, actions.drop, forms.NegativeStep, words)


def take_up_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a closed item back on the agenda, with the reason."""
    found = item_for(request, pk, "take_up_again")
    words = (_("Take the item up again"), _("Take it up again"), _("The item is on the agenda again."))
    return _step(request, found, actions.take_up_again, forms.NegativeStep, words)


def remove_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out an item about which nothing was said."""
    found = item_for(request, pk, "keep_agenda")
    words = (_("Take the item out"), _("Take it out"), _("The item is taken out."))
    to = page(found.meeting, "agenda")
    return _step(request, found, actions.remove_item, forms.Step, words, to=lambda made: to)


def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry an item to the next session."""
    found = item_for(request, pk, "carry")
    form = typed.form(forms.Onward, request, person=request.user, meeting=found.meeting)
    context = around(found.meeting, _("Carry to the next session"), _("Carry it"), item_page(found))
    context["lead_text"] = _("“%(item)s” goes on the agenda there; each page leads to the other.") % {
        "item": found.title
    }
    done = _("The item is carried: it stands on this agenda now.")
    to: Callable[[Item], str] = lambda made: page(made.meeting, f"item-{made.pk}")  # noqa: E731
    return answer(request, form, about(actions.carry, found), done, to=to, **context)


def item_for(request: HttpRequest, pk: int, act: str) -> Any:
    """An item with which this person may do this. Raises ``Http404`` or ``PermissionDenied``."""
    found = get_object_or_404(queries.item(request.user, pk))
    MEETINGS.require(request.user, act, found)
    return found


def item_page(found: Item) -> str:
    """The page of an item."""
    return reverse("meetings:item", args=[found.pk])


def around(meeting: Meeting, title: str, submit: str, cancel: str, marking: str = "") -> dict[str, Any]:
    """What a form about one item or position shows around it."""
    return {
        "page_title": title,
        "submit": submit,
        "breadcrumb": above(meeting),
        "cancel": cancel,
        "marking": highest([meeting.marking, marking] if marking else [meeting.marking]),
    }


def _step(
    request: HttpRequest,
    found: Item,
    verb: Any,
    form_class: Any,
    words: tuple[str, str, str],
    to: Callable[[Any], str] = item_page,
) -> HttpResponse:
    title, button, done = words
    context = around(found.meeting, title, button, item_page(found), found.marking) | {"lead_text": found.title}
    return answer(request, typed.form(form_class, request), about(verb, found), done, to=to, **context)
