"""The plain sections of a visit’s dossier, one function each."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.kit.numerals import figure
from entente.kit.panel import Panel
from entente.kit.table import Ask

from ..models import AHEAD, BEGUN, ENDED, State, Step
from ..policy import VISITS
from ..queries import Whole
from .words import MOVES, period

ROWS = {
    "visitor": "compose",
    "topic": "compose",
    "site": "plan",
    "item": "plan",
    "need": "prepare",
    "gift": "prepare",
    "cost": "prepare",
}
"""Which act of the policy speaks of which rows, by the name of their addresses."""
AFTERWARDS = ("gift", "cost")


def may(ask: Ask, act: str, thing: Any) -> bool:
    """Whether the reader may do this."""
    return VISITS.allows(ask.person, act, thing)


def _keeps(ask: Ask, known: Whole, kind: str) -> bool:
    ended = set(ENDED) - ({State.CLOSED} if kind in AFTERWARDS else set())
    return not ask.past and known.visit.state not in ended and may(ask, ROWS[kind], known.visit)


def _rows(ask: Ask, known: Whole, kind: str, things: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows with the page on which each is changed, for those who may."""
    keeps = _keeps(ask, known, kind)
    key = known.visit.key
    return [
        {"row": one, "change": reverse(f"visits:change_{kind}", args=[key, one.pk]) if keeps else ""} for one in things
    ]


def _add(ask: Ask, known: Whole, kind: str, label: Any) -> tuple[Any, str] | None:
    return (label, reverse(f"visits:add_{kind}", args=[known.visit.key])) if _keeps(ask, known, kind) else None


def _to(name: str, known: Whole, label: Any) -> tuple[Any, str]:
    return label, reverse(f"visits:{name}", args=[known.visit.key])


def record(ask: Ask, known: Whole) -> Panel:
    """What the visit is."""
    visit = known.visit
    heard = sorted({word for one in known.visitors for word in one.spoken})
    facts = [
        {"label": _("Delegation of"), "value": visit.partner.name, "url": visit.partner.get_absolute_url()},
        {"label": _("What it is about"), "value": visit.purpose},
        {"label": _("When"), "value": period(visit.starts_on, visit.ends_on)},
        {"label": _("Where"), "value": visit.city},
        {"label": _("Asked for by"), "value": visit.requester},
        {"label": _("Lead branch"), "value": visit.unit.name if visit.unit else ""},
        {"label": _("Level"), "value": visit.get_level_display()},
        {"label": _("Received by"), "value": visit.get_host_display()},
        {"label": _("Languages spoken"), "value": ", ".join(heard)},
        {"label": _("Officer in charge"), "value": str(visit.officer or "")},
    ]
    actions = []
    if not ask.past and visit.state not in ENDED:
        if may(ask, "change", visit):
            actions.append(_to("change", known, _("Change what is said of it")))
        if may(ask, "move_dates", visit):
            actions.append(_to("move_dates", known, _("Move it to other days")))
    context = {"facts": [one for one in facts if one["value"]], "actions": actions}
    return Panel("record", _("What it is"), "visits/panels/record.html", context)


def delegation(ask: Ask, known: Whole) -> Panel:
    """Who comes."""
    rows = _rows(ask, known, "visitor", known.visitors)
    actions = [_to("list", known, _("Add a list from a spreadsheet"))] if _keeps(ask, known, "visitor") else []
    return Panel(
        "delegation",
        _("The delegation"),
        "visits/panels/delegation.html" if rows or actions else "",
        {"rows": rows, "actions": actions},
        count=len(rows) or None,
        empty=_("Nobody is known to come."),
        action=_add(ask, known, "visitor", _("Add a visitor")),
    )


def topics(ask: Ask, known: Whole) -> Panel:
    """What it is about, and what each topic serves."""
    rows = _rows(ask, known, "topic", known.topics)
    return Panel(
        "topics",
        _("Topics"),
        "visits/panels/topics.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("No topic is named."),
        action=_add(ask, known, "topic", _("Add a topic")),
    )


def programme(ask: Ask, known: Whole) -> Panel:
    """What happens on which day."""
    rows = _rows(ask, known, "item", known.items)
    days = [{"on": on, "rows": list(found)} for on, found in groupby(rows, key=lambda one: one["row"].on)]
    links = [
        _to("programme", known, _("Print the programme")),
        _to("guests", known, _("Print the visitors’ copy")),
    ]
    return Panel(
        "programme",
        _("Programme"),
        "visits/panels/programme.html" if rows else "",
        {"days": days, "links": links if rows else []},
        count=len(rows) or None,
        empty=_("The programme has no item yet."),
        action=_add(ask, known, "item", _("Add an item")),
    )


def sites(ask: Ask, known: Whole) -> Panel | None:
    """What they are shown."""
    rows, action = _rows(ask, known, "site", known.sites), _add(ask, known, "site", _("Add a site"))
    if not rows and not action:
        return None
    return Panel(
        "sites",
        _("Sites"),
        "visits/panels/sites.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("No site is to be shown."),
        action=action,
    )


def protocol(ask: Ask, known: Whole) -> Panel | None:
    """The checklist that follows from the rank, and what was added."""
    rows, action = _rows(ask, known, "need", known.needs), _add(ask, known, "need", _("Add a line"))
    if not rows and not action:
        return None
    return Panel(
        "protocol",
        _("Protocol checklist"),
        "visits/panels/protocol.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("It follows from the rank of the visitors."),
        action=action,
    )


