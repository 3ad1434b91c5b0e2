"""The dossier of a visit: what comes next, who coordinates and why, then everything that was prepared and said."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.foundation.sources.queries import Notes
from entente.kit.deadlines import Deadline
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from ..models import AHEAD, BEGUN, ENDED, Coordinator, Need, State, Visit
from ..queries import Whole, whole
from . import parts
from .words import BADGES, MOVES, conclusion, period, steps, tests


def head(ask: Ask, visit: Visit, notes: Notes) -> Head:
    """The name, where it stands, and who comes when and who coordinates, in two sentences."""
    known = whole(ask, visit)
    badges = [(BADGES.get(visit.state, "info"), visit.get_state_display())]
    if known.routing and known.routing.overruled:
        badges.append(("warning", _("routing overruled")))
    said = {"partner": visit.partner.name, "period": period(visit.starts_on, visit.ends_on)}
    sentence = [_("A delegation of %(partner)s, %(period)s.") % said]
    if known.routing:
        sentence.append(conclusion(known.routing, visit))
    return Head(
        name=visit.title,
        kind=f"{visit._meta.verbose_name}, {visit.key}",
        sentence=" ".join(sentence),
        badges=tuple(badges),
        marking=visit.kept_as,
        above=((visit.partner.name, visit.partner.get_absolute_url()),),
    )


def own_panels(ask: Ask, visit: Visit, notes: Notes) -> list[Panel]:
    """What is open first; then routing, record, delegation, programme, protocol, answers, outcomes and steps."""
    known = whole(ask, visit)
    made = [
        _open(ask, known),
        _routing(ask, known),
        parts.record(ask, known),
        parts.delegation(ask, known),
        parts.topics(ask, known),
        parts.programme(ask, known),
        parts.sites(ask, known),
        parts.protocol(ask, known),
        parts.gifts(ask, known),
        parts.costs(ask, known),
        parts.consultation(ask, known),
        parts.media(ask, known),
        parts.feedback(ask, known),
        parts.report(ask, known),
        parts.promises(ask, known),
        parts.steps_taken(known),
    ]
    return [one for one in made if one]


def own_events(ask: Ask, visit: Visit, notes: Notes) -> list[Event]:
    """The steps it took, and its own days. No query after the panels."""
    known = whole(ask, visit)
    found = [
        Event(visit.requested_on.isoformat(), _("Asked for"), text=visit.requester),
        Event(visit.starts_on.isoformat(), _("First day")),
        Event(visit.ends_on.isoformat(), _("Last day")),
    ]
    if visit.pre_briefed_on:
        found.append(Event(visit.pre_briefed_on.isoformat(), _("Pre-brief held")))
    for one in known.steps:
        title = MOVES.get(one.move) or _("Moved to other days")
        found.append(Event(timezone.localdate(one.at).isoformat(), title, text=one.reason))
    return found


# ── What is open ──────────────────────────────────────────────────────────────────────────────────


def _open(ask: Ask, known: Whole) -> Panel | None:
    visit, today = known.visit, date.fromisoformat(ask.on)
    taken = steps(ask.person, visit) if not ask.past else []
    items = [*_lacking(known), *_due(known, today)]
    if not items and not taken:
        return None
    context = {"items": items, "steps": taken}
    return Panel("next", _("What comes next"), "visits/panels/next.html", context, count=len(items) or None, open=True)


def _lacking(known: Whole) -> list[str]:
    """What is missing or unanswered, in sentences."""
    visit, found = known.visit, list[str]()
    if visit.state in ENDED:
        return found
    if visit.unit is None:
        found.append(_("No lead branch is named."))
    if not known.visitors:
        found.append(_("Nobody is known to come. The rank of the visitors decides who coordinates."))
    if not known.topics:
        found.append(_("No topic is named. The topics decide who coordinates."))
    waiting = [str(one.unit) for one in known.consultations if one.is_open]
    if waiting:
        found.append(_("Not answered yet: %(offices)s.") % {"offices": ", ".join(waiting)})
    left = [one for one in known.needs if one.state == Need.State.TO_DO]
    if left and visit.state in AHEAD:
        count = len(left)
        found.append(
            ngettext(
                "%(count)s line of the protocol checklist is still to do.",
                "%(count)s lines of the protocol checklist are still to do.",
                count,
            )
            % {"count": count}
        )
    if visit.state in BEGUN and not known.reports:
        found.append(_("The report on what came of it is missing."))
    return found


def _due(known: Whole, today: date) -> list[str]:
    """The two days by which something is due."""
    visit = known.visit
    if visit.state in AHEAD and visit.pre_briefed_on is None:
        late = visit.pre_brief_due < today
        said = {"day": Deadline(visit.pre_brief_due, settings.TIME_ZONE).spoken()}
        return [_("The pre-brief was due: %(day)s.") % said if late else _("The pre-brief is due: %(day)s.") % said]
    sides = {one.side for one in known.feedback}
    if visit.state in (State.UNDER_WAY, State.FEEDBACK) and len(sides) < 2 and visit.ends_on < today:
        late, said = visit.feedback_due < today, {"day": Deadline(visit.feedback_due, settings.TIME_ZONE).spoken()}
        return [
            _("Feedback of visitors and hosts was due: %(day)s.") % said
            if late
            else _("Feedback of visitors and hosts is due: %(day)s.") % said
        ]
    return []


# ── Who coordinates ───────────────────────────────────────────────────────────────────────────────


def _routing(ask: Ask, known: Whole) -> Panel:
    visit, routing = known.visit, known.routing
    context: dict[str, Any] = {"routing": routing, "earlier": [], "actions": []}
    if routing:
        context |= {
            "tests": tests(routing),
            "conclusion": conclusion(routing, visit),
            "by_the_rule": Coordinator(routing.by_the_rule).label,
            "earlier": [{"routing": one, "conclusion": conclusion(one, visit)} for one in known.routings[1:]],
        }
    if routing and parts.may(ask, "overrule", visit) and visit.state not in ENDED:
        context["actions"].append((_("Overrule"), reverse("visits:overrule", args=[visit.key])))
    if parts.may(ask, "ask", visit) and visit.state not in ENDED:
        label = _("Ask International Affairs for advice")
        context["actions"].append((label, reverse("visits:advice", args=[visit.key])))
    return Panel(
        "routing",
        _("Who coordinates, and why"),
        "visits/panels/routing.html" if routing else "",
        context,
        empty=_("Not decided yet: add the visitors with their rank, and the topics."),
    )
