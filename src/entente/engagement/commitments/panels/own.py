"""A promise's own dossier: what it waits for, then what the record says of it."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.foundation.sources.queries import Notes
from entente.kit.days import spoken
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from .. import exports, queries
from ..actions import PROMISE
from ..models import STANDING, Commitment, Side, State
from ..policy import COMMITMENTS
from ..queries import Turn, Whole
from .words import sentence

VERBS = {
    "close": gettext_lazy("Say that it was kept"),
    "verify": gettext_lazy("Verify it, or send it back"),
    "slip": gettext_lazy("Give another day"),
    "pass_on": gettext_lazy("Pass it on"),
    "give_evidence": gettext_lazy("Add what shows it"),
    "remark": gettext_lazy("Add a remark"),
    "change": gettext_lazy("Change what it says"),
    "drop": gettext_lazy("Drop it"),
    "reopen": gettext_lazy("Reopen it"),
}
ALWAYS = ("give_evidence", "remark", "change")
"""Verbs that move nothing; the first only while something is owed."""


def _day(ask: Ask) -> date:
    return date.fromisoformat(ask.on)


def head(ask: Ask, one: Commitment, notes: Notes) -> Head:
    """The title, whose it is, its state, and the sentence that says what is owed by when and how late."""
    whole, day = queries.whole(one), _day(ask)
    state, due = State(whole.state_on(day)), whole.due_on(day)
    badges: list[tuple[str, Any]] = [(exports.KINDS[state], state.label)]
    if state in STANDING and due and due < day:
        badges.insert(0, ("danger", _("late")))
    return Head(
        name=one.title,
        kind=(_("Our promise, %(key)s") if one.side == Side.OURS else _("Their promise, %(key)s")) % {"key": one.key},
        sentence=sentence(whole, day),
        badges=tuple(badges),
        marking=one.marking,
    )


def own_panels(ask: Ask, one: Commitment, notes: Notes) -> list[Panel]:
    """What it waits for and what can be done; then its words and place, its days, what shows it, what was remarked.

    Four queries. On a past day nothing that was said later is shown.
    """
    whole = queries.whole(one)
    made = [
        _open(ask, whole),
        _record(ask, whole, notes),
        _slips(ask, whole),
        _evidence(ask, whole),
        _remarks(ask, whole),
    ]
    return [panel for panel in made if panel]


def may(ask: Ask, one: Commitment) -> list[tuple[Any, str]]:
    """What this person may do with it now: ``(label, url)``, in the order a day asks for it."""
    moves = {move.name for move in PROMISE.open_to(one)}
    open_now = {verb for verb in VERBS if verb in moves or verb in ALWAYS}
    if one.state not in STANDING:
        open_now.discard("give_evidence")
    allowed = [verb for verb in VERBS if verb in open_now and COMMITMENTS.allows(ask.person, verb, one)]
    return [(VERBS[verb], reverse(f"commitments:{verb}", args=[one.key])) for verb in allowed]


def _open(ask: Ask, whole: Whole) -> Panel | None:
    links = [] if ask.past else may(ask, whole.one)
    waits = _waits(whole, _day(ask))
    if not waits and not links:
        return None
    context = {"items": waits, "links": links}
    standing = whole.state_on(_day(ask)) in STANDING
    title = _("What it waits for") if waits else _("What can be done")
    return Panel("open", title, "commitments/panels/open.html", context, count=len(waits) or None, open=standing)


def _waits(whole: Whole, day: date) -> list[str]:
    one, state = whole.one, whole.state_on(day)
    if state not in STANDING or one.made_on > day:
        return []
    due, said = whole.due_on(day), []
    if state == State.REPORTED:
        said.append(
            _("Somebody else verifies it: neither who wrote it down, nor its owner, nor who gave the evidence.")
        )
    elif due and due < day:
        said.append(_("Its day has passed: close it with what shows it, or give another day with the reason."))
    if due is None:
        said.append(_("No day is set by which it is to be kept."))
    if one.owner is None:
        said.append(_("Nobody owns it."))
    elif not one.owner.is_active:
        said.append(_("The account of its owner is closed: pass it on."))
    for lang, missing in (("en", _("The English title is missing.")), ("fr", _("The French title is missing."))):
        if not getattr(one, f"title_{lang}"):
            said.append(missing)
    return said


def _fact(label: Any, value: Any, url: str = "", citation: Any = None) -> dict[str, Any] | None:
    return {"label": capfirst(str(label)), "value": value, "url": url, "citation": citation} if value else None


def _record(ask: Ask, whole: Whole, notes: Notes) -> Panel:
    one = whole.one
    name, page = exports.name_of, exports.page_of
    facts = [
        _fact(_("Given by"), one.get_level_display()),
        _fact(_("Made on"), spoken(one.made_on)),
        _fact(_("Where it stands"), one.place, citation=notes.cite(one)),
        _fact(_("Due on"), spoken(whole.due_on(_day(ask)) or "")),
        _fact(_("Owner"), str(one.owner or "")),
        _fact(_("Office of primary interest"), name(one.unit), _office(one)),
        _fact(_("Partner"), name(one.partner), page(one.partner)),
        _fact(_("Forum"), name(one.body), page(one.body)),
        _fact(_("Instrument"), name(one.agreement), page(one.agreement)),
        _fact(_("Objective"), name(one.objective), _objective(one)),
        _fact(_("Written down by"), str(one.author)),
    ]
    context = {"text": one.text, "facts": [fact for fact in facts if fact]}
    return Panel("record", _("What was promised"), "commitments/panels/record.html", context, marking=one.bears)


def _office(one: Commitment) -> str:
    return reverse("people:unit", args=[one.unit.key]) if one.unit else ""


def _objective(one: Commitment) -> str:
    return reverse("framework:element", args=[one.objective.key]) if one.objective else ""


def _slips(ask: Ask, whole: Whole) -> Panel | None:
    slips = whole.said(whole.slips, _day(ask))
    if not slips:
        return None
    return Panel("slips", _("How its day moved"), "commitments/panels/slips.html", {"slips": slips}, count=len(slips))


def _evidence(ask: Ask, whole: Whole) -> Panel | None:
    shown = whole.said(whole.evidence, _day(ask))
    if not shown and whole.state_on(_day(ask)) not in STANDING:
        return None
    asked = whole.one.asked_again_at
    rows = [{"given": given, "before": bool(asked and given.at <= asked)} for given in shown]
    return Panel(
        "evidence",
        _("What shows it"),
        "commitments/panels/evidence.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("Nothing shows yet that it was kept."),
    )


def _remarks(ask: Ask, whole: Whole) -> Panel | None:
    remarks = whole.said(whole.remarks, _day(ask))
    if not remarks:
        return None
    context = {"remarks": list(reversed(remarks))}
    return Panel("remarks", _("Remarks"), "commitments/panels/remarks.html", context, count=len(remarks))


def own_events(ask: Ask, one: Commitment, notes: Notes) -> list[Event]:
    """When it was made, when its day moved, when something was shown, how its state turned. No query after panels."""
    whole = queries.whole(one)
    found = [Event(one.made_on.isoformat(), _("Made"), citation=notes.cite(one))]
    for slip in whole.slips:
        moved = _("Its day moves to %(day)s") % {"day": spoken(slip.after)}
        found.append(Event(_on(slip.at), moved, text=slip.reason))
    found += [Event(_on(given.at), _("Evidence is given"), text=given.text or given.url) for given in whole.evidence]
    found += [Event(turn.on.isoformat(), _turned(turn)) for turn in whole.turns]
    if one.ended_on and not whole.turns:  # it entered the record as over
        found.append(Event(one.ended_on.isoformat(), TURNED[one.state]))
    return found


TURNED: dict[str, Any] = {
    State.REPORTED: gettext_lazy("Said to be kept"),
    State.CLOSED: gettext_lazy("Kept"),
    State.DROPPED: gettext_lazy("Dropped"),
}


def _turned(turn: Turn) -> Any:
    """What a turn did: back to open from reported it was sent back, from the end it was reopened."""
    return TURNED.get(turn.after) or (_("Sent back") if turn.before == State.REPORTED else _("Reopened"))


def _on(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat()
