"""What commitments show in the dossiers of partners, of forums and of instruments."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.engagement.agreements.models import Agreement
from entente.engagement.forums.models import Body
from entente.engagement.partners.models import Kind, Partner
from entente.foundation.people.roles import highest
from entente.foundation.sources.queries import Notes
from entente.kit.days import spoken
from entente.kit.panel import Event, Panel
from entente.kit.table import Ask

from .. import exports, queries
from ..models import Side, State
from ..policy import COMMITMENTS
from .words import is_standing

MOST_ENDED = 25
"""Promises kept or dropped that a page shows, the last ones; the register holds the others."""
FILTERS = {"partner": "partner", "body": "forum"}
"""By which filter of the register the promises about a thing are found."""


def partner_panels(ask: Ask, partner: Partner, notes: Notes) -> list[Panel]:
    """What we owe a partner and what it and its administrations owe us; what was kept or dropped. Two queries."""
    if partner.kind == Kind.OWN:
        return []
    return _panels(ask, notes, "partner", partner, _("No promise to or by this partner is written down."))


def body_panels(ask: Ask, body: Body, notes: Notes) -> list[Panel]:
    """The promises made in a forum and the bodies under it. Two queries."""
    return _panels(ask, notes, "body", body, _("No promise made here is written down."))


def agreement_panels(ask: Ask, agreement: Agreement, notes: Notes) -> list[Panel]:
    """The promises made under an instrument; nothing where there are none. Two queries."""
    return _panels(ask, notes, "agreement", agreement, "")


def _panels(ask: Ask, notes: Notes, name: str, thing: Any, empty: str) -> list[Panel]:
    found = queries.about(ask, **{name: thing})
    standing = [one for one in found if is_standing(one)]
    ended = sorted((one for one in found if not is_standing(one)), key=lambda one: one.ended_then, reverse=True)
    groups = [
        (_("What we owe"), [row(one, notes, thing) for one in standing if one.side == Side.OURS]),
        (_("What they owe us"), [row(one, notes, thing) for one in standing if one.side == Side.THEIRS]),
    ]
    made = [
        Panel(
            "commitments",
            _("Promises still to be kept"),
            "commitments/panels/standing.html" if standing else "",
            {"groups": [(title, rows) for title, rows in groups if rows]},
            count=len(standing) or None,
            open=bool(standing),
            empty=empty
            if not found
            else _("Every promise written down here was kept or dropped.")
            if not standing
            else "",
            action=_write(ask, name, thing),
            marking=highest(one.bears for one in standing),
        )
    ]
    if ended:
        context: dict[str, Any] = {"rows": [row(one, notes, thing) for one in ended[:MOST_ENDED]]}
        if len(ended) > MOST_ENDED:
            asked = f"?{FILTERS[name]}={thing.key}" if name in FILTERS else ""
            context["others"] = reverse("commitments:index") + asked
        made.append(
            Panel(
                "commitments-ended",
                _("Promises kept and dropped"),
                "commitments/panels/ended.html",
                context,
                count=len(ended),
                marking=highest(one.bears for one in ended),
            )
        )
    return made


def _write(ask: Ask, name: str, thing: Any) -> tuple[str, str] | None:
    if ask.past or not COMMITMENTS.allows(ask.person, "promise"):
        return None
    return _("Write a promise down"), f"{reverse('commitments:new')}?{name}={thing.key}"


def row(one: Any, notes: Notes, thing: Any = None) -> dict[str, Any]:
    """One promise as a line: ``one``, ``due``, ``late``, ``state``, ``kind``, ``through`` (whom, if not ``thing``)."""
    named = [part for part in one.belongs_to if part != thing]
    return {
        "one": one,
        "due": exports.day(one.due_then),
        "late": exports.late(exports.days_late(one)),
        "state": exports.state_then(one),
        "kind": exports.KINDS[State(one.state_then)],
        "reported": one.state_then == State.REPORTED,
        "through": [exports.name_of(part) for part in named],
        "citation": notes.cite(one),
        "slips": len([slip for slip in one.slips.all() if slip.before]),
        "ended": exports.day(one.ended_then),
    }


# ── Timelines ─────────────────────────────────────────────────────────────────────────────────────


def partner_events(ask: Ask, partner: Partner, notes: Notes) -> list[Event]:
    """When promises were made, moved, kept and dropped. No query after panels."""
    return list(events(queries.about(ask, partner=partner), notes)) if partner.kind != Kind.OWN else []


def body_events(ask: Ask, body: Body, notes: Notes) -> list[Event]:
    """The same for a forum. No query after panels."""
    return list(events(queries.about(ask, body=body), notes))


def events(found: Iterable[Any], notes: Notes) -> Iterable[Event]:
    """What happened to promises, each with its title and page. Reads their slips."""
    for one in found:
        url, citation, title = one.get_absolute_url(), notes.cite(one), one.title
        made = _("We promise") if one.side == Side.OURS else _("They promise")
        yield Event(one.made_on.isoformat(), made, url, title, citation)
        for slip in one.slips.all():
            if slip.before:
                moved = _("A promise moves to %(day)s") % {"day": spoken(slip.after)}
                yield Event(timezone.localtime(slip.at).date().isoformat(), moved, url, title)
        if one.ended_then:
            ended = _("A promise is kept") if one.state_then == State.CLOSED else _("A promise is dropped")
            yield Event(one.ended_then.isoformat(), ended, url, title)
