"""A partner's dossier: its instruments, its place in line, and what it asked for without an answer."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.engagement.partners.models import Partner
from entente.foundation.people.policy import cleared
from entente.foundation.sources.queries import Notes
from entente.kit.panel import Event, Panel
from entente.kit.table import Ask

from .. import exports, queries, rules
from ..queries import Family
from ..search import ACT, AGREEMENT, page
from .own import action_event, candidates_panel
from .pipeline import partner_pipeline


def partner_panels(ask: Ask, partner: Partner, notes: Notes) -> list[Panel]:
    """Requests without an answer, instruments, candidates; at home, what is administered for the partner.

    Four queries.
    """
    family = queries.family(ask, partner)
    return [
        *_requests(ask, family, notes),
        *partner_pipeline(family, past=ask.past),
        _instruments(ask, family, notes),
        *([candidates_panel(family.candidates, notes)] if family.candidates else []),
        *_administered(family, notes),
    ]


def _requests(ask: Ask, family: Family, notes: Notes) -> Iterable[Panel]:
    if family.requests and not ask.past:
        rows = [
            {
                "title": one.agreement.title,
                "url": page(AGREEMENT, one.agreement.key),
                "action": one.get_action_display(),
                "on": exports.day(one.on),
                "citation": notes.cite(one),
            }
            for one in family.requests
        ]
        yield Panel(
            key="requests",
            title=_("Asked for, without an answer"),
            template="agreements/panels/requests.html",
            context={"rows": rows},
            count=len(rows),
            open=True,
        )


def _instruments(ask: Ask, family: Family, notes: Notes) -> Panel:
    partner, whole = family.partner, family.partner.parent
    above = whole.name if whole and cleared(ask.person, whole) else ""
    own = {partner.pk}
    groups = [
        ("", family.itself, own),
        (_("Its administrations and parts"), family.parts, own),
        (_("What it belongs to: %(partner)s") % {"partner": above}, family.above, own | family.belongs_to),
    ]
    shown = [(title, [_row(one, known, notes) for one in rows]) for title, rows, known in groups if rows]
    return Panel(
        key="agreements",
        title=_("Agreements and arrangements"),
        template="agreements/panels/instruments.html" if shown else "",
        context={"groups": shown, "with_whom": any(row["partners"] for _title, rows in shown for row in rows)},
        count=len(family.instruments),
        empty=_("No instrument with this partner is recorded."),
        action=(_("In the register"), f"{reverse('agreements:index')}?partner={partner.key}") if shown else None,
    )


def _row(one: Any, known: set[int], notes: Notes) -> dict[str, Any]:
    return {
        "title": one.title,
        "url": exports.agreement_page(one),
        "kind": one.get_kind_display(),
        "partners": exports.partners_linked(
            [party.partner for party in one.foreign_parties if party.partner_id not in known], one.asked_on
        ),
        "status": exports.status_badge(one),
        "signed_on": exports.day(_by(one.signed_on, one.asked_on)),
        "in_force_on": exports.day(_by(one.in_force_on, one.asked_on)),
        "citation": notes.cite(one),
    }


def _by(text: str, day: str) -> str:
    """A date, unless it came after the past day asked about."""
    return "" if day and rules.is_day(text) and text > day else text


def _administered(family: Family, notes: Notes) -> Iterable[Panel]:
    found = [(one, page(AGREEMENT, one.key, on=one.asked_on), "") for one in family.administered]
    found += [(one, page(ACT, one.key), one.role) for one in family.acts]
    if found:
        rows = [{"title": one.title, "url": url, "text": text, "citation": notes.cite(one)} for one, url, text in found]
        yield Panel(
            key="administered",
            title=_("Administered for it"),
            template="agreements/panels/administered.html",
            context={"rows": rows},
            count=len(rows),
        )


def partner_events(ask: Ask, partner: Partner, notes: Notes) -> list[Event]:
    """When instruments with a partner were asked for, signed, came into force or ended; what it did on its
    own.

    Unordered. No query after ``partner_panels``.
    """
    family = queries.family(ask, partner)
    told = {
        "requested_on": _("Asked for: %(title)s"),
        "signed_on": _("Signed: %(title)s"),
        "in_force_on": _("In force: %(title)s"),
        "ended_on": _("Ended: %(title)s"),
    }
    found, dated = [], set()
    for one in family.instruments:
        for name, said in told.items():
            if rules.is_day(day := getattr(one, name)):
                dated.add((one.pk, name.removesuffix("_on"), day))
                found.append(
                    Event(day, said % {"title": one.title}, exports.agreement_page(one), citation=notes.cite(one))
                )
    found += [
        action_event(one, notes, url=page(AGREEMENT, one.agreement.key))
        for one in family.party_actions
        if rules.is_day(one.on) and (one.agreement_id, one.action, one.on) not in dated
    ]
    return found
