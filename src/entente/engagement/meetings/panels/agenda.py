"""The agenda in a meeting's dossier: items in their order with our positions, and what is open about them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.kit.panel import Panel
from entente.kit.table import Ask

from ..models import ItemState, Meeting, PositionState, State
from ..policy import MEETINGS
from ..queries import Agenda
from . import sentences


def agenda_panel(ask: Ask, meeting: Meeting, agenda: Agenda) -> Panel:
    """The items with lead, minutes, our position and what others think; the time they need beside the time there is."""
    may_keep = meeting.state != State.CANCELLED and MEETINGS.allows(ask.person, "keep_agenda", meeting)
    movable = [item for item in agenda.items if may_keep]
    rows = [
        {
            "item": item,
            "number": number,
            "position": standing(item),
            "first": number == 1,
            "end": number == len(agenda.items),
        }
        for number, item in enumerate(agenda.items, start=1)
    ]
    context = {
        "rows": rows,
        "may": bool(movable),
        "time": said_time(agenda) if agenda.items else "",
        "over": sentences.minutes(agenda.over) if agenda.over else "",
    }
    add = (_("Add an item"), reverse("meetings:add_item", args=[meeting.key])) if may_keep else None
    return Panel(
        "agenda",
        _("Agenda"),
        "meetings/panels/agenda.html" if rows else "",
        context,
        count=len(rows),
        empty=_("No item is on the agenda yet. Items are ours, theirs or common; each may have our position."),
        action=add,
        marking=agenda.marking,
    )


def said_time(agenda: Agenda) -> str:
    """The time the items need beside the time there is, in words."""
    said = {"planned": sentences.minutes(agenda.planned), "there": sentences.minutes(agenda.available)}
    if agenda.assumed:
        return _("%(planned)s planned of about %(there)s, at six hours a day.") % said
    return _("%(planned)s planned of %(there)s.") % said


def standing(item: Any) -> Any:
    """The version of our position that stands: the latest that is no draft, else the draft; nothing if none is."""
    spoken_for = [one for one in item.versions if one.state != PositionState.DRAFT]
    return (spoken_for or item.versions or [None])[0]


def open_positions(ask: Ask, agenda: Agenda, *, over: bool) -> list[dict[str, Any]]:
    """What is open about the items: a position that nobody wrote, circulated or cleared, an objection."""
    if over:
        return [_left(item) for item in agenda.items if item.state == ItemState.PLANNED]
    found = []
    for item in agenda.items:
        if item.state != ItemState.PLANNED:
            continue
        text = _said(item)
        if text:
            to = (_("Open the item"), reverse("meetings:item", args=[item.pk]))
            found.append({"text": text, "action": to, "marking": item.marking})
    if agenda.over:
        said = {"over": sentences.minutes(agenda.over)}
        text = _("The agenda needs %(over)s more than there is.") % said
        found.append({"text": text, "action": None, "marking": "unclassified"})
    return found


def _left(item: Any) -> dict[str, Any]:
    text = _("“%(item)s”: say whether it was discussed, dropped or carried.") % {"item": item.title}
    to = (_("Open the item"), reverse("meetings:item", args=[item.pk]))
    return {"text": text, "action": to, "marking": item.marking}


def _said(item: Any) -> str:
    """What is open about the position on one item, in words; nothing when it is cleared, or nobody asked for one."""
    said = {"item": item.title}
    last = item.versions[0] if item.versions else None
    if last is None:
        return _("“%(item)s”: our position is not written.") % said if item.side == "ours" else ""
    if last.state == PositionState.DRAFT:
        return _("“%(item)s”: our position is a draft.") % said
    if last.objected:
        against = ", ".join(str(one.unit.name) for one in last.answers if one.answer == "objected")
        return _("“%(item)s”: %(branches)s objects to our position.") % (said | {"branches": against})
    if last.state == PositionState.CIRCULATED:
        asked = ", ".join(str(one.unit.name) for one in last.answers if one.answer == "asked")
        return _("“%(item)s”: not cleared yet by %(branches)s.") % (said | {"branches": asked})
    return ""
