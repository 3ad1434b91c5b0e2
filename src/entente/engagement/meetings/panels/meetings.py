"""A meeting's own dossier, which a delegate reads on the way: where, when, do we go; what is open first."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entente.foundation.people.roles import highest
from entente.foundation.sources.queries import Notes
from entente.kit.days import spoken
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from ..models import Attendance, Meeting, State
from ..policy import MEETINGS
from ..queries.dossier import Whole, whole
from . import sentences
from .agenda import agenda_panel, open_positions

BADGES = {State.FORECAST: "neutral", State.CONFIRMED: "info", State.HELD: "good", State.CANCELLED: "danger"}
GOING = {Attendance.UNDECIDED: "warning", Attendance.ATTEND: "good", Attendance.SKIP: "neutral"}
STEPS = {
    # what may be done in a state, in the order of a meeting's life
    State.FORECAST: ("decide_attendance", "confirm", "hold", "change", "cancel"),
    State.CONFIRMED: ("decide_attendance", "hold", "change", "cancel"),
    State.HELD: ("decide_attendance", "change"),
    State.CANCELLED: ("reinstate",),
}


def steps(ask: Ask, meeting: Meeting, today: date) -> list[tuple[str, str]]:
    """What this person may do with a meeting now, as label and address."""
    words = {
        "decide_attendance": (_("Decide whether we go"), "attendance"),
        "confirm": (_("Confirm it"), "confirm"),
        "hold": (_("It was held"), "hold"),
        "change": (_("Change it"), "change"),
        "cancel": (_("Cancel it"), "cancel"),
        "reinstate": (_("Reinstate it"), "reinstate"),
    }
    over = {"hold": meeting.ends_on <= today, "confirm": meeting.ends_on >= today}
    found = [
        (words[act][0], reverse(f"meetings:{words[act][1]}", args=[meeting.key]))
        for act in STEPS[State(meeting.state)]
        if over.get(act, True) and MEETINGS.allows(ask.person, act, meeting)
    ]
    if MEETINGS.allows(ask.person, "register"):
        found.append((_("Propose the next session"), f"{reverse('meetings:new')}?after={meeting.key}"))
    return found


def head(ask: Ask, meeting: Meeting, notes: Notes) -> Head:
    """The name, where and when it is, at what level, do we go and who leads."""
    known = whole(ask, meeting)
    said = [sentences.place_and_time(meeting), sentences.going(meeting), sentences.leading(known.head)]
    badges = [(BADGES[State(meeting.state)], meeting.get_state_display())]
    if meeting.state != State.CANCELLED:
        badges.append((GOING[Attendance(meeting.attendance)], meeting.get_attendance_display()))
    above = [(one.name, one.get_absolute_url()) for one in (meeting.body, meeting.partner) if one is not None][:1]
    if meeting.series is not None:
        above = [(meeting.series.title, meeting.series.get_absolute_url())]
    return Head(
        name=meeting.title,
        kind=_kind(meeting),
        sentence=" ".join(one for one in said if one),
        badges=tuple(badges),
        marking=meeting.marking,
        above=tuple(above),
        actions=tuple(steps(ask, meeting, date.fromisoformat(ask.on))),
    )


def _kind(meeting: Meeting) -> str:
    if meeting.body is None:
        return _("meeting with a partner")
    return _("session of a table at home") if meeting.body.home else _("session of a body")


# ── Panels ────────────────────────────────────────────────────────────────────────────────────────


def own_panels(ask: Ask, meeting: Meeting, notes: Notes) -> list[Panel]:
    """What is open first; then delegations, agenda, the last session, who is met there, the record."""
    known, today = whole(ask, meeting), date.fromisoformat(ask.on)
    made = [
        _open(ask, known, today),
        _promises(known, today),
        _inputs(known, today),
        _delegations(ask, known),
        agenda_panel(ask, known.meeting, known.agenda),
        _last(known),
        _met(known, notes),
        _record(ask, known, notes),
    ]
    return [panel for panel in made if panel]


def _action(ask: Ask, act: str, meeting: Meeting, label: str, name: str) -> tuple[str, str] | None:
    may = MEETINGS.allows(ask.person, act, meeting)
    return (label, reverse(f"meetings:{name}", args=[meeting.key])) if may else None


def _open(ask: Ask, known: Whole, today: date) -> Panel | None:
    meeting, items = known.meeting, []
    if meeting.state == State.CANCELLED:
        return None

    def say(text: str, action: tuple[str, str] | None = None) -> None:
        items.append({"text": text, "action": action})

    over = meeting.is_over(today)
    if meeting.attendance == Attendance.UNDECIDED:
        to = _action(ask, "decide_attendance", meeting, _("Decide"), "attendance")
        say(_("Nobody has decided whether we go.") if not over else _("It was never decided whether we go."), to)
    if over and meeting.state != State.HELD:
        to = _action(ask, "hold", meeting, _("It was held"), "hold")
        say(_("Its last day has passed: say that it was held, or cancel it."), to)
    if meeting.attendance == Attendance.ATTEND and not known.ours:
        to = _action(ask, "add_delegate", meeting, _("Name the delegation"), "add_delegate")
        say(_("Nobody is named for our delegation."), to)
    elif meeting.attendance == Attendance.ATTEND and known.head is None:
        to = _action(ask, "add_delegate", meeting, _("Name its head"), "add_delegate")
        say(_("Nobody leads our delegation."), to)
    if meeting.state == State.HELD and any(one.attended is None for one in known.delegates):
        to = _action(ask, "mark_attended", meeting, _("Note who was there"), "presence")
        say(_("It is not noted who was there."), to)
    positions = open_positions(ask, known.agenda, over=over)
    items += positions
    marking = highest([meeting.marking, *(one["marking"] for one in positions)])
    if not items:
        return None
    context = {"items": items}
    return Panel(
        "open",
        _("Still open"),
        "meetings/panels/open.html",
        context,
        count=len(items),
        open=True,
        marking=marking,
    )


def _promises(known: Whole, today: date) -> Panel | None:
    if not known.promises:
        return None
    rows = [
        {
            "promise": one,
            "who": one.owner or one.unit or "",
            "late": sentences.lateness(one.due_on, today),
            "is_late": one.due_on is not None and one.due_on < today,
        }
        for one in known.promises
    ]
    return Panel(
        "promises",
        _("Promises that still stand"),
        "meetings/panels/promises.html",
        {"rows": rows},
        count=len(rows),
        open=True,
        marking=highest(one.marking for one in known.promises),
    )


def _inputs(known: Whole, today: date) -> Panel | None:
    if not known.inputs:
        return None
    rows = [{"input": one, "late": sentences.lateness(one.due_on, today)} for one in known.inputs]
    return Panel(
        "inputs",
        _("Inputs owed to joint products"),
        "meetings/panels/inputs.html",
        {"rows": rows},
        count=len(rows),
        open=True,
        marking=highest(one.product.marking for one in known.inputs),
    )


def _delegations(ask: Ask, known: Whole) -> Panel:
    meeting = known.meeting
    open_to_change = meeting.state != State.CANCELLED
    may = open_to_change and MEETINGS.allows(ask.person, "change_delegate", meeting)
    links = []
    if open_to_change:
        links.append(_action(ask, "add_delegate", meeting, _("Bring in a spreadsheet"), "import_delegates"))
    if known.delegates:
        links.append((_("As a list"), f"{reverse('meetings:delegates')}?meeting={meeting.key}"))
        if meeting.starts_on <= date.fromisoformat(ask.on) and open_to_change:
            links.append(_action(ask, "mark_attended", meeting, _("Note who was there"), "presence"))
    groups: list[tuple[Any, list[Any]]] = [(None, known.ours)] if known.ours else []
    context = {
        "groups": [*groups, *known.theirs],
        "may": may,
        "links": [one for one in links if one],
        "noted": any(one.attended is not None for one in known.delegates),
    }
    return Panel(
        "delegations",
        pgettext("meeting", "Delegations"),
        "meetings/panels/delegations.html",
        context,
        count=len(known.delegates),
        action=_action(ask, "add_delegate", meeting, _("Add a delegate"), "add_delegate") if open_to_change else None,
    )


def _last(known: Whole) -> Panel | None:
    last = known.last
    if last is None:
        return None
    context = {
        "last": last,
        "when": sentences.when(last),
        "where": sentences.where(last),
        "going": sentences.going(last),
        "minutes": known.minutes,
        "decisions": known.decisions,
        "attended": known.attended if known.attended != last else None,
    }
    marking = highest([last.marking, *(one.marking for one in known.decisions)])
    return Panel("last", _("Last session"), "meetings/panels/last.html", context, marking=marking)


def _met(known: Whole, notes: Notes) -> Panel | None:
    met = [partner for partner, _delegates in known.theirs]
    if known.meeting.partner is not None and known.meeting.partner not in met:
        met.insert(0, known.meeting.partner)
    if not met:
        return None
    by_partner = {one.partner_id: one for one in known.standings}
    rows = []
    for partner in met:
        standing = by_partner.get(partner.pk) or by_partner.get(partner.parent_id or 0)
        rows.append({"partner": partner, "standing": standing, "citation": notes.cite(standing) if standing else None})
    return Panel("met", _("Whom we meet there"), "meetings/panels/met.html", {"rows": rows}, count=len(rows))


def _record(ask: Ask, known: Whole, notes: Notes) -> Panel:
    meeting = known.meeting
    facts: list[tuple[Any, Any, str]] = [
        (_("What it is about"), meeting.purpose, ""),
        (_("When"), sentences.when(meeting), ""),
        (_("Where"), sentences.where(meeting), ""),
        (_("Form"), meeting.get_form_display(), ""),
        (_("Level"), meeting.get_level_display(), ""),
    ]
    for label, one in ((_("Body"), meeting.body), (_("Partner"), meeting.partner), (_("Host"), meeting.host)):
        if one is not None and MEETINGS.allows(ask.person, "view", one):
            facts.append((label, one.name, one.get_absolute_url()))
    if meeting.unit is not None:
        facts.append((_("Office of primary interest"), meeting.unit.name, ""))
    facts += [(_("Objective served"), one.title, "") for one in meeting.objectives.all()]
    if meeting.attendance_at is not None:
        said = {"who": meeting.attendance_by, "day": spoken(timezone.localdate(meeting.attendance_at))}
        decided = _("%(decision)s, decided by %(who)s on %(day)s") % (
            said | {"decision": meeting.get_attendance_display()}
        )
        facts.append((_("Do we go"), decided, ""))
    context = {
        "facts": [{"label": label, "value": value, "url": url} for label, value, url in facts if value],
        "steps": known.steps,
        "citation": notes.cite(meeting),
    }
    return Panel("record", _("What is known"), "meetings/panels/record.html", context)


# ── Timeline ──────────────────────────────────────────────────────────────────────────────────────


def own_events(ask: Ask, meeting: Meeting, notes: Notes) -> list[Event]:
    """The meetings at the same table, one after the other, this one among them. No query after panels."""
    return [
        Event(
            one.starts_on.isoformat(),
            one.title,
            one.get_absolute_url() if one.pk != meeting.pk else "",
            _("this meeting") if one.pk == meeting.pk else f"{one.get_state_display()}, {one.get_attendance_display()}",
            ahead=one.starts_on.isoformat() > ask.on and one.state != State.CANCELLED,
        )
        for one in whole(ask, meeting).line
    ]
