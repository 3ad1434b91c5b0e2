"""What visits show in the dossiers of partners."""

from typing import Any

from django.utils.translation import gettext as _

from entente.foundation.people.roles import highest
from entente.foundation.sources.queries import Notes
from entente.kit.panel import Event, Panel
from entente.kit.table import Ask

from .. import queries
from ..models import ENDED, State
from .words import period

LATELY = 5  # past visits that a partner's page lists; the register holds the rest


def _of(ask: Ask, partner: Any) -> tuple[list[Any], list[Any]]:
    """The visits to come and those past, asked once for a page."""
    kept = partner.__dict__.setdefault("_visits", {})
    asked = (ask.person.pk, ask.on)
    if asked not in kept:
        kept[asked] = queries.around(ask.person, partner, ask.on, lately=LATELY)
    found: tuple[list[Any], list[Any]] = kept[asked]
    return found


def partner_panels(ask: Ask, partner: Any, notes: Notes) -> list[Panel]:
    """Its delegations that come, and those that came. One query; no panel where there are none."""
    ahead, before = _of(ask, partner)
    if not ahead and not before:
        return []
    rows = [[{"visit": one, "period": period(one.starts_on, one.ends_on)} for one in some] for some in (ahead, before)]
    context = {"ahead": rows[0], "before": rows[1], "partner": partner}
    return [
        Panel("visits", _("Visits to us"), "visits/panels/visits.html", context, count=len(ahead), open=bool(ahead))
    ]


def partner_events(ask: Ask, partner: Any, notes: Notes) -> list[Event]:
    """When its delegations came. No query after the panels."""
    ahead, before = _of(ask, partner)
    came = [one for one in [*ahead, *before] if one.state not in (*ENDED, State.REQUESTED, State.TRIAGE)]
    came += [one for one in before if one.state == State.CLOSED]
    return [Event(one.starts_on.isoformat(), one.title, one.get_absolute_url(), _("Visit to us")) for one in came]


def commitment_panels(ask: Ask, commitment: Any, notes: Notes) -> list[Panel]:
    """In which visit a promise was made. One query."""
    visit = queries.born_in(ask.person, commitment).first()
    if visit is None:
        return []
    came = {"label": _("Visit to us"), "value": visit.title, "url": visit.get_absolute_url()}
    days = {"label": _("Days"), "value": period(visit.starts_on, visit.ends_on)}
    shown = {"facts": [came, days]}
    marking = highest([visit.marking, visit.partner.marking])
    return [Panel("born", _("Where it was made"), "components/facts_list.html", shown, marking=marking)]


def body_panels(ask: Ask, body: Any, notes: Notes) -> list[Panel]:
    """What stands in the dossier of a forum: nothing; delegations come from partners."""
    return []


def body_events(ask: Ask, body: Any, notes: Notes) -> list[Event]:
    """What stands in the timeline of a forum: nothing."""
    return []
