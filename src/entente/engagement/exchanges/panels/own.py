"""The page of an exchange: what comes next, what was decided and why, what left, what followed, every step."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entente.engagement.agreements.queries import stops
from entente.foundation.people.roles import highest
from entente.foundation.sources.queries import Notes
from entente.kit.days import spoken
from entente.kit.deadlines import Deadline
from entente.kit.panel import Event, Head, Panel
from entente.kit.table import Ask

from .. import queries
from ..exports import BADGES
from ..models import (
    AFTER_RELEASE,
    BEFORE_DECISION,
    UNANSWERED,
    Exchange,
    Flow,
    OnwardRequest,
    Retention,
    State,
    UseReport,
    Verdict,
)
from ..policy import EVERYTHING, EXCHANGES, reads_baseline
from ..queries import Whole, whole
from .words import MOVES, NEXT, VERDICTS, address, moment, reasons, steps, taken


def head(ask: Ask, exchange: Exchange, notes: Notes) -> Head:
    """What it is and where it stands, in one sentence."""
    known = whole(ask, exchange)
    badges = [(BADGES.get(State(exchange.state), "info"), exchange.get_state_display())]
    if known.release and any(not line.goes for line in known.lines):
        badges.append(("warning", _("partly met")))
    if exchange.needs_confirmation:
        badges.append(("danger", _("not confirmed in writing")))
    if known.lapsed and not ask.past:
        badges.append(("danger", _("no legal basis now")))
    if any(one.use == UseReport.Use.OTHERWISE for one in known.uses):
        badges.append(("danger", _("used otherwise than agreed")))
    said = {"at": moment(exchange.received_at), "way": exchange.get_way_display()}
    sentence = [_("Received %(at)s, %(way)s.") % said]
    if exchange.agreement:
        sentence.append(_("Under: %(title)s.") % {"title": exchange.agreement.title})
    return Head(
        name=f"{exchange.title}, {exchange.key}",
        kind=exchange.get_kind_display(),
        sentence=" ".join(sentence),
        badges=tuple(badges),
        marking=exchange.kept_as,
        above=((exchange.partner.name, exchange.partner.get_absolute_url()),),
    )


def own_panels(ask: Ask, exchange: Exchange, notes: Notes) -> list[Panel]:
    """What is open first; then lines and reasons, the record, the risk, what left and what followed, the steps."""
    known = whole(ask, exchange)
    made = [
        _next(ask, known),
        _lines(ask, known),
        _record(ask, known),
        _risk(ask, known),
        _released(ask, known),
        _onward(ask, known),
        _outcomes(ask, known),
        _identifiers(ask, known),
        _steps(known),
    ]
    return [one for one in made if one]


def own_events(ask: Ask, exchange: Exchange, notes: Notes) -> list[Event]:
    """The steps it took. No query after the panels."""
    known = whole(ask, exchange)
    return [Event(timezone.localdate(one.at).isoformat(), taken(one), text=one.reason) for one in known.steps]


def may(ask: Ask, act: str, exchange: Exchange) -> bool:
    """Whether the reader may do something now; nobody changes a past day."""
    return not ask.past and EXCHANGES.allows(ask.person, act, exchange)


def _next(ask: Ask, known: Whole) -> Panel | None:
    exchange, today = known.exchange, date.fromisoformat(ask.on)
    items, taken = _owed(known, today), steps(ask.person, exchange) if not ask.past else []
    if known.lapsed and not ask.past:
        items.insert(0, _ended(exchange))
        taken = [one for one in taken if one != (MOVES["release"], address(exchange, "release"))]
    if exchange.needs_confirmation and may(ask, "confirm", exchange):
        taken.insert(0, (_("Record the confirmation"), reverse("exchanges:confirm", args=[exchange.key])))
    taken = [*_lacking(ask, known), *taken]
    if exchange.state == State.ASSESSED and may(ask, "escalate", exchange):
        taken.append((_("Put before a higher level"), reverse("exchanges:escalate", args=[exchange.key])))
    if not items and not taken:
        return None
    context = {"items": items, "steps": taken}
    template = "exchanges/panels/next.html"
    return Panel("next", _("What comes next"), template, context, count=len(items) or None, open=True)


def _owed(known: Whole, today: date) -> list[str]:
    """What is owed, in sentences with their day."""
    exchange, found = known.exchange, list[str]()
    if exchange.needs_confirmation and exchange.state != State.REFUSED:
        found.append(_("To be confirmed in writing by %(at)s.") % {"at": moment(exchange.confirm_by)})
    if exchange.reply_by and exchange.state in UNANSWERED:
        found.append(_("The reply is due: %(day)s.") % {"day": _due(exchange.reply_by)})
    for one in known.escalations:
        if one.answer == "pending":
            found.append(_("Put before: %(level)s. Not answered yet.") % {"level": one.get_level_display()})
    found += _after(known)
    for asked in known.onward:
        if asked.answer == OnwardRequest.Answer.PENDING:
            found.append(_("The originator has not answered whether it may go to %(whom)s.") % {"whom": asked})
    return found


def _ended(exchange: Exchange) -> str:
    """That nothing can rest on its instrument now, since when where its own dates say so, and what can be done."""
    stopped = stops(exchange.agreement) if exchange.agreement else None
    if stopped is None or stopped > timezone.now():
        return _("Its legal basis is not in force with this partner now: decide again under another, or refuse it.")
    said = {"day": spoken(timezone.localdate(stopped))}
    return _("Its legal basis ended on %(day)s: decide again under another, or refuse it.") % said


def _after(known: Whole) -> list[str]:
    """What is owed about something that was released."""
    release, found = known.release, list[str]()
    if release is None or known.exchange.state not in AFTER_RELEASE:
        return found
    if known.receipt is None:
        found.append(_("The receipt is due: %(day)s.") % {"day": _due(release.receipt_by)})
    if not known.uses:
        found.append(_("Its use is to be reported: %(day)s.") % {"day": _due(release.use_by)})
    if release.keep_until and all(one.end == Retention.End.EXTENDED for one in known.retentions):
        found.append(_("It is to be returned or destroyed: %(day)s.") % {"day": _due(release.keep_until)})
    return found


def _lacking(ask: Ask, known: Whole) -> list[tuple[Any, str]]:
    """Words that are owed still although the state has gone past them: a receipt after the use, a use after the end."""
    exchange = known.exchange
    if known.release is None or exchange.state not in AFTER_RELEASE:
        return []
    lacking = {"acknowledge": known.receipt is None, "report_use": not known.uses}
    wanted = [
        one for one, owed in lacking.items() if owed and one not in NEXT[exchange.state] and may(ask, one, exchange)
    ]
    return [(MOVES[one], address(exchange, one)) for one in wanted]


def _due(day: date) -> str:
    return Deadline(day, settings.TIME_ZONE).spoken()


def _lines(ask: Ask, known: Whole) -> Panel:
    exchange = known.exchange
    open_still = exchange.state in BEFORE_DECISION and may(ask, "change", exchange)
    rows = [
        {
            "line": one,
            "kind": VERDICTS.get(Verdict(one.verdict)) if one.verdict else "",
            "said": _("kept back") if one.withheld else one.get_verdict_display(),
            "reasons": reasons(one.reasons),
            "change": f"{reverse('exchanges:ask_for', args=[exchange.key])}?element={one.element}"
            if open_still
            else "",
            "drop": reverse("exchanges:drop", args=[exchange.key, one.pk]) if open_still else "",
        }
        for one in known.lines
    ]
    add = (_("Add an element"), reverse("exchanges:ask_for", args=[exchange.key])) if open_still else None
    if known.release and any(not one.goes for one in known.lines) and may(ask, "record", exchange):
        add = (_("Ask again for what did not go"), f"{reverse('exchanges:new')}?again={exchange.key}")
    return Panel(
        "elements",
        _("What is asked, and what was decided"),
        "exchanges/panels/lines.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("No element is named yet."),
        action=add,
    )


def _record(ask: Ask, known: Whole) -> Panel:
    exchange = known.exchange
    facts: list[dict[str, Any]] = [
        {"label": _("Partner"), "value": exchange.partner.name, "url": exchange.partner.get_absolute_url()},
        {"label": _("Office of the contact"), "value": exchange.office},
        {"label": _("Direction"), "value": exchange.get_flow_display()},
        {"label": _("How it was made"), "value": exchange.get_way_display()},
        {"label": _("Urgency"), "value": exchange.get_urgency_display(), "note": exchange.urgent_because},
        {"label": _("Purpose"), "value": exchange.get_purpose_display()},
        {"label": _("Received at"), "value": moment(exchange.received_at)},
        {"label": _("Confirmed in writing at"), "value": moment(exchange.confirmed_at), "note": exchange.confirmation},
        {"label": _("The partner’s reference"), "value": exchange.reference},
        {"label": _("Our file reference"), "value": exchange.own_reference},
        {"label": _("Office that decides"), "value": exchange.unit.name if exchange.unit else ""},
        {"label": _("Recorded by"), "value": str(exchange.officer)},
    ]
    if exchange.agreement:
        instrument = reverse("agreements:agreement", args=[exchange.agreement.key])
        facts.insert(1, {"label": _("Instrument"), "value": exchange.agreement.title, "url": instrument})
    changing = exchange.state in BEFORE_DECISION and may(ask, "change", exchange)
    return Panel(
        "record",
        _("The record"),
        "exchanges/panels/record.html",
        {"facts": [one for one in facts if one["value"]]},
        action=(pgettext("verb", "Change"), reverse("exchanges:change", args=[exchange.key])) if changing else None,
    )


def _risk(ask: Ask, known: Whole) -> Panel | None:
    exchange = known.exchange
    if ask.person.role not in EVERYTHING:
        return None
    standing = queries.baselines_on(exchange.partner, date.fromisoformat(ask.on))
    baselines = [one for one in standing if reads_baseline(ask.person, one)]
    open_still = exchange.state in BEFORE_DECISION and may(ask, "mitigate", exchange)
    asked = [
        {
            "one": one,
            "answer": reverse("exchanges:answer", args=[exchange.key, one.pk])
            if one.answer == "pending" and may(ask, "answer", exchange)
            else "",
        }
        for one in known.escalations
    ]
    context = {
        "baselines": baselines,
        "hidden": len(standing) > len(baselines),
        "mitigations": known.mitigations,
        "asked": asked,
    }
    add = (_("Record a measure"), reverse("exchanges:mitigate", args=[exchange.key])) if open_still else None
    return Panel(
        "risk", _("Risk of mistreatment"), "exchanges/panels/risk.html", context, action=add,
        marking=highest(one.marking for one in baselines),
    )  # fmt: skip


def _released(ask: Ask, known: Whole) -> Panel | None:
    if known.release is None:
        return None
    exchange = known.exchange
    context = {
        "release": known.release,
        "at": moment(known.release.at),
        "receipt": known.receipt,
        "uses": known.uses,
        "retentions": known.retentions,
        "sheet": reverse("exchanges:sheet", args=[exchange.key]),
        "inward": exchange.flow == Flow.TO_US,
    }
    title = _("What was received") if exchange.flow == Flow.TO_US else _("What was released")
    return Panel("release", title, "exchanges/panels/release.html", context, marking=known.release.marking)


def _onward(ask: Ask, known: Whole) -> Panel | None:
    exchange = known.exchange
    if known.release is None:
        return None
    rows = [
        {
            "asked": one,
            "answer": reverse("exchanges:answer_onward", args=[exchange.key, one.pk])
            if one.answer == OnwardRequest.Answer.PENDING and may(ask, "answer_onward", exchange)
            else "",
        }
        for one in known.onward
    ]
    add = (_("Record a request to pass on"), reverse("exchanges:ask_onward", args=[exchange.key]))
    return Panel(
        "onward",
        _("Requests to pass it on"),
        "exchanges/panels/onward.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("Nobody has asked. Whoever asks needs the originator’s answer."),
        action=add if may(ask, "ask_onward", exchange) else None,
    )


def _outcomes(ask: Ask, known: Whole) -> Panel | None:
    exchange = known.exchange
    if known.release is None:
        return None
    add = (_("Record an outcome"), reverse("exchanges:outcome", args=[exchange.key]))
    return Panel(
        "outcomes",
        _("What came of it"),
        "exchanges/panels/outcomes.html" if known.outcomes else "",
        {"rows": known.outcomes},
        count=len(known.outcomes) or None,
        empty=_("Nothing is known yet: a seizure, revenue, an entry refused."),
        action=add if may(ask, "tell_outcome", exchange) else None,
    )


def _identifiers(ask: Ask, known: Whole) -> Panel | None:
    exchange = known.exchange
    if not settings.ENTENTE_IDENTIFIERS or not may(ask, "read_identifier", exchange):
        return None
    return Panel(
        "identifiers",
        _("Personal identifiers"),
        empty=_("They are sealed. Who opens them is noted in the trail."),
        count=known.identifiers,
        action=(_("Open or add"), reverse("exchanges:identifiers", args=[exchange.key])),
    )


def _steps(known: Whole) -> Panel:
    rows = [{"step": one, "label": taken(one), "at": moment(one.at)} for one in reversed(known.steps)]
    return Panel("steps", _("Steps, and who took them"), "exchanges/panels/steps.html", {"rows": rows}, count=len(rows))
