"""An instrument's own dossier: what is open, then what the record says."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.people.policy import cleared
from entente.foundation.sources import queries as sources
from entente.foundation.sources.models import Correction, label_of
from entente.foundation.sources.queries import Notes
from entente.kit import days
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from .. import actions, exports, queries, rules
from ..models import Agreement, Party, Status
from ..policy import AGREEMENTS
from ..queries import Whole
from ..search import AGREEMENT, page
from .negotiation import negotiation_panel, next_steps
from .sentences import sentence

FILLED_BY = {"AGR-26": "agreements:add_party"}
"""Where a gap is filled that the edit page does not fill."""


def head(ask: Ask, agreement: Agreement, notes: Notes) -> Head:
    """The title, the type, the status of the day, and the sentence that matters."""
    whole = queries.whole(ask, agreement)
    badges: list[tuple[str, Any]] = [
        (exports.STATUS_KINDS.get(Status(whole.status), "neutral"), Status(whole.status).label)
    ]
    if agreement.binding is not None:
        badges.append(("neutral", _("binding") if agreement.binding else _("not binding")))
    return Head(
        name=agreement.title,
        kind=agreement.get_kind_display(),
        sentence=sentence(whole, ask),
        badges=tuple(badges),
        marking=agreement.marking,
        actions=tuple(_may_ask(ask, whole)),
    )


def _may_ask(ask: Ask, whole: Whole) -> Iterable[tuple[Any, str]]:
    """What stops with it, asked of the list of what will stop: only of what is in force today."""
    if whole.status == Status.IN_FORCE and not ask.past:
        asked = urlencode({"instrument": whole.agreement.key})
        yield _("What would stop if it ended"), f"{reverse('agreements:lapses')}?{asked}#if"


def own_panels(ask: Ask, agreement: Agreement, notes: Notes) -> list[Panel]:
    """What is open, then the record: summary, facts, authority, parties, links, actions, candidates.

    Four queries for the record, one for the corrections of each kind of record shown.
    """
    whole = queries.whole(ask, agreement)
    corrected = sources.corrections_of([agreement, *whole.parties, *whole.links, *whole.party_actions])
    return [
        *_open(ask, whole),
        *negotiation_panel(ask.person, agreement, past=ask.past),
        *_texts(ask, whole, corrected, notes),
        _facts(ask, whole, corrected, notes),
        _parties(ask, whole, corrected, notes),
        _links(ask, whole, corrected, notes),
        _actions(ask, whole, corrected, notes),
        *_candidates(whole, notes),
    ]


# ── What is open ──────────────────────────────────────────────────────────────────────────────────


def _open(ask: Ask, whole: Whole) -> Iterable[Panel]:
    person, agreement = ask.person, whole.agreement
    gaps = rules.gaps(whole, on=date.fromisoformat(ask.on))
    may_fill = AGREEMENTS.allows(person, "describe", agreement) and not ask.past
    steps = [] if ask.past else list(_steps(person, agreement))
    if gaps or steps:
        found = [(gap.messages[0], _filled_at(gap.code, agreement) if may_fill else "") for gap in gaps]
        yield Panel(
            key="open",
            title=_("Open points"),
            template="agreements/panels/open.html",
            context={"gaps": found, "steps": steps},
            count=len(gaps) or None,
            open=True,
        )


def _steps(person: Any, agreement: Agreement) -> Iterable[tuple[Any, str]]:
    if rules.run_by_stages(agreement):
        found = next_steps(person, queries.with_steps(agreement))
        yield from ((one["verb"], one["url"]) for one in found if not one["why"])
        return
    for move in actions.INSTRUMENT.open_to(agreement):
        if AGREEMENTS.allows(person, move.name, agreement):
            yield actions.VERBS[move.name], reverse("agreements:step", args=[agreement.key, move.name])


def _filled_at(code: str | None, agreement: Agreement) -> str:
    """The page on which a gap is filled; nothing where time or another party must fill it."""
    if code in ("AGR-21", "AGR-25"):
        return ""
    if code in ("AGR-31", "AGR-33"):
        return correction_page(agreement, "status")
    return reverse(FILLED_BY.get(code or "", "agreements:edit"), args=[agreement.key])


def correction_page(thing: Model, field: str) -> str:
    """Where one field of a record is corrected; nothing while nobody serves that page."""
    try:
        return reverse("dossiers:correct", args=[label_of(thing), thing.pk, field])
    except NoReverseMatch:
        return ""


# ── The record ────────────────────────────────────────────────────────────────────────────────────

Corrections = dict[tuple[str, int, str], Correction]


def _texts(ask: Ask, whole: Whole, corrected: Corrections, notes: Notes) -> Iterable[Panel]:
    agreement = whole.agreement
    known = not ask.past or not rules.is_day(agreement.as_of) or agreement.as_of <= ask.on
    for name, title in (("summary", _("In short")), ("authority", _("Legal authority"))):
        if (text := getattr(agreement, name)) and known:
            told = fact(agreement, f"{name}_{text.lang}", title, text, corrected)
            cited = {"citation": notes.cite(agreement), "text": told}
            yield Panel(key=name, title=title, template="agreements/panels/text.html", context=cited)


def _facts(ask: Ask, whole: Whole, corrected: Corrections, notes: Notes) -> Panel:
    agreement, citation = whole.agreement, notes.cite(whole.agreement)
    person = ask.person
    said = [
        ("kind", _("Type"), agreement.get_kind_display()),
        ("binding", _("Binding in international law"), exports.yes_no(agreement.binding)),
        ("subjects", _("Subjects"), exports.subjects(agreement)),
        ("status", _("Status"), Status(whole.status).label),
        *((name, label, _of_day(getattr(agreement, name), ask)) for name, label in _days()),
        ("number", _("Reference number"), agreement.number),
        ("treaty_id", _("Treaty identifier"), agreement.treaty_id),
    ]
    facts = [fact(agreement, name, label, value, corrected) for name, label, value in said if value]
    for one in facts:
        one["citation"] = citation
    department, owner = agreement.administered_for, agreement.owner
    if department and cleared(person, department):
        told = fact(agreement, "administered_for", _("Administered for"), department.name, corrected)
        facts.append(told | {"citation": citation, "url": page(exports.PARTNER, department.key)})
    if owner:
        told = fact(agreement, "owner", _("Office of primary interest"), owner.name, corrected)
        facts.append(told | {"citation": citation})
    may = AGREEMENTS.allows(person, "describe", agreement) and not ask.past
    return Panel(
        key="facts",
        title=_("What the record says"),
        template="agreements/panels/facts.html",
        context={"facts": facts},
        action=(_("Change the record"), reverse("agreements:edit", args=[agreement.key])) if may else None,
    )


def _days() -> list[tuple[str, str]]:
    return [
        ("requested_on", _("Asked for")),
        ("signed_on", _("Signed")),
        ("in_force_on", _("In force")),
        ("expires_on", _("Expires")),
        ("ended_on", _("Ended")),
    ]


def _of_day(text: str, ask: Ask) -> str:
    """A date as it is drawn; what came after a past day is not told."""
    return "" if ask.past and rules.is_day(text) and text > ask.on else exports.day(text)


def fact(thing: Model, field: str, label: Any, value: Any, corrected: Corrections) -> dict[str, Any]:
    """One line of the record, with what the source says where somebody corrected it."""
    found = corrected.get((label_of(thing), thing.pk, field))
    return {"label": label, "value": value, "correction": told(thing, found) if found else None}


def told(thing: Model, correction: Correction) -> dict[str, Any]:
    """A correction as components/corrected shows it: what the source said, by whom, when, why."""
    return {
        "said": spelled(thing, correction.field, correction.source_value) or _("nothing"),
        "by": correction.author,
        "on": days.spoken(timezone.localdate(correction.at)),
        "why": correction.why,
    }


def spelled(thing: Model, field: str, text: str) -> Any:
    """A value as a file spells it, in words: a code by its label, a date as people write it."""
    one: Any = thing._meta.get_field(field)
    if one.choices:
        return dict(one.flatchoices).get(text, text)
    return exports.day(text) if isinstance(one, days.PartialDateField) else text


# ── What belongs to it ────────────────────────────────────────────────────────────────────────────


def _add(ask: Ask, act: str, agreement: Agreement, label: str) -> tuple[str, str] | None:
    may = AGREEMENTS.allows(ask.person, act, agreement) and not ask.past
    return (label, reverse(f"agreements:{act}", args=[agreement.key])) if may else None


def record_page(person: Any, thing: Model) -> str:
    """Where the fields of a record can be corrected, if this person may; nothing otherwise."""
    if not AGREEMENTS.allows(person, "correct", thing):
        return ""
    try:
        return reverse("dossiers:record", args=[label_of(thing), thing.pk])
    except NoReverseMatch:
        return ""


def _correct_at(ask: Ask, thing: Model) -> str:
    return "" if ask.past else record_page(ask.person, thing)


def _parties(ask: Ask, whole: Whole, corrected: Corrections, notes: Notes) -> Panel:
    rows = [
        {
            "partner": fact(party, "partner", "", party.partner.name, corrected),
            "url": page(exports.PARTNER, party.partner.key, on=ask.on if ask.past else ""),
            "role": fact(party, "role", "", party.get_role_display(), corrected),
            "citation": notes.cite(party),
            "record": _correct_at(ask, party),
        }
        for party in _foreign_first(whole.parties)
    ]
    return Panel(
        key="parties",
        title=_("Parties"),
        template="agreements/panels/parties.html" if rows else "",
        context={"rows": rows},
        count=len(rows),
        empty=_("No party is named yet."),
        action=_add(ask, "add_party", whole.agreement, _("Add a party")),
    )


def _foreign_first(parties: list[Any]) -> list[Party]:
    return sorted(parties, key=lambda party: not party.is_abroad)


def _links(ask: Ask, whole: Whole, corrected: Corrections, notes: Notes) -> Panel:
    day = ask.on if ask.past else ""
    rows = []
    for link in [*whole.links_out, *whole.links_in]:
        out = link.from_agreement_id == whole.agreement.pk
        other = link.to_agreement if out else link.from_agreement
        rows.append(
            {
                "out": out,
                "kind": fact(link, "kind", "", link.get_kind_display(), corrected),
                "other": other.title,
                "url": page(AGREEMENT, other.key, on=day),
                "note": link.note,
                "citation": notes.cite(link),
                "record": _correct_at(ask, link),
            }
        )
    return Panel(
        key="links",
        title=_("Other instruments"),
        template="agreements/panels/links.html" if rows else "",
        context={"rows": rows},
        count=len(rows),
        empty=_("No link to another instrument is recorded."),
        action=_add(ask, "link", whole.agreement, _("Link an instrument")),
    )


def _actions(ask: Ask, whole: Whole, corrected: Corrections, notes: Notes) -> Panel:
    waiting = {one.pk for one in whole.unanswered}
    rows = [
        {
            "partner": one.partner.name,
            "url": page(exports.PARTNER, one.partner.key, on=ask.on if ask.past else ""),
            "action": fact(one, "action", "", one.get_action_display(), corrected),
            "on": fact(one, "on", "", exports.day(one.on), corrected),
            "note": one.note,
            "waiting": one.pk in waiting,
            "citation": notes.cite(one),
            "record": _correct_at(ask, one),
        }
        for one in whole.party_actions
    ]
    return Panel(
        key="party-actions",
        title=_("What the parties did"),
        template="agreements/panels/actions.html" if rows else "",
        context={"rows": rows},
        count=len(rows),
        empty=_("No request, signature or ratification of a single party is recorded."),
        action=_add(ask, "record_party_action", whole.agreement, _("Record an action")),
    )


def _candidates(whole: Whole, notes: Notes) -> Iterable[Panel]:
    if whole.candidates:
        yield candidates_panel(whole.candidates, notes)


def candidates_panel(candidates: Iterable[Any], notes: Notes) -> Panel:
    """Where a partner stands in line for negotiation, edition by edition."""
    rows = [{"candidate": one, "reasons": exports.reasons(one), "citation": notes.cite(one)} for one in candidates]
    return Panel(
        key="candidates",
        title=_("In line for negotiation"),
        template="agreements/panels/candidates.html",
        context={"rows": rows},
        count=len(rows),
    )


# ── The timeline ──────────────────────────────────────────────────────────────────────────────────


def agreement_events(ask: Ask, agreement: Agreement, notes: Notes) -> list[Event]:
    """The dated life of one instrument, unordered. No query after ``own_panels``."""
    whole, dated = queries.whole(ask, agreement), set()
    found = []
    for name, label in _days():
        if rules.is_day(on := getattr(agreement, name)):
            dated.add((name.removesuffix("_on"), on))
            found.append(Event(on, label, citation=notes.cite(agreement)))
    return found + [
        action_event(one, notes)
        for one in whole.party_actions
        if rules.is_day(one.on) and (one.action, one.on) not in dated
    ]


def action_event(one: Any, notes: Notes, *, url: str = "") -> Event:
    """What one party did, as a line of a timeline."""
    said = _("%(partner)s: %(action)s") % {"partner": one.partner.name, "action": one.get_action_display()}
    return Event(one.on, said, url, text=one.note, citation=notes.cite(one))