def gifts(ask: Ask, known: Whole) -> Panel | None:
    """What was given and received."""
    rows, action = _rows(ask, known, "gift", known.gifts), _add(ask, known, "gift", _("Add a gift"))
    rows = [one | {"value": figure(one["row"].value)} for one in rows]
    if not rows and not (action and known.visit.state in (*AHEAD, *BEGUN)):
        return None
    return Panel(
        "gifts",
        _("Gifts given and received"),
        "visits/panels/gifts.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("No gift is recorded."),
        action=action,
    )


def costs(ask: Ask, known: Whole) -> Panel | None:
    """What it is estimated at, and what it came to."""
    rows, action = _rows(ask, known, "cost", known.costs), _add(ask, known, "cost", _("Add a cost line"))
    if not rows and not action:
        return None
    actual = [one.actual for one in known.costs if one.actual is not None]
    context = {
        "rows": [
            one
            | {
                "estimate": figure(one["row"].estimate),
                "actual": "" if one["row"].actual is None else figure(one["row"].actual),
            }
            for one in rows
        ],
        "estimate": figure(sum((one.estimate for one in known.costs), Decimal(0))),
        "actual": figure(sum(actual, Decimal(0))) if actual else "",
    }
    return Panel(
        "costs",
        _("Costs, in Canadian dollars"),
        "visits/panels/costs.html" if rows else "",
        context,
        empty=_("No cost is estimated."),
        action=action,
    )


def consultation(ask: Ask, known: Whole) -> Panel | None:
    """Who was asked what, and what they said."""
    visit = known.visit
    action = _to("ask", known, _("Ask an office")) if may(ask, "ask", visit) and visit.state not in ENDED else None
    if not known.consultations and not action:
        return None
    rows = [
        {
            "asked": one,
            "answer": reverse("visits:answer", args=[visit.key, one.pk])
            if one.is_open and may(ask, "answer", one)
            else "",
            "waive": reverse("visits:waive", args=[visit.key, one.pk])
            if one.is_open and may(ask, "waive", one)
            else "",
        }
        for one in known.consultations
    ]
    return Panel(
        "consultation",
        _("Consultation and advice"),
        "visits/panels/consultation.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=_("Nobody was asked."),
        action=action,
    )


def media(ask: Ask, known: Whole) -> Panel | None:
    """The media plan and what came of it, and the security note for those cleared for it."""
    visit = known.visit
    note = visit.security_note if visit.security_marking in known.readable else ""
    facts = [
        {"label": _("Media plan"), "value": visit.media_plan},
        {"label": _("What the media said"), "value": visit.media_outcome},
    ]
    context = {
        "facts": [one for one in facts if one["value"]],
        "security": note,
        "security_marking": visit.get_security_marking_display(),
    }
    if not context["facts"] and not note:
        return None
    return Panel("media", _("Media and security"), "visits/panels/media.html", context)


def feedback(ask: Ask, known: Whole) -> Panel | None:
    """What visitors and hosts said."""
    visit = known.visit
    if visit.state not in BEGUN:
        return None
    action = _to("feedback", known, _("Record feedback")) if may(ask, "give_feedback", visit) else None
    return Panel(
        "feedback",
        _("Feedback"),
        "visits/panels/feedback.html" if known.feedback else "",
        {"rows": known.feedback},
        count=len(known.feedback) or None,
        empty=_("Neither visitors nor hosts have been heard yet."),
        action=action,
    )


def report(ask: Ask, known: Whole) -> Panel | None:
    """What came of it: the last version, and those before."""
    visit = known.visit
    if visit.state not in BEGUN:
        return None
    label = _("Write a new version") if known.reports else _("Write the report")
    rows = [
        {"report": one, "protected": one.protected if one.protected_marking in known.readable else ""}
        for one in known.reports
    ]
    return Panel(
        "report",
        _("What came of it"),
        "visits/panels/report.html" if rows else "",
        {"last": rows[0] if rows else None, "earlier": rows[1:]},
        empty=_("The report is not written yet."),
        action=_to("report", known, label) if may(ask, "write_report", visit) else None,
    )


def promises(ask: Ask, known: Whole) -> Panel | None:
    """What was promised in it."""
    action = _to("promise", known, _("Add a commitment")) if may(ask, "promise", known.visit) else None
    if not known.promises and not (action and known.visit.state in BEGUN):
        return None
    return Panel(
        "promises",
        _("Promised in this visit"),
        "visits/panels/promises.html" if known.promises else "",
        {"rows": [one.commitment for one in known.promises]},
        count=len(known.promises) or None,
        empty=_("Nothing was promised."),
        action=action,
    )


def steps_taken(known: Whole) -> Panel | None:
    """Every step, who took it and why."""
    if not known.steps:
        return None
    rows = [{"step": one, "label": MOVES.get(one.move) or _moved(one)} for one in known.steps]
    return Panel("steps", _("Steps, and their reasons"), "visits/panels/steps.html", {"rows": rows})


def _moved(step: Step) -> str:
    before = step.before.replace("/", " – ")
    return _("Moved to other days (was %(days)s)") % {"days": before}
