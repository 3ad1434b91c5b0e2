"""What forums show in the dossiers of partners and of instruments."""

from typing import Any

from django.utils.translation import gettext as _

from entente.engagement.agreements.models import Agreement
from entente.engagement.partners.models import Kind, Partner
from entente.foundation.sources.queries import Notes
from entente.kit.days import UNKNOWN
from entente.kit.panel import Event, Panel
from entente.kit.table import Ask

from .. import queries
from ..queries.dossier import part
from .standing import candidacies_of_partner
from .words import period, roles


def partner_panels(ask: Ask, partner: Partner, notes: Notes) -> list[Panel]:
    """The forums a partner and its administrations sit in, those we share first, and their seats. Three queries."""
    known = part(ask, partner)
    panels = [
        _forums(partner, known.sittings, notes),
        _seats(partner, known.seats, notes),
        candidacies_of_partner(ask, partner),
    ]
    return [panel for panel in panels if panel]


def _forums(partner: Partner, sittings: list[Any], notes: Notes) -> Panel:
    rows = [
        _row(one, one.partner, partner, notes) | {"ours": roles(one.body), "shared": one.shared} for one in sittings
    ]
    now = [row for row in rows if row["stands"]]
    own = partner.kind == Kind.OWN
    context = {
        "shared": [row for row in now if row["shared"]],
        "others": [row for row in now if not row["shared"]],
        "before": [row for row in rows if not row["stands"]],
    }
    return Panel(
        "forums",
        _("Forums it sits in") if own else _("Forums we share"),
        "forums/panels/forums.html" if rows else "",
        context,
        count=len(context["shared"]),
        empty=_("It is recorded in no forum. Memberships are added on the page of a forum."),
    )


def _seats(partner: Partner, seats: list[Any], notes: Notes) -> Panel | None:
    if not seats:
        return None
    rows = [_row(one, one.holder, partner, notes) for one in seats]
    now = [row for row in rows if row["stands"]]
    context = {"now": now, "before": [row for row in rows if not row["stands"]]}
    return Panel("forum-seats", _("Chairs and seats it holds"), "forums/panels/held.html", context, count=len(now))


def _row(one: Any, who: Partner, partner: Partner, notes: Notes) -> dict[str, Any]:
    return {
        "record": one,
        "through": who if who.pk != partner.pk else None,
        "period": period(one),
        "stands": one.stands,
        "citation": notes.cite(one),
    }


def partner_events(ask: Ask, partner: Partner, notes: Notes) -> list[Event]:
    """When the partner or an administration of it joined, left, took or gave up a seat. No query after panels."""
    known, found = part(ask, partner), []
    for one in known.sittings:
        who = _text(one.get_role_display(), one.partner, partner)
        url, citation, body = one.body.get_absolute_url(), notes.cite(one), {"body": one.body.name}
        found.append(Event(one.starts_on, _("Joins %(body)s") % body, url, who, citation))
        found.append(Event(one.ends_on, _("Leaves %(body)s") % body, url, who, citation))
    for one in known.seats:
        who = _text(one.name, one.holder, partner)
        url, citation, body = one.body.get_absolute_url(), notes.cite(one), {"body": one.body.name}
        found.append(Event(one.starts_on, _("Takes a seat: %(body)s") % body, url, who, citation))
        found.append(Event(one.ends_on, _("Gives up a seat: %(body)s") % body, url, who, citation))
    return [event for event in found if event.on not in UNKNOWN]


def _text(what: Any, who: Partner, partner: Partner) -> str:
    return str(what) if who.pk == partner.pk else f"{what}, {who.name}"


def agreement_panels(ask: Ask, agreement: Agreement, notes: Notes) -> list[Panel]:
    """The bodies that rest on an instrument. One query; no panel where there are none."""
    rows = [{"body": one, "citation": notes.cite(one)} for one in queries.resting_on(ask, agreement)]
    if not rows:
        return []
    title = _("Bodies that rest on it")
    return [Panel("bodies", title, "forums/panels/bodies.html", {"bodies": rows}, count=len(rows))]
