"""A body's own dossier: what is open in it, then who sits there, who chairs, what we want there."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.engagement.agreements.models import Kind as AgreementKind
from entente.engagement.partners.models import Partner
from entente.foundation.sources.queries import Notes
from entente.kit.bilingual import Text
from entente.kit.days import UNKNOWN, PartialDate, spoken
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from .. import queries
from ..models import Body
from ..policy import FORUMS
from ..queries.dossier import Whole, whole
from ..rules import SEAT_ENDS_WITHIN
from .standing import candidacies_of_body, turns_of_body
from .words import Fact, correcting, ended, fact, period, roles, shown

CHAIRS = ("chair", "co_chair")


def head(ask: Ask, body: Body, notes: Notes) -> Head:
    """The name, where it stands, and who chairs, what we are there and whom it reaches, in one sentence."""
    known, above = whole(ask, body), shown(ask, body.parent)
    badges = []
    if known.wish and known.wish.priority:
        badges.append(("good", _("priority forum")))
    if body.ends_on not in UNKNOWN and PartialDate(body.ends_on).last.isoformat() < ask.on:
        badges.append(("danger", ended(body.ends_on)))
    name = Text(f"{body.name} ({body.acronym})", body.name.lang) if body.acronym else body.name
    where = _("at home") if body.home else _("abroad")
    return Head(
        name=name,
        kind=f"{body.get_kind_display()}, {where}",
        sentence=" ".join(_sentences(ask, known)),
        badges=tuple(badges),
        marking=body.marking,
        above=((above.name, above.get_absolute_url()),) if above else (),
    )


def _sentences(ask: Ask, known: Whole) -> list[str]:
    said = []
    if known.body.our_roles:
        said.append(_("Our role: %(roles)s.") % {"roles": roles(known.body)})
    chairs = dict.fromkeys(str(one.holder.name) for one in known.held if one.kind in CHAIRS)
    if chairs:
        said.append(_("Chaired by %(names)s.") % {"names": ", ".join(chairs)})
    if known.members and known.standings:
        said.append(_reach(known))
    return said


def _reach(known: Whole) -> str:
    many, reached = len(known.standings), len(known.reached)
    return ngettext(
        "It reaches %(reached)s of the %(many)s priority partner.",
        "It reaches %(reached)s of the %(many)s priority partners.",
        many,
    ) % {"reached": reached, "many": many}


# ── Panels ────────────────────────────────────────────────────────────────────────────────────────


def own_panels(ask: Ask, body: Body, notes: Notes) -> list[Panel]:
    """What is open first; then the record, members, seats, reach, bodies under it, goals, instrument."""
    known = whole(ask, body)
    made = [
        _open(ask, known),
        _record(ask, known, notes),
        _members(ask, known, notes),
        _seats(ask, known, notes),
        turns_of_body(ask, body),
        candidacies_of_body(ask, body),
        _reached(known, notes),
        _parts(known, notes),
        _wishes(known, notes),
        _instrument(ask, known, notes),
    ]
    return [panel for panel in made if panel]


def _may(ask: Ask, act: str, thing: Any) -> bool:
    return FORUMS.allows(ask.person, act, thing)


def _action(ask: Ask, act: str, body: Body, label: str, address: str) -> tuple[str, str] | None:
    return (label, reverse(address, args=[body.key])) if _may(ask, act, body) else None


def _open(ask: Ask, known: Whole) -> Panel | None:
    items = [*_missing(ask, known.body), *_ending(ask, known), *_unfinished(known)]
    return (
        Panel("open", _("Still open"), "forums/panels/open.html", {"items": items}, count=len(items), open=True)
        if items
        else None
    )


def _missing(ask: Ask, body: Body) -> list[dict[str, Any]]:
    above = body.parent
    gaps = []
    if body.lead_id is None and (above is None or above.lead_id is None):
        gaps.append((_("No department leads it."), "lead", _("Name the lead department")))
    if body.owner_id is None:
        gaps.append((_("No office of primary interest holds the file."), "owner", _("Name the office")))
    if not body.name_fr:
        gaps.append((_("The French name is missing."), "name_fr", _("Give the French name")))
    may = _may(ask, "correct", body)
    return [{"text": text, "action": (label, correcting(body, field)) if may else None} for text, field, label in gaps]


def _ending(ask: Ask, known: Whole) -> list[dict[str, Any]]:
    """Seats that end within the notice, with no successor recorded."""
    items = []
    for seat in known.held:
        if seat.ends_on in UNKNOWN:
            continue
        last = PartialDate(seat.ends_on).last
        left = (last - date.fromisoformat(ask.on)).days
        if left > SEAT_ENDS_WITHIN or _followed(seat, known):
            continue
        said = {"seat": seat.name, "holder": seat.holder.name, "day": spoken(seat.ends_on)}
        text = _("%(seat)s, held by %(holder)s, ends %(day)s and no successor is recorded.") % said
        to = (_("Hand it over"), reverse("forums:hand_over", args=[seat.key]))
        items.append({"text": text, "action": to if _may(ask, "hand_over", seat) else None})
    return items


def _followed(seat: Any, known: Whole) -> bool:
    """Whether another row of the same kind of seat begins when this one ends, or goes on after it."""
    end = PartialDate(seat.ends_on)
    others = [one for one in known.seats if one.pk != seat.pk and one.kind == seat.kind]
    return any(
        (one.starts_on not in UNKNOWN and PartialDate(one.starts_on).last >= end.first)
        or (one.stands and (one.ends_on in UNKNOWN or PartialDate(one.ends_on).last > end.last))
        for one in others
    )


def _unfinished(known: Whole) -> list[dict[str, Any]]:
    if known.wish is None or not known.wish.unfinished:
        return []
    said = {"edition": known.wish.edition.title}
    return [{"text": _("“%(edition)s” left the goals here to be finalised.") % said, "action": None}]


def _record(ask: Ask, known: Whole, notes: Notes) -> Panel:
    body = known.body
    above, lead = shown(ask, body.parent), shown(ask, body.lead)

    def line(field: str, value: Any, url: str = "") -> Fact:
        return fact(known, notes, field, value, url)

    facts = [
        line("parent", above.name, above.get_absolute_url()) if above else None,
        line("lead", lead.name, lead.get_absolute_url()) if lead else None,
        line("our_roles", roles(body)),
        line("movement", body.get_movement_display()),
        line("focus_en" if body.focus.lang == "en" else "focus_fr", body.focus),
        line("recurrence", body.get_recurrence_display()),
        line("owner", body.owner.name) if body.owner else None,
        line("starts_on", spoken(body.starts_on)),
        line("ends_on", spoken(body.ends_on)),
    ]
    kept = [one for one in facts if one and (one.value or one.correction)]
    actions = [
        _action(ask, "set_role", body, _("Set our role"), "forums:role"),
        _action(ask, "describe", body, _("Change the description"), "forums:describe"),
    ]
    context = {"facts": kept, "actions": [one for one in actions if one]}
    return Panel("record", _("What it is"), "forums/panels/record.html", context)


def _members(ask: Ask, known: Whole, notes: Notes) -> Panel:
    may = {one.pk for one in known.members if _may(ask, "end_membership", one)}
    rows = [_row(one, one.partner, notes, known) | {"may_end": one.pk in may} for one in known.memberships]
    context = {
        "now": [row for row in rows if row["stands"]],
        "before": [row for row in rows if not row["stands"]],
        "may_end": bool(may),
    }
    return Panel(
        "members",
        _("Members"),
        "forums/panels/members.html" if rows else "",
        context,
        count=len(known.members),
        empty=_("No member is recorded."),
        action=_action(ask, "add_membership", known.body, _("Add a membership"), "forums:add_membership"),
    )


def _row(one: Any, who: Partner, notes: Notes, known: Whole) -> dict[str, Any]:
    end = known.corrections.get((one._meta.label_lower, one.pk, "ends_on"))
    return {
        "record": one,
        "who": who,
        "period": period(one),
        "stands": one.stands,
        "citation": notes.cite(one),
        "corrected": end,
    }


def _seats(ask: Ask, known: Whole, notes: Notes) -> Panel:
    may = {one.pk for one in known.seats if _may(ask, "hand_over", one)}
    rows = [_row(one, one.holder, notes, known) | {"may": one.pk in may} for one in known.seats]
    context = {
        "now": [row for row in rows if row["stands"]],
        "ahead": [row for row in rows if not row["stands"] and _to_come(row["record"], ask.on)],
        "before": [row for row in rows if not row["stands"] and not _to_come(row["record"], ask.on)],
        "may": bool(may),
        "contested": _contested(known),
    }
    return Panel(
        "seats",
        _("Chairs and seats"),
        "forums/panels/seats.html" if rows else "",
        context,
        count=len(known.held),
        empty=_("No chair or other seat is recorded."),
        action=_action(ask, "add_seat", known.body, _("Add a seat"), "forums:add_seat"),
    )


def _to_come(seat: Any, day: str) -> bool:
    start = seat.starts_on if seat.starts_on not in UNKNOWN else seat.as_of
    return bool(start > day)


def _contested(known: Whole) -> bool:
    """Whether several partners hold the one chair: the sources give only years, or disagree."""
    return len({one.holder_id for one in known.held if one.kind == "chair"}) > 1


def _reached(known: Whole, notes: Notes) -> Panel | None:
    if not known.standings or not known.members:
        return None
    said = {"reached": len(known.reached), "many": len(known.standings)}
    title = _("Priority partners it reaches: %(reached)s of %(many)s") % said
    tiers: dict[Any, dict[str, Any]] = {}
    for one in known.standings:
        group = tiers.setdefault((one.tier_id, one.tier_gap), {"name": one.tier_name, "in": [], "out": []})
        group["in" if one.sits else "out"].append(one.partner)
        group.setdefault("citation", notes.cite(one))
    context = {"tiers": list(tiers.values()), "edition": known.standings[0].edition}
    return Panel("reach", title, "forums/panels/reach.html", context)


def _parts(known: Whole, notes: Notes) -> Panel | None:
    if not known.parts:
        return None
    context = {"bodies": [{"body": one, "citation": notes.cite(one)} for one in known.parts]}
    return Panel("parts", _("Bodies under it"), "forums/panels/bodies.html", context, count=len(known.parts))


def _wishes(known: Whole, notes: Notes) -> Panel | None:
    if not known.wishes:
        return None
    said = [
        {
            "wish": wish,
            "citation": notes.cite(wish.priority),
            "goals": [{"goal": one, "citation": notes.cite(one)} for one in wish.goals],
        }
        for wish in known.wishes
    ]
    return Panel("wishes", _("What we want there"), "forums/panels/wishes.html", {"wishes": said})


def _instrument(ask: Ask, known: Whole, notes: Notes) -> Panel | None:
    agreement = shown(ask, known.body.agreement)
    if agreement is None:
        return None
    context = {"agreement": agreement, "citation": notes.cite(known.body)}
    if agreement.kind != AgreementKind.FTA:
        return Panel("instrument", _("It rests on"), "forums/panels/instrument.html", context)
    found = queries.committee_of(ask, known.body)
    may = {one.pk for one in found if not ask.past and not one.ends_on and _may(ask, "release_committee", one)}
    context["chapters"] = [
        {"record": one, "period": period(one), "citation": notes.cite(one), "may": one.pk in may} for one in found
    ]
    action = _action(ask, "name_committee", known.body, _("Name a chapter it looks after"), "forums:name_committee")
    return Panel(
        "instrument",
        _("It rests on"),
        "forums/panels/instrument.html",
        context | {"may": bool(may)},
        action=None if ask.past else action,
    )


# ── Timeline ──────────────────────────────────────────────────────────────────────────────────────


def body_events(ask: Ask, body: Body, notes: Notes) -> list[Event]:
    """When it began and ended, who joined and left, who took and gave up seats. No query after panels."""
    known = whole(ask, body)
    found = [
        Event(body.starts_on, _("Begins"), citation=notes.cite(body)),
        Event(body.ends_on, _("Ends"), citation=notes.cite(body)),
    ]
    for one in known.memberships:
        who, role = one.partner.name, one.get_role_display()
        url, citation = one.partner.get_absolute_url(), notes.cite(one)
        found.append(Event(one.starts_on, _("%(who)s joins") % {"who": who}, url, role, citation))
        found.append(Event(one.ends_on, _("%(who)s leaves") % {"who": who}, url, role, citation))
    for one in known.seats:
        who, url, citation = one.holder.name, one.holder.get_absolute_url(), notes.cite(one)
        found.append(Event(one.starts_on, _("%(who)s takes a seat") % {"who": who}, url, one.name, citation))
        found.append(Event(one.ends_on, _("%(who)s gives up a seat") % {"who": who}, url, one.name, citation))
    return [event for event in found if event.on not in UNKNOWN]
