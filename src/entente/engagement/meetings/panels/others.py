"""What meetings show in the dossiers of partners and of bodies."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.engagement.partners.models import Kind
from entente.foundation.people.policy import cleared
from entente.foundation.people.roles import Rank, highest
from entente.foundation.sources.queries import Notes
from entente.kit.panel import Event, Panel
from entente.kit.table import Ask

from ..models import Meeting
from ..policy import MEETINGS
from ..queries import outcomes
from ..queries.dossier import SHOWN, Side, side
from . import sentences


def partner_panels(ask: Ask, partner: Any, notes: Notes) -> list[Panel]:
    """The next and the last meetings with a partner and its parts, and the ladder of levels. Two queries."""
    if partner.kind == Kind.OWN:
        return []
    known = side(ask, partner)
    to = f"{reverse('meetings:new')}?partner={partner.key}"
    panels = [_meetings(ask, known, to, f"partner={partner.key}")]
    if known.ahead or known.behind or any(day for _level, day, _how in known.ladder):
        panels.append(_ladder(partner, known))
    return panels


def body_panels(ask: Ask, body: Any, notes: Notes) -> list[Panel]:
    """The next and the last sessions of a body. One query."""
    known = side(ask, body)
    to = f"{reverse('meetings:new')}?body={body.key}"
    return [_meetings(ask, known, to, f"body={body.key}")]


def commitment_panels(ask: Ask, commitment: Any, notes: Notes) -> list[Panel]:
    """In which meeting a promise was made, on which item, and what the minutes say. Two queries."""
    born = outcomes.born_of(ask.person, commitment.pk).first()
    if born is None:
        return []
    meeting, item = born.meeting, born.item if cleared(ask.person, born.item) else None
    minutes = outcomes.minutes_of(ask.person, meeting)
    facts = [{"label": _("Meeting"), "value": meeting.title, "url": meeting.get_absolute_url()}]
    if item is not None:
        facts.append({"label": _("Item"), "value": item.title, "url": reverse("meetings:item", args=[item.pk])})
    if minutes:
        said = _("Version %(number)s") % {"number": minutes[0].version}
        facts.append({"label": _("Minutes"), "value": said, "url": reverse("meetings:minutes", args=[meeting.key])})
    marking = highest([meeting.marking, *([item.marking] if item else [])])
    return [Panel("born", _("Where it was made"), "components/facts_list.html", {"facts": facts}, marking=marking)]


def _meetings(ask: Ask, known: Side, new: str, narrowed: str) -> Panel:
    may_add = not ask.past and MEETINGS.allows(ask.person, "register")
    behind = known.behind[:SHOWN]
    context = {
        "ahead": [_row(one) for one in known.ahead],
        "behind": [_row(one) for one in behind],
        "all_url": f"{reverse('meetings:all')}?{narrowed}",
    }
    shown = bool(known.ahead or behind)
    return Panel(
        "meetings",
        _("Meetings"),
        "meetings/panels/meetings.html" if shown else "",
        context,
        empty=_("No meeting is in the catalogue."),
        action=(_("Add a meeting"), new) if may_add else None,
        marking=highest(one.marking for one in [*known.ahead, *behind]) if shown else "unclassified",
    )


def _row(meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "when": sentences.when(meeting),
        "where": sentences.where(meeting),
        "going": meeting.get_attendance_display(),
    }


def _ladder(partner: Any, known: Side) -> Panel:
    rows = [
        {
            "level": Rank(level).label,
            "day": day,
            "how": {"talks": _("in talks"), "forum": _("at a forum’s table")}.get(how, ""),
            "url": _where(partner, level, day, how),
        }
        for level, day, how in known.ladder
    ]
    context = {"rows": rows}
    return Panel("ladder", _("At which level we last met"), "meetings/panels/ladder.html", context)


def _where(partner: Any, level: str, day: date | None, how: str) -> str:
    """The list of the meetings of that day at that level."""
    if day is None:
        return ""
    if how == "talks":
        return f"{reverse('meetings:all')}?partner={partner.key}&level={level}&to={day.isoformat()}"
    return f"{reverse('meetings:delegates')}?rank={level}&from={day.isoformat()}&to={day.isoformat()}"


def partner_events(ask: Ask, partner: Any, notes: Notes) -> list[Event]:
    """The last meetings with a partner. No query after panels."""
    return [] if partner.kind == Kind.OWN else _events(ask, partner)


def body_events(ask: Ask, body: Any, notes: Notes) -> list[Event]:
    """The last sessions of a body. No query after panels."""
    return _events(ask, body)


def _events(ask: Ask, thing: Any) -> list[Event]:
    return [
        Event(one.starts_on.isoformat(), one.title, one.get_absolute_url(), sentences.where(one))
        for one in side(ask, thing).behind
    ]
